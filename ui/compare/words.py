"""A difference in words: how large, how sure, better or worse, and what is to be minded. No HTML."""

from collections.abc import Sequence
from typing import Literal

from answers.compare import Compared, Warned
from metrics.metric import Metric, Unit
from ui import formats, scorecard
from ui.language import gettext as _

Verdict = Literal["better", "worse", "differs", "chance", "exact", "too_few", "no_data"]


def verdict(each: Compared) -> Verdict:
    """What can be said of a difference; better or worse only beyond chance and where the metric has a direction."""
    if each.difference is None:
        return "no_data"
    if "too_few" in each.warnings:
        return "too_few"
    if each.beyond_chance is None:
        return "exact"
    if not each.beyond_chance:
        return "chance"
    tone = scorecard.tone(each.metric, each.second, each.first)
    return "differs" if tone == "neutral" else tone


def verdict_name(said: Verdict) -> str:
    return {
        "better": _("better"),
        "worse": _("worse"),
        "differs": _("differs, neither better nor worse"),
        "chance": _("within chance"),
        "exact": _("exact, nothing was sampled"),
        "too_few": _("too few to tell"),
        "no_data": _("no data"),
    }[said]


def brief(said: Verdict) -> str:
    """The verdict for a narrow place."""
    return {"differs": _("differs"), "exact": _("exact"), "too_few": _("too few")}.get(said) or verdict_name(said)


def step(each: Compared) -> str:
    """The difference as a person would say it: +2.6 points, −12 min; of what grows with its period per open day."""
    now, before = compared(each)
    return formats.change(now, before, each.metric.unit)


def compared(each: Compared) -> tuple[float | None, float | None]:
    """What is compared of both sides, A's first: the values, or of a total those per open day."""
    if each.per_day is not None:
        return each.per_day[1], each.per_day[0]
    return each.second.value, each.first.value


def bounds(each: Compared) -> str:
    """The interval of the difference, its unit as in step(); empty where there is none."""
    if each.low is None or each.high is None:
        return ""
    low, high = (_bound(x, each.metric.unit) for x in (each.low, each.high))
    return _("{low} to {high}").format(low=low, high=high)


def _bound(x: float, unit: Unit) -> str:
    if unit in ("share", "points"):
        return formats.signed(100 * x if unit == "share" else x)
    shown = formats.change(x, 0, unit)
    return shown if any(sign.isdigit() for sign in shown) else formats.value(0, unit)


def minded(compared: Sequence[Compared]) -> list[str]:
    """What is to be minded, a sentence each, with the metrics that it holds for."""
    said = {
        "different_length": _(
            "The periods are not of the same length: a number that grows with its period is told per open day."
        ),
        "different_response_rates": _(
            "Not the same share of surveys was answered, so different people may have answered: {metrics}."
        ),
        "overlap": _("The same requests may count on both sides, so the intervals are wider than they need be."),
        "too_few": _("One of the sides has too few cases to tell: {metrics}."),
    }
    found: dict[Warned, list[Metric]] = {}
    for each in compared:
        for warned in each.warnings:
            if each.difference is not None:
                found.setdefault(warned, []).append(each.metric)
    return [
        words.format(metrics=", ".join(scorecard.metric_name(one) for one in found[warned]))
        for warned, words in said.items()
        if warned in found
    ]


def warning(warned: Warned) -> str:
    """A warning beside one number."""
    return {
        "different_length": _("periods of different length"),
        "different_response_rates": _("different people may have answered"),
        "overlap": _("may count on both sides"),
        "too_few": _("few cases"),
    }[warned]
