"""The queue as the waiting page draws it: the chart of the last weeks or months, and the table whose rows add up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st

from answers import backlog, clock
from answers.backlog import Flow, Queue, Where
from answers.evidence import asked
from metrics.backlog import Outlook
from ui import date_notes, evidence, formats, numbers
from ui.evidence import Pick
from ui.language import gettext as _
from ui.marks import Figure
from ui.numbers import Rows
from ui.shell import Reader
from ui.views import Point
from ui.waiting import backlog_chart
from ui.waiting.backlog_chart import Backlog

WEEKS, MONTHS = "weeks", "months"  # how far the page looks back
BACK = 13  # of either
_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Drawn:
    """A finished chart, the ways to what is behind its points, the rows of its table, and how they were checked."""

    figure: Figure
    alt: str
    rows: Rows
    checked: str
    picks: tuple[Pick, ...]


def drawn(held: Queue, ahead: tuple[date, Outlook] | None, over: str, who: Reader, where: Where) -> Drawn:
    """The last BACK weeks by day, or the last BACK months by week. `where`: what the queue was chosen by."""
    grain: formats.Grain = "week" if over == WEEKS else "month"
    flows = backlog.flows(held, grain, BACK, who.generation)
    view = _view(held, ahead, flows, over, who)
    return Drawn(
        figure=backlog_chart.figure(view, who.theme, who.locale, who.calendar),
        alt=backlog_chart.alt(view, who.locale, who.calendar),
        rows=_rows(flows, grain, held, who),
        checked=_checked(held, flows),
        picks=_picks(view, held, who, where),
    )


def _view(held: Queue, ahead: tuple[date, Outlook] | None, flows: Sequence[Flow], over: str, who: Reader) -> Backlog:
    standing = backlog.standing(held, flows[0].first)
    latest = standing[-1][0]
    # By week: the last complete day, where the forecast begins, every seventh before it, and the day that still runs.
    apart, whole = _WEEK if over == MONTHS else timedelta(days=1), min(latest, held.complete)
    shown = [(day, n) for day, n in standing if not (whole - day) % apart or day == latest]
    points = tuple(Point(day, day, float(n), complete=day <= held.complete) for day, n in shown)
    coming: list[Point] = []
    if ahead is not None:
        since, outlook = ahead
        days = [(since + timedelta(days=n), *each) for n, each in enumerate(outlook.fan, 1)]
        coming = [
            Point(day, day, middle, low=low, high=high) for day, low, middle, high in days if not (day - since) % apart
        ]
    grain: formats.Grain = "day" if over == WEEKS else "month"
    begins = [each.first for each in flows]
    every: formats.Grain = "week" if over == WEEKS else "month"
    while coming and (after := clock.shift(every, begins[-1], 1, who.generation)) <= coming[-1].last:
        begins.append(after)
    ticks = backlog_chart.ticks(begins, grain, who.locale, who.calendar)
    return Backlog(points, tuple(coming), ticks, date_notes.notes(who))


def _picks(view: Backlog, held: Queue, who: Reader, where: Where) -> tuple[Pick, ...]:
    """The requests behind each day of the line, newest first."""
    begun: date = held.days["date"][0]
    return tuple(
        Pick(
            id=each.last.isoformat(),
            label=_("the queue of {day}").format(day=formats.date(each.last, who.locale, who.calendar)),
            asked=asked("backlog", (begun, each.last), where),
            n=int(each.value or 0),
        )
        for each in reversed(view.points)
    )


def _rows(flows: Sequence[Flow], grain: formats.Grain, held: Queue, who: Reader) -> Rows:
    """One row a period, newest first; solving and leaving by date are told apart where there are both."""
    rows = []
    for each in reversed(flows):
        name = formats.period(grain, each.first, who.locale, who.calendar)
        row: dict[str, object] = {
            _("Period"): name if each.complete else _("{period} (in part)").format(period=name),
            _("Open at start"): each.start,
            _("Created"): each.created,
        }
        if held.has_history or not held.has_dates_alone:
            row |= {_("Solved"): each.solved, _("Reopened"): each.reopened}
        if held.has_dates_alone:
            row[_("Closed, by date")] = each.left
        rows.append(row | {_("Open at end"): each.end, "first_day": each.first, "last_day": each.last})
    return rows


def _checked(held: Queue, flows: Sequence[Flow]) -> str:
    """How the rows were made, that they add up, and how they agree with what stands open."""
    said = []
    if held.has_dates_alone:
        said.append(
            _(
                "The export tells no history, so a request leaves on the day on which it was solved, hung up or given "
                "up; a reopening in between is not seen: created − closed, by their dates."
            )
            if not held.has_history
            else _("Where the export tells no history, requests leave on the day on which they were closed.")
        )
    if all(each.adds_up for each in flows):
        said.append(_("Checked: in each row start + created + reopened − solved or closed = end."))
    else:
        said.append(_("The rows do not add up: please report this as a mistake of Tarazu."))
    if held.apart > 0:
        words = _("{n} more are open without a day on which they came, so no row has them.")
        said.append(words.format(n=formats.value(held.apart, "count")))
    elif held.apart < 0:
        words = _("{n} of these were hung up or solved by a bot, while their history still has them open.")
        said.append(words.format(n=formats.value(-held.apart, "count")))
    else:
        said.append(_("The last end is the number of requests that stand open."))
    return " ".join(said)


def show(view: Drawn, note: str, who: Reader) -> None:
    """The chart on its paper, and the requests behind its days."""
    title = _("Open requests at the end of each day")
    evidence.chart(who, title, view.figure, view.alt, "queue", view.picks, note)


def table(view: Drawn, over: str) -> None:
    """The rows behind it, closed until somebody asks."""
    with st.expander(_("What came, what left, what stayed")):
        st.caption(formats.md(view.checked))
        numbers.download(view.rows, f"queue-by-{over}", key="queue-flow")
