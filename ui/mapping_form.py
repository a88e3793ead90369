"""The form for a file whose headers nobody knows: which column is what, which word means what, and a look at both."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from data import home, intake, own_format, store
from data.columns import CHANNELS, FLAGS, STATUSES, TABLES
from data.intake import Options, Peek, Refused
from data.mapping import NEEDED, Field, Mapping
from ui import formats
from ui.filters import channel_name
from ui.language import gettext as _

if TYPE_CHECKING:
    from ui.upload import Incoming

# What most files have; the rest of a table's columns lies behind "more".
USUAL = {
    "tickets": (
        "ticket_id",
        "created_at",
        "first_reply_at",
        "resolved_at",
        "closed_at",
        "updated_at",
        "channel",
        "status",
        "team",
        "agent",
        "topic",
        "priority",
        "customer",
        "replies",
        "reopens",
        "transfers",
        "resolution_due_at",
        "resolution_flag",
    ),
    "surveys": (
        "survey_id",
        "ticket_id",
        "kind",
        "score",
        "scale",
        "answered_at",
        "sent_at",
        "comment",
        "agent",
        "team",
        "channel",
        "customer",
    ),
}
WORDS = {"channel": CHANNELS, "status": STATUSES, "reply_flag": FLAGS, "resolution_flag": FLAGS}


def label(column: str) -> str:
    """A canonical column as people call it; its own name, without underscores, where that says enough."""
    names = {
        "ticket_id": _("Request number"),
        "created_at": _("Opened"),
        "first_reply_at": _("First reply"),
        "first_resolved_at": _("First solved"),
        "resolved_at": _("Solved"),
        "closed_at": _("Closed"),
        "updated_at": _("Last change"),
        "ended_at": _("Call or chat ended"),
        "handoff_at": _("Handed over by a bot"),
        "channel": _("Channel"),
        "status": _("Status"),
        "team": _("Team"),
        "agent": _("Owner (agent)"),
        "first_reply_agent": _("Who replied first"),
        "resolved_by": _("Who solved it"),
        "topic": _("Topic"),
        "priority": _("Priority"),
        "customer": _("Customer"),
        "replies": _("Number of replies"),
        "reopens": _("Number of reopens"),
        "transfers": _("Number of transfers"),
        "reply_due_at": _("First reply due"),
        "reply_flag": _("First reply in time?"),
        "resolution_due_at": _("Solution due"),
        "resolution_flag": _("Solved in time?"),
        "wait_s": _("Waiting time in the queue"),
        "talk_s": _("Talk time"),
        "answered": _("Call answered?"),
        "abandoned": _("Caller gave up?"),
        "survey_id": _("Answer number"),
        "kind": _("Kind"),
        "score": _("Score"),
        "scale": _("Scale"),
        "comment": _("Comment"),
        "sent_at": _("Survey sent"),
        "answered_at": _("Survey answered"),
    }
    return names.get(column) or column.removesuffix("_s").removesuffix("_at").replace("_", " ").capitalize()


def fingerprint(headers: Sequence[str]) -> str:
    """The same for files with the same headers, whatever their order."""
    return hashlib.sha256("\n".join(sorted(header.strip().casefold() for header in headers)).encode()).hexdigest()


def ask(key: str, seen: Peek, start: Mapping) -> Mapping | None:
    """The mapping that a person makes, beginning with the one that seems right; null while a needed column is open."""
    names = {
        "tickets": _("requests"),
        "surveys": _("survey answers"),
        "agents": _("people"),
        "agent_time": _("working time"),
        "orders": _("orders"),
        "costs": _("costs"),
    }
    first = next(iter(start.tables))
    table = st.segmented_control(
        _("One row is one of"),
        list(TABLES),
        default=first,
        format_func=lambda each: names[each],
        key=f"{key}-table",
        required=True,
    )
    given = start.tables.get(table, {})
    usual = USUAL.get(table, tuple(name for name in TABLES[table] if name != "source"))
    columns = _columns(key, table, usual, given, seen)
    more = [name for name in TABLES[table] if name not in usual and name != "source" and not name.startswith("export_")]
    if more:
        with st.expander(_("More columns")):
            columns |= _columns(key, table, more, given, seen)
    if table == "surveys":
        columns |= _survey_constants(key, columns)
    missing = [name for name in NEEDED[table] if name not in columns]
    for name in missing:
        st.warning(_("{column} is needed: without it a row means nothing.").format(column=formats.md(label(name))))
    if missing:
        return None
    columns = {name: _with_words(key, name, where, seen) for name, where in columns.items()}
    return replace(
        start, name="custom", label=_("Own mapping"), tables={table: columns}, detect=(), skip={}, notes=(), version=()
    )


def _columns(key: str, table: str, names: Sequence[str], given: dict[str, Field], seen: Peek) -> dict[str, Field]:
    """For each canonical column the file's column that was chosen."""
    chosen: dict[str, Field] = {}
    grid = st.columns(3)
    for number, name in enumerate(names):
        before = given.get(name, Field())
        found = next((header for header in before.headers if header in seen.headers), None)
        header = grid[number % 3].selectbox(
            label(name),
            seen.headers,
            index=seen.headers.index(found) if found else None,
            placeholder=_("not in the file"),
            help=own_format.meaning(table, name),
            key=f"{key}-{table}-{name}",
        )
        if header is not None:
            chosen[name] = replace(before, headers=(header,), constant=None)
        elif before.constant is not None:
            chosen[name] = before
    return chosen


