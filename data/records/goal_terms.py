"""What a goal consists of, and which goals can be. How goals are kept is in goal_rows.py, how they fare in answers/."""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise
from typing import Any

import polars as pl

from data.columns import TICKETS
from data.errors import Invalid

DATASETS = ("demonstration", "own")  # goals of one are never shown with the data of the other
STATS = ("median", "p90", "mean")
KINDS = ("increase_to", "decrease_to", "stay_above", "stay_below")
RECURS = ("day", "week", "month", "quarter", "year")
CHECK_IN_EVERY = ("week", "month", "quarter")


@dataclass(frozen=True)
class Milestone:
    """Where a goal should stand on a day before its deadline."""

    on: date
    value: float  # in the metric's unit


@dataclass(frozen=True, kw_only=True)
class GoalTerms:
    """What a person decides about a goal."""

    dataset: str  # one of DATASETS
    title: str
    metric: str  # an id of the catalogue
    stat: str | None = None  # one of STATS, where the metric has them
    params: Mapping[str, Any] = field(default_factory=dict)  # the metric's own, e.g. {"within": 3600}
    where: Mapping[str, list[str]] = field(default_factory=dict)  # ticket column → its values; empty = everything
    kind: str  # one of KINDS
    target: float  # in the metric's unit
    start: date
    deadline: date  # included
    owner: str
    priority_id: str
    baseline: float | None = None  # pooled over baseline_from … baseline_to, in the metric's unit
    baseline_n: int | None = None  # what it was computed from; null where it was entered by hand
    baseline_low: float | None = None
    baseline_high: float | None = None
    baseline_from: date | None = None
    baseline_to: date | None = None  # included
    baseline_reason: str = ""  # why it was entered or changed by hand
    note: str = ""
    parent_id: str | None = None  # the goal that this one is a part of
    weight: float = 1.0  # among the goals of the same parent
    milestones: tuple[Milestone, ...] = ()  # in date order
    recurs: str | None = None  # one of RECURS: each period from start to deadline is judged on its own
    check_in_every: str | None = "month"  # one of CHECK_IN_EVERY; null = no check-ins are expected


@dataclass(frozen=True, kw_only=True)
class Goal(GoalTerms):
    """A goal as it is kept. Instants are aware, in UTC; version grows by one with each change."""

    id: str
    created_at: datetime
    created_by: str
    archived_at: datetime | None
    version: int


@dataclass(frozen=True, kw_only=True)
class GoalEvent:
    """One line of the history of a goal or another entry. Changes: field → [before, after], dates as ISO text."""

    at: datetime
    actor: str
    action: str  # create, change, archive, restore; of a review also move, link, freeze
    changes: Mapping[str, list[Any]]
    reason: str
    entity: str = "goal"  # or "check_in", "follow_up", "month_summary", "review", "review_action", "training"


def validate(terms: GoalTerms) -> None:
    """Raises Invalid with every field that can't be and what is wrong with it, in words."""
    wrong: dict[str, str] = {}
    for name, sound, words in _rules(terms):
        if not sound:
            wrong.setdefault(name, words)
    if wrong:
        raise Invalid(wrong)


