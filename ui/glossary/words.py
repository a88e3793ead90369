"""The fields of a metric's entry in words: unit, direction, what n counts. Its sentences stand in the catalogue."""

import re

from answers.glossary import Span
from metrics import estimates, methods
from metrics.catalogue import FAMILIES
from metrics.metric import Metric, Parameter
from ui import formats, language
from ui.language import gettext as _
from ui.language import ngettext
from ui.periods import Calendar
from ui.scorecard import stat_name

FAMILY = {metric.id: family.NAME for family in FAMILIES for metric in family.METRICS}
_SENTENCE = re.compile(r".*?[.!?؟](?=\s|$)", re.DOTALL)
_DIVIDED = " / "


def family(metric: Metric) -> str:
    return _(FAMILY[metric.id])


def brief(metric: Metric) -> str:
    """The first sentence of the definition."""
    words = _(metric.definition)
    first = _SENTENCE.match(words)
    return first.group() if first else words


def fields(metric: Metric) -> list[tuple[str, str]]:
    """Label and words of each field, in reading order, the definition and what stands apart from it left out."""
    found = [
        (_("Formula"), _(metric.formula)),
        (_("Population"), _(metric.population)),
        (_("What n counts"), what_n_counts(metric)),
        (_("Date that counts"), capital(_(metric.dated_by))),
        (_("Unit"), unit(metric)),
        (_("Direction"), direction(metric)),
        (_("Smallest n"), smallest(metric)),
    ]
    if len(metric.estimates) > 1:
        found.append((_("Statistics"), statistics(metric)))
    if metric.parameters:
        found.append((_("You can choose"), "; ".join(map(parameter, metric.parameters.values()))))
    return [*found, (_("Source"), _(metric.source))]


def unit(metric: Metric) -> str:
    words = {
        "share": _("Share, shown in percent"),
        "seconds": _("Duration"),
        "count": _("Number"),
        "points": _("Points from −100 to +100"),
        "score": _("Score, on the scale of the survey"),
        "amount": _("Amount, in the organisation's money"),
        "ratio": _("Ratio"),
    }
    return words[metric.unit]


def direction(metric: Metric) -> str:
    """Which way is better; of a band its two ends."""
    if metric.band is not None:
        low, high = (formats.entered(end, metric.unit) for end in metric.band)
        return _("Good between {low} and {high}").format(low=low, high=high)
    words = {
        "higher": _("Higher is better"),
        "lower": _("Lower is better"),
        "band": _("Good in the middle"),
        "none": _("Neither more nor less is better by itself"),
    }
    return words[metric.direction]


def what_n_counts(metric: Metric) -> str:
    """What n is the number of: what stands below the line of the formula, where n is what it is divided by."""
    estimate = metric.estimates[metric.default_stat]
    if estimate is estimates.count:
        return _("The number is its own n")
    if estimate is estimates.total:
        return _("The rows that carry an amount")
    if estimate is estimates.ratio:
        return _("The cases summed up: {population}").format(population=_lower(_(metric.population).rstrip(".")))
    if "median" in metric.estimates:
        return _("The cases that have this time")
    numerator, _line, below = _(metric.formula).rpartition(_DIVIDED)
    if numerator:
        bare = below[1:].replace(")", "", 1) if below.startswith("(") else below
        return _("The denominator: {below}").format(below=bare)
    if estimate is estimates.composed:
        return _("The cases of both channels")
    return _(metric.population).rstrip(".")


def smallest(metric: Metric) -> str:
    if metric.minimum_n == 1:
        return _("None: every number can be read")
    return _("{n}; fewer are to be read with care").format(n=formats.value(metric.minimum_n, "count"))


def statistics(metric: Metric) -> str:
    """The statistics that a metric has, the usual one first."""
    usual, *others = (stat_name(stat) for stat in metric.estimates)
    return _("{usual} (shown); {others}").format(usual=capital(usual), others=", ".join(others))


def parameter(one: Parameter) -> str:
    """A parameter and what it is unless one is chosen."""
    if one.default is None:
        default = _("each channel's own promise")
    elif one.unit == "seconds":
        default = formats.entered(one.default, "seconds")
    else:
        n = round(one.default)
        words = ngettext("{n} day", "{n} days", n) if one.unit == "days" else ngettext("{n} hour", "{n} hours", n)
        default = words.format(n=formats.value(one.default, "count"))
    return _("{what}: {default} unless chosen otherwise").format(what=_(one.meaning), default=default)


def why(metric: Metric) -> str:
    """Why the helpdesk may show another number."""
    return _(metric.helpdesk) if metric.helpdesk else _("No helpdesk that we know shows this number.")


def details(metric: Metric) -> list[str]:
    """What only a statistician wants, a sentence each."""
    found = [_(sentence) for sentence in methods.details(metric)]
    if metric.settles_days:
        words = ngettext(
            "A period's value can still move for {n} day after its end.",
            "A period's value can still move for {n} days after its end.",
            metric.settles_days,
        )
        found.append(words.format(n=formats.value(metric.settles_days, "count")))
    return found


def period(span: Span | None, calendar: Calendar) -> str:
    """The month of `span`, else all data."""
    return _("all data") if span is None else formats.period("month", span[0], language.current(), calendar)


def when(metric: Metric, span: Span | None, calendar: Calendar) -> str:
    """The time that a metric's value stands for."""
    if not metric.grains:
        return _("as the data stand now")
    words = period(span, calendar)
    return _("at the end of {month}").format(month=words) if metric.running and span is not None else words


def capital(words: str) -> str:
    """Words with their first letter large."""
    return words[:1].upper() + words[1:]


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
