"""Negative survey answers and complaints one by one: the population of feedback_routed_within, and its fate."""

from functools import lru_cache

import ibis
from ibis import _
from ibis.expr import types as ir

from data.columns import SURVEYS, TICKETS
from data.derived_columns import DERIVED_SURVEYS, DERIVED_TICKETS
from data.queries.answers import chosen
from data.queries.counting import bound_date
from data.queries.tables import table

_BOTH = ("source", "ticket_id", "channel", "team", "topic", "routed_to", "routed_at", "route_wait_s")
_ANSWER = (*_BOTH, "survey_id", "kind", "score", "scale", "comment", "answered_on", "negative")
_COMPLAINT = (*_BOTH, "cause", "created_on", "counted", "complained", "complaint_answered_at", "complaint_wait_s")

_surveys, _tickets = (
    table(name, {column: known[column] for column in columns})
    for name, known, columns in (
        ("surveys", SURVEYS | DERIVED_SURVEYS, _ANSWER),
        ("tickets", TICKETS | DERIVED_TICKETS, _COMPLAINT),
    )
)
_text, _instant = ibis.null("string"), ibis.null("timestamp(6)")
_answers = _surveys.filter(_.negative).select(
    *_BOTH,
    of=ibis.literal("survey"),
    feedback_id=_.survey_id,
    on=_.answered_on,
    survey=_.kind,
    score=_.score,
    scale=_.scale,
    comment=_.comment,
    cause=_text,
    answered_at=_instant,
)
_complaints = _tickets.filter(_.counted & _.complained).select(
    *_BOTH,
    of=ibis.literal("complaint"),
    feedback_id=_.ticket_id,
    on=_.created_on,
    survey=_text,
    score=ibis.null("float64"),
    scale=_text,
    comment=_text,
    cause=_.cause,
    answered_at=_.complaint_answered_at,
)
_feedback = _answers.union(_complaints.select(*_answers.columns))


@lru_cache(maxsize=64)
def feedback(where: tuple[str, ...]) -> ir.Table:
    """Negative answers and complaints of the days `first` … `last`, newest first. No customer, no agent.

    of: survey, complaint; source, feedback_id (of the survey, of the complaint's request), ticket_id, on, survey (its
    kind), score, scale, comment, cause, channel, team, topic; routed_to, routed_at and answered_at (of complaints) as
    the helpdesk tells; route_wait_s: age at its source's now of what the helpdesk gave to nobody.
    """
    t = chosen(_feedback, where).filter(_.on.between(bound_date("first"), bound_date("last")))
    return t.order_by(_.on.desc(), "of", "source", "feedback_id")
