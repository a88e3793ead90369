"""How far requests came: contact, first reply, resolution, survey sent, survey answered; and why others stopped."""

from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise

import ibis
from ibis import Deferred, _
from ibis.expr import types as ir

from data.columns import SURVEYS, TICKETS
from data.derived_columns import DERIVED_SURVEYS, DERIVED_TICKETS
from data.queries.answers import chosen
from data.queries.counting import bound_date, bound_number, bound_texts
from data.queries.tables import table

STEPS = ("contact", "reply", "resolution", "sent", "answered")
# The cohort's columns that are shown of a request.
_SHOWN = ("source", "ticket_id", "channel", "team", "topic", "priority")
_USED = ("created_on", "first_reply_at", "counted", "solved", "is_open", "abandoned", "since_solved_s", "as_of")

_tickets = table("tickets", {name: (TICKETS | DERIVED_TICKETS)[name] for name in (*_SHOWN, *_USED)})
_surveys = table(
    "surveys",
    {name: (SURVEYS | DERIVED_SURVEYS)[name] for name in ("source", "ticket_id", "sent", "sent_at", "answered")},
)

_PASSED: Mapping[str, Deferred] = {
    "reply": _.first_reply_at.notnull(),
    "resolution": _.solved.fill_null(False),
    "sent": _.was_sent.fill_null(False),
    "answered": _.was_answered.fill_null(False),
}
_young_survey = (_.as_of.epoch_seconds() - _.last_sent_at.epoch_seconds()) < bound_number("settles")
# Why a request did not pass a step: the first that holds, else "never". What is "not yet" may still pass it.
_STOPPED: Mapping[str, tuple[tuple[Deferred, str], ...]] = {
    "reply": (
        (_.is_open.fill_null(False), "not_yet"),
        (_.abandoned.fill_null(False), "abandoned"),
        (_.solved.fill_null(False), "without_reply"),
    ),
    "resolution": ((_.is_open.fill_null(False), "not_yet"),),
    "sent": (((_.since_solved_s < bound_number("settles")).fill_null(False), "not_yet"),),
    "answered": ((_young_survey.fill_null(False), "not_yet"),),
}


@lru_cache(maxsize=64)
def counts(steps: tuple[str, ...], where: tuple[str, ...]) -> ir.Table:
    """step, stopped, n of the requests created on the days `first` … `last`: how many came to each of `steps` last.

    `stopped`: why they did not pass the next one; null of those who passed all. Takes settles, the seconds within
    which surveys come and are answered, and where_….
    """
    return _paths(steps, where).group_by("step", "stopped").agg(n=_.count().cast("int64")).order_by("step", "stopped")


@lru_cache(maxsize=64)
def requests(steps: tuple[str, ...], where: tuple[str, ...], limit: int | None) -> ir.Table:
    """The requests whose last step is among the bound `last_steps`, and that stopped for one of the bound `stopped_of`.

    Among those an empty text stands for having passed all steps.
    source, ticket_id, channel, team, topic, priority, on, step, stopped; newest first.
    """
    t = _paths(steps, where)
    t = t.filter(
        bound_texts("last_steps").contains(t.step), bound_texts("stopped_of").contains(t.stopped.fill_null(""))
    )
    t = t.order_by(_.on.desc(), "source", "ticket_id")
    return t if limit is None else t.limit(limit)


def _asked(requests: ir.Table) -> ir.Table:
    """What came of the surveys about some requests, a row per request that has any."""
    about = _surveys.semi_join(requests, ["source", "ticket_id"])  # few, before they are grouped
    return about.group_by("source", "ticket_id").agg(
        was_sent=(_.sent.fill_null(False) | _.answered).max(),  # who answered was asked
        was_answered=_.answered.max(),
        last_sent_at=_.sent_at.max(),
    )


def _paths(steps: tuple[str, ...], where: tuple[str, ...]) -> ir.Table:
    """Each request with its last step. A step counts only for those who passed all before it."""
    t = chosen(_tickets, where).filter(_.counted, _.created_on.between(bound_date("first"), bound_date("last")))
    t = t.left_join(_asked(t), ["source", "ticket_id"])
    last, stopped = [], []
    for before, step in pairwise(steps):
        failed = ~_PASSED[step]
        last.append((failed, before))
        stopped.append((failed, ibis.cases(*_STOPPED[step], else_="never")))
    if not last:
        return t.select(*_SHOWN, on=_.created_on, step=ibis.literal(steps[0]), stopped=ibis.null("string"))
    return t.select(
        *_SHOWN,
        on=_.created_on,
        step=ibis.cases(*last, else_=steps[-1]),
        stopped=ibis.cases(*stopped, else_=ibis.null("string")),
    )
