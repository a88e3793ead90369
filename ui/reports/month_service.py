"""The service of a month in its report: channels side by side, goals, what waits, what customers say."""

from datetime import date

from answers import backlog, channels, clock, goal_standing, waiting
from answers.channels import Promise, SideBySide
from answers.goal_standing import Standing
from data import machine_clock, records
from data.records import Goal
from metrics.catalogue import metric as entry
from ui import formats, scorecard
from ui.channels import sentence as channels_sentence
from ui.channels import table as channels_table
from ui.channels.promise_cards import verdict
from ui.filters import Filters, channel_name
from ui.goals import words
from ui.goals.cards import scope_words
from ui.language import gettext as _
from ui.numbers import Rows
from ui.overview.scorecard import rows as scorecard_rows
from ui.reports import charts
from ui.reports.document import Block, Cell, Figure, Figures, Section, Table, Text
from ui.shell import Reader
from ui.voice import head as voice_head
from ui.waiting import summary
from ui.waiting import words as waiting_words

DRAWN = ("first_response_within", "resolution_time", "sla_resolution", "fcr_one_touch", "csat", "cost_per_request")
QUIET = waiting.DAYS
OPENED = 400  # days of the queue that its rates are taken from, at most


def side_by_side(who: Reader, first: date, chosen: Filters) -> Section:
    """The channels of the month: the promise of each, six metrics as pictures, all of them as a table."""
    scope, generation, where = who.scope, who.generation, chosen.where
    span = channels.span_of(first, 1, generation)
    side = channels.side_by_side(span, scope, generation, where)
    if not side.channels:
        return Section(_("Channels"), (Text(_("Nothing was counted in this month."), "quiet"),))
    earlier = channels.year_before(span, generation)
    few = ("requests", channels_sentence.PROMISE, "queue_wait")
    before = channels.side_by_side(earlier, scope, generation, where, few) if earlier else None
    kept = channels.promises(side, generation, records.goals(scope, generation.dataset), where, first)
    said = channels_sentence.sentence(side, kept, generation.settings.promises, before)
    figures = tuple(_figure(side, metric, kept) for metric in DRAWN if metric in side.metrics)
    blocks: list[Block] = [Text(said), Figures(figures, columns=2)]
    blocks.append(
        Text(_("A dot is the value, the bar its 95 % interval, the upright mark what was promised."), "quiet")
    )
    blocks.append(_all(side, kept))
    return Section(_("Channels"), tuple(blocks), own_page=True)


def _figure(side: SideBySide, metric: str, kept: list[Promise]) -> Figure:
    targets = {each.channel: each.target for each in kept if each.metric == metric}
    known = entry(metric)
    facts = [
        f"{channel_name(name)} {formats.value(value.value, known.unit)}, {formats.n(value.n)}"
        for name, value in side.of(metric).items()
        if value.n >= known.minimum_n
    ]
    name = scorecard.metric_name(known)
    alt = _("{metric}: {facts}.").format(metric=name, facts="; ".join(facts) or formats.absence("too_few", known.unit))
    return Figure(name, "", alt, charts.channels(side, metric, targets))


def _all(side: SideBySide, kept: list[Promise]) -> Table:
    """A line per metric, a column per channel; red and green have their word."""
    judged = {(each.metric, each.channel): each for each in kept if each.kept is not None}
    heads = (_("Metric"), *(channel_name(each.name) for each in side.channels))

    def cell(metric: str, channel: channels.Channel) -> Cell:
        known, value = entry(metric), channel.values[metric]
        if value.value is None or not value.n:
            return Cell(formats.NO_VALUE)
        if value.n < known.minimum_n:
            return Cell(formats.absence("too_few", known.unit), formats.n(value.n))
        promise = judged.get((metric, channel.name))
        sure = scorecard.with_interval(known, value)
        word = f", {verdict(promise)}" if promise else ""
        tone = "" if promise is None else "better" if promise.kept else "worse"
        return Cell(formats.value(value.value, known.unit), f"{sure}{word}", tone)

    rows = tuple(
        (Cell(scorecard.metric_name(entry(metric))), *(cell(metric, channel) for channel in side.channels))
        for metric in side.metrics
    )
    widths = (1.3, *(1.0 for _channel in side.channels))
    units = [entry(metric).unit for metric in side.metrics for channel in side.channels if channel.values[metric].n]
    data = [row | {"unit": unit} for row, unit in zip(channels_table.rows(side, kept), units, strict=True)]
    return Table("", heads, rows, widths, data=data, sheet=_("Channels"))


