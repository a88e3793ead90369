"""Numbers of the glossary side by side, as HTML: ours and the helpdesk's own, one thing counted in several ways."""

from collections.abc import Sequence

from answers.glossary import Beside, Way
from metrics.catalogue import metric as entry
from metrics.metric import Metric
from ui import formats, scorecard
from ui.formats import html
from ui.glossary import words as glossary_words
from ui.language import gettext as _


def beside(metric: Metric, found: Beside, when: str) -> str:
    """Both numbers side by side over the same requests, with the difference in words."""
    heads = ("", _("Tarazu"), _("Your export"), _("Difference"))
    rows = [
        (stat, ours, own)
        for stat, ours, own in (
            (_("Median"), found.our_median, found.own_median),
            (_("Mean"), found.our_mean, found.own_mean),
        )
    ]
    written = [
        (stat, *(formats.value(each, metric.unit) for each in (ours, own)), formats.change(own, ours, metric.unit))
        for stat, ours, own in rows
    ]
    caption = _("Both over the same requests, {when}, {n}").format(when=when, n=formats.n(found.n))
    return f'{_table(caption, heads, written)}<p class="tz-entry-text">{html(difference(found))}</p>'


def difference(found: Beside) -> str:
    """How far the export's own number is from ours, in a sentence or two."""
    median, mean = _apart(found.our_median, found.own_median), _apart(found.our_mean, found.own_mean)
    if median is None and mean is None:
        words = _("Both agree over these requests.")
    else:
        same = _("the same")
        words = _("The median of your export is {median}, its mean {mean}.").format(
            median=median or same, mean=mean or same
        )
    if found.ours == found.n:
        return words
    has, tells = (formats.value(each, "count") for each in (found.ours, found.n))
    rest = _("Tarazu counts {has} requests; your export tells its own number of {tells} of them.")
    return f"{words} {rest.format(has=has, tells=tells)}"


def _apart(ours: float, own: float) -> str | None:
    """How much longer or shorter the export's own duration is; null where nobody would see a difference."""
    apart = formats.value(abs(own - ours), "seconds")
    if apart == formats.value(0, "seconds"):
        return None
    return (_("{time} longer") if own > ours else _("{time} shorter")).format(time=apart)


def ways(metric: Metric, found: Sequence[Way], when: str) -> str:
    """The statistics of a metric and its kin, one below the other."""
    heads = (_("Counted as"), _("Value"), _("95 % interval"), "n")
    written = []
    for way in found:
        of = entry(way.metric)
        name = scorecard.metric_name(of, way.stat)
        if of is metric and len(of.estimates) > 1:
            name = glossary_words.capital(scorecard.stat_name(way.stat))
        value = way.value
        written.append(
            (
                name,
                formats.value(value.value, of.unit),
                formats.interval(value.low, value.high, of.unit),
                formats.value(value.n, "count"),
            )
        )
    title = f'<h3 class="tz-entry-title">{html(_("The same, counted in other ways"))}</h3>'
    return title + _table(when, heads, written)


def _table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table whose first column names its rows."""
    head = "".join(f'<th scope="col">{html(word)}</th>' if word else "<td></td>" for word in heads)
    body = "".join(
        f'<tr><th scope="row">{html(name)}</th>{"".join(f"<td>{html(cell)}</td>" for cell in cells)}</tr>'
        for name, *cells in rows
    )
    return (
        f'<table class="tz-entry-table"><caption>{html(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )
