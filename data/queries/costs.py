"""Costs: what was entered per channel, team and month, against the requests of just those months."""

from collections.abc import Mapping

from ibis import _
from ibis.expr import types as ir

from data.queries.counting import Built, Shape, bound_date, bound_texts
from data.queries.tables import costs, days, tickets

# A cost is entered with a day of its month, and a month is the organisation's: Jalali ones begin on other days.
_months = days.select(day="date", month="month")
_asked = (
    tickets.filter(_.counted)
    .select("source", "ticket_id", "channel", "team", "agent", "topic", "priority", day=_.created_on)
    .join(_months, "day")
)
_spent = costs.filter(_.amount.notnull()).select("channel", "team", "amount", day=_.month).join(_months, "day")
# Months before the first request of the data and after the last are unknown, and not without requests.
_entered = _spent.filter(_.month.between(_asked.month.min().as_scalar(), _asked.month.max().as_scalar()))


def _chosen(rows: ir.Table, shape: Shape) -> ir.Table:
    for dimension in shape.where:
        rows = rows.filter(bound_texts(f"where_{dimension}").contains(rows[dimension]))
    return rows.filter(_.month.between(bound_date("first"), bound_date("last"))) if shape.dated else rows


def _of_entered_months(shape: Shape) -> ir.Table:
    """The requests that costs are divided by."""
    asked, spent = _chosen(_asked, shape), _chosen(_entered, shape).select(*shape.by, "month")
    same = [asked[name].identical_to(spent[name]) for name in (*shape.by, "month")]
    return asked.semi_join(spent, same).drop("month").rename(on="day")


def _per_request(shape: Shape) -> ir.Table:
    """Requests of months of which their channel or team has no cost count for nothing."""
    spent, asked = (
        _chosen(rows, shape).group_by([*shape.by, "month"]).agg(**sums)
        for rows, sums in ((_entered, {"x": _.amount.sum()}), (_asked, {"y": _.count().cast("int64")}))
    )
    same = [spent[name].identical_to(asked[name]) for name in (*shape.by, "month")]
    both = spent.left_join(asked, same).select(
        *(spent[name] for name in (*shape.by, "month")), x=spent.x, y=asked.y.fill_null(0)
    )
    sums = {"n": _.y.sum().cast("int64"), "x": _.x.sum(), "y": _.y.sum().cast("int64")}
    if shape.grain is None:
        return both.group_by(shape.by).agg(**sums) if shape.by else both.agg(**sums)
    return both.join(days.select(month="date", period=shape.grain), "month").group_by([*shape.by, "period"]).agg(**sums)


COUNTS: Mapping[str, Built] = {
    "cost_per_request": Built(_per_request, cuts=("channel", "team"), behind=_of_entered_months)
}
