"""All numbers of the comparison as rows of a table: what is shown, and the numbers behind it for a spreadsheet."""

from collections.abc import Sequence

from answers.channels import Promise, SideBySide
from metrics.catalogue import metric as entry
from metrics.metric import NO_VALUE, Value
from ui import formats
from ui.channels.promise_cards import target_words, verdict
from ui.filters import channel_name
from ui.language import gettext as _
from ui.numbers import Rows
from ui.scorecard import metric_name


def rows(side: SideBySide, kept: Sequence[Promise]) -> Rows:
    """One row per metric and channel that has the metric."""
    promised = {(each.metric, each.channel): each for each in kept}
    return [
        {
            _("Metric"): metric_name(entry(metric)),
            _("Channel"): channel_name(channel.name),
            _("Value"): _shown(metric, channel.values[metric]),
            "n": channel.values[metric].n,
            _("95 % interval"): _bounds(metric, channel.values[metric]),
            _("Target"): target_words(promise) if (promise := promised.get((metric, channel.name))) else "",
            _("Promise"): verdict(promise) if promise and promise.kept is not None else "",
            **_numbers(metric, channel.values[metric]),
        }
        for metric in side.metrics
        for channel in side.channels
        if channel.values[metric].n
    ]


def _few(metric: str, value: Value) -> bool:
    return value.n < entry(metric).minimum_n


def _shown(metric: str, value: Value) -> str:
    unit = entry(metric).unit
    return formats.absence("too_few", unit) if _few(metric, value) else formats.value(value.value, unit)


def _bounds(metric: str, value: Value) -> str:
    few = _few(metric, value)
    return formats.NO_VALUE if few else formats.interval(value.low, value.high, entry(metric).unit)


def _numbers(metric: str, value: Value) -> dict[str, float | None]:
    """What a spreadsheet computes with; nothing where there are too few to show."""
    known = value if not _few(metric, value) else NO_VALUE
    return {"value": known.value, "low": known.low, "high": known.high}
