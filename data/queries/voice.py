"""Voice of the customer: surveys, complaints, and what is done about them."""

from collections.abc import Mapping

import ibis
from ibis import _

from data.queries.counting import ROWS, Count, number, parameter, share, spread, yes
from data.queries.tables import surveys, tickets

_shared = ("channel", "team", "agent", "topic", "priority", "source")
_negative = surveys.filter(_.negative).select(
    "survey_id", "ticket_id", *_shared, "routed_s", "route_wait_s", on=_.answered_on
)
_complaints = tickets.filter(_.counted & _.complained).select(
    *_shared, "ticket_id", "routed_s", "route_wait_s", survey_id=ibis.null("string"), on=_.created_on
)
_feedback = _negative.union(_complaints.select(*_negative.columns))


def _answered_within(metric: str, answer: str, wait: str) -> tuple[ibis.Deferred, ibis.Deferred]:
    """Which rows count, and which are hits: answered in time, of those answered at all or already late."""
    within = parameter(metric, "within")
    return _[answer].notnull() | (_[wait] > within), _[answer] <= within


_care, _cared = _answered_within("complaint_answered_within", "complaint_answer_s", "complaint_wait_s")
_route, _routed = _answered_within("feedback_routed_within", "routed_s", "route_wait_s")

COUNTS: Mapping[str, Count] = {
    "csat": share(surveys, "answered_on", _.satisfied.notnull(), _.satisfied),
    "csat_mean": spread(surveys, "answered_on", "csat_score", _.csat_score.notnull()),
    "satisfied_customers": number(surveys, "answered_on", _.satisfied),
    "nps": Count(
        surveys,
        "answered_on",
        _.nps_score.notnull(),
        {"n": ROWS, "promoters": yes(_.nps_score >= 9), "detractors": yes(_.nps_score <= 6)},
    ),
    "ces": spread(surveys, "answered_on", "ces_score", _.ces_score.notnull()),
    "survey_response_rate": share(surveys, "sent_on", _.sent.fill_null(False), _.answered),
    "complaints": number(tickets, "created_on", _.counted & _.complained),
    "complaint_rate": share(tickets, "created_on", _.counted & _.complained.notnull(), _.complained),
    "complaint_answered_within": share(tickets, "created_on", _.counted & _.complained & _care, _cared),
    "complaint_resolution_time": spread(tickets, "solved_on", "resolution_s", _.counted & _.complained, "solve_agent"),
    "feedback_routed_within": share(_feedback, "on", _route, _routed),
    "follow_up_rate": share(
        tickets, "solved_on", _.counted & _.solved & _.followed_up.notnull(), _.followed_up, "solve_agent"
    ),
}
