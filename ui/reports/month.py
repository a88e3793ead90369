"""The monthly pack: cover, scorecard, why it moved, channels, goals, what waits, what customers say, notes. A document.

The same answers, words and rounding as on the pages.
"""

from collections.abc import Sequence
from datetime import date

from answers import clock
from answers.month import Line
from data import records
from metrics.metric import Metric
from ui import formats, language, scorecard
from ui.filters import Filters
from ui.goals import history
from ui.language import gettext as _
from ui.overview import first_screen
from ui.overview.scorecard import chosen_metrics
from ui.reports import month_scorecard, month_service
from ui.reports.document import Block, Cell, Document, Section, Table, Text
from ui.shell import Reader, freshness


def document(who: Reader, first: date, chosen: Filters) -> Document:
    """The pack of the month that begins at `first`, of the requests that `chosen` lets through."""
    metrics = chosen_metrics(who)
    key = (*who.key, records.revision(), chosen)
    view = first_screen.month_of(key, who, first, chosen, metrics)
    middle = clock.middle("month", first, who.generation)
    lines = [view.lines[metric] for metric in metrics if metric in view.lines]
    shown = [view.lines[metric] for metric in view.shown]
    name = formats.period("month", first, who.locale, who.calendar)
    running = clock.running_days(first, who.generation) is not None
    period = _("{month} (still running)").format(month=name) if running else name
    title = _("The month in customer service")
    return Document(
        title=title,
        period=period,
        facts=(chosen.words(), _data(who)),
        sections=(
            Section("", tuple(Text(each, "lead") for each in view.sentences)),
            _written(who, first),
            month_scorecard.over_time(shown, who),
            month_scorecard.numbers(lines, who, middle),
            month_scorecard.reasons(shown, who, chosen),
            month_service.side_by_side(who, first, chosen),
            month_service.goals(who, first),
            month_service.queue(who, chosen),
            month_service.voice(key, who, first, chosen),
            *_notes(who, lines),
            _definitions([line.metric for line in lines]),
        ),
        running=_("{title} · {period} · {scope}").format(title=title, period=period, scope=chosen.words()),
        language=who.locale.split("_")[0],
        right_to_left=language.direction(who.locale) == "rtl",
        about=_about(who, period, chosen, lines),
    )


def _data(who: Reader) -> str:
    words = _("{fresh}; data generation {generation}, settings {settings}")
    if who.generation.demonstration:
        words = _("Demonstration data of a made-up company; {fresh}; data generation {generation}, settings {settings}")
    as_of = clock.as_of(who.generation)
    return words.format(fresh=freshness(as_of), generation=who.generation.id, settings=who.generation.settings.version)


def _written(who: Reader, first: date) -> Section:
    """What somebody wrote about the month; the sentences above are generated from the numbers."""
    kept = records.month_summary(who.scope, who.generation.dataset, first)
    if kept is None:
        note = _("Generated from the numbers. Nobody has written a summary of this month: the Overview has a draft.")
        return Section("", (Text(note, "quiet"),))
    when = history.when(kept.written_at, who.calendar)
    signed = _("Written by {author} on {when}.").format(author=kept.author, when=when)
    return Section(_("Summary"), (Text(signed, "quiet"), Text(kept.text.replace("**", ""), "written")))


def _notes(who: Reader, lines: Sequence[Line]) -> tuple[Section, ...]:
    """What people noted on days of the months shown."""
    if not lines:
        return ()
    since, until = lines[0].trend[0][0], clock.span("month", *(lines[0].trend[-1][0],) * 2, who.generation)[1]
    noted = [each for each in records.date_notes(who.scope, who.generation.dataset) if since <= each.on <= until]
    if not noted:
        return ()
    rows = tuple((Cell(formats.date(each.on, calendar=who.calendar)), Cell(each.text)) for each in noted)
    data = [{"day": each.on, "note": each.text, "written_by": each.created_by} for each in noted]
    return (
        Section(_("Notes on dates"), (Table("", (_("Day"), _("Note")), rows, (0, 1), data=data, sheet=_("Notes")),)),
    )


def _definitions(metrics: Sequence[Metric]) -> Section:
    """What each number means: nobody should have to ask."""
    rows = tuple(
        (Cell(scorecard.metric_name(metric)), Cell(_(metric.definition)), Cell(_(metric.formula))) for metric in metrics
    )
    heads = (_("Metric"), _("What it means"), _("Formula"))
    blocks: tuple[Block, ...] = (Table("", heads, rows, (1, 2.4, 1.6)),) if rows else ()
    return Section(_("Definitions"), blocks, own_page=True)


def _about(who: Reader, period: str, chosen: Filters, lines: Sequence[Line]) -> list[dict[str, object]]:
    facts = [(_("Month"), period), (_("Scope"), chosen.words()), (_("Data"), _data(who))]
    facts += [
        (scorecard.metric_name(line.metric), f"{_(line.metric.definition)} {_(line.metric.formula)}") for line in lines
    ]
    return [{_("What"): name, _("Value"): value} for name, value in facts]
