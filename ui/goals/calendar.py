"""Deadlines and check-ins as files: events of whole days for calendars (RFC 5545), rows for spreadsheets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl
from icalendar import Calendar as File
from icalendar import Event
from icalendar.enums import TRANSP

from answers import tables
from answers.goal_digest import Digest
from metrics.catalogue import metric as entry
from ui import formats
from ui.goals import news
from ui.goals.words import kind_word, word
from ui.language import gettext as _


@dataclass(frozen=True)
class Entry:
    """A day of a goal in words. uid: the same for one deadline or check-in wherever it is moved."""

    uid: str
    day: date
    what: str
    title: str
    owner: str
    status: str
    aim: str
    written: datetime
    revised: int


def entries(told: Digest) -> tuple[Entry, ...]:
    """The deadline and next check-in of each goal that is pursued, by day."""
    found = []
    for due in told.dates:
        goal = told.named[due.goal_id]
        target = formats.entered(goal.target, entry(goal.metric).unit)
        found.append(
            Entry(
                uid=f"{due.key}@tarazu",
                day=due.day,
                what=news.due(due),
                title=goal.title,
                owner=goal.owner,
                status=word(told.standings[goal.id].status),
                aim=f"{kind_word(goal.kind)} {target}",
                written=due.written,
                revised=due.revised,
            )
        )
    return tuple(found)


def ics(dates: Sequence[Entry]) -> bytes:
    """A calendar that takes no one's time; the same records give the same bytes."""
    events = [
        Event.new(
            uid=each.uid,
            stamp=each.written,
            sequence=each.revised,
            start=each.day,
            summary=f"{each.what}: {each.title}",
            description=f"{each.aim} · {each.owner}",
            transparency=TRANSP.TRANSPARENT,
        )
        for each in dates
    ]
    file = File.new(prodid="-//Tarazu//Goals//EN", uid="goals@tarazu", name=_("Goals"), subcomponents=events)
    content: bytes = file.to_ical()
    return content


def csv(dates: Sequence[Entry]) -> bytes:
    """One row per day of a goal; texts that a spreadsheet would run are defused."""
    rows = [
        {
            "day": each.day,
            _("What"): each.what,
            _("Goal"): each.title,
            _("Aim"): each.aim,
            _("Owner"): each.owner,
            _("Status"): each.status,
        }
        for each in dates
    ]
    return tables.csv(pl.from_dicts(rows)).encode("utf-8-sig")
