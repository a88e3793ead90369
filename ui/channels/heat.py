"""When requests come: the hours of the week as a table whose cells are the darker the more there is, closed hours
hatched. The numbers stand in the cells, so it can be read without colours and read aloud."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from answers.channels import Hour
from metrics.metric import Value
from ui import formats
from ui.channels.clock import hour_name, hour_number, weekday_name
from ui.channels.scroll import scrolling
from ui.evidence import Pick
from ui.formats import html
from ui.language import gettext as _
from ui.numbers import Rows
from ui.shell import Reader

Shown = Literal["requests", "within"]
_ENOUGH = 30  # requests of a cell below which its share is not shown
_SHADES = 6


@dataclass(frozen=True)
class Heat:
    """The finished heat map: its message, the week by requests and by answers in time, the numbers behind both."""

    title: str
    tables: Mapping[str, str]
    rows: Rows
    picks: tuple[Pick, ...]


def heat(hours: Sequence[Hour], picks: tuple[Pick, ...]) -> Heat:
    """The heat map of a week."""
    tables: dict[str, str] = {"requests": table(hours, "requests"), "within": table(hours, "within")}
    return Heat(title(hours), tables, rows(hours), picks)


def table(hours: Sequence[Hour], shown: Shown) -> str:
    """The week as HTML: a row per weekday in the order given, a column per hour."""
    most = max((hour.requests.n for hour in hours), default=0)
    heads = "".join(f'<th scope="col">{hour_number(hour)}</th>' for hour in range(24))
    rows = []
    for at in range(0, len(hours), 24):
        cells = "".join(_cell(hour, shown, most) for hour in hours[at : at + 24])
        day = html(weekday_name(hours[at].weekday))
        rows.append(f'<tr><th scope="row">{day}</th>{cells}</tr>')
    body = f"<thead><tr><td></td>{heads}</tr></thead><tbody>{''.join(rows)}</tbody>"
    return scrolling(f'<table class="tz-heat">{body}</table>', _("Hours of the week")) + _legend(shown)


def title(hours: Sequence[Hour]) -> str:
    """What the heat map shows first: the busiest hour, and how much comes while nobody is there."""
    total = sum(hour.requests.n for hour in hours)
    if not total:
        return _("No requests in this period")
    busiest = max(hours, key=lambda hour: hour.requests.n)
    outside = sum(hour.requests.n for hour in hours if hour.open is False)
    words = _("Busiest {weekday} at {hour}; {share} come outside opening hours")
    share = formats.value(outside / total, "share")
    return words.format(weekday=weekday_name(busiest.weekday), hour=hour_name(busiest.hour), share=share)


def rows(hours: Sequence[Hour]) -> Rows:
    """The same as rows for a spreadsheet."""
    return [
        {
            _("Weekday"): weekday_name(hour.weekday),
            _("Hour"): hour_name(hour.hour),
            _("Requests"): hour.requests.n,
            _("Answered in time"): formats.value(hour.within.value, "share")
            if _known(hour.within)
            else formats.NO_VALUE,
            "n": hour.within.n,
            _("Open"): {True: _("open"), False: _("closed"), None: _("part of it")}[hour.open],
            "weekday": hour.weekday,
            "hour": hour.hour,
            "value": hour.within.value if _known(hour.within) else None,
        }
        for hour in hours
    ]


def _cell(hour: Hour, shown: Shown, most: int) -> str:
    n = hour.requests.n
    if shown == "requests":
        shade = round(_SHADES * n / most) if most else 0
        text = formats.value(n, "count") if n else ""
    else:
        value = hour.within.value if _known(hour.within) else None
        # The more is late, the darker: what needs people stands out.
        shade = 0 if value is None else round(_SHADES * min(1.0, 2 * (1 - value)))
        text = "" if value is None else formats.entered(round(value, 2), "share")
    closed = " tz-heat-closed" if hour.open is False else " tz-heat-part" if hour.open is None else ""
    said = f"{weekday_name(hour.weekday)} {hour_name(hour.hour)}: {_spoken(hour)}"
    if shown == "requests" and n:
        shade = max(shade, 1)  # one request is not none
    return f'<td class="tz-heat-{shade}{closed}" title="{html(said)}">{html(text)}</td>'


def _spoken(hour: Hour) -> str:
    words = [_("{n} requests").format(n=formats.value(hour.requests.n, "count"))]
    if _known(hour.within):
        words.append(_("{share} answered in time").format(share=formats.value(hour.within.value, "share")))
    if hour.open is False:
        words.append(_("closed"))
    return ", ".join(words)


def _known(value: Value) -> bool:
    return value.value is not None and value.n >= _ENOUGH


def _legend(shown: Shown) -> str:
    shades = "".join(f'<i class="tz-heat-{shade}"></i>' for shade in range(_SHADES + 1))
    ends = (_("fewer"), _("more requests")) if shown == "requests" else (_("all in time"), _("half or more late"))
    few = "" if shown == "requests" else f"<span>{html(_('empty: fewer than {n} requests').format(n=_ENOUGH))}</span>"
    return (
        f'<p class="tz-heat-legend"><span>{html(ends[0])} {shades} {html(ends[1])}</span>'
        f'<span><i class="tz-heat-0 tz-heat-closed"></i> {html(_("closed by the settings"))}</span>{few}</p>'
    )


def name(shown: str) -> str:
    """What the cells show, as it is chosen."""
    return _("Requests") if shown == "requests" else _("Answered in time")


def note(who: Reader) -> str:
    """By whose clock, and since when the hours are open."""
    return _("Local time, {zone}; opening hours of the organisation").format(zone=who.generation.settings.zone)
