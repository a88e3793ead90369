"""Answers to surveys one by one: what customers wrote, and scores by the cause of the complaint they are about.

What is counted of all answers together stands in voice.py.
"""

from collections.abc import Sequence
from functools import lru_cache

import ibis
from ibis import _
from ibis.expr import types as ir

from data.columns import SURVEYS
from data.derived_columns import DERIVED_SURVEYS
from data.queries.counting import Count, bound_date, bound_texts
from data.queries.tables import table, tickets
from data.queries.voice import COUNTS

_IDENTITY = ("source", "survey_id")
_SHOWN = ("ticket_id", "kind", "score", "scale", "channel", "team", "topic", "comment")
_DERIVED = ("answered_on", "satisfied", "nps_score", "negative")

_answers = table(
    "surveys",
    {name: SURVEYS[name] for name in (*_IDENTITY, *_SHOWN, "agent")}
    | {name: DERIVED_SURVEYS[name] for name in _DERIVED},
)


def chosen(t: ir.Table, where: Sequence[str]) -> ir.Table:
    """The rows of the values that are bound to where_… of each dimension."""
    for dimension in where:
        t = t.filter(bound_texts(f"where_{dimension}").contains(t[dimension]))
    return t


@lru_cache(maxsize=64)
def comments(where: tuple[str, ...]) -> ir.Table:
    """The answers of the days `first` … `last` in which something is written, newest first. No customer, no agent.

    source, survey_id, ticket_id, kind, score, scale, channel, team, topic, comment, on, and satisfied, nps_score,
    negative as the scale policies have them.
    """
    t = chosen(_answers, where).filter(
        _.answered_on.between(bound_date("first"), bound_date("last")), _.comment.strip() != ""
    )
    t = t.select(*_IDENTITY, *_SHOWN, *_DERIVED[1:], on=_.answered_on)
    return t.order_by(_.on.desc(), *_IDENTITY)


@lru_cache(maxsize=64)
def by_cause(metric: str, where: tuple[str, ...]) -> ir.Table:
    """cause, and the sums of `metric`, a count of survey answers on the days `first` … `last`.

    cause: of the complaint that the answer's request was; null where it was none, or names no cause.
    """
    count = COUNTS[metric]
    complained = tickets.filter(_.counted & _.complained).select("source", "ticket_id", "cause")
    t = chosen(count.table, where).filter(count.rows, _.answered_on.between(bound_date("first"), bound_date("last")))
    t = t.left_join(complained, ["source", "ticket_id"])
    return t.group_by("cause").agg(**_sums(count))


def _sums(count: Count) -> dict[str, ibis.Deferred]:
    """Whole numbers: how many rows, and in how many of them each condition holds."""
    return {
        name: (_.count() if each.how == "rows" else ibis.ifelse(each.what, 1, 0).sum()).cast("int64")
        for name, each in count.sums.items()
    }
