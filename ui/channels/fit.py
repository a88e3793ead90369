"""What each channel is good at and what it suits, in words: the rules of metrics/channel_fit.py with their numbers."""

from collections.abc import Sequence

from answers.channel_fit import Judgement
from metrics.catalogue import metric as entry
from metrics.channel_fit import IN_WRITING, Comparison, Purpose
from ui import colours, formats
from ui.filters import channel_name
from ui.formats import html
from ui.language import gettext as _


def what(metric: str) -> str:
    """What is compared, in the fewest words."""
    return {
        "first_response_within": _("Answered within an hour"),
        "resolution_within": _("Solved within a day"),
        "fcr_one_touch": _("Solved with one reply"),
        "fcr_no_repeat": _("Solved without a repeat"),
        "csat": _("Satisfied customers"),
        "transfer_rate": _("Handed on"),
        "complaint_rate": _("Complaints"),
        "cost_per_request": _("Cost per request"),
    }[metric]


def purposes(view: Judgement) -> str:
    """The three purposes with the channels that suit them, as HTML."""
    simple, hard = ", ".join(view.topics.simple), ", ".join(view.topics.complex)
    kinds: tuple[tuple[Purpose, str, str], ...] = (
        ("quick", _("For a quick exchange"), _("Simple topics: {topics}.").format(topics=simple) if simple else ""),
        ("complex", _("For complex matters"), _("Complex topics: {topics}.").format(topics=hard) if hard else ""),
        ("documented", _("For what must be in writing"), _("The channels in writing, compared with each other.")),
    )
    shown = []
    for purpose, title, note in kinds:
        suited = [fit for fit in view.fits if fit.purpose == purpose]
        items = "".join(
            f"<li>{_named(fit.channel)}<ul>{''.join(_evidence(each, purpose) for each in fit.evidence)}</ul></li>"
            for fit in suited
        )
        none = f'<p class="tz-none">{html(_nothing(purpose, view))}</p>'
        body = f"<ul class='tz-fit'>{items}</ul>" if items else none
        shown.append(f'<section><h3>{html(title)}</h3>{body}<p class="tz-fit-note">{html(note)}</p></section>')
    return f'<div class="tz-wall"><div class="tz-fits tz-suits">{"".join(shown)}</div></div>'


def strengths(view: Judgement, channels: Sequence[str]) -> str:
    """Each channel's strengths and weaknesses as HTML, in the order of `channels`."""
    return f'<div class="tz-wall"><div class="tz-fits">{"".join(_channel(view, one) for one in channels)}</div></div>'


def _channel(view: Judgement, channel: str) -> str:
    own = [each for each in view.compared if each.channel == channel]
    good = [each for each in own if each.better]
    bad = [each for each in own if each.better is False]
    also = [each for each in own if each.apart and each.better is None]
    same = [what(each.metric).lower() for each in own if not each.apart]
    parts = [
        *(_side(_("Stronger than the others"), "better", "✓", good)),
        *(_side(_("Weaker than the others"), "worse", "!", bad)),
        *(_side(_("Different, for better or worse"), "neutral", "≠", also)),
    ]
    if same:
        words = _("No real difference: {metrics}.").format(metrics=", ".join(same))
        parts.append(f'<p class="tz-fit-note">{html(words)}</p>')
    if not own:
        parts.append(f'<p class="tz-none">{html(_("Too few cases to compare it with the others."))}</p>')
    return f"<section><h3>{_named(channel)}</h3>{''.join(parts)}</section>"


def _side(title: str, tone: str, sign: str, found: Sequence[Comparison]) -> list[str]:
    if not found:
        return []
    lines = "".join(_evidence(each) for each in found)
    mark = f'<span aria-hidden="true">{sign}</span> '
    return [f'<p class="tz-fit-side tz-{tone}">{mark}{html(title)}</p>', f"<ul class='tz-fit-lines'>{lines}</ul>"]


def _evidence(each: Comparison, purpose: Purpose | None = None) -> str:
    """ "Solved within a day: 79.4% against 72.8%, +5.8 points within the same topics, n = 12,424"."""
    unit = entry(each.metric).unit
    own, others = formats.value(each.own.value, unit), formats.value(each.others.value, unit)
    against = (
        _("against {value} of the others in writing") if purpose == "documented" else _("against {value} elsewhere")
    )
    details = [formats.n(each.difference.n)]
    if each.difference.low is not None:
        words = _("{step} among the same cases ({low} to {high})")
        low, high = (formats.signed(100 * bound) for bound in (each.difference.low, each.difference.high or 0.0))
        details.insert(0, words.format(step=formats.change(each.difference.value, 0.0, unit), low=low, high=high))
    if not each.apart:
        details.insert(1, _("no real difference"))
    return (
        f"<li>{html(what(each.metric))} <b>{html(own)}</b> {html(against.format(value=others))}"
        f"<small>{html(', '.join(details))}</small></li>"
    )


def _nothing(purpose: Purpose, view: Judgement) -> str:
    topics = {"quick": view.topics.simple, "complex": view.topics.complex}.get(purpose, ("",))
    if not topics:
        return _("The data name no such topics, so nothing can be said.")
    if purpose == "documented" and not any(each.channel in IN_WRITING for each in view.compared):
        return _("Too few requests in writing to compare.")
    return _("No channel is better here beyond chance.")


def _named(channel: str) -> str:
    paint = channel if channel in colours.CHANNELS else "other"
    return f'<span class="tz-side-name"><i class="tz-dot tz-channel-{paint}"></i>{html(channel_name(channel))}</span>'
