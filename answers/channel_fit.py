"""What each channel is good at and what it suits, from counts within the same topics and priorities.

The rules stand in metrics/channel_fit.py.
"""

from dataclasses import dataclass, replace

from answers.availability import missing
from answers.channels import SideBySide, Span, Where
from answers.measure import measure, together
from data.scope import Scope
from data.store import Generation
from metrics import channel_fit
from metrics.catalogue import metric as entry
from metrics.channel_fit import Comparison, Fit, Topics

SOON = 3_600.0  # a first answer within an hour: the same bar for all channels, whatever each promises
COMPARED = (
    *("first_response_within", "resolution_within", "fcr_one_touch", "fcr_no_repeat", "csat", "transfer_rate"),
    "complaint_rate",
)
ROLES = {
    "soon": "first_response_within",
    "one_touch": "fcr_one_touch",
    "lasting": "fcr_no_repeat",
    "solved": "resolution_within",
    "satisfied": "csat",
}


@dataclass(frozen=True)
class Judgement:
    """`compared`: each channel against the others; `fits`: what suits which purpose."""

    compared: tuple[Comparison, ...]
    fits: tuple[Fit, ...]
    topics: Topics

    def with_costs(self, side: SideBySide) -> "Judgement":
        """The same with the costs of the channels, of the same span, compared too."""
        costs = side.of("cost_per_request") if "cost_per_request" in side.metrics else {}
        return replace(self, compared=(*self.compared, *channel_fit.compare_costs(costs)))


def params_of(metric: str) -> dict[str, float]:
    """What a metric of COMPARED is asked with here; nothing for the usual."""
    return {"within": SOON} if metric == "first_response_within" else {}


def judgement(span: Span, scope: Scope, generation: Generation, where: Where) -> Judgement:
    """Strengths, weaknesses and purposes over a span."""
    asked = [metric for metric in COMPARED if missing(metric, generation) is None]
    by = ("channel", *channel_fit.STRATA)
    usual = [metric for metric in asked if not params_of(metric)]
    tables = together(usual, scope, generation, by=by, span=span, where=where)
    for metric in asked:
        if params_of(metric):
            tables[metric] = measure(metric, scope, generation, by=by, span=span, where=where, params=params_of(metric))
    tables = {metric: tables[metric] for metric in asked}
    directions = {metric: entry(metric).direction for metric in asked}
    compared = channel_fit.compare(tables, directions)
    kinds = channel_fit.topics(*(tables.get(name) for name in ("fcr_one_touch", "resolution_within", "transfer_rate")))
    return Judgement(tuple(compared), tuple(channel_fit.fits(tables, directions, kinds, ROLES)), kinds)
