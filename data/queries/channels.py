"""Channels: customers who asked by one and soon again by another."""

from collections.abc import Mapping

from ibis import _

from data.queries.counting import Count, number, parameter, share
from data.queries.tables import tickets

_DAY = 86_400.0


def _followed(metric: str) -> Count:
    """Requests that may have been followed within the days asked for; those of the last days are censored."""
    days = parameter(metric, "days") * _DAY
    known = _.counted & _.customer.notnull() & _.channel.notnull() & (_.since_created_s > days)
    if metric == "channel_switch_rate":
        return share(tickets, "created_on", known, _.switch_s <= days)
    return number(tickets, "created_on", known & (_.switch_s <= days))


COUNTS: Mapping[str, Count] = {name: _followed(name) for name in ("channel_switch_rate", "channel_switches")}
