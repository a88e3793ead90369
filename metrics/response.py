"""Response and resolution: how long customers wait, and whether promises are kept."""

from metrics import estimates
from metrics.metric import N_, Metric

_DURATION = {"median": estimates.median, "p90": estimates.p90, "mean": estimates.mean}
_WITHIN = {"within": N_("the promise in seconds, or a duration such as 1h; without it, each channel's own promise")}
_REQUESTS = N_("Inbound requests of customers; spam, merged and test requests are left out.")

METRICS = (
    Metric(
        id="first_response_time",
        name=N_("First response time"),
        unit="seconds",
        direction="lower",
        definition=N_(
            "Time from a request's creation to the first public reply by a person. A request that a bot took first "
            "counts from its handoff to people. Requests still unanswered have none yet: see how many wait beside it. "
            "Most helpdesks show the mean; a few forgotten requests move it far, so the median stands here."
        ),
        formula=N_("first public human reply − created (or handed over by a bot); median, p90 or mean"),
        population=_REQUESTS,
        dated_by=N_("created"),
        estimates=_DURATION,
        needs=("tickets.created_at", "tickets.first_reply_at"),
        settles_days=7,
        source=N_("Zendesk: first reply time; COPC"),
    ),
    Metric(
        id="first_response_time_business",
        name=N_("First response time in opening hours"),
        unit="seconds",
        direction="lower",
        definition=N_(
            "First response time, counting only the organisation's opening hours: a request of Friday night that is "
            "answered on Monday morning waited minutes, not days."
        ),
        formula=N_("open seconds between creation (or handoff) and the first public human reply; median, p90 or mean"),
        population=_REQUESTS,
        dated_by=N_("created"),
        estimates=_DURATION,
        needs=("tickets.created_at", "tickets.first_reply_at"),
        settles_days=7,
        source=N_("Zendesk: first reply time within business hours"),
    ),
    Metric(
        id="first_response_within",
        name=N_("Answered within the promise"),
        unit="share",
        direction="higher",
        definition=N_(
            "Share of requests whose first human reply came within the promised time. A request that still waits and "
            "is already older than promised counts as late; one that may still be answered in time is not counted yet."
        ),
        formula=N_("replied in the promised time / (replied in time + replied later + still unanswered and late)"),
        population=N_("Inbound requests; solved by a bot or closed without any reply are neither answered nor late."),
        dated_by=N_("created"),
        estimates={"share": estimates.share},
        needs=("tickets.created_at", "tickets.first_reply_at"),
        settles_days=7,
        parameters=_WITHIN,
    ),
    Metric(
        id="first_response_within_business",
        name=N_("Answered within the promise, in opening hours"),
        unit="share",
        direction="higher",
        definition=N_("Share of requests answered within the promised time, counting only opening hours."),
        formula=N_("as “answered within the promise”, in open seconds"),
        population=N_("Inbound requests; solved by a bot or closed without any reply are neither answered nor late."),
        dated_by=N_("created"),
        estimates={"share": estimates.share},
        needs=("tickets.created_at", "tickets.first_reply_at"),
        settles_days=7,
        parameters=_WITHIN,
    ),
    Metric(
        id="resolution_time",
        name=N_("Resolution time"),
        unit="seconds",
        direction="lower",
        definition=N_(
            "Time from a request's creation to its last solve. A request closed before it was opened has none."
        ),
        formula=N_("last solved − created; median, p90 or mean"),
        population=_REQUESTS,
        dated_by=N_("solved"),
        estimates=_DURATION,
        needs=("tickets.created_at", "tickets.resolution_s"),
        source=N_("Zendesk: full resolution time"),
    ),
    Metric(
        id="resolution_time_business",
        name=N_("Resolution time in opening hours"),
        unit="seconds",
        direction="lower",
        definition=N_("Resolution time, counting only the organisation's opening hours."),
        formula=N_("open seconds between creation and last solve; median, p90 or mean"),
        population=_REQUESTS,
        dated_by=N_("solved"),
        estimates=_DURATION,
        needs=("tickets.created_at", "tickets.resolution_s"),
        source=N_("Zendesk: full resolution time within business hours"),
    ),
    Metric(
        id="sla_first_response",
        name=N_("Service level: first response"),
        unit="share",
        direction="higher",
        definition=N_(
            "Share of decided first-response promises that were kept. Broken counts at once, also while the request is "
            "open; kept only once it was answered. The helpdesk's own flag counts where there is one."
        ),
        formula=N_("achieved / (achieved + breached)"),
        population=N_("Inbound requests with a first-response target or flag; still undecided ones are left out."),
        dated_by=N_("decided: due or answered, whichever came first"),
        estimates={"share": estimates.share},
        needs=("tickets.sla_first_response",),
    ),
    Metric(
        id="sla_resolution",
        name=N_("Service level: resolution"),
        unit="share",
        direction="higher",
        definition=N_(
            "Share of decided resolution promises that were kept. Broken counts at once, also while the request is "
            "open; kept only once it was solved. The helpdesk's own flag counts where there is one."
        ),
        formula=N_("achieved / (achieved + breached)"),
        population=N_("Inbound requests with a resolution target or flag; still undecided ones are left out."),
        dated_by=N_("decided: due or solved, whichever came first"),
        estimates={"share": estimates.share},
        needs=("tickets.sla_resolution",),
    ),
)
