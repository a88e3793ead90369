"""The rows behind a number: what a metric's n counts, one by one, as ids and facts. No customer, no comment.

Which rows those are is counting.py's and the families' to say; here stands what is shown of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import ibis
from ibis import Deferred
from ibis.expr import types as ir

from data.queries.counting import Built, Count, Question, Questions, Shape, Values, bindings, bound, rows_of

# What one row is.
Kind = Literal[
    "request", "answer", "survey", "message", "promise", "feedback", "check", "session", "agent_day", "agent"
]
Group = Mapping[str, str | None]  # dimension → its value; null is one of its own

_KINDS: Mapping[str, Kind] = {
    **dict.fromkeys(("csat", "csat_mean", "satisfied_customers", "nps", "ces"), "answer"),
    "survey_response_rate": "survey",
    **dict.fromkeys(("next_response_time", "next_response_time_business"), "message"),
    **dict.fromkeys(
        ("sla_first_response", "sla_next_response", "sla_resolution", "sla_requester_wait", "sla_agent_work"), "promise"
    ),
    "feedback_routed_within": "feedback",
    "qa_score": "check",
    "self_service_rate": "session",
    **dict.fromkeys(("occupancy", "workload_requests", "workload_handle_time"), "agent_day"),
    "workload_open": "agent",
}
_OF_ANSWERS = ("answer", "survey", "feedback")
LEAST_ANSWERS = 5  # groups of fewer survey answers are not shown by person

_IDS = ("source", "ticket_id", "survey_id", "check_id", "session_id")
_CUTS = ("channel", "team", "agent", "topic", "priority")
# Why a row counts as it does, beside what is summed up of it: columns of its table.
_FACTS: Mapping[str, tuple[str, ...]] = {
    "first_response_within": ("first_response_s", "unanswered_s", "promise"),
    "first_response_within_business": ("first_response_business_s", "unanswered_business_s", "promise"),
    "resolution_within": ("resolution_s", "open_s"),
    "fcr_one_touch": ("replies",),
    "fcr_strict": ("replies", "reopens", "transfers"),
    "fcr_no_repeat": ("next_request_s",),
    "reopen_rate": ("reopened_s",),
    "reopen_rate_simple": ("reopens",),
    "transfer_rate": ("transfers",),
    "qa_score": ("criterion", "points", "possible"),
    **dict.fromkeys(("csat", "csat_mean", "satisfied_customers"), ("score", "scale")),
    "nps": ("nps_score",),
    "complaints": ("cause",),
    "complaint_answered_within": ("complaint_answer_s", "complaint_wait_s"),
    "feedback_routed_within": ("routed_s", "route_wait_s"),
    **dict.fromkeys(
        ("answer_rate", "abandon_rate", "service_level", "service_level_offered", "service_level_with_abandoned"),
        ("wait_s",),
    ),
    "occupancy": ("busy_s", "on_duty_s"),
    "success_rate": ("outcome",),
    **dict.fromkeys(("unowned", "waiting_on_department"), ("open_s",)),
    "unanswered": ("unanswered_s",),
    "stale": ("idle_s",),
    "self_service_rate": ("next_request_s",),
    "repeat_request_rate": ("earlier_request_s",),
    **dict.fromkeys(("channel_switch_rate", "channel_switches"), ("switch_to", "switch_s")),
}

_bound_text = bound("string")


@dataclass(frozen=True)
class Behind:
    """`count`: how many rows there are, one number; `rows`: those, newest first; `bound`: the values to bind to both.

    `of_answers`: among the rows are survey answers.
    """

    count: ir.Table
    rows: ir.Table
    bound: Values
    kind: Kind
    of_answers: bool


class Rows:
    """Expressions of the rows behind the metrics of a table of counts."""

    def __init__(self, counted: Mapping[str, Count | Built], questions: Questions) -> None:
        self._counted, self._questions = counted, questions
        self._expressions = lru_cache(maxsize=1024)(self._expressions_of)

    def has_rows(self, metric: str) -> bool:
        """Whether single rows stand behind a metric; not so where it counts customers."""
        count = self._counted[metric]
        return isinstance(count, Count) or count.behind is not None

    def behind(self, question: Question, group: Group, limit: int | None) -> Behind:
        """The rows of one group of a question that is cut by the dimensions of `group`; at most `limit` of them.

        Columns: ids; `on`, the local date that places the row, or that of its creation where the metric tells how
        things stand now; its facts; channel, team, agent, topic, priority, as far as the table has them. An agent with
        fewer than LEAST_ANSWERS survey answers among the rows is null. LookupError as for counting, and for a metric
        without rows.
        """
        nobody = tuple(name for name in question.by if group[name] is None)
        count, rows = self._expressions(self._questions.shape([question]), nobody, limit)
        bound = dict(bindings([question])) | {
            f"group_{name}": value for name, value in group.items() if value is not None
        }
        kind = _KINDS.get(question.metric, "request")
        return Behind(count, rows, bound, kind, kind in _OF_ANSWERS)

    def _expressions_of(self, shape: Shape, nobody: tuple[str, ...], limit: int | None) -> tuple[ir.Table, ir.Table]:
        """How many rows, and the rows. `nobody`: the dimensions whose group is that of no value."""
        metric = shape.metrics[0]
        count = self._counted[metric]
        if isinstance(count, Count):
            t, agent, on = rows_of(shape, count, alone=True), count.agent, count.on or "created_on"
            facts = _summed(count)
        elif count.behind is None:
            raise LookupError(f"{metric} counts no single rows.")
        else:
            t, agent, on, facts = count.behind(shape), "agent", "on", {}
        for dimension in shape.by:
            own = t[count.column(dimension) if isinstance(count, Count) else dimension]
            t = t.filter(own.isnull() if dimension in nobody else own == _bound_text(f"group_{dimension}"))
        if isinstance(count, Count) and count.behind is not None:
            t, agent, on, facts = count.behind(t), "agent", "on", {}
        named = {name: agent if name == "agent" else name for name in _CUTS}
        cuts = {name: t[column] for name, column in named.items() if column in t.columns}
        if _KINDS.get(metric) in _OF_ANSWERS:
            answers = t.count().over(group_by=t[agent])
            cuts["agent"] = ibis.ifelse(answers >= LEAST_ANSWERS, t[agent], ibis.null("string"))
        known = [name for name in ("value", *_FACTS.get(metric, ())) if name in t.columns]
        ids = [name for name in _IDS if name in t.columns]
        rows = t.select(*ids, on=t[on], **facts, **{name: t[name] for name in known}, **cuts)
        rows = rows.order_by(rows.on.desc(), *ids, *(name for name in rows.columns if name not in (*ids, "on")))
        return t.agg(n=t.count().cast("int64")), rows if limit is None else rows.limit(limit)


def _summed(count: Count) -> dict[str, ir.Value | Deferred]:
    """What is summed up of a row: yes or no (`hit`; unknown is no), or a number (`value`)."""
    sums = {name: each.what for name, each in count.sums.items()}
    if "hits" in sums:
        return {"hit": ibis.ifelse(sums["hits"], True, False)}
    number = sums.get("values", sums.get("total"))
    return {} if number is None else {"value": number}
