"""A duration of ours beside the one that the helpdesk wrote into its export, over the same requests."""

from functools import lru_cache

import ibis
from ibis import _
from ibis.expr import types as ir

from data.columns import TICKETS
from data.derived_columns import DERIVED_TICKETS
from data.queries.counting import bound_date
from data.queries.response import COUNTS
from data.queries.tables import table


@lru_cache(maxsize=64)
def beside(metric: str, column: str, dated: bool) -> ir.Table:
    """One row over the metric's requests: n, and the mean and median of both where both are known, in seconds.

    Columns: ours (requests with our duration), n (with both), our_median, our_mean, own_median, own_mean; null where
    n = 0. `column` of tickets holds the export's own duration. `dated`: only requests placed between the bound `first`
    and `last`. KeyError for a metric that is no duration of requests.
    """
    count = COUNTS[metric]
    t = table("tickets", TICKETS | DERIVED_TICKETS).filter(count.rows)
    if dated and count.on is not None:
        t = t.filter(_[count.on].between(bound_date("first"), bound_date("last")))
    t = t.select(our=count.sums["values"].what, own=_[column])
    ours = ibis.ifelse(_.own.notnull(), _.our, ibis.null("float64"))
    return t.agg(
        ours=_.our.count().cast("int64"),
        n=_.own.count().cast("int64"),
        our_median=ours.quantile(0.5),
        our_mean=ours.mean(),
        own_median=_.own.quantile(0.5),
        own_mean=_.own.mean(),
    )
