"""A question about a metric as an expression: which rows count, how they are cut, and what is summed up of them.

What is counted for each metric stands in the files of the families beside this one.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

import ibis
from ibis import Deferred, _
from ibis.expr import types as ir

from data.queries.tables import DIMENSIONS, days

GRAINS = ("day", "week", "month", "quarter", "year")
Grain = Literal["day", "week", "month", "quarter", "year"]
Values = Mapping[str, bool | float | date | Sequence[str]]  # bound when an expression runs


@dataclass(frozen=True)
class Question:
    """A metric of which rows, cut how. Hashable: the same question has the same answer within a generation.

    `where`: dimension → the values that count. `span`: first and last local date, both included.
    `params`: the metric's parameters, all of them; `promises`: channel → seconds of the organisation's promise.
    `before`: first date of the period before the span, for what is compared with it.
    """

    metric: str
    by: tuple[str, ...] = ()
    grain: Grain | None = None
    span: tuple[date, date] | None = None
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    params: tuple[tuple[str, float], ...] = ()
    promises: tuple[tuple[str, float], ...] = ()
    before: date | None = None
    has_shifts: bool = False


class Sum(NamedTuple):
    """What is summed up of the rows of a metric: `how` over the expression `what`, in which null counts for nothing."""

    how: Literal["rows", "yes", "values", "total", "distinct"]
    what: ir.Value | Deferred


ROWS = Sum("rows", ibis.literal(True))


def yes(condition: Deferred) -> Sum:
    """How often a condition holds; an unknown one does not hold."""
    return Sum("yes", condition)


@dataclass(frozen=True)
class Count:
    """Rows of one metric: their table, the date that places them (null: as the data stand now), which, and their sums.

    `rows` and `sums` are expressions over the table, in which `_.promise` is the promised seconds of a row. The sums
    are named as metrics/estimates.py takes them. `agent`: the column of who owns the part that is judged.
    `promised`: uses `_.promise`. `running`: the sum of all up to a date, and not of a period.
    `behind`: where `n` counts something else than rows, the table of that, made of the rows: ids, `on`, facts.
    """

    table: ir.Table
    on: str | None
    rows: Deferred
    sums: Mapping[str, Sum]
    agent: str = "agent"
    promised: bool = False
    running: bool = False
    behind: Callable[[ir.Table], ir.Table] | None = None

    @property
    def cuts(self) -> tuple[str, ...]:
        return tuple(name for name in DIMENSIONS if self.column(name) in self.table.columns)

    def column(self, dimension: str) -> str:
        """The table's column of a dimension. `owner`: whose the whole is, as the helpdesk says it."""
        if dimension == "owner" and "owner" not in self.table.columns:
            return "agent"
        return self.agent if dimension == "agent" else dimension


@dataclass(frozen=True)
class Built:
    """A metric whose rows depend on the periods themselves: its own expression of a question's shape.

    It gives the columns that the shape is cut by, `period` (with a grain) and the sums.
    `behind`: the rows that `n` counts, with `on`; null where it counts no single rows.
    """

    build: Callable[["Shape"], ir.Table]
    cuts: tuple[str, ...] = ()
    running: bool = False
    behind: Callable[["Shape"], ir.Table] | None = None


def share(table: ir.Table, on: str | None, rows: Deferred, hit: Deferred, agent: str = "agent") -> Count:
    return Count(table, on, rows, {"n": ROWS, "hits": yes(hit)}, agent)


def number(table: ir.Table, on: str | None, rows: Deferred, agent: str = "agent") -> Count:
    return Count(table, on, rows, {"n": ROWS}, agent)


def spread(table: ir.Table, on: str | None, column: str, rows: Deferred, agent: str = "agent") -> Count:
    """All values of a column, sorted."""
    return Count(table, on, rows & _[column].notnull(), {"values": Sum("values", _[column])}, agent)


class UnknownDimension(LookupError):
    """A metric cannot be cut this way; the message names the ways it can."""


class NoPeriods(LookupError):
    """A metric tells how things stand now, and has no past."""


def bound(dtype: str) -> Callable[[str], ir.Value]:
    """A value that is bound by its name when the expression runs."""
    return ibis.udf.scalar.builtin(lambda key: key, name="getvariable", signature=(("string",), dtype))  # type: ignore[no-any-return]


bound_date, bound_number, bound_texts, bound_truth = (
    bound(dtype) for dtype in ("date", "float64", "array<string>", "boolean")
)


def parameter(metric: str, name: str) -> ir.Value:
    """A parameter of a metric, as a number."""
    return bound_number(f"{metric}__{name}")


@dataclass(frozen=True)
class Shape:
    """Questions without their values: those of one shape are one expression, which is compiled once."""

    metrics: tuple[str, ...]
    by: tuple[str, ...]
    grain: Grain | None
    dated: bool
    where: tuple[str, ...]
    within: bool
    promised: tuple[str, ...]


