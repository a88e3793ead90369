"""Volume and flow: how much comes in."""

from metrics import estimates
from metrics.metric import N_, Metric

METRICS = (
    Metric(
        id="requests",
        name=N_("Requests"),
        unit="count",
        direction="none",
        definition=N_("Requests that customers made. A complete count, so it has no interval."),
        formula=N_("number of requests created"),
        population=N_("Inbound requests of customers; spam, merged and test requests are left out."),
        dated_by=N_("created"),
        estimates={"count": estimates.count},
        needs=("tickets.ticket_id",),
        minimum_n=1,
        is_total=True,
    ),
)
