"""What tells the two sides apart, in one sentence. Numbers stand between ** … **."""

from collections.abc import Sequence

from answers.compare import Compared
from ui import formats, scorecard
from ui.compare import words
from ui.language import gettext as _
from ui.language import ngettext

FACTS = 2  # metrics that one sentence holds, each with five numbers


def sentence(compared: Sequence[Compared], a: str, b: str) -> str:
    """The largest differences beyond chance, those largest beside what chance could make first."""
    told = [(each, words.verdict(each)) for each in compared]
    judged = [each for each, verdict in told if verdict in ("better", "worse", "differs", "chance")]
    apart = sorted((each for each in judged if each.beyond_chance), key=_beside_chance, reverse=True)
    exact = [each for each, verdict in told if verdict == "exact"]
    if apart:
        said = ngettext(
            "{a} differs from {b} beyond chance in **{n} of {all}** metric: {facts}.",
            "{a} differs from {b} beyond chance in **{n} of {all}** metrics: {facts}.",
            len(judged),
        )
        facts = _("; ").join(_fact(each) for each in apart[:FACTS])
        return said.format(a=a, b=b, n=_count(len(apart)), all=_count(len(judged)), facts=facts)
    if judged:
        said = ngettext(
            "{a} and {b} do not differ beyond chance in the **one** metric that can be told.",
            "{a} and {b} do not differ beyond chance in any of **{all}** metrics.",
            len(judged),
        )
        return said.format(a=a, b=b, all=_count(len(judged)))
    if exact:
        facts = _(", ").join(_exactly(each) for each in exact[:FACTS])
        said = _("{a} against {b}: {facts}; too few cases to tell anything else apart.")
        return said.format(a=a, b=b, facts=facts)
    if any(verdict == "too_few" for _each, verdict in told):
        return _("There are too few cases to tell {a} and {b} apart.").format(a=a, b=b)
    return _("{a} and {b} cannot be compared: one of them has no data.").format(a=a, b=b)


def _beside_chance(each: Compared) -> float:
    """How large a difference is beside the width of its interval: one number for metrics of every unit."""
    if each.difference is None or each.low is None or each.high is None or each.high == each.low:
        return float("inf")
    return abs(each.difference) / (each.high - each.low)


def _fact(each: Compared) -> str:
    """ "customer satisfaction **79.3%** against **81.8%** (−2.5 points, worse; n = 609 and n = 620)"."""
    verdict = words.verdict(each)
    step = words.step(each) if verdict == "differs" else f"{words.step(each)}, {words.verdict_name(verdict)}"
    said = _("{metric} **{now}** against **{before}** ({step}; {n} and {m})")
    return said.format(
        metric=_lower(scorecard.metric_name(each.metric)),
        now=formats.value(each.second.value, each.metric.unit),
        before=formats.value(each.first.value, each.metric.unit),
        step=step,
        n=formats.n(each.second.n),
        m=formats.n(each.first.n),
    )


def _exactly(each: Compared) -> str:
    words_ = _("{metric} **{step}** per open day") if each.per_day is not None else _("{metric} **{step}**")
    return words_.format(metric=_lower(scorecard.metric_name(each.metric)), step=words.step(each))


def _count(n: int) -> str:
    return formats.value(n, "count")


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]