class Questions:
    """Expressions for the metrics of a table of counts."""

    def __init__(self, counted: Mapping[str, Count | Built]) -> None:
        self._counted = counted
        self._expression = lru_cache(maxsize=1024)(self._expression_of)

    def dimensions(self, metric: str) -> tuple[str, ...]:
        """What a metric can be grouped and filtered by."""
        return self._counted[metric].cuts

    def is_running(self, metric: str) -> bool:
        """Whether a metric is the sum of all up to a date."""
        return self._counted[metric].running

    def counts(self, question: Question) -> tuple[ir.Table, Values]:
        """The counts of a question and the values to bind: its `by` columns, `period` (with a grain), the sums.

        Without a grain and span all rows count, undated ones too.
        """
        return self._expression(self.shape([question])), bindings([question])

    def together(self, questions: Sequence[Question]) -> list[tuple[list[Question], ir.Table, Values]]:
        """Questions that differ in the metric alone, as few expressions: those over the same rows share one, whose sums
        are named metric.sum."""
        groups: dict[object, list[Question]] = {}
        for question in questions:
            groups.setdefault(self._rows_of(question), []).append(question)
        return [(group, self._expression(self.shape(group)), bindings(group)) for group in groups.values()]

    def _rows_of(self, question: Question) -> object:
        """What questions must have in common to be counted in one pass; the question itself where it is alone."""
        count = self._counted[question.metric]
        if isinstance(count, Built) or count.running or (count.promised and "within" in dict(question.params)):
            return question
        uses_agent = "agent" in question.by or "agent" in dict(question.where)
        return (count.table, count.on, count.agent if uses_agent else None)

    def shape(self, questions: Sequence[Question]) -> Shape:
        """What questions over the same rows have in common; UnknownDimension, NoPeriods where they cannot be asked."""
        one, first = questions[0], self._counted[questions[0].metric]
        for each in questions:
            for dimension in (*each.by, *dict(each.where)):
                if dimension not in self.dimensions(each.metric):
                    ways = ", ".join(self.dimensions(each.metric)) or "nothing"
                    raise UnknownDimension(f"{each.metric} cannot be cut by {dimension!r}, only by {ways}.")
        if isinstance(first, Count) and first.on is None and (one.grain or one.span):
            raise NoPeriods(f"{one.metric} tells how things stand now; it is known for no other time.")
        promised = [each for each in questions if getattr(self._counted[each.metric], "promised", False)]
        return Shape(
            metrics=tuple(each.metric for each in questions),
            by=one.by,
            grain=one.grain,
            dated=one.span is not None,
            where=tuple(dict(one.where)),
            within=any("within" in dict(each.params) for each in promised),
            promised=tuple(channel for each in promised[:1] for channel, _seconds in each.promises),
        )

    def _expression_of(self, shape: Shape) -> ir.Table:
        counted = [self._counted[metric] for metric in shape.metrics]
        if isinstance(counted[0], Built):
            return counted[0].build(shape)
        return _counts(shape, [count for count in counted if isinstance(count, Count)])


def bindings(questions: Sequence[Question]) -> Values:
    """The values that an expression of these questions asks for by name."""
    one = questions[0]
    bound: dict[str, bool | float | date | Sequence[str]] = {"has_shifts": one.has_shifts}
    bound |= {f"where_{name}": list(chosen) for name, chosen in one.where}
    for each in questions:
        bound |= {f"{each.metric}__{name}": float(value) for name, value in each.params}
        bound |= {f"promise_{channel}": float(seconds) for channel, seconds in each.promises}
    if one.span is not None:
        bound["first"], bound["last"] = one.span
        bound["before"] = one.before or one.span[0]
    return bound


def rows_of(shape: Shape, count: Count, alone: bool) -> ir.Table:
    """The rows that a shape chooses: those of its dates and dimensions, and where it stands alone those of its metric.

    With `promise` where the metric takes one.
    """
    t = count.table
    if shape.within:
        t = t.mutate(promise=bound_number(f"{shape.metrics[0]}__within"))
    elif shape.promised:
        promised = [(channel, bound_number(f"promise_{channel}")) for channel in shape.promised]
        t = t.mutate(promise=t.channel.cases(*promised, else_=bound_number("promise_other")))
    if alone:
        t = t.filter(count.rows)
    for dimension in shape.where:
        t = t.filter(bound_texts(f"where_{dimension}").contains(t[count.column(dimension)]))
    if count.on is None or not shape.dated:
        return t
    on = t[count.on]
    return t.filter(on <= bound_date("last") if count.running else on.between(bound_date("first"), bound_date("last")))


def _counts(shape: Shape, counted: Sequence[Count]) -> ir.Table:
    first, alone = counted[0], len(counted) == 1
    t = rows_of(shape, first, alone)
    facts: dict[str, Deferred] = {}
    sums: dict[str, Deferred] = {}
    for metric, count in zip(shape.metrics, counted, strict=True):
        for name, sum_ in count.sums.items():
            key = name if alone else f"{metric}.{name}"
            facts[f"fact_{len(facts)}"] = sum_.what if alone else ibis.ifelse(count.rows, sum_.what, ibis.null())
            sums[key] = _summed(sum_.how, _[f"fact_{len(facts) - 1}"])
    keys = {dimension: t[first.column(dimension)] for dimension in shape.by}
    on_column = {} if first.on is None else {"on": t[first.on]}
    t = t.select(**keys, **on_column, **facts)  # few columns before the join
    if shape.grain is not None:
        calendar = days.select(on="date", period="date" if shape.grain == "day" else shape.grain)
        t = t.join(calendar, "on")
    groups = [*shape.by, *(["period"] if shape.grain else [])]
    return t.group_by(groups).agg(**sums) if groups else t.agg(**sums)


def _summed(how: str, fact: Deferred) -> Deferred:
    """A sum over the rows in which the fact is known."""
    match how:
        case "rows":
            return fact.count().cast("int64")
        case "yes":
            return ibis.ifelse(fact, 1, 0).sum().cast("int64")
        case "values":
            return fact.collect(where=fact.notnull()).sort()
        case "distinct":
            return fact.nunique().cast("int64")
        case _:
            return fact.sum()
