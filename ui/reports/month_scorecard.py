"""The numbers of a month in its report: the scorecard, the headlines over time, and why shares moved."""

from collections.abc import Sequence
from datetime import date

from answers import clock, explain
from answers.month import Line
from ui import formats, scorecard, views
from ui.filters import Filters
from ui.language import gettext as _
from ui.numbers import Rows
from ui.overview import adding_up, compared, month_cards, parts, reason, steps, waterfall, why
from ui.overview.adding_up import Told
from ui.overview.scorecard import rows as scorecard_rows
from ui.reports import charts
from ui.reports.document import Block, Cell, Figure, Figures, Section, Table, Text
from ui.shell import Reader

EXPLAINED = 3  # shares that are taken apart


def numbers(lines: Sequence[Line], who: Reader, middle: date) -> Section:
    """Every metric in a line."""
    if not lines:
        return Section(_("Scorecard"), (Text(_("No metric can be fed by the loaded data."), "quiet"),))
    previous, year_ago = (compared.name(lines[0], each, who.calendar) for each in ("previous", "year_ago"))
    heads = (
        *(_("Metric"), _("Value"), _("Goal"), _("vs {period}").format(period=previous)),
        *(_("vs {period}").format(period=year_ago), _("13 months"), _("Against its own past")),
    )
    shown = tuple(_line(line, middle) for line in lines)
    data = scorecard_rows(lines, middle)
    table = Table("", heads, shown, (1.2, 1.3, 1.0, 0.9, 0.9, 0, 1.0), frozenset({1, 2, 3, 4}), data, _("Scorecard"))
    note = _("Under each value: its 95 % interval, which covers chance alone, and n, the number of cases behind it.")
    return Section(_("Scorecard"), (table, Text(note, "quiet")), own_page=True)


def _line(line: Line, middle: date) -> tuple[Cell, ...]:
    metric, now = line.metric, line.now
    value = formats.absence("no_data", metric.unit) if now.value is None else formats.value(now.value, metric.unit)
    sure = scorecard.with_interval(metric, now)
    if now.value is not None and now.n < metric.minimum_n and metric.unit != "count":
        sure = _("{n}, few cases").format(n=sure or formats.n(now.n))
    _light, word = scorecard.against(now, line.course, middle)
    aim = formats.entered(line.course.target, metric.unit) if line.course else formats.NO_VALUE
    judged = month_cards.judged(line) or formats.NO_VALUE
    return (
        Cell(scorecard.metric_name(metric)),
        Cell(value, sure, strong=True),
        Cell(aim, word),
        _step(line, "previous"),
        _step(line, "year_ago"),
        Cell("", spark=charts.spark([each.value for _day, each in line.trend])),
        Cell(judged, tone="real" if month_cards.real(line) else ""),
    )


def _step(line: Line, against: compared.Against) -> Cell:
    before = compared.value(line, against)
    if line.now.value is None or before.value is None:
        return Cell(formats.NO_VALUE)
    tone = scorecard.tone(line.metric, line.now, before)
    said = {"better": _("better"), "worse": _("worse"), "neutral": ""}[tone]
    step = formats.change(line.now.value, before.value, line.metric.unit)
    return Cell(step, said, "" if tone == "neutral" else tone)


def over_time(lines: Sequence[Line], who: Reader) -> Section:
    """The headlines over thirteen months."""
    shown = [line for line in lines if any(value.value is not None for _day, value in line.trend)]
    figures = []
    for line in shown:
        ends = {day: clock.span("month", day, day, who.generation)[1] for day, _value in line.trend}
        view = scorecard.trend(line, "", line.course.target if line.course else None, ends)
        verdict = month_cards.judged(line)
        alt = views.trend_alt(view, who.locale, who.calendar)
        figures.append(Figure(view.name, verdict, alt, charts.trend(view, who.calendar)))
    note = _("Dark: the month. Band: its 95 % interval. Light: the same month a year before. Thin line: the goal.")
    drawn = Figures(tuple(figures), data=_months(shown), sheet=_("Over time"))
    blocks: tuple[Block, ...] = (drawn, Text(note, "quiet")) if figures else ()
    return Section(_("Over time"), blocks)


