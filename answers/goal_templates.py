"""Goals that customer-service teams set most: what is measured, in which direction, and a first target."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from answers.availability import missing
from data.store import Generation
from metrics.catalogue import metric as entry
from metrics.metric import N_, Value

_HOUR = 3_600.0
_DAY = 24 * _HOUR
_LIMITS: Mapping[str, tuple[float, float]] = {"share": (0.0, 1.0), "points": (-100.0, 100.0)}


@dataclass(frozen=True)
class Template:
    """A goal to begin with. The target is a fixed one, or a step from the baseline in the metric's own unit.

    part: the step is a share of the baseline, for numbers that have no scale of their own.
    """

    id: str
    title: str
    metric: str
    kind: str
    why: str
    stat: str | None = None
    params: Mapping[str, float] = field(default_factory=dict)
    target: float | None = None
    step: float | None = None
    part: float | None = None
    recurs: str | None = None
    where: Mapping[str, list[str]] = field(default_factory=dict)


TEMPLATES: tuple[Template, ...] = (
    Template(
        "first_response_below_an_hour",
        N_("First response below one hour"),
        "first_response_time",
        "decrease_to",
        N_("Half of the customers hear from a person within the hour."),
        stat="median",
        target=_HOUR,
    ),
    Template(
        "answered_within_a_day",
        N_("Answered within 24 hours"),
        "first_response_within",
        "increase_to",
        N_("Nearly everyone gets an answer by the same time tomorrow."),
        params={"within": _DAY},
        step=0.05,
    ),
    Template(
        "solved_sooner",
        N_("Solved sooner"),
        "resolution_time",
        "decrease_to",
        N_("Half of the requests are solved in this time or less."),
        stat="median",
        part=-0.15,
    ),
    Template(
        "solved_in_time",
        N_("Solved within the service level"),
        "sla_resolution",
        "increase_to",
        N_("More of what was promised is kept."),
        step=0.03,
    ),
    Template(
        "csat_up",
        N_("Customers more satisfied"),
        "csat",
        "increase_to",
        N_("More of those who answer the survey say that they are satisfied."),
        step=0.03,
    ),
    Template(
        "satisfied_customers",
        N_("Satisfied customers each month"),
        "satisfied_customers",
        "stay_above",
        N_("A number of satisfied answers that the team brings home every month."),
        part=0.05,
        recurs="month",
    ),
    Template(
        "nps_up",
        N_("Net promoter score up"),
        "nps",
        "increase_to",
        N_("More customers would recommend you, fewer would warn."),
        step=5.0,
    ),
    Template(
        "solved_at_first_contact",
        N_("Solved at the first contact"),
        "fcr_one_touch",
        "increase_to",
        N_("Customers need not come back: the strongest driver of satisfaction that a team controls."),
        step=0.03,
    ),
    Template(
        "fewer_repeats",
        N_("Fewer repeat requests"),
        "repeat_request_rate",
        "decrease_to",
        N_("What was solved stays solved."),
        step=0.02,
    ),
    Template(
        "fewer_abandoned",
        N_("Fewer callers give up"),
        "abandon_rate",
        "decrease_to",
        N_("A caller who hangs up has waited for nothing."),
        target=0.05,
    ),
    Template(
        "successful_calls_day",
        N_("Successful calls each day"),
        "calls_successful",
        "stay_above",
        N_("For teams that begin each morning at zero."),
        part=0.05,
        recurs="day",
    ),
    Template(
        "successful_calls_week",
        N_("Successful calls each week"),
        "calls_successful",
        "stay_above",
        N_("A weekly number that a team can count along."),
        part=0.05,
        recurs="week",
    ),
    Template(
        "successful_calls_month",
        N_("Successful calls each month"),
        "calls_successful",
        "stay_above",
        N_("The same for the month, where weeks differ too much."),
        part=0.05,
        recurs="month",
    ),
    Template(
        "conversion_up",
        N_("More conversations that sell"),
        "conversion_rate",
        "increase_to",
        N_("Of the right people who were reached, more say yes."),
        step=0.02,
    ),
    Template(
        "fewer_complaints",
        N_("Fewer complaints"),
        "complaint_rate",
        "decrease_to",
        N_("Only with an easy way to complain: fewer complaints can also mean that complaining became harder."),
        part=-0.1,
    ),
    Template(
        "complaints_answered",
        N_("Complaints answered within 30 days"),
        "complaint_answered_within",
        "stay_above",
        N_("What the law asks for in many countries."),
        params={"within": 30 * _DAY},
        target=0.95,
    ),
    Template(
        "channels_keep_promises",
        N_("Every channel keeps its promise"),
        "promise_kept",
        "stay_above",
        N_("No channel is served at the cost of another."),
        target=1.0,
    ),
    Template(
        "quality_on_the_phone",
        N_("Quality score of telephone conversations"),
        "qa_score",
        "increase_to",
        N_("Conversations that were listened to keep more of the standard."),
        step=0.03,
        where={"channel": ["phone"]},
    ),
    Template(
        "returning_customers",
        N_("More returning customers"),
        "returning_customers",
        "increase_to",
        N_("Customers who come back to buy, or to ask, have not left."),
        step=0.02,
    ),
    Template(
        "retention_up",
        N_("More customers stay"),
        "retention_rate",
        "increase_to",
        N_("Of those who were customers before, more still are."),
        step=0.02,
    ),
)


def offered(generation: Generation) -> list[Template]:
    """The templates that the loaded data can feed."""
    return [each for each in TEMPLATES if missing(each.metric, generation) is None]


def suggested(template: Template, baseline: Value | None) -> float | None:
    """A first target, inside what the metric's unit can be; null where there is no baseline to step from.

    A fixed target that the baseline has reached already is no aim: half of what is left takes its place.
    """
    if template.target is not None and not _reached(template, baseline):
        return template.target
    if baseline is None or baseline.value is None:
        return template.target
    up = template.kind in ("increase_to", "stay_above")
    if template.part is not None:
        step = abs(template.part) * baseline.value
    elif template.step is not None:
        step = template.step
    else:
        step = abs(baseline.value - (1.0 if up else 0.0)) / 2 if entry(template.metric).unit == "share" else 0.0
        step = step or baseline.value / 10
    wanted = baseline.value + step if up else baseline.value - step
    low, high = _LIMITS.get(entry(template.metric).unit, (0.0, float("inf")))
    return min(max(wanted, low), high)


def _reached(template: Template, baseline: Value | None) -> bool:
    if baseline is None or baseline.value is None or template.target is None or template.kind.startswith("stay"):
        return False
    up = template.kind == "increase_to"
    return baseline.value >= template.target if up else baseline.value <= template.target
