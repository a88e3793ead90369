"""Quality of resolution: solved at once, reopened, handed on."""

from metrics import estimates
from metrics.metric import N_, Metric

METRICS = (
    Metric(
        id="fcr_one_touch",
        name=N_("First-contact resolution"),
        unit="share",
        direction="higher",
        definition=N_(
            "Share of solved requests that needed exactly one public reply by an agent. Calls have no replies and are "
            "not counted; nor are requests that were solved without any."
        ),
        formula=N_("solved with exactly one public agent reply / solved with at least one"),
        population=N_("Solved inbound requests in writing."),
        dated_by=N_("solved"),
        estimates={"share": estimates.share},
        needs=("tickets.replies",),
        source=N_("Zendesk: one-touch tickets"),
    ),
    Metric(
        id="reopen_rate_simple",
        name=N_("Reopened requests"),
        unit="share",
        direction="lower",
        definition=N_(
            "Share of requests that were reopened at least once. The simple form, for exports without a history: a "
            "recent request has had less time to be reopened."
        ),
        formula=N_("requests with reopens > 0 / requests"),
        population=N_("Inbound requests whose number of reopens is known."),
        dated_by=N_("created"),
        estimates={"share": estimates.share},
        needs=("tickets.reopens",),
        settles_days=30,
    ),
    Metric(
        id="transfer_rate",
        name=N_("Transferred requests"),
        unit="share",
        direction="lower",
        definition=N_("Share of requests that were handed from one owner to another at least once."),
        formula=N_("requests with transfers > 0 / requests"),
        population=N_("Inbound requests whose number of transfers is known."),
        dated_by=N_("created"),
        estimates={"share": estimates.share},
        needs=("tickets.transfers",),
        settles_days=14,
        source=N_("ServiceNow: reassignments; Zendesk: assignee stations − 1"),
    ),
)
