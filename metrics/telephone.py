"""Telephone and queues: how long people wait on the line, and whether anybody answers."""

from metrics import estimates
from metrics.metric import N_, Metric

METRICS = (
    Metric(
        id="queue_wait",
        name=N_("Queue wait"),
        unit="seconds",
        direction="lower",
        definition=N_(
            "Time in the queue of calls and chats that were answered. Those who gave up are not in it: see the answer "
            "rate. The mean is known as speed of answer."
        ),
        formula=N_("queue entry → answered, of the answered; median, p90 or mean"),
        population=N_("Answered inbound calls and chats."),
        dated_by=N_("created"),
        estimates={"median": estimates.median, "p90": estimates.p90, "mean": estimates.mean},
        needs=("tickets.wait_s", "tickets.answered"),
        source=N_("COPC: average speed of answer"),
    ),
    Metric(
        id="answer_rate",
        name=N_("Answer rate"),
        unit="share",
        direction="higher",
        definition=N_("Share of offered calls that were answered by a person."),
        formula=N_("answered / offered calls"),
        population=N_("Inbound calls; phantom and test calls are left out."),
        dated_by=N_("created"),
        estimates={"share": estimates.share},
        needs=("tickets.answered",),
        source=N_("ISO 18295: answered calls"),
    ),
)
