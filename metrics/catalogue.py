"""Every metric once, by id. The entries stand in one file per family; what is counted for an id, in data/queries.py."""

import difflib
from collections.abc import Mapping

from metrics import (
    channels,
    complaints,
    costs,
    customers,
    flow,
    outbound,
    quality,
    resolution,
    response,
    service_levels,
    telephone,
    voice,
    workload,
)
from metrics.metric import Metric

# In this order they are listed; each has a NAME and METRICS.
FAMILIES = (
    response,
    resolution,
    service_levels,
    quality,
    voice,
    complaints,
    telephone,
    outbound,
    flow,
    workload,
    customers,
    costs,
    channels,
)
CATALOGUE: Mapping[str, Metric] = {metric.id: metric for family in FAMILIES for metric in family.METRICS}


class UnknownMetric(LookupError):
    """No metric has this id; the message names the nearest ones."""


def metric(metric_id: str) -> Metric:
    """The entry of an id; UnknownMetric when there is none."""
    try:
        return CATALOGUE[metric_id]
    except KeyError:
        near = difflib.get_close_matches(metric_id, CATALOGUE, n=3, cutoff=0.4)
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        raise UnknownMetric(f"There is no metric {metric_id!r}.{hint} `python tarazu.py metrics` lists all.") from None
