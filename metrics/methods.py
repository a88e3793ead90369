"""How sure a number is, in words: the interval of each kind of estimate. The intervals stand in intervals.py."""

from collections.abc import Mapping

from metrics import estimates
from metrics.estimates import Estimate
from metrics.metric import N_, Metric

METHODS: Mapping[Estimate, str] = {
    estimates.share: N_(
        "A share with Wilson's 95 % interval (Wilson 1927; Newcombe 1998, method 3). It covers chance alone."
    ),
    estimates.count: N_("A complete count and no sample, so it has no interval."),
    estimates.total: N_("A complete sum and no sample, so it has no interval. n counts the rows that carry an amount."),
    estimates.quotient: N_("A quotient of two complete counts, so it has no interval."),
    estimates.ratio: N_(
        "A ratio of two sums with Student's 95 % interval by Taylor linearisation (Cochran 1977, chapter 6); "
        "none below n = 2."
    ),
    estimates.net_promoter_score: N_(
        "Adjusted Wald 95 % interval: ¾ promoter, 1½ passive and ¾ detractor are added before it is computed."
    ),
    estimates.median: N_("A median with the order statistics that enclose it with at least 95 % (Conover 1999, 3.2)."),
    estimates.p90: N_(
        "A 90th percentile, linear between ranks, with the order statistics that enclose it with at least 95 % "
        "(Conover 1999, 3.2)."
    ),
    estimates.mean: N_("A mean with Student's 95 % interval; none below n = 2."),
    estimates.mean_of_shares: N_("A mean with Student's 95 % interval, held to 0–100 %; none below n = 2."),
    estimates.composed: N_("Composed of the values of other metrics; their intervals are explained with them."),
}


def details(metric: Metric) -> list[str]:
    """What only a statistician wants, a sentence each: the method of each statistic, then what the entry adds."""
    return [*dict.fromkeys(METHODS[estimate] for estimate in metric.estimates.values()), *metric.details]
