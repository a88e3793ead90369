"""The comparison of people, finished: sentences, funnels, tables and rows behind them. Drawn by fair.py."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from answers import people
from answers.evidence import asked
from answers.people import Attribution, Beside, Fair, Span
from metrics.catalogue import metric as entry
from metrics.fairness import FLAGGED
from ui import formats
from ui.cards import Panel
from ui.evidence import Pick
from ui.filters import Filters
from ui.language import gettext as _
from ui.language import ngettext
from ui.marks import Figure
from ui.shell import Reader
from ui.team import fair_table, funnel_chart, simpson, told
from ui.team.fair_table import Person
from ui.team.funnel_chart import Dot, Funnel, Limit

__all__ = ["Detail", "View", "finished"]

_BETTER, _WORSE = "better_beyond_chance", "worse_beyond_chance"


@dataclass(frozen=True)
class Detail:
    """One metric. `people`: in alphabetical order. `reversed`: that a comparison turns round, as HTML, or empty."""

    name: str
    title: str
    sentence: str
    figure: Figure
    alt: str
    people: tuple[Person, ...]
    notes: tuple[str, ...]
    reversed: str
    picks: tuple[Pick, ...]


@dataclass(frozen=True)
class View:
    """The whole comparison. `agents`: whose figures it shows. `untold`: which metrics are left out, in words.

    `first`: the metric to begin with, one by which somebody stands out if there is one.
    """

    sentence: str
    panels: tuple[Panel, ...]
    details: Mapping[str, Detail]
    first: str
    agents: tuple[str, ...]
    untold: str


def finished(who: Reader, span: Span, chosen: Filters, attribution: Attribution) -> View:
    """What the comparison of a span shows. Raises FiguresOff."""
    found = people.fair(who.scope, who.generation, span, chosen.where, attribution=attribution)
    names = people.names(who.scope, who.generation)
    persons = {metric: _persons(found, metric, names) for metric in found.metrics}
    funnels = {metric: _funnel(found, metric, each, who.locale) for metric, each in persons.items()}
    shown = {person["agent"] for each in persons.values() for person in each if person["value"] is not None}
    out = [metric for metric, each in funnels.items() if any(dot.name for dot in each.dots)]
    return View(
        sentence=_answer(found),
        panels=tuple(_panel(metric, view, who) for metric, view in funnels.items()),
        details={
            metric: _detail(found, metric, persons[metric], funnels[metric], names, who, span, chosen, attribution)
            for metric in found.metrics
        },
        first=[*out, *found.metrics, ""][0],
        agents=tuple(sorted(shown)),
        untold=told.untold(found.untold),
    )


def _persons(found: Fair, metric: str, names: Mapping[str, str]) -> list[Person]:
    """The rows of one metric with names, in alphabetical order."""
    rows = found.table.filter(metric=metric).rows(named=True)
    named = [row | {"name": names.get(row["agent"], row["agent"])} for row in rows]
    return sorted(named, key=lambda row: fair_table.alphabetical(row["name"]))


def _funnel(found: Fair, metric: str, persons: Sequence[Person], locale: str) -> Funnel:
    dots = tuple(_dot(person, locale) for person in persons if person["value"] is not None)
    rows = found.funnels[metric].rows()
    limits = tuple(Limit(n, *(100 * bound for bound in bounds)) for n, *bounds in rows)
    return Funnel(dots, limits, upwards=entry(metric).direction == "higher")


def _dot(person: Person, locale: str) -> Dot:
    points = 100 * (person["value"] - person["expected"])
    if person["verdict"] not in (_BETTER, _WORSE):
        return Dot(person["agent"], person["n"], points)
    words = _("{name}: {value} where {expected} is expected, {n}")
    value, expected = (formats.value(person[name], "share", locale) for name in ("value", "expected"))
    said = words.format(name=person["name"], value=value, expected=expected, n=formats.n(person["n"], locale))
    return Dot(person["agent"], person["n"], points, person["name"], said)


def _panel(metric: str, view: Funnel, who: Reader) -> Panel:
    name = _(entry(metric).name)
    figure = funnel_chart.funnel(view, who.theme, who.locale, small=True)
    return Panel(name, figure, funnel_chart.alt(name, view, who.locale))


def _detail(
    found: Fair,
    metric: str,
    persons: Sequence[Person],
    view: Funnel,
    names: Mapping[str, str],
    who: Reader,
    span: Span,
    chosen: Filters,
    attribution: Attribution,
) -> Detail:
    name = _(entry(metric).name)
    whose = "agent" if attribution == "owner_of_the_part" else "owner"
    where = people.rows_of(metric, chosen.where)
    return Detail(
        name=name,
        title=_title(persons),
        sentence=_sentence(persons, found.detectable[metric]),
        figure=funnel_chart.funnel(view, who.theme, who.locale),
        alt=funnel_chart.alt(name, view, who.locale),
        people=tuple(persons),
        notes=_notes(found, metric),
        reversed=simpson.warning([pair for pair in found.simpson if pair.metric == metric], names),
        picks=tuple(
            Pick(
                person["agent"],
                person["name"],
                asked(metric, span, where, **{whose: person["agent"]}),
                person["requests"],
            )
            for person in persons
            if person["value"] is not None
        ),
    )


def _answer(found: Fair) -> str:
    """The page's sentence: how many people stand out by any of the metrics."""
    if not found.metrics:
        return ""
    better, worse = (found.table.filter(verdict=word)["agent"].n_unique() for word in (_BETTER, _WORSE))
    total = found.table["agent"].n_unique()
    words = ngettext(
        "Of **{total} people** **{better}** stands out beyond chance for the better in one of {metrics} metrics or "
        "more, **{worse}** for the worse.",
        "Of **{total} people** **{better}** stand out beyond chance for the better in one of {metrics} metrics or "
        "more, **{worse}** for the worse.",
        better or 1,
    )
    counts = {"total": total, "better": better or _("nobody"), "worse": worse or _("nobody")}
    return words.format(metrics=len(found.metrics), **counts)


