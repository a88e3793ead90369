"""Customers: who comes back to buy, and who has to ask again. A repeat request is not loyalty."""

from metrics import estimates
from metrics.metric import N_, Metric, Parameter

NAME = N_("Customers")
_SHOPS = N_(
    "Shop systems call a customer returning who ever bought before, or within a year, and may recognise people by "
    "e-mail address; here the keys of the loaded orders count, and only the orders that were loaded."
)

METRICS = (
    Metric(
        id="requests_per_customer",
        name=N_("Requests per customer"),
        unit="ratio",
        direction="none",
        definition=N_("How many requests come from customers for each customer who ordered in the period."),
        formula=N_("requests / customers with an order"),
        population=N_("Inbound requests, known customer or not, and the customers of the orders table."),
        dated_by=N_("created; orders: ordered"),
        estimates={"quotient": estimates.quotient},
        needs=("orders.customer",),
        pools=False,
        minimum_n=1,
        helpdesk=N_(
            "Helpdesks divide by the customers who asked, so that their number is never below one. A longer period has "
            "more requests per customer: compare periods of one length."
        ),
    ),
    Metric(
        id="returning_customers",
        name=N_("Returning customers"),
        unit="share",
        direction="higher",
        definition=N_("Share of the customers who ordered in the period that had ordered before it."),
        formula=N_("customers with an order now and earlier / customers with an order now"),
        population=N_("Customers of the orders table."),
        dated_by=N_("ordered"),
        estimates={"share": estimates.share},
        needs=("orders.customer",),
        pools=False,
        helpdesk=_SHOPS,
        details=(N_("In the first periods of the data nobody can have ordered earlier: the share begins too low."),),
    ),
    Metric(
        id="retention_rate",
        name=N_("Customer retention"),
        unit="share",
        direction="higher",
        definition=N_("Share of the customers who ordered in the period before that ordered in this one too."),
        formula=N_("customers with an order in both periods / customers with an order in the one before"),
        population=N_("Customers of the orders table with an order in the period before."),
        dated_by=N_("ordered"),
        estimates={"share": estimates.share},
        needs=("orders.customer",),
        pools=False,
        helpdesk=_SHOPS,
    ),
    Metric(
        id="repeat_request_rate",
        name=N_("Repeat requests"),
        unit="share",
        direction="lower",
        definition=N_(
            "Share of requests whose customer had made another one in the 30 days before, or as many as you choose. "
            "It speaks of trouble, and not of loyalty."
        ),
        formula=N_("requests with an earlier one of the same customer within N days / requests of known customers"),
        population=N_("Inbound requests of known customers."),
        dated_by=N_("created"),
        estimates={"share": estimates.share},
        needs=("tickets.customer",),
        parameters={"days": Parameter(N_("Days that are looked back"), default=30, unit="days")},
        helpdesk=N_(
            "Call centres count repeats per phone number or per topic, and often within 7 days. A follow-up that a "
            "helpdesk merges into the first request is none there, and none here."
        ),
        details=(N_("In the first N days of the data earlier requests are not known: the share begins too low."),),
    ),
)
