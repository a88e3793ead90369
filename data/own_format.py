"""Tarazu's own file format: the canonical names as headers. Mappings, templates and its page of documentation, all made
from columns.py; own_format.toml holds the words."""

import csv
import io
import tomllib
from functools import cache
from pathlib import Path

import polars as pl

from data.columns import INSTANT, KEYS, TABLES
from data.mapping import NEEDED, Field, Mapping
from data.words import VOCABULARIES

LABELS = {
    "tickets": "Requests",
    "surveys": "Survey answers",
    "agents": "Agents",
    "agent_time": "Working time of agents",
    "orders": "Orders",
    "costs": "Costs",
    "quality_checks": "Quality checks",
    "help_sessions": "Help-centre sessions",
    "events": "Histories of requests",
    "schedules": "Opening hours",
    "schedule_holidays": "Holidays of opening hours",
    "teams": "Teams",
}
# What a table is for, where its columns alone do not say it.
ABOUT = {
    "agent_time": "One row a stretch of time: shifts, breaks, absences, overtime.",
    "orders": "A list of active customers is loaded as orders too: the customer and a day on which they were active, "
    "without an amount.",
    "costs": "What a month cost, as a whole or by channel or team.",
    "quality_checks": "One row a criterion of a check: what was given of what was possible. Rows with the same "
    "request, agent and time are one check.",
    "help_sessions": "One row a visit to the help centre, to see which of them a request followed.",
    "events": "One row a happening: a reply, a note, a change of status, owner, team or priority, a promise that began "
    "or ended. With it times are told from what happened, not from the columns of an export.",
    "schedules": "One row an interval of a week, in the schedule's own time zone; a day with a break has two.",
    "schedule_holidays": "Days on which a schedule is closed.",
    "teams": "Names for the numbers by which requests know their teams.",
}

_FORMS: dict[pl.DataType, str] = {
    INSTANT: "date and time",
    pl.Date(): "date",
    pl.Boolean(): "yes or no",
    pl.Int64(): "whole number",
    pl.Float64(): "number",
    pl.String(): "text",
}


_MAPPINGS = """## Mappings

A mapping says where the columns above come from in the file of another system. The Data page writes one for you; the
command takes one as `--map FILE.toml`. The built-in ones (`data/adapters/*.toml`) have the same form.

- A column is the name of a header, or several of which the first one found counts. Case, spaces and punctuation of
  headers and words do not matter.
- `values` translates words (`""` is unknown); common words for channels, statuses and flags are known without it.
  `otherwise` says what becomes of other words: `keep`, `other` or `null`. `constant` is the same for every row.
- `when` names the values of a header in whose rows the column is read; it is unknown in all others. `inside` is for
  text that is a JSON object: the key of the value in it.
- `unit` of a duration: seconds, minutes, hours, days, hms (`H:MM` or `H:MM:SS`), mm:ss. With `plus` the duration is
  added to another instant. `offset` is added to a number.
- `note` says why a value is an approximation; it is shown with the file.
- For the whole file: `source` (name of the system), `missing` (words for unknown), `date_order` and `zone` (used where
  the values do not tell), `version` (the header that tells the newest of several rows of one key).
- `[only]` names the values of a header whose rows are for a table, `[skip]` those whose rows hold nothing for it (`""`
  is an empty one). With a `note` the rows left out are counted and shown. Several such rules stand in a list.
- A file that fills no table has no `[tables]` but `nothing`, the reason in words.""".splitlines()

_ZENDESK = """## Zendesk's own tables

A copy of Zendesk's own tables, as data pipelines write it (one CSV a table), needs no mapping. The files may come one
by one or all at once, in any order.

| table of Zendesk | becomes | what is read |
| --- | --- | --- |
| ticket | requests | numbers, channel, status, priority, team, owner, times; no subject, no description |
| ticket_comment | events | public replies and internal notes: when and by whom; never what was written |
| ticket_field_history | events | status, assignee, group, priority, satisfaction score, SLA policy and its clocks |
| ticket_schedule | events | which opening hours a request is under |
| schedule | opening hours | intervals of the week and the time zone |
| schedule_holiday | holidays | first and last day |
| user | agents | number and name of agents and admins; of end users nothing, of nobody the e-mail address |
| group | teams | number and name |
| time_zone, daylight_time | nothing | the rules of time zones come from the time zone database |

Other fields of the history and rows that were deleted are left out and counted. Zendesk's clocks are
`first_reply_time`, `next_reply_time`, `requester_wait_time`, `agent_work_time` and `total_resolution_time`; the other
ones are left out.

The number of whoever wrote a comment stays as it is, as in the table of agents: the comments alone do not tell an agent
from a customer. What looks like an e-mail address or a telephone number is made a keyed hash, and so is everyone whom a
file itself calls a customer.
""".splitlines()