def _months(lines: Sequence[Line]) -> Rows:
    """What the charts draw: a row per metric and month."""
    return [
        {
            "metric": line.metric.id,
            "name": scorecard.metric_name(line.metric),
            "unit": line.metric.unit,
            "first_day": day,
            "value": value.value,
            "n": value.n,
            "low": value.low,
            "high": value.high,
            "year_before": before.value,
            "complete": day not in line.partial,
        }
        for line in lines
        for (day, value), before in zip(line.trend, line.earlier, strict=True)
    ]


def reasons(lines: Sequence[Line], who: Reader, chosen: Filters) -> Section:
    """The shares that moved most, taken apart into different cases and real change."""
    blocks: list[Block] = []
    for line, against in compared.to_explain(lines)[:EXPLAINED]:
        before, now = compared.spans(line, against, who.generation)
        scope, generation = who.scope, who.generation
        found = explain.whys(line.metric.id, scope, generation, before=before, now=now, where=chosen.where)
        if found:
            blocks += _taken_apart(line, against, adding_up.told(why.telling(found)), who)
    note = _(
        "In points. Hatched, different cases: a group that lies below the whole and grows pulls it down, though nobody "
        "works worse. Solid, real change: the same kind of cases is now better or worse. Both add up to the change."
    )
    nothing = Text(_("No share can be compared with an earlier month yet."), "quiet")
    return Section(_("Why it moved"), (*blocks, Text(note, "quiet")) if blocks else (nothing,), own_page=True)


def _taken_apart(line: Line, against: compared.Against, told: Told, who: Reader) -> list[Block]:
    name, earlier = scorecard.metric_name(line.metric), compared.name(line, against, who.calendar)
    view = steps.waterfall(told, name, earlier, compared.month(line, who.calendar))
    title = _("{metric} by {dimension}").format(metric=name, dimension=adding_up.dimension(told.why.by).lower())
    note = _("{cases} from different cases, {real} real change").format(
        cases=formats.signed(told.mix / 10), real=formats.signed(told.rate / 10)
    )
    figure = Figure(title, note, waterfall.waterfall_alt(view), charts.steps(view))
    return [
        Text(reason.sentence(line, against, told, who.calendar), "opening"),
        Figures((figure,), columns=1),
        _parts(told, name),
    ]


def _parts(told: Told, metric: str) -> Table:
    """What each group adds; its sums are those of the chart and of the sentence."""
    apart = any(row.apart is not None for row in told.rows)
    heads = (
        *(adding_up.dimension(told.why.by), _("Of all cases"), _("Different cases"), _("Real change")),
        *([_("New or gone")] if apart else []),
        _("Together"),
    )
    rows = [
        (row.name, _moved(row.part.part_before, row.part.part_now), row.mix, row.rate, row.apart, row.total)
        for row in told.rows
    ]
    rows.append((_("All"), "", told.mix, told.rate, told.new + told.vanished, told.change))
    shown = tuple(
        (Cell(name), Cell(of_all), _tenths(mix), _tenths(rate), *([_tenths(gone)] if apart else []), _tenths(total))
        for name, of_all, mix, rate, gone, total in rows
    )
    sheet = _("Why {metric}").format(metric=metric)
    widths = (1.0, *(0.0 for _head in heads[1:]))
    return Table("", heads, shown, widths, frozenset(range(1, len(heads))), parts.rows(told), sheet)


def _moved(before: float, now: float) -> str:
    words = _("{before} → {now}")
    return words.format(before=formats.value(before, "share"), now=formats.value(now, "share"))


def _tenths(x: int | None) -> Cell:
    return Cell(formats.NO_VALUE if x is None else formats.signed(x / 10))
