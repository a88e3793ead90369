"""Service-level policies as a table: which requests have how much time, in opening hours or in all."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
import streamlit as st

from data.columns import CHANNELS
from data.settings import Policy, Settings
from ui import cards, formats
from ui.filters import channel_name
from ui.language import gettext as _
from ui.settings.hours import joined, split, units
from ui.settings.places import Places

_ROWS = {
    "clock": pl.String(),
    "priority": pl.String(),
    "channel": pl.String(),
    "tier": pl.String(),
    "target": pl.Float64(),
    "unit": pl.String(),
    "business": pl.String(),
}


def clocks() -> dict[str, str]:
    return {"first_response": _("First response"), "resolution": _("Resolution")}


def ask(now: Settings, priorities: Sequence[str], places: Places) -> dict[str, Any]:
    """The field `policies`. `priorities`: those that the loaded requests have."""
    with cards.panel(
        _("Service levels"),
        "settings-policies",
        _("For requests that come without a target of the helpdesk's own; its own verdicts win"),
    ):
        policies = _policies(_edited(now))
        places.put(st, "policies")
        st.caption(
            _(
                "Click the empty row to add one. "
                "An empty priority, channel or tier means any. Where several rows match a request, the one that names "
                "most counts; of those that name as many, the upper one."
            )
        )
        if priorities:
            known = ", ".join(priorities)
            st.caption(formats.md(_("Priorities of the loaded requests: {names}.").format(names=known)))
            unknown = _unknown(policies, priorities)
            if unknown:
                words = _("No loaded request has the priority {names}.").format(names=", ".join(unknown))
                st.warning(formats.md(words), icon=":material/warning:")
    return {"policies": policies}


def _edited(now: Settings) -> list[dict[str, Any]]:
    """The filled rows as they stand in the browser."""
    clock, channel, unit, counted = clocks(), {each: channel_name(each) for each in CHANNELS}, units(), _counted()
    columns = st.column_config
    table = pl.DataFrame([_row(policy) for policy in now.policies], schema=_ROWS)
    edited = st.data_editor(
        table,
        key=f"settings-policies-{now.version}",
        num_rows="dynamic",
        hide_index=True,
        placeholder="",
        alt=_("Service levels"),
        column_config={
            "clock": columns.SelectboxColumn(_("Time to"), options=list(clock), format_func=_of(clock), width=130),
            "priority": columns.TextColumn(_("Priority"), max_chars=60, width=100),
            "channel": columns.SelectboxColumn(
                _("Channel"), options=list(channel), format_func=_of(channel), width=100
            ),
            "tier": columns.TextColumn(_("Customer tier"), max_chars=60, width=120),
            "target": columns.NumberColumn(_("At most"), min_value=0, format="%g", width=80),
            "unit": columns.SelectboxColumn(
                _("Unit"), options=list(unit), format_func=_of(unit), default="hours", width=90
            ),
            "business": columns.SelectboxColumn(
                _("Counted in"), options=list(counted), format_func=_of(counted), default="open", width=130
            ),
        },
    )
    rows = edited.select(pl.col(name).cast(dtype, strict=False) for name, dtype in _ROWS.items()).to_dicts()
    filled = ("clock", "priority", "channel", "tier", "target")
    return [row for row in rows if any(row[name] not in (None, "") for name in filled)]


def _row(policy: Policy) -> dict[str, Any]:
    target, unit = split(policy.target_s)
    named = {"priority": policy.priority, "channel": policy.conditions[1], "tier": policy.tier}
    return named | {
        "clock": policy.clock,
        "target": target,
        "unit": unit,
        "business": "open" if policy.business else "all",
    }


def _policies(rows: Sequence[Mapping[str, Any]]) -> tuple[Policy, ...]:
    """What the settings will take or refuse; an unfinished row is handed on as it is."""
    return tuple(
        Policy(
            clock=row["clock"],
            target_s=joined(row["target"], row["unit"]),
            business=row["business"] == "open",
            **{name: (row[name] or "").strip() or None for name in ("priority", "channel", "tier")},
        )
        for row in rows
    )


def _unknown(policies: Sequence[Policy], priorities: Sequence[str]) -> list[str]:
    """Named priorities that no loaded request has: most of them are typing errors."""
    known = {each.strip().lower() for each in priorities}
    named = [policy.priority for policy in policies if policy.priority and policy.conditions[0] not in known]
    return list(dict.fromkeys(named))


def _counted() -> dict[str, str]:
    return {"open": _("opening hours"), "all": _("all hours")}


def _of(names: Mapping[str, str]) -> Any:
    return lambda each: names.get(each, each)
