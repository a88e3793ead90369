"""Outbound calls and sales: reached, successful, sold."""

from collections.abc import Mapping

from ibis import _

from data.queries.counting import ROWS, Count, Sum, number, share
from data.queries.tables import tickets

_dial = (_.direction == "outbound") & (_.kind.fill_null("request") == "request")
_with_customers = _.kind.fill_null("request") == "request"

COUNTS: Mapping[str, Count] = {
    "calls_successful": number(tickets, "created_on", _dial & (_.outcome == "success")),
    "success_rate": share(tickets, "created_on", _dial & _.outcome.notnull(), _.outcome == "success"),
    "contact_rate": share(tickets, "created_on", _dial & _.right_party.notnull(), _.right_party),
    "conversion_rate": share(tickets, "created_on", _dial & _.right_party & _.sold.notnull(), _.sold),
    "conversion_rate_dials": share(tickets, "created_on", _dial & _.sold.notnull(), _.sold),
    "conversion_rate_leads": share(tickets, "created_on", _dial & _.lead & _.sold.notnull(), _.sold),
    "conversion_inbound": share(tickets, "created_on", _.counted & _.sold.notnull(), _.sold),
    "offers_made": number(tickets, "created_on", _with_customers & _.offer),
    "offer_acceptance": share(tickets, "created_on", _with_customers & _.offer, _.offer_accepted),
    "upsell_revenue": Count(
        tickets,
        "created_on",
        _with_customers & _.offer_accepted & _.revenue.notnull(),
        {"n": ROWS, "total": Sum("total", _.revenue)},
    ),
}
