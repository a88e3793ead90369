"""The list of the waiting page: what to take first, narrowed by what the reader chose, and all of it as a file."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl
import streamlit as st

from answers import tables, waiting
from answers.waiting import AGES, FORGOTTEN
from ui import address, filters, formats
from ui.language import gettext as _
from ui.language import ngettext
from ui.numbers import Rows
from ui.waiting import words

LONGEST = 200  # rows on the screen; the file has all
KINDS = ("all", "forgotten", *FORGOTTEN)
DAYS = (1, 2, 3, 5, 7, 14, 30, 60, 90)  # without an event
NOBODY = ""  # stands in the address for having no owner or priority; no value is empty


@dataclass(frozen=True)
class Wanted:
    """What the reader chose of the list; null and empty are no choice, NOBODY stands for having none."""

    kind: str = "all"
    age: str | None = None
    owner: str | None = None
    priorities: tuple[str, ...] = ()

    def of(self, rows: pl.DataFrame) -> pl.DataFrame:
        among: dict[str, Sequence[str | None]] = {}
        if self.owner is not None:
            among["agent"] = [self.owner or None]
        if self.priorities:
            among["priority"] = [each or None for each in self.priorities]
        return waiting.pick(rows, None if self.kind == "all" else self.kind, self.age, among)


@dataclass(frozen=True)
class Choices:
    """What the rows can be narrowed by. `owners`, `priorities`: NOBODY, then the values that occur."""

    owners: tuple[str, ...]
    priorities: tuple[str, ...]

    @classmethod
    def of(cls, rows: pl.DataFrame) -> "Choices":
        owners, priorities = ((NOBODY, *rows[name].drop_nulls().unique().sort()) for name in ("agent", "priority"))
        return cls(owners, priorities)


def days() -> int:
    """After how many days without an event a request has gone quiet, as the reader chose before the page is drawn."""
    address.restore("days", [str(each) for each in DAYS], str(waiting.DAYS))
    return int(st.session_state["days"] or waiting.DAYS)


def choose(kind: str) -> None:
    """Lead a card to its list."""
    st.session_state["kind"] = kind


def ask(known: Choices, named_days: int) -> Wanted:
    """The choices above the list, kept in the address."""
    unknown = [
        *address.restore("kind", KINDS, "all"),
        *address.restore("owner", known.owners),
        *address.restore("priority", known.priorities, many=True),
        *address.restore("age", AGES),
    ]
    if unknown:
        said = _("The address asks for {what}, which no open request has.").format(what=", ".join(unknown))
        st.warning(formats.md(said))
    # What was chosen stays chosen, also where other filters leave no request of it.
    owners = _with(known.owners, [st.session_state["owner"]])
    levels = _with(known.priorities, st.session_state["priority"])
    kind = st.segmented_control(
        _("Show"),
        KINDS,
        format_func=lambda each: words.kind_name(each, named_days),
        key="kind",
        persist_state="session",
        required=True,
        wrap=True,
    )
    with st.grid(4, min_column_width=170, gap="small") as grid:
        with grid.cell():
            owner = st.selectbox(
                _("Owner"),
                owners,
                index=None,
                format_func=lambda each: each or words.nobody("agent"),
                placeholder=_("All owners"),
                key="owner",
                persist_state="session",
            )
        with grid.cell():
            priorities = st.multiselect(
                _("Priority"),
                levels,
                format_func=lambda each: each or words.nobody("priority"),
                placeholder=_("All priorities"),
                key="priority",
                persist_state="session",
            )
        with grid.cell():
            age = st.selectbox(
                _("Age"),
                AGES,
                index=None,
                format_func=words.age_name,
                placeholder=_("All ages"),
                key="age",
                persist_state="session",
            )
        with grid.cell():
            st.selectbox(
                _("Quiet after"),
                [str(each) for each in DAYS],
                format_func=_days_name,
                key="days",
                persist_state="session",
            )
    for key, default in (("kind", "all"), ("owner", None), ("priority", None), ("age", None)):
        address.keep(key, default)
    address.keep("days", str(waiting.DAYS))
    return Wanted(kind or "all", age, owner, tuple(priorities))


def _with(options: Sequence[str], chosen: Sequence[str | None]) -> list[str]:
    """The options, and what was chosen besides them."""
    return [*options, *(each for each in chosen if each is not None and each not in options)]


def _days_name(days: str) -> str:
    return formats.value(86_400 * int(days), "seconds")


def rows(found: pl.DataFrame) -> Rows:
    """The first LONGEST requests as the table shows them."""
    sources = found["source"].n_unique() > 1
    return [_row(number, row, sources) for number, row in enumerate(found.head(LONGEST).iter_rows(named=True), 1)]


def _row(number: int, row: Mapping[str, object], sources: bool) -> dict[str, object]:
    return {
        "#": number,
        _("Request"): row["ticket_id"],
        **({_("Source"): row["source"]} if sources else {}),
        _("Due"): words.due(row),
        _("Why it is here"): words.reasons(row),
        _("Age"): formats.value(row["open_s"], "seconds"),  # type: ignore[arg-type]
        _("Owner"): row["agent"],
        _("Priority"): row["priority"],
        _("Team"): row["team"],
        _("Channel"): None if row["channel"] is None else filters.channel_name(str(row["channel"])),
        _("Topic"): row["topic"],
    }


def table(shown: Rows, total: int, found: Callable[[], pl.DataFrame]) -> None:
    """The requests in their order, how many there are, and the button for all of them, which `found` gives."""
    if not total:
        st.html(f'<p class="tz-none">{formats.html(_("No request fits this choice."))}</p>')
        return
    part = _("The first {shown} of {total} requests; the file has all.")
    said = part if total > len(shown) else ngettext("{total} request.", "{total} requests.", total)
    counts = {"shown": formats.value(len(shown), "count"), "total": formats.value(total, "count")}
    st.caption(said.format(**counts))
    st.dataframe(
        pl.DataFrame(shown, infer_schema_length=None),
        hide_index=True,
        placeholder=formats.NO_VALUE,
        height=min(36 * (len(shown) + 1), 460),
        column_config={"#": st.column_config.NumberColumn(width=44)},
        key="order-table",
    )
    st.download_button(
        _("Download as CSV"),
        data=lambda: tables.csv(file(found())).encode("utf-8-sig"),
        file_name="waiting.csv",
        mime="text/csv",
        key="order-csv",
        on_click="ignore",
        icon=":material/download:",
    )


def file(found: pl.DataFrame) -> pl.DataFrame:
    """All requests in their order, in numbers that a spreadsheet understands; instants are UTC."""
    c = pl.col
    return found.with_row_index("place", offset=1).select(
        "place",
        request="ticket_id",
        source="source",
        channel="channel",
        team="team",
        owner="agent",
        priority="priority",
        topic="topic",
        status="status",
        waiting_on="waiting_on",
        created_utc="created_at",
        age_days=(c("open_s") / 86_400).round(2),
        quiet_days=(c("idle_s") / 86_400).round(2),
        due_utc="due_at",
        due_for="due_for",
        late_by_promised_times=c("lateness").round(3),
        **{kind: c(f"is_{kind}") for kind in FORGOTTEN},
    )