def _rules(terms: GoalTerms) -> Iterator[tuple[str, bool, str]]:
    """Field, whether it is sound, what is wrong with it otherwise. A later rule of a field needs the earlier ones."""
    yield "dataset", terms.dataset in DATASETS, "A goal belongs to the demonstration data or to your own."
    yield "title", bool(terms.title.strip()), "Give the goal a title."
    yield "metric", bool(terms.metric.strip()), "Choose what is measured."
    yield "stat", terms.stat is None or terms.stat in STATS, "Choose the median, p90 or mean."
    yield "params", all(_is_param(value) for value in terms.params.values()), "Enter a finite number or a word."
    yield "where", all(_is_filter(*one) for one in terms.where.items()), "Choose at least one value of each filter."
    yield "kind", terms.kind in KINDS, "A goal increases, decreases, or stays above or below a value."
    yield "owner", bool(terms.owner.strip()), "Name the person who owns the goal."
    yield "priority_id", bool(terms.priority_id.strip()), "Choose the strategic priority that the goal serves."
    yield "deadline", terms.deadline > terms.start, "The deadline lies after the start."
    yield from _rules_of_target(terms)
    yield from _rules_of_baseline(terms)
    yield from _rules_of_milestones(terms)
    yield "weight", is_number(terms.weight) and terms.weight > 0, "Enter a weight above zero."
    yield "recurs", terms.recurs is None or terms.recurs in RECURS, "A goal recurs by day, week, month, quarter, year."
    stays = terms.kind.startswith("stay")
    yield "recurs", terms.recurs is None or stays, "Only a goal that stays above or below a value recurs."
    often = terms.check_in_every is None or terms.check_in_every in CHECK_IN_EVERY
    yield "check_in_every", often, "Check in each week, month or quarter, or not at all."


def _rules_of_target(terms: GoalTerms) -> Iterator[tuple[str, bool, str]]:
    yield "target", is_number(terms.target), "Enter the target as a number."
    if terms.baseline is None or not (is_number(terms.target) and is_number(terms.baseline)):
        return
    rises = terms.kind != "increase_to" or terms.target > terms.baseline
    falls = terms.kind != "decrease_to" or terms.target < terms.baseline
    yield "target", rises, "A goal that increases has its target above its baseline."
    yield "target", falls, "A goal that decreases has its target below its baseline."


def _rules_of_baseline(terms: GoalTerms) -> Iterator[tuple[str, bool, str]]:
    low, high = terms.baseline_low, terms.baseline_high
    first, last = terms.baseline_from, terms.baseline_to
    moves = terms.kind in ("increase_to", "decrease_to")
    yield "baseline", terms.baseline is not None or not moves, "A goal that moves needs the value it starts from."
    yield "baseline", terms.baseline is None or is_number(terms.baseline), "Enter the baseline as a number."
    yield "baseline_n", terms.baseline_n is None or terms.baseline_n >= 0, "A number of requests is not below zero."
    by_hand = terms.baseline is not None and terms.baseline_n is None
    yield "baseline_reason", not by_hand or bool(terms.baseline_reason.strip()), "Say why this is the baseline."
    yield "baseline_low", low is None or is_number(low), "Enter the lower limit as a number."
    yield "baseline_high", high is None or is_number(high), "Enter the upper limit as a number."
    yield "baseline_high", low is None or high is None or low <= high, "The upper limit is not below the lower."
    yield "baseline_to", first is None or last is None or first <= last, "The baseline's period ends after it begins."
    yield "baseline_to", last is None or last < terms.start, "The baseline's period ends before the goal starts."


def _rules_of_milestones(terms: GoalTerms) -> Iterator[tuple[str, bool, str]]:
    numbers = all(is_number(one.value) for one in terms.milestones)
    yield "milestones", numbers, "Enter the value of each milestone as a number."
    within = all(terms.start < one.on < terms.deadline for one in terms.milestones)
    yield "milestones", within, "Milestones lie after the start and before the deadline."
    in_order = all(one.on < following.on for one, following in pairwise(terms.milestones))
    yield "milestones", in_order, "Milestones come in the order of their dates, one on a day."


def is_number(value: object) -> bool:
    """A finite number that a float can hold; true and false are none."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= sys.float_info.max


def _is_param(value: object) -> bool:
    return isinstance(value, bool | str) or is_number(value)


def _is_filter(column: str, values: object) -> bool:
    """A text column of the tickets and a list of at least one of its values: an empty list would mean nothing."""
    named = TICKETS.get(column) == pl.String()
    return named and isinstance(values, list) and bool(values) and all(isinstance(v, str) and v for v in values)
