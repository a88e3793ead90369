"""Costs: what a request costs, from the costs that were entered per channel or team and month."""

from metrics import estimates
from metrics.metric import N_, Metric

NAME = N_("Costs")
METRICS = (
    Metric(
        id="cost_per_request",
        name=N_("Cost per request"),
        unit="amount",
        direction="lower",
        definition=N_(
            "The costs entered, per request of the same months, in the organisation's own money. Fewer requests make "
            "each one dearer: read it beside their number."
        ),
        formula=N_("Σ costs / requests created in the months that have costs"),
        population=N_("Costs of the costs table, and the inbound requests of their months."),
        dated_by=N_("month"),
        estimates={"quotient": estimates.quotient},
        needs=("costs.amount",),
        minimum_n=1,
        grains=("month", "quarter", "year"),
        helpdesk=N_(
            "Helpdesks that show it multiply hours by a rate, or divide the licence fee alone. Here exactly the costs "
            "that were entered count."
        ),
    ),
)
