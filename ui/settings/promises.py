"""What each channel promises, as a form: the time to the first answer, and the shares that keep its promise."""

from typing import Any

import polars as pl
import streamlit as st

from data.columns import CHANNELS
from data.settings import CHANNEL_TARGETS, Settings
from metrics.catalogue import metric as entry
from ui import cards
from ui.filters import channel_name
from ui.language import gettext as _
from ui.settings.hours import joined, split, units
from ui.settings.places import Places


def ask(now: Settings, places: Places) -> dict[str, Any]:
    """The fields `promises` and `channel_targets`."""
    with cards.panel(_("Promised time to the first answer"), "settings-promises"):
        promises = _promises(now)
        places.put(st, "promises")
    with cards.panel(
        _("When a channel keeps its promise"),
        "settings-channel-targets",
        _("The least share of requests, in percent; an empty cell promises nothing"),
    ):
        targets = _targets(now)
        places.put(st, "channel_targets")
    return {"promises": promises, "channel_targets": targets}


def _promises(now: Settings) -> dict[str, float]:
    entered = {}
    names = units()
    with st.grid("auto", min_column_width=250, gap="small") as grid:
        for channel in CHANNELS:
            number, unit = split(now.promises[channel])
            with grid.cell(), st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall", wrap=False):
                typed = st.number_input(
                    channel_name(channel), value=number, step=1.0, format="%g", key=f"settings-promise-{channel}"
                )
                chosen = st.selectbox(
                    _("Unit, {channel}").format(channel=channel_name(channel)),
                    list(names),
                    index=list(names).index(unit),
                    format_func=lambda each: names[each],
                    key=f"settings-promise-unit-{channel}",
                    label_visibility="collapsed",
                    required=True,
                    width=110,
                )
                entered[channel] = joined(typed, chosen)
    return entered


def _targets(now: Settings) -> dict[str, dict[str, float]]:
    """Metric → channel → share, of the cells that hold one."""
    table = pl.DataFrame(
        {"channel": [channel_name(channel) for channel in CHANNELS]}
        | {
            metric: [_percent(now.channel_targets.get(metric, {}).get(channel)) for channel in CHANNELS]
            for metric in CHANNEL_TARGETS
        },
        schema={"channel": pl.String()} | dict.fromkeys(CHANNEL_TARGETS, pl.Float64()),
    )
    columns = st.column_config
    edited = st.data_editor(
        table,
        key=f"settings-channel-targets-{now.version}",
        hide_index=True,
        disabled=["channel"],
        placeholder="",
        alt=_("The least share that keeps a channel's promise"),
        column_config={"channel": columns.TextColumn(_("Channel"), pinned=True)}
        | {
            metric: columns.NumberColumn(_(entry(metric).name), min_value=0, max_value=100, format="%g%%")
            for metric in CHANNEL_TARGETS
        },
    )
    # By their place and not by what the browser says: the names of the rows cannot be edited.
    shares = {
        metric: {
            channel: round(float(percent) / 100, 6)
            for channel, percent in zip(CHANNELS, edited[metric], strict=True)
            if percent is not None
        }
        for metric in CHANNEL_TARGETS
    }
    return {metric: found for metric, found in shares.items() if found}


def _percent(share: float | None) -> float | None:
    return None if share is None else round(share * 100, 4)