def _title(persons: Sequence[Person]) -> str:
    """Who stands out, as the title of the chart."""
    out = [person["name"] for person in persons if person["verdict"] in (_BETTER, _WORSE)]
    if not out:
        return _("Nobody stands out beyond chance")
    return ngettext("{names} stands out beyond chance", "{names} stand out beyond chance", len(out)).format(
        names=", ".join(out)
    )


def _sentence(persons: Sequence[Person], detectable: float | None) -> str:
    """Of 14 people 1 stands out for the better and none for the worse; …"""
    verdicts = [person["verdict"] for person in persons]
    better, worse = verdicts.count(_BETTER), verdicts.count(_WORSE)
    few = verdicts.count("too_few_to_tell") + verdicts.count("too_few_to_show")
    words = ngettext(
        "Of **{total}** people **{better}** stands out for the better and **{worse}** for the worse",
        "Of **{total}** people **{better}** stand out for the better and **{worse}** for the worse",
        better or 1,
    )
    parts = [words.format(total=len(persons), better=better or _("none"), worse=worse or _("none"))]
    if few:
        parts.append(_("for **{few}** there are too few requests to tell").format(few=few))
    if detectable is None:
        parts.append(_("nobody has the {n} requests that it takes").format(n=FLAGGED))
    else:
        points = formats.change(detectable, 0.0, "share").lstrip("+")
        parts.append(_("differences under **{points}** could not have been seen in anybody").format(points=points))
    return f"{'; '.join(parts)}."


def _notes(found: Fair, metric: str) -> tuple[str, ...]:
    """What limits the comparison, or was left out of it."""
    one, beside = found.comparisons[metric], found.beside[metric]
    notes = []
    if one.overdispersion is None:
        notes.append(
            _(
                "Fewer than ten people can be compared: how much people differ anyway cannot be estimated, so the "
                "limits may be too narrow. Choose more teams."
            )
        )
    elif one.overdispersion > 0:
        points = formats.change(one.overdispersion**0.5, 0.0, "share").lstrip("+")
        notes.append(
            _("People differ by more than chance, by about {points}; the limits allow for it.").format(points=points)
        )
    notes += _left_out(beside)
    if metric == "csat":
        notes.append(_("Only customers who answered are in it; who answers is not by chance."))
    return tuple(notes)


def _left_out(beside: Beside) -> list[str]:
    said = []
    if beside.nobody:
        said.append(_("{n} of nobody are left out.").format(n=formats.value(beside.nobody, "count")))
    if beside.bots:
        said.append(_("{n} of bots are left out.").format(n=formats.value(beside.bots, "count")))
    return said