def _survey_constants(key: str, columns: dict[str, Field]) -> dict[str, Field]:
    """The kind of survey, where no column tells."""
    if "kind" in columns and columns["kind"].headers:
        return {}
    kinds = {"csat": _("satisfaction (CSAT)"), "nps": _("recommendation (NPS)"), "ces": _("effort (CES)")}
    kind = st.segmented_control(
        _("The survey asks for"),
        list(kinds),
        default="csat",
        format_func=lambda each: kinds[each],
        key=f"{key}-kind",
        required=True,
    )
    return {"kind": Field(constant=kind)}


def _with_words(key: str, name: str, where: Field, seen: Peek) -> Field:
    """The export's words for a vocabulary, as far as the first rows show them, each with its meaning here."""
    if name not in WORDS or not where.headers or where.headers[0] not in seen.headers:
        return where
    at = seen.headers.index(where.headers[0])
    words = sorted({row[at] for row in seen.rows if row[at]} | set(where.values))  # type: ignore[type-var]
    known = {word.casefold(): meaning for word, meaning in where.values.items()}
    meanings: dict[str, str] = {}
    with st.expander(
        _("Words of {column}").format(column=formats.md(where.headers[0])), expanded=len(known) < len(words)
    ):
        grid = st.columns(3)
        for number, word in enumerate(words):
            options = list(WORDS[name])
            before = known.get(str(word).casefold())
            meaning = grid[number % 3].selectbox(
                formats.md(str(word)),
                options,
                index=options.index(before) if before in options else None,
                format_func=channel_name if name == "channel" else str,
                placeholder=_("decide for me"),
                key=f"{key}-word-{name}-{number}",
            )
            if meaning is not None:
                meanings[str(word)] = meaning
    return replace(where, values={**where.values, **meanings})


def confirmed(file: "Incoming", options: Options) -> bool:
    """A look at the first rows before and after; true when the person has seen and taken it."""
    key = f"{file.key}-preview"
    asked: dict[str, Any] = {"mapping": options.mapping and options.mapping.to_dict(), "zone": options.zone}
    asked |= {"order": options.date_order, "source": options.source}
    if st.button(_("Show the first rows before and after"), key=f"{key}-show"):
        st.session_state.pop(key, None)
        try:
            with st.spinner(_("Reading …")):
                shown = intake.preview(
                    file.path,
                    options,
                    home.customer_key(),
                    store.now(),
                    name=file.name,
                    allow_parquet=not file.uploaded,
                )
        except Refused as refusal:
            st.error(formats.md(str(refusal)), icon=":material/block:")
        else:
            st.session_state[key] = (asked, shown)
    read, shown = st.session_state.get(key, (None, None))
    if shown is None or read != asked:
        return False
    before, after = st.columns(2)
    before.caption(_("In the file"))
    before.dataframe(shown.before, hide_index=True, key=f"{key}-before")
    after.caption(_("In Tarazu"))
    for table, rows in shown.after.items():
        filled = [name for name in rows.columns if rows[name].null_count() < rows.height] or ["source"]
        after.dataframe(rows.select(filled), hide_index=True, key=f"{key}-after-{table}")
    problems(shown.summary["rejected_by_reason"], [finding["text"] for finding in shown.summary["findings"]])
    return True


def problems(rejected: dict[str, int], findings: Sequence[str]) -> None:
    """What was rejected, by reason, and what is worth knowing of the rest."""
    for reason, count in rejected.items():
        st.warning(formats.md(_("{n} rows rejected: {reason}").format(n=count, reason=reason)))
    for finding in findings:
        st.caption(formats.md(finding))
