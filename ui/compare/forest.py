"""The chart of the differences: a line per metric, its difference as a dot with its interval, zero on one upright.

Written as lists of texts with marks beside them, so that it can be read aloud and needs no chart library.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from answers.compare import Compared
from metrics.metric import Unit
from ui import axes, formats, scorecard
from ui.compare import words
from ui.formats import html
from ui.language import current
from ui.language import gettext as _

MOST = 100.0  # percent: what differs by more is drawn at the edge, else it would squeeze all others
_LEAST = 0.5  # half of an axis at least, so that next to nothing looks like it


@dataclass(frozen=True)
class _Row:
    """A metric with where its difference, and the ends of its interval, stand on the axis of its group."""

    of: Compared
    verdict: words.Verdict
    at: float | None
    low: float | None
    high: float | None


def forest(compared: Sequence[Compared], a: str, b: str) -> str:
    """The groups as HTML for `st.html`; what has no difference at all is left out."""
    shown = [each for each in compared if each.difference is not None]
    names = {
        "share": _("Shares: difference in points"),
        "points": _("Net promoter score: difference in points"),
        "score": _("Scores: difference on their scale"),
        "percent": _("Durations, numbers, costs: difference in percent of {b}").format(b=b),
    }
    groups = {kind: [_row(each) for each in shown if _kind(each.metric.unit) == kind] for kind in names}
    drawn = "".join(_group(kind, names[kind], rows, a, b) for kind, rows in groups.items() if rows)
    ends = f"<span><small>← {html(_('A lower'))}</small><small>{html(_('A higher'))} →</small></span>"
    return f'<div class="tz-forests"><div class="tz-forest-ends" aria-hidden="true">{ends}</div>{drawn}</div>'


def _kind(unit: Unit) -> str:
    """By what a difference is drawn: in its own unit where that is one for all, else in percent."""
    return unit if unit in ("share", "points", "score") else "percent"


def _row(each: Compared) -> _Row:
    now, before = words.compared(each)
    verdict, kind = words.verdict(each), _kind(each.metric.unit)
    if verdict == "too_few" or now is None or before is None or (kind == "percent" and before <= 0):
        return _Row(each, verdict, None, None, None)
    per_one = {"share": 100.0, "percent": 100.0 / before if before else 1.0}.get(kind, 1.0)
    low, high = (None if x is None else x * per_one for x in (each.low, each.high))
    return _Row(each, verdict, (now - before) * per_one, low, high)


def _group(kind: str, name: str, rows: Sequence[_Row], a: str, b: str) -> str:
    known = [abs(x) for row in rows for x in (row.at, row.low, row.high) if x is not None]
    reach = max([*known, _LEAST])
    if kind == "percent":
        reach = min(reach, MOST)
    axis = axes.axis([-reach, reach], "points", current(), 4)
    labels = _percents(axis.ticks) if kind == "percent" else axis.labels
    ticks = "".join(
        f'<i style="inset-inline-start:{axis.height(x):.1%}">{html(label)}</i>'
        for x, label in zip(axis.ticks, labels, strict=True)
        if known
    )
    lines = "".join(_line(row, axis, a, b) for row in rows)
    return (
        f'<section class="tz-forest"><h3>{html(name)}</h3><ul>{lines}</ul>'
        f'<div class="tz-forest-axis" aria-hidden="true"><span>{ticks}</span></div></section>'
    )


def _percents(ticks: Sequence[float]) -> list[str]:
    labels = formats.ticks([x / 100 for x in ticks], "share")
    return [f"+{label}" if x > 0 else label for x, label in zip(ticks, labels, strict=True)]


def _line(row: _Row, axis: axes.Axis, a: str, b: str) -> str:
    metric, verdict = row.of.metric, row.verdict
    name = f'<span class="tz-forest-name">{html(scorecard.metric_name(metric))}</span>'
    said = f'<span class="tz-forest-said tz-said-{verdict}">{_sign(verdict)}{html(words.brief(verdict))}</span>'
    per_day = f" <small>{html(_('per open day'))}</small>" if row.of.per_day is not None else ""
    step = formats.NO_VALUE if verdict == "too_few" else words.step(row.of)
    return (
        f'<li title="{html(_spoken(row.of, a, b))}">{name}<span class="tz-forest-track" aria-hidden="true">'
        f"{_marks(row, axis)}</span><b>{html(step)}{per_day}</b>{said}</li>"
    )


def _marks(row: _Row, axis: axes.Axis) -> str:
    """The upright of zero, the interval, the dot; an arrow at the edge where the difference lies beyond it."""
    marks = f'<i class="tz-forest-zero" style="inset-inline-start:{axis.height(0):.1%}"></i>'
    if row.at is None:
        return marks
    paint = f"tz-mark-{row.verdict}"
    if row.low is not None and row.high is not None:
        low, high = (_inside(axis.height(x)) for x in (row.low, row.high))
        marks += (
            f'<i class="tz-forest-bar {paint}" style="inset-inline-start:{low:.1%};width:{max(high - low, 0):.1%}"></i>'
        )
    at = axis.height(row.at)
    if at != _inside(at):
        return f'{marks}<i class="tz-forest-beyond {paint}" data-to="{"high" if at > 1 else "low"}"></i>'
    return f'{marks}<i class="tz-forest-dot {paint}" style="inset-inline-start:{at:.1%}"></i>'


def _inside(at: float) -> float:
    return min(max(at, 0.0), 1.0)


def _sign(verdict: words.Verdict) -> str:
    sign = {"better": "✓ ", "worse": "! ", "differs": "≠ "}.get(verdict, "")
    return f'<span aria-hidden="true">{sign}</span>' if sign else ""


def _spoken(each: Compared, a: str, b: str) -> str:
    """The whole sentence of a line."""
    unit, between = each.metric.unit, words.bounds(each)
    said = _("{metric}: {a} {now} ({n}), {b} {before} ({m}); difference {step}").format(
        metric=scorecard.metric_name(each.metric),
        a=a,
        b=b,
        now=formats.value(each.second.value, unit),
        before=formats.value(each.first.value, unit),
        n=formats.n(each.second.n),
        m=formats.n(each.first.n),
        step=words.step(each),
    )
    return f"{said} ({between})" if between else said
