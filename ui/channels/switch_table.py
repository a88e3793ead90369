"""Customers who had to switch: from which channel to which, as a table, with the share beside each channel."""

from answers.channels import Switches
from metrics.metric import Value
from ui import formats
from ui.channels.scroll import scrolling
from ui.filters import channel_name
from ui.formats import html
from ui.language import gettext as _

_ENOUGH = 30
_DARKEST = 4  # of the shades of the heat map: dark words stand on it


def table(view: Switches) -> str:
    """A row per channel that was asked first, a column per channel that was asked next, as HTML."""
    first = [name for name, value in view.by_channel.items() if value.n]
    then = [name for name in view.by_channel if any(other == name for _one, other in view.moves)]
    then += sorted({other for _one, other in view.moves} - set(then))
    heads = [_("Asked first by"), *(_("then {channel}").format(channel=channel_name(name)) for name in then)]
    heads += [_("Asked again elsewhere"), _("Requests")]
    head = "".join(f'<th scope="col">{html(text)}</th>' for text in heads)
    most = max(view.moves.values(), default=0)
    body = "".join(_row(name, view, then, most) for name in first)
    rows = f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    return scrolling(f'<table class="tz-moved tz-switches">{rows}</table>', _("Who had to switch"))


def title(view: Switches) -> str:
    """How many had to switch, and the way that most of them took."""
    if view.whole.n < _ENOUGH:
        return _("Too few requests of known customers to tell who had to switch")
    words = _("{share} of requests were asked again by another channel within 7 days")
    said = words.format(share=formats.value(view.whole.value, "share"))
    if not view.moves:
        return said
    one, other = max(view.moves, key=lambda way: (view.moves[way], way))
    way = _("most often from {one} to {other}").format(one=channel_name(one).lower(), other=channel_name(other).lower())
    return f"{said}, {way}"


def _row(name: str, view: Switches, then: list[str], most: int) -> str:
    cells = []
    for other in then:
        n = view.moves.get((name, other), 0)
        shade = round(_DARKEST * n / most) if most else 0
        own = name == other
        text = "" if own else formats.value(n, "count")
        cells.append(f'<td class="{"" if own else f"tz-heat-{shade}"}">{html(text)}</td>')
    return (
        f'<tr><th scope="row">{html(channel_name(name))}</th>{"".join(cells)}<td>{_share(view.by_channel[name])}</td>'
        f"<td>{html(formats.value(view.by_channel[name].n, 'count'))}</td></tr>"
    )


def _share(value: Value) -> str:
    if value.n < _ENOUGH:
        return html(formats.absence("too_few", "share"))
    bounds = formats.interval(value.low, value.high, "share")
    return f"<b>{html(formats.value(value.value, 'share'))}</b> <small>{html(bounds)}</small>"
