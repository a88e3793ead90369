"""What the glossary tells of a metric beside its words: whether the data can feed it, its value now, the helpdesk's own
number, and other ways to count the same thing. The words stand in the catalogue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from answers import clock
from answers.availability import Say, needed
from answers.measure import measure, single, together
from data import engine
from data.queries import exported
from data.scope import Scope
from data.store import Generation
from metrics.catalogue import CATALOGUE
from metrics.catalogue import metric as entry
from metrics.metric import NO_VALUE, Value

# The same thing, counted in other ways. Those in opening hours belong to theirs without being named.
KIN = (
    ("first_response_time", "first_response_time_business", "first_response_time_customer"),
    ("resolution_time", "resolution_time_business", "resolution_time_first", "resolution_time_first_business"),
    ("fcr_one_touch", "fcr_strict", "fcr_no_repeat", "fcr_flag"),
    ("reopen_rate", "reopen_rate_simple"),
    ("csat", "csat_mean"),
    ("service_level", "service_level_offered", "service_level_with_abandoned"),
    ("conversion_rate", "conversion_rate_dials", "conversion_rate_leads"),
)
_BUSINESS = "_business"

Span = tuple[date, date]


@dataclass(frozen=True)
class Standing:
    """How a metric stands in the loaded data.

    `needs`: what it needs, in words, each with whether the data has it. `value`: of the period, with the metric's
    usual statistic; null with n = 0 where nothing of it was counted, or nothing can be.
    """

    needs: tuple[tuple[str, bool], ...]
    value: Value

    @property
    def fed(self) -> bool:
        """Whether the loaded data can feed it."""
        return all(had for _words, had in self.needs)


@dataclass(frozen=True)
class Way:
    """One way to count: a statistic of a metric, and what comes of it in the period."""

    metric: str
    stat: str
    value: Value


@dataclass(frozen=True)
class Beside:
    """Our duration beside the export's own, in seconds, over the `n` requests that have both; `ours` have ours."""

    ours: int
    n: int
    our_median: float
    our_mean: float
    own_median: float
    own_mean: float


def period(generation: Generation) -> Span | None:
    """First and last date of the last complete month; null where the data hold none, and all of them count."""
    month = clock.last_complete("month", generation)
    if month is None or clock.begins_before_the_data(month, generation):
        return None
    return clock.span("month", month, month, generation)


def standings(scope: Scope, generation: Generation | None, say: Say = str) -> dict[str, Standing]:
    """Every metric of the catalogue, in its order; without data each lacks what it needs."""
    needs = {metric: tuple(needed(metric, generation, say)) for metric in CATALOGUE}
    fed = [metric for metric, all_of in needs.items() if all(had for _words, had in all_of)]
    found = {} if generation is None else _values(fed, scope, generation)
    return {metric: Standing(needs[metric], found.get(metric, NO_VALUE)) for metric in CATALOGUE}


def ways(metric: str, scope: Scope, generation: Generation) -> list[Way]:
    """The statistics of a metric and its kin that the data can feed; empty where there is nothing to compare."""
    own = entry(metric)
    span = period(generation) if own.grains else None
    counted = [
        Way(metric, stat, single(measure(metric, scope, generation, span=span, stat=stat))) for stat in own.estimates
    ]
    others = [one for one in kin(metric) if all(had for _words, had in needed(one, generation))]
    of_others = _values(others, scope, generation)
    counted += [Way(one, entry(one).default_stat, of_others[one]) for one in others]
    known = [way for way in counted if way.value.value is not None]
    return known if len(known) > 1 else []


def kin(metric: str) -> tuple[str, ...]:
    """The metrics that count the same thing in another way."""
    base = metric.removesuffix(_BUSINESS)
    group = next((each for each in KIN if metric in each), (base, base + _BUSINESS))
    return tuple(one for one in group if one != metric and one in CATALOGUE)


def beside(metric: str, scope: Scope, generation: Generation) -> Beside | None:
    """Ours beside the helpdesk's own number, over the same requests of the period; null where there are none."""
    column = entry(metric).export
    if column is None or not generation.has("tickets", column):
        return None
    span = period(generation)
    bound = {} if span is None else {"first": span[0], "last": span[1]}
    row = engine.run(exported.beside(metric, column, span is not None), scope, generation, bound).row(0, named=True)
    return Beside(**row) if row["n"] else None


def _values(metrics: Sequence[str], scope: Scope, generation: Generation) -> dict[str, Value]:
    """The period's value of each, or how things stand now where a metric tells that only."""
    of_now = [metric for metric in metrics if not entry(metric).grains]
    of_period = [metric for metric in metrics if entry(metric).grains]
    tables = together(of_period, scope, generation, span=period(generation)) | together(of_now, scope, generation)
    return {metric: single(table) for metric, table in tables.items()}
