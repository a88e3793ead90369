"""The form for a file whose headers nobody knows: which column is what, which word means what, and a look at both."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from data import headers, home, intake, own_format, store
from data.columns import CHANNELS, FLAGS, STATUSES, TABLES
from data.intake import Options, Peek, Refused
from data.mapping import NEEDED, Field, Mapping, Rule, find
from ui import formats
from ui.filters import channel_name
from ui.language import gettext as _
from ui.language import ngettext

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


def table_name(table: str) -> str:
    """What the rows of a canonical table are."""
    names = {
        "tickets": _("requests"),
        "surveys": _("survey answers"),
        "agents": _("people"),
        "agent_time": _("working time"),
        "orders": _("orders"),
        "costs": _("costs"),
        "quality_checks": _("quality checks"),
        "help_sessions": _("help-centre sessions"),
        "events": _("events of histories"),
        "schedules": _("opening hours"),
        "schedule_holidays": _("holidays"),
        "teams": _("teams"),
    }
    return names[table]


def amount(table: str, n: int) -> str:
    """So many rows of a canonical table."""
    words = {
        "tickets": ngettext("{n} request", "{n} requests", n),
        "surveys": ngettext("{n} survey answer", "{n} survey answers", n),
        "agents": ngettext("{n} person", "{n} people", n),
        "agent_time": ngettext("{n} stretch of working time", "{n} stretches of working time", n),
        "orders": ngettext("{n} order", "{n} orders", n),
        "costs": ngettext("{n} cost", "{n} costs", n),
        "quality_checks": ngettext("{n} checked criterion", "{n} checked criteria", n),
        "help_sessions": ngettext("{n} help-centre session", "{n} help-centre sessions", n),
        "events": ngettext("{n} event", "{n} events", n),
        "schedules": ngettext("{n} opening interval", "{n} opening intervals", n),
        "schedule_holidays": ngettext("{n} holiday", "{n} holidays", n),
        "teams": ngettext("{n} team", "{n} teams", n),
    }
    return words[table].format(n=formats.value(n, "count"))


def fingerprint(names: Sequence[str]) -> str:
    """The same for files with the same headers, whatever their order."""
    return hashlib.sha256("\n".join(sorted(name.strip().casefold() for name in names)).encode()).hexdigest()


def ask(key: str, seen: Peek, start: Mapping) -> Mapping | None:
    """The mapping that a person makes, beginning with the one that seems right; null while a needed column is open."""
    first = _main(start)
    table = st.segmented_control(
        _("One row is one of"), list(TABLES), default=first, format_func=table_name, key=f"{key}-table", required=True
    )
    given = start.tables.get(table) or headers.columns(table, seen.headers, seen.rows)
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
    if table == "tickets" and "created_at" not in columns:
        _open_dates(columns, seen)
    tables, skip = _same_rows(key, table, columns, start, seen)
    columns = {name: _with_words(key, name, where, seen) for name, where in columns.items()}
    return replace(
        start,
        name="custom",
        label=_("Own mapping"),
        tables={table: columns, **tables},
        detect=(),
        only={name: rules for name, rules in start.only.items() if name == table},
        skip={name: rules for name, rules in start.skip.items() if name == table} | skip,
        notes=(),
        version=(),
    )


def _open_dates(columns: dict[str, Field], seen: Peek) -> None:
    """Say that no column tells when requests were opened, where one of the file's other columns might."""
    taken = {header for where in columns.values() for header in where.headers}
    dates = [header for header in headers.dated(seen.headers, seen.rows) if header not in taken]
    if dates:
        words = _(
            "No column is chosen for “{column}”: nothing can be placed in a period. These look like dates: {headers}."
        )
        said = ", ".join(map(formats.md, dates))
        st.warning(words.format(column=formats.md(label("created_at")), headers=said))


def _same_rows(
    key: str, table: str, columns: dict[str, Field], start: Mapping, seen: Peek
) -> tuple[dict[str, dict[str, Field]], dict[str, tuple[Rule, ...]]]:
    """The other tables that the same rows fill, each with the rows that hold nothing for it."""
    given = start.tables.get(table, {})
    others = {
        other: said
        for other, said in start.tables.items()
        if table == _main(start) and other != table and _has_needed(other, said, seen)
    }
    if others:
        words = _("Also take the {things} in the same rows").format(things=", ".join(map(table_name, others)))
        if not st.toggle(words, value=True, key=f"{key}-others"):
            return {}, {}
        # What was the request's number is the answer's too; another choice there is one here.
        moved = {given[name].headers: columns[name].headers for name in given if name in columns}
        tables = {
            other: {
                name: replace(where, headers=moved.get(where.headers, where.headers)) for name, where in said.items()
            }
            for other, said in others.items()
        }
        return tables, {other: rule for other, rule in start.skip.items() if other in others}
    if table != "tickets":
        return {}, {}
    score = st.selectbox(
        _("Satisfaction score in the same row"),
        seen.headers,
        index=None,
        placeholder=_("not in the file"),
        key=f"{key}-same-row-score",
    )
    if score is None:
        return {}, {}
    said = {"kind": Field(constant="csat"), "score": Field(headers=(score,))}
    answers, rule = headers.answers(columns, said)
    return {"surveys": answers}, {"surveys": (rule,)}


def _main(mapping: Mapping) -> str:
    """The table whose rows the file's rows are; a database may have changed the order in which it was written."""
    return next(table for table in TABLES if table in mapping.tables)


def _has_needed(table: str, columns: dict[str, Field], seen: Peek) -> bool:
    """Whether the file has what a table needs."""
    needed = [columns.get(name, Field()) for name in NEEDED[table]]
    return all(where.constant is not None or find(seen.headers, where.headers) for where in needed)


def _columns(key: str, table: str, names: Sequence[str], given: dict[str, Field], seen: Peek) -> dict[str, Field]:
    """For each canonical column the file's column that was chosen."""
    chosen: dict[str, Field] = {}
    grid = st.columns(3)
    for number, name in enumerate(names):
        before = given.get(name, Field())
        found = find(seen.headers, before.headers)
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
        default=columns.get("kind", Field(constant="csat")).constant,
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
    before.dataframe(shown.before, hide_index=True, column_config={"row": _("Row")}, key=f"{key}-before")
    after.caption(_("In Tarazu"))
    for table, rows in shown.after.items():
        after.caption(table_name(table).capitalize())
        filled = [name for name in rows.columns if rows[name].null_count() < rows.height] or ["source"]
        named = {name: label(name) for name in filled}
        after.dataframe(rows.select(filled), hide_index=True, column_config=named, key=f"{key}-after-{table}")
    problems(shown.summary["rejected_by_reason"], [finding["text"] for finding in shown.summary["findings"]])
    listed(_("What it cannot feed"), [gap["text"] for gap in shown.summary["cannot_feed"]])
    return True


def problems(rejected: dict[str, int], findings: Sequence[str]) -> None:
    """What was rejected, by reason, and what is worth knowing of the rest."""
    for reason, count in rejected.items():
        words = ngettext("{n} row rejected: {reason}", "{n} rows rejected: {reason}", count)
        st.warning(formats.md(words.format(n=formats.value(count, "count"), reason=reason)))
    for finding in findings:
        st.caption(formats.md(finding))


def listed(title: str, texts: Sequence[str]) -> None:
    """Texts one under the other; nothing where there is none."""
    if texts:
        lines = "\n".join(f"- {formats.md(text)}" for text in texts)
        st.markdown(f"**{title}**\n\n{lines}")
