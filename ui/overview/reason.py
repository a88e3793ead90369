"""Why a share moved, in a sentence: how much is different cases, and how much is a real change. Words only."""

from collections.abc import Sequence

from answers.month import Line
from ui import formats, scorecard
from ui.language import gettext as _
from ui.overview import compared
from ui.overview.adding_up import Row, Told
from ui.overview.compared import Against
from ui.overview.sentences import joined, listed, lower
from ui.periods import Calendar

MOVED = 0.005  # of all cases: a group that grew or shrank by less did not move
_MOST = 0.5  # of a real change: from here on it is the group's


def sentence(line: Line, against: Against, told: Told | None, calendar: Calendar) -> str:
    """Why a share moved: how much of it because of different cases, and how much is a real change."""
    metric, period = scorecard.metric_name(line.metric), compared.name(line, against, calendar)
    if told is None:
        words = _("Why {metric} moved against {period} cannot be told: its cases name no channel, topic or team.")
        return words.format(metric=lower(metric), period=period)
    parts = listed([*_cases(told), _real(told)])
    if told.change == 0:
        words = _("{metric} stands where it did in {period}: {parts}.")
        return words.format(metric=metric, period=period, parts=parts)
    step = formats.change(abs(told.change) / 1000, 0, "share").removeprefix("+")
    words = (
        _("{metric} rose **{step}** against {period}: {parts}.")
        if told.change > 0
        else _("{metric} fell **{step}** against {period}: {parts}.")
    )
    return words.format(metric=metric, step=step, period=period, parts=parts)


def none(lines: Sequence[Line]) -> str:
    """Why no movement of a share is explained."""
    if not any(line.metric.unit == "share" for line in lines):
        return _("Why it moved can be told of shares alone, and none of these is one.")
    return _("Why it moved cannot be told yet: there is no whole month before it to compare with.")


def _cases(told: Told) -> list[str]:
    """Different cases, with what moved from where to where, and groups that are new or gone."""
    said = []
    if told.mix:
        fewer, more = _movers(told)
        words = (
            _("**{step}** because cases moved from {fewer} to {more} (different cases)")
            if fewer and more
            else _("**{step}** from different cases")
        )
        said.append(words.format(step=_points(told.mix), fewer=joined(fewer), more=joined(more)))
    else:
        said.append(_("nothing from different cases"))
    apart = [
        (told.new, _("**{step}** from what is new")),
        (told.vanished, _("**{step}** from what is no longer there")),
    ]
    return said + [words.format(step=_points(step)) for step, words in apart if step]


def _movers(told: Told) -> tuple[list[str], list[str]]:
    """The groups that shrank and those that grew, of which at most two are named, if that is what made the mix."""
    both = [row for row in told.rows if row.part.apart is None]
    towards = [row for row in both if (row.part.mix or 0.0) * told.mix > 0 and abs(_grown(row)) >= MOVED]

    def named(sign: int) -> list[str]:
        side = [row for row in (towards or both) if _grown(row) * sign >= MOVED]
        if not side:  # the other side of the movement, though it adds little itself
            side = [row for row in both if _grown(row) * sign >= MOVED]
        most = sorted(side, key=lambda row: -abs(_grown(row)))[:2]
        return [_in_a_sentence(row, told.why.by) for row in most]

    return named(-1), named(1)


def _grown(row: Row) -> float:
    return row.part.part_now - row.part.part_before


def _real(told: Told) -> str:
    low, high = told.why.rate_interval
    if low <= 0 <= high:
        return _("**{step}** real change, within chance").format(step=_points(told.rate))
    first = max(told.rows, key=lambda row: (row.rate or 0) * told.rate)
    if (first.rate or 0) * told.rate >= _MOST * told.rate**2 > 0:
        words = _("**{step}** real change, most of it in {group}")
        return words.format(step=_points(told.rate), group=_in_a_sentence(first, told.why.by))
    return _("**{step}** real change").format(step=_points(told.rate))


def _in_a_sentence(row: Row, by: str) -> str:
    """A channel is a common noun; a topic or team is called as the data call it."""
    return lower(row.name) if by == "channel" or row.part.group is None else row.name


def _points(tenths: int) -> str:
    return formats.signed(tenths / 10)
