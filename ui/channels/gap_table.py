"""How far the best and the worst channel are apart: within the same topics, and as they are, side by side."""

from collections.abc import Mapping

from metrics.catalogue import metric as entry
from metrics.composed import Gap
from metrics.metric import Value
from ui import formats
from ui.channels.scroll import scrolling
from ui.filters import channel_name
from ui.formats import html
from ui.language import gettext as _


def table(gaps: Mapping[str, Gap]) -> str:
    """One row per metric, as HTML."""
    heads = (_("Share"), _("Best"), _("Worst"), _("Gap in the same topics"), _("Gap as it is"), _("What the topics do"))
    head = "".join(f'<th scope="col">{html(text)}</th>' for text in heads)
    body = "".join(_row(metric, gap) for metric, gap in gaps.items())
    rows = f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    return scrolling(f'<table class="tz-moved tz-gaps">{rows}</table>', _("Gaps between channels"))


def sentence(gaps: Mapping[str, Gap]) -> str:
    """The widest gap that is more than chance, as the title of the table."""
    sure = {metric: gap for metric, gap in gaps.items() if gap.difference.low is not None and gap.difference.low > 0}
    if not sure:
        return _("No gap between the channels is more than chance")
    metric = max(sure, key=lambda one: sure[one].difference.value or 0.0)
    gap = sure[metric]
    words = _("The widest gap: {metric}, {best} {step} above {worst}")
    step = formats.change(gap.difference.value, 0.0, "share").lstrip("+")
    return words.format(
        metric=_(entry(metric).name).lower(), best=channel_name(gap.best), step=step, worst=channel_name(gap.worst)
    )


def _row(metric: str, gap: Gap) -> str:
    cells = [channel_name(gap.best), channel_name(gap.worst)]
    compared = _cell(gap.difference) if gap.within_topics else html(_("topics are not known"))
    plain = "".join(f"<td>{html(text)}</td>" for text in cells)
    return (
        f'<tr><th scope="row">{html(_(entry(metric).name))}</th>{plain}<td>{compared}</td>'
        f"<td>{_cell(gap.crude)}</td><td>{html(_topics(gap))}</td></tr>"
    )


def _cell(value: Value) -> str:
    step = formats.change(value.value, 0.0, "share")
    bounds = ""
    if value.low is not None and value.high is not None:
        words = _("{low} to {high}")
        bounds = words.format(low=formats.signed(100 * value.low), high=formats.signed(100 * value.high))
    chance = _("within chance") if value.low is not None and value.low <= 0 else ""
    details = ", ".join(filter(None, (bounds, chance, formats.n(value.n))))
    return f"<b>{html(step)}</b> <small>{html(details)}</small>"


def _topics(gap: Gap) -> str:
    """What part of the crude gap comes from the topics that each channel gets."""
    if not gap.within_topics or gap.difference.value is None or gap.crude.value is None:
        return formats.NO_VALUE
    part = gap.crude.value - gap.difference.value
    if abs(part) < 0.005:
        return _("nothing: the gap stays")
    step = formats.change(abs(part), 0.0, "share").lstrip("+")
    return _("they make it {step} wider").format(step=step) if part > 0 else _("they hide {step}").format(step=step)