def goals(who: Reader, first: date) -> Section:
    """How every pursued goal stood at the end of the month, or stands as far as the data reach; by deadline."""
    last = clock.span("month", first, first, who.generation)[1]
    on = min(last, clock.as_of(who.generation) or last)
    title = _("Goals on {day}").format(day=formats.date(on, calendar=who.calendar))
    known = sorted(records.goals(who.scope, who.generation.dataset), key=lambda goal: (goal.deadline, goal.title))
    if not known:
        return Section(title, (Text(_("No goals are set."), "quiet"),))
    standings = goal_standing.standings(known, who.scope, who.generation, _, on=on)
    heads = (_("Goal"), _("Now"), _("Target"), _("Deadline"), _("Status"), _("Chance of meeting it"))
    rows = tuple(_goal(goal, standings[goal.id], who) for goal in known)
    data = [_goal_row(goal, standings[goal.id]) for goal in known]
    table = Table("", heads, rows, (2, 0, 0, 1, 1, 0.8), frozenset({1, 2, 5}), data, _("Goals"))
    return Section(title, (Text(words.summary(list(standings.values()))), table))


def _goal(goal: Goal, standing: Standing, who: Reader) -> tuple[Cell, ...]:
    metric = entry(goal.metric)
    tone = {"on_track": "better", "met": "better", "off_track": "worse", "missed": "worse"}.get(standing.status, "")
    chance = formats.NO_VALUE if standing.chance is None else formats.chance(standing.chance)
    return (
        Cell(goal.title, f"{scorecard.metric_name(metric, goal.stat)} · {scope_words(goal)}", strong=True),
        Cell(formats.value(standing.now.value, metric.unit), scorecard.with_interval(metric, standing.now)),
        Cell(formats.entered(goal.target, metric.unit)),
        Cell(formats.date(standing.deadline, calendar=who.calendar), goal.owner),
        Cell(words.word(standing.status), tone=tone),
        Cell(chance),
    )


def _goal_row(goal: Goal, standing: Standing) -> dict[str, object]:
    now = standing.now
    return {
        "title": goal.title,
        "metric": goal.metric,
        "scope": scope_words(goal),
        "unit": entry(goal.metric).unit,
        "owner": goal.owner,
        "baseline": goal.baseline,
        "value": now.value,
        "n": now.n,
        "low": now.low,
        "high": now.high,
        "target": goal.target,
        "deadline": standing.deadline,
        "status": standing.status,
        "chance": standing.chance,
    }


def queue(who: Reader, chosen: Filters) -> Section:
    """What waits at the latest moment of the data, whatever the month."""
    title = _("What waits at the latest moment of the data")
    lacking = waiting.unknown("open", who.generation, _)
    if lacking:
        return Section(title, (Text(lacking, "quiet"),))
    held = waiting.waiting(who.scope, who.generation, chosen.where)
    standing = backlog.queue(who.scope, who.generation, chosen.where, held.rows.height)
    ahead = backlog.outlook(standing, who.generation) if standing else None
    counts = [(kind, held.counts[kind]) for kind in waiting.FORGOTTEN]
    rows = tuple(
        (
            Cell(waiting_words.kind_name(kind, QUIET), waiting_words.kind_definition(kind)),
            Cell(formats.absence("not_available", "count") if count is None else formats.value(count, "count")),
        )
        for kind, count in counts
    )
    data: Rows = [{"kind": waiting_words.kind_name(kind, QUIET), "requests": count} for kind, count in counts]
    table = Table("", (_("Forgotten requests"), _("Requests")), rows, (1, 0), frozenset({1}), data, _("Waiting"))
    return Section(title, (Text(summary.sentence(held, ahead[1] if ahead else None, who)), table))


def voice(key: tuple[object, ...], who: Reader, first: date, chosen: Filters) -> Section:
    """What customers say in the month, in a few sentences and numbers."""
    span = channels.span_of(first, 1, who.generation)
    found = voice_head.head_of(key, who, first, chosen, span, machine_clock.today(who.generation.settings.zone))
    lines = [line for line in found.lines.values() if line.now.value is not None]
    rows = tuple(
        (
            Cell(scorecard.metric_name(line.metric)),
            Cell(
                formats.value(line.now.value, line.metric.unit),
                scorecard.with_interval(line.metric, line.now),
                strong=True,
            ),
            Cell("", spark=charts.spark([value.value for _day, value in line.trend])),
        )
        for line in lines
    )
    heads = (_("Metric"), _("Value"), _("13 months"))
    blocks: tuple[Block, ...] = (Text(found.sentence),)
    data = scorecard_rows(lines, clock.middle("month", first, who.generation))
    table = Table("", heads, rows, (1, 0, 0), frozenset({1}), data, _("What customers say"))
    return Section(_("What customers say"), (*blocks, table) if rows else blocks)
