"""Customers: who comes back, who asks again, and who helped themselves."""

from collections.abc import Mapping

import ibis
from ibis import _
from ibis.expr import types as ir

from data.queries.counting import Built, Count, Grain, Shape, Sum, bound_date, parameter, share
from data.queries.tables import days, help_sessions, orders, tickets

_DAY, _HOUR = 86_400.0, 3_600.0
_known = orders.filter(_.customer.notnull())


def _periods(grain: Grain) -> ir.Table:
    """Local date → the period that it lies in."""
    return days.select(on="date", period="date" if grain == "day" else grain)


def _active(shape: Shape) -> ir.Table:
    """Orders of known customers, with the first date of their period (of the span, where there is no grain)."""
    bought = _known.select("customer", "first_ordered_on", on=_.ordered_on)
    if shape.dated:
        bought = bought.filter(_.on.between(bound_date("first"), bound_date("last")))
    if shape.grain is not None:
        return bought.join(_periods(shape.grain), "on")
    # Without a period there is nothing earlier than it.
    return bought.mutate(period=bound_date("first") if shape.dated else ibis.null("date"))


def _returning(shape: Shape) -> ir.Table:
    earlier = _.first_ordered_on < _.period
    sums = {
        "n": ibis.ifelse(_.period.notnull(), _.customer, ibis.null()).nunique().cast("int64"),
        "hits": ibis.ifelse(earlier, _.customer, ibis.null()).nunique().cast("int64"),
    }
    bought = _active(shape)
    return bought.group_by("period").agg(**sums) if shape.grain is not None else bought.agg(**sums)


def _retained(shape: Shape) -> ir.Table:
    """Of the customers of the period before, those of this one."""
    if shape.grain is None:
        # The span and the period before it; without a span there is neither.
        part = ibis.cases((_known.ordered_on >= bound_date("first"), "now"), else_="before")
        reached = _known.ordered_on.max().as_scalar() >= bound_date("first")  # later nobody can have come back yet
        lies = _.ordered_on.between(bound_date("before"), bound_date("last")) & reached
        lies = lies if shape.dated else ibis.literal(False)
        each = (
            _known.mutate(part=part)
            .filter(lies)
            .group_by("customer")
            .agg(before=(_.part == "before").any(), now=(_.part == "now").any())
        )
        hit = ibis.ifelse(_.before & _.now, 1, 0).sum().cast("int64")
        return each.agg(n=ibis.ifelse(_.before, 1, 0).sum().cast("int64"), hits=hit)
    periods = _periods(shape.grain).select("period").distinct()
    following = periods.mutate(next=_.period.lead().over(order_by=_.period))
    visits = (
        _known.select("customer", on=_.ordered_on)
        .join(_periods(shape.grain), "on")
        .select("customer", "period")
        .distinct()
    )
    before = visits.join(following, "period").select("customer", period=_.next).filter(_.period.notnull())
    here = visits.select("customer", "period", back=ibis.literal(1))
    both = before.left_join(here, ["customer", "period"]).select("period", "back")
    both = both.filter(_.period <= visits.period.max().as_scalar())  # later nobody can have come back yet
    if shape.dated:
        both = both.filter(_.period.between(bound_date("first"), bound_date("last")))
    return both.group_by("period").agg(n=_.count().cast("int64"), hits=_.back.count().cast("int64"))


def _per_customer(shape: Shape) -> ir.Table:
    """Requests, and the customers who were active in the same period."""
    asked = tickets.filter(_.counted).select(on=_.created_on, customer=ibis.null("string"), request=ibis.literal(1))
    rows = asked.union(_known.select(on=_.ordered_on, customer=_.customer, request=ibis.literal(0)))
    if shape.dated:
        rows = rows.filter(_.on.between(bound_date("first"), bound_date("last")))
    sums = {
        "x": _.request.sum().cast("int64"),
        "y": _.customer.nunique().cast("int64"),
        "n": _.customer.nunique().cast("int64"),
    }
    return rows.join(_periods(shape.grain), "on").group_by("period").agg(**sums) if shape.grain else rows.agg(**sums)


COUNTS: Mapping[str, Count | Built] = {
    "requests_per_customer": Built(_per_customer),
    "returning_customers": Built(_returning),
    "retention_rate": Built(_retained),
    "repeat_request_rate": share(
        tickets,
        "created_on",
        _.counted & _.customer.notnull() & _.created_on.notnull(),
        _.earlier_request_s <= parameter("repeat_request_rate", "days") * _DAY,
    ),
    "self_service_rate": Count(
        help_sessions,
        "started_on",
        _.customer.notnull() & (_.settled_s > parameter("self_service_rate", "hours") * _HOUR),
        {
            "n": Sum("rows", ibis.literal(True)),
            "hits": Sum(
                "yes",
                _.next_request_s.isnull() | (_.next_request_s > parameter("self_service_rate", "hours") * _HOUR),
            ),
        },
    ),
}
