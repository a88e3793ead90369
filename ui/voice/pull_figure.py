"""What pulls a score as a figure: a line per group with its score, n, response rate and points, on two shared axes.

Written as a list of texts with marks beside them, so that it can be read aloud and needs no chart library.
"""

from answers.voice import Drivers, Group
from metrics.drivers import LEAST
from ui import axes, formats
from ui.axes import Axis
from ui.formats import html
from ui.language import current
from ui.language import gettext as _
from ui.voice import words

_STEADY = 30  # answers: the intervals of smaller groups would squeeze all others together; they run out of the axis


def figure(found: Drivers) -> str:
    """The figure as HTML for `st.html`."""
    shown = [each for each in found.groups if each.driver.value.n >= LEAST]
    steady = [each for each in shown if each.driver.value.n >= _STEADY] or shown
    values = [x for each in steady for x in (each.driver.value.value, each.driver.value.low, each.driver.value.high)]
    reach = max((abs(x) for each in steady for x in in_points(found, each) if x is not None), default=0.0) or 1.0
    left = axes.axis([*values, found.whole.value], found.metric.unit, current())
    right = axes.axis([-reach, reach], "points", current())
    heads = (words.way(found.by), words.score_word(found.metric.id), "", "n", _("Response"), _("Pulls"), _("Points"))
    head = "".join(f"<span>{html(text)}</span>" for text in heads)
    lines = "".join(_line(found, each, left, right) for each in found.groups)
    foot = f"<span></span>{_ticks(left)}<span></span><span></span><span></span>{_ticks(right)}<span></span>"
    return (
        f'<div class="tz-wall"><div class="tz-pulls"><div class="tz-pull tz-pull-head" aria-hidden="true">{head}</div>'
        f'<ul>{lines}</ul><div class="tz-pull tz-pull-axis" aria-hidden="true">{foot}</div></div></div>'
    )


def in_points(found: Drivers, each: Group) -> tuple[float, float | None, float | None]:
    """What a group adds to the whole, and the interval of that, in points."""
    driver, size = each.driver, 100 if found.metric.unit == "share" else 1
    low, high = (None if bound is None else bound * size for bound in (driver.low, driver.high))
    return driver.points * size, low, high


def points_words(found: Drivers, each: Group) -> str:
    """ "−1.0 (−1.7 to −0.4)"."""
    points, low, high = in_points(found, each)
    if low is None or high is None:
        return formats.signed(points)
    words_ = _("{points} ({low} to {high})")
    return words_.format(points=formats.signed(points), low=formats.signed(low), high=formats.signed(high))


def spoken(found: Drivers, each: Group) -> str:
    """The whole sentence of a line."""
    value, unit = each.driver.value, found.metric.unit
    said = _("{score} {value} ({bounds}), {n}").format(
        score=words.score_name(found.metric.id),
        value=formats.value(value.value, unit),
        bounds=formats.interval(value.low, value.high, unit),
        n=formats.n(value.n),
    )
    parts = [said, _("{points} points").format(points=points_words(found, each))]
    if each.response.value is not None:
        rate = formats.value(each.response.value, "share")
        parts.append(_("{rate} of the surveys sent were answered").format(rate=rate))
    return f"{words.group(found.by, each.name)}: {'; '.join(parts)}"


def _line(found: Drivers, each: Group, left: Axis, right: Axis) -> str:
    driver, unit = each.driver, found.metric.unit
    name = f'<span class="tz-pull-name">{html(words.group(found.by, each.name))}</span>'
    n = html(formats.value(driver.value.n, "count"))
    count = f'<small class="tz-pull-n"><span class="tz-pull-word">n = </span>{n}</small>'
    if driver.value.n < LEAST:
        few = html(formats.absence("too_few", unit))
        return f'<li class="tz-pull tz-pull-small">{name}<b>{few}</b>{count}</li>'
    score = _track(left, (driver.value.value, driver.value.low, driver.value.high), found.whole.value, "tz-pull-score")
    tone = ("tz-worse" if driver.points < 0 else "tz-better") if driver.real else "tz-usual"
    points = in_points(found, each)
    pull = _track(right, points, 0.0, f"tz-pull-by {tone}")
    word = f"<small>{html(_('beyond chance'))}</small>" if driver.real else ""
    return (
        f'<li class="tz-pull" title="{html(spoken(found, each))}">{name}{score}'
        f'<b class="tz-pull-value">{html(formats.value(driver.value.value, unit))}</b>{count}{_response(each)}'
        f'{pull}<b class="tz-pull-points {tone}">{html(formats.signed(points[0]))}{word}</b></li>'
    )


def _response(each: Group) -> str:
    if each.response.value is None:
        return '<small class="tz-pull-rate"></small>'
    rate = html(formats.value(each.response.value, "share"))
    word = f'<span class="tz-pull-word"> {html(_("answered"))}</span>'
    return f'<small class="tz-pull-rate">{rate}{word}</small>'


def _track(axis: Axis, known: tuple[float | None, ...], against: float | None, kind: str) -> str:
    """A value with its interval (value, low, high) on an axis, and the line that it is read against."""

    def place(x: float) -> float:
        return min(max(axis.height(x), 0.0), 1.0)

    value, low, high = known
    marks = "" if against is None else f'<i class="tz-pull-zero" style="inset-inline-start:{place(against):.1%}"></i>'
    if low is not None and high is not None:
        start, end = place(low), place(high)
        marks += f'<i class="tz-pull-band" style="inset-inline-start:{start:.1%};width:{max(end - start, 0):.1%}"></i>'
    if value is not None:
        marks += f'<i class="tz-pull-dot" style="inset-inline-start:{place(value):.1%}"></i>'
    return f'<span class="tz-pull-track {kind}" aria-hidden="true">{marks}</span>'


def _ticks(axis: Axis) -> str:
    drawn = "".join(
        f'<i style="inset-inline-start:{axis.height(x):.1%}">{html(label)}</i>'
        for x, label in zip(axis.ticks, axis.labels, strict=True)
    )
    return f'<span class="tz-pull-ticks">{drawn}</span>'