MAPPING = """
name = "call_centre"
label = "Our call centre"
source = "telephone"
date_order = "dmy"
zone = "Europe/Budapest"
missing = ["n.a."]

[tables.tickets]
ticket_id = "Call no"
channel = { constant = "phone" }
created_at = ["Started", "Start time"]
answered = { from = "Result", values = { talked = "yes", "gave up" = "no" } }
first_reply_at = { from = "Waited (s)", plus = "created_at", unit = "seconds", note = "opening plus wait" }
talk_s = { from = "Talk time", unit = "mm:ss" }
topic = "Reason"

[tables.surveys]
survey_id = "Call no"
ticket_id = "Call no"
kind = { constant = "csat" }
score = "Stars"
scale = { constant = "1-5" }

[skip]
surveys = { from = "Stars", values = ["", "not asked"] }
"""


def own(table: str) -> Mapping:
    """The mapping of Tarazu's own format of a table: every header is a canonical name."""
    return Mapping(
        name=f"tarazu_{table}",
        label=f"Tarazu's own format: {LABELS[table].lower()}",
        tables={table: {column: Field(headers=(column,)) for column in TABLES[table]}},
        source="own",
        detect=tuple((column,) for column in (*NEEDED[table], *(("created_at",) if table == "tickets" else ()))),
        known_share=0.75,
        notes=("Times in UTC unless a time zone is given; 2026-03-02 09:15:00 is the safest way to write them.",),
    )


def template(table: str) -> str:
    """CSV text: the headers of a table and one example row."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(TABLES[table])
    writer.writerow(_words()[table][column][1] for column in TABLES[table])
    return text.getvalue()


def meaning(table: str, column: str) -> str:
    """What a canonical column means, in a few words."""
    return _words()[table][column][0]


def about(table: str) -> str | None:
    """What a table is for, in a sentence or two; null where its name says it."""
    return ABOUT.get(table)


def form(table: str, column: str) -> str:
    """What the values of a canonical column look like: "number of seconds", or the words it may hold."""
    if (table, column) in VOCABULARIES:
        return ", ".join(VOCABULARIES[table, column][1])
    return "seconds" if column.endswith("_s") else _FORMS[TABLES[table][column]]


def page() -> str:
    """docs/own-format.md."""
    lines = [
        "# Tarazu's own file format",
        "",
        "One table a file, as CSV, XLSX or JSON lines; the first line names the columns. Any column may be left out",
        "but those marked *needed*; the order of columns is free; other columns are dropped. An empty value means",
        "unknown, never zero. Times are read as UTC unless a time zone is given when the file is loaded or the value",
        "carries its own offset (`2026-03-02T09:15:00+03:30`). Durations are seconds, or `H:MM:SS`. A row with the",
        "same key as a row loaded before replaces it. The Data page offers a template of each table.",
        "",
        "Files of other systems are recognised by their headers, or read by a mapping: see the end of this page, which",
        "is made from `data/columns.py` (`python -m data.own_format > docs/own-format.md` makes it again).",
    ]
    for table, columns in TABLES.items():
        key = ", ".join(column for column in KEYS[table] if column != "source")
        lines += ["", f"## {LABELS[table]} (`{table}`)", ""]
        lines += [ABOUT[table], ""] if table in ABOUT else []
        lines += [f"Key: {key}, within one source.", ""]
        lines += ["| column | meaning | values | example |", "| --- | --- | --- | --- |"]
        for column in columns:
            needed = " (*needed*)" if column in NEEDED[table] else ""
            example = _words()[table][column][1]
            shown = f"`{example}`" if example else ""
            lines.append(f"| `{column}`{needed} | {meaning(table, column)} | {form(table, column)} | {shown} |")
    return "\n".join([*lines, "", *_ZENDESK, "", *_MAPPINGS, "", "```toml", MAPPING.strip(), "```"]) + "\n"


@cache
def _words() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((Path(__file__).parent / "own_format.toml").read_text(encoding="utf-8"))


if __name__ == "__main__":
    print(page(), end="")
