"""The warning that a comparison of two people turns round within every kind of request, with the kinds."""

from collections.abc import Mapping, Sequence

from answers.people import Reversal, Stratum
from metrics.value import Value
from ui import formats
from ui.channels.scroll import scrolling
from ui.filters import channel_name
from ui.formats import html
from ui.language import gettext as _

_SHOWN = 3  # pairs; more would be a wall


def warning(pairs: Sequence[Reversal], names: Mapping[str, str]) -> str:
    """The pairs of one metric as HTML; empty without any."""
    shown = sorted(pairs, key=lambda pair: -_apart(pair))[:_SHOWN]
    return "".join(_pair(pair, names) for pair in shown)


def _apart(pair: Reversal) -> float:
    return (pair.all_higher.value or 0.0) - (pair.all_lower.value or 0.0)


def _pair(pair: Reversal, names: Mapping[str, str]) -> str:
    higher, lower = names.get(pair.higher, pair.higher), names.get(pair.lower, pair.lower)
    words = _(
        "Over all requests {higher} has {a} and {lower} {b}. Within every kind of request that both had it is the "
        "other way round: they had different requests. Compare within the kinds."
    ).format(higher=higher, lower=lower, a=_share(pair.all_higher), b=_share(pair.all_lower))
    head = "".join(f'<th scope="col">{html(text)}</th>' for text in (_("Kind of request"), higher, lower))
    body = "".join(_row(each) for each in pair.strata)
    rows = f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    table = scrolling(f'<table class="tz-moved tz-people">{rows}</table>', _("Kinds of requests"))
    return f'<section class="tz-simpson"><p><b>{html(_("Mind the mix."))}</b> {html(words)}</p>{table}</section>'


def _row(each: Stratum) -> str:
    channel = channel_name(each.channel) if each.channel else _("no channel")
    kind = " · ".join((channel, each.topic or _("no topic"), each.priority or _("no priority")))
    cells = "".join(f"<td>{html(_share(side))}</td>" for side in (each.higher, each.lower))
    return f'<tr><th scope="row">{html(kind)}</th>{cells}</tr>'


def _share(value: Value) -> str:
    return f"{formats.value(value.value, 'share')} ({formats.n(value.n)})"
