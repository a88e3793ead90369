"""How the rows behind a number are headed and written: ids, what the row belongs to, its date and its facts."""

from collections.abc import Callable
from datetime import date

import polars as pl

from answers.evidence import Kind
from metrics.metric import Metric
from ui import filters, formats
from ui.formats import Calendar, Unit
from ui.language import gettext as _
from ui.language import translation

# Facts with a number, and its unit. The others are words.
_UNITS: dict[str, Unit] = {
    **dict.fromkeys(("replies", "reopens", "transfers"), "count"),
    **dict.fromkeys(("points", "possible", "score", "nps_score"), "ratio"),
}


def sentence(n: int, kind: Kind, label: str, locale: str) -> str:
    """ "**3,120** requests behind Chat, October 2026"."""
    ngettext = translation(locale).ngettext
    said = {
        "request": ngettext("**{n}** request behind {label}", "**{n}** requests behind {label}", n),
        "answer": ngettext("**{n}** survey answer behind {label}", "**{n}** survey answers behind {label}", n),
        "survey": ngettext("**{n}** survey behind {label}", "**{n}** surveys behind {label}", n),
        "message": ngettext("**{n}** message behind {label}", "**{n}** messages behind {label}", n),
        "promise": ngettext("**{n}** promise behind {label}", "**{n}** promises behind {label}", n),
        "feedback": ngettext(
            "**{n}** negative answer or complaint behind {label}",
            "**{n}** negative answers and complaints behind {label}",
            n,
        ),
        "check": ngettext("**{n}** quality check behind {label}", "**{n}** quality checks behind {label}", n),
        "session": ngettext("**{n}** session behind {label}", "**{n}** sessions behind {label}", n),
        "agent_day": ngettext("**{n}** agent-day behind {label}", "**{n}** agent-days behind {label}", n),
        "agent": ngettext("**{n}** agent behind {label}", "**{n}** agents behind {label}", n),
    }
    return said[kind].format(n=formats.value(n, "count", locale), label=label.replace("**", ""))


def written(rows: pl.DataFrame, metric: Metric, locale: str, calendar: Calendar) -> dict[str, list[str]]:
    """Heading → the cells as a person reads them; "–" where nothing is known.

    Without the columns in which nothing is, and without a source that all share.
    """
    return {
        heading(name, metric): [formats.NO_VALUE if cell is None else write(cell) for cell in rows[name]]
        for name in _shown(rows)
        for write in (_writer(name, metric, locale, calendar),)
    }


def plain(rows: pl.DataFrame, metric: Metric) -> pl.DataFrame:
    """All columns under their headings, with numbers as they are: seconds, 0 and 1, ISO dates."""
    return rows.rename({name: _in_seconds(name, metric) for name in rows.columns})


def numeric(rows: pl.DataFrame, metric: Metric) -> frozenset[str]:
    """The headings of numbers, which stand to the right."""
    return frozenset(heading(name, metric) for name in _shown(rows) if rows.schema[name].is_numeric())


def _shown(rows: pl.DataFrame) -> list[str]:
    known = [name for name in rows.columns if rows[name].null_count() < rows.height]
    return [name for name in known if name != "source" or rows[name].n_unique() > 1]


def heading(name: str, metric: Metric) -> str:
    """What a column of rows is called."""
    if name == "hit":
        return _hit(metric.id)
    names = {
        "source": _("Source"),
        "ticket_id": _("Request"),
        "survey_id": _("Survey answer"),
        "check_id": _("Quality check"),
        "session_id": _("Session"),
        "channel": _("Channel"),
        "team": _("Team"),
        "agent": _("Agent"),
        "topic": _("Topic"),
        "priority": _("Priority"),
        "on": _("Date"),
        "value": _(metric.name),
        "promise": _("Promised within"),
        **dict.fromkeys(("first_response_s", "first_response_business_s"), _("First response")),
        **dict.fromkeys(("unanswered_s", "unanswered_business_s"), _("Waiting so far")),
        "resolution_s": _("Resolution time"),
        "open_s": _("Open for"),
        "idle_s": _("Quiet for"),
        "replies": _("Replies"),
        "reopens": _("Reopened, times"),
        "transfers": _("Handed on, times"),
        "reopened_s": _("Reopened after"),
        "next_request_s": _("Next request after"),
        "earlier_request_s": _("Since the request before"),
        "score": _("Score"),
        "nps_score": _("Score"),
        "scale": _("Scale"),
        "cause": _("Cause"),
        "complaint_answer_s": _("Answered after"),
        "complaint_wait_s": _("Waiting so far"),
        "routed_s": _("Team responsible after"),
        "route_wait_s": _("Waiting so far"),
        "wait_s": _("Waited"),
        "busy_s": _("Busy"),
        "on_duty_s": _("On duty"),
        "criterion": _("Criterion"),
        "points": _("Points"),
        "possible": _("Possible"),
        "outcome": _("Outcome"),
        "switch_to": _("Then by"),
        "switch_s": _("Next channel after"),
    }
    return names[name]


def _hit(metric: str) -> str:
    """What it means that a row counts, of a share."""
    if metric.startswith("fcr_"):
        return _("Solved at first contact")
    if metric.startswith("conversion_"):
        return _("Sold")
    if metric.startswith("reopen_rate"):
        return _("Reopened")
    words = {
        "csat": _("Satisfied"),
        "survey_response_rate": _("Answered"),
        "answer_rate": _("Answered"),
        "abandon_rate": _("Given up"),
        "transfer_rate": _("Handed on"),
        "complaint_rate": _("Complaint"),
        "follow_up_rate": _("Followed up"),
        "bot_share": _("By a bot"),
        "success_rate": _("Successful"),
        "contact_rate": _("Right person reached"),
        "offer_acceptance": _("Accepted"),
        "self_service_rate": _("No request after it"),
        "repeat_request_rate": _("Asked before"),
        "channel_switch_rate": _("Changed channel"),
    }
    return words.get(metric, _("In time"))


def _unit(name: str, metric: Metric) -> Unit:
    """The unit of a column of numbers. What falls on one agent-day is a number of things."""
    if name == "value":
        return "count" if metric.unit == "ratio" else metric.unit
    return "seconds" if name.endswith("_s") or name == "promise" else _UNITS[name]


def _writer(name: str, metric: Metric, locale: str, calendar: Calendar) -> Callable[[object], str]:
    def write(cell: object) -> str:
        if isinstance(cell, bool):
            return _("yes") if cell else _("no")
        if isinstance(cell, date):
            return formats.date(cell, locale, calendar)
        if isinstance(cell, int | float):
            unit = _unit(name, metric)
            return formats.entered(cell, unit, locale) if unit == "ratio" else formats.value(cell, unit, locale)
        return filters.channel_name(str(cell)) if name in ("channel", "switch_to") else str(cell)

    return write


def _in_seconds(name: str, metric: Metric) -> str:
    words = heading(name, metric)
    is_duration = name.endswith("_s") or name == "promise" or (name == "value" and metric.unit == "seconds")
    return _("{duration}, in seconds").format(duration=words) if is_duration else words
