"""Service levels of requests: whether the promises that were set on them are kept, one verdict per application."""

from metrics import estimates
from metrics.metric import N_, Metric

NAME = N_("Service levels")
_LIVE = N_("A clock that still runs inside its target is undecided and left out (censored).")
_APPLICATIONS = N_(
    "Applications of a policy to inbound requests, from sources that keep a history; still undecided ones are left out."
)
_ZENDESK = N_(
    "Zendesk counts each application of a policy, as here; a change of priority may apply another one. Helpdesks that "
    "keep one flag per request show fewer and other verdicts."
)

METRICS = (
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
        needs=("tickets.sla_first_response|applications.sla_first_response",),
        helpdesk=N_(
            "Some reports count a request only once it is closed, so that late open ones are missing. A blank flag in "
            "an export is no verdict here. Jira counts each cycle of its clock."
        ),
        details=(N_("An agent's number is of the requests that this agent answered first."), _LIVE),
    ),
    Metric(
        id="sla_next_response",
        name=N_("Service level: next response"),
        unit="share",
        direction="higher",
        definition=N_(
            "Share of decided next-response promises that were kept: the time from a customer's unanswered message to "
            "the next public reply. A request may be promised this many times."
        ),
        formula=N_("achieved / (achieved + breached)"),
        population=_APPLICATIONS,
        dated_by=N_("decided: due or answered, whichever came first"),
        estimates={"share": estimates.share},
        needs=("applications.sla_next_response",),
        source=N_("Zendesk: next reply time"),
        helpdesk=_ZENDESK,
        details=(_LIVE,),
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
        needs=("tickets.sla_resolution|applications.sla_resolution",),
        helpdesk=N_(
            "ServiceNow keeps one flag per incident over all its service levels. Reports of resolved requests miss the "
            "ones that are open and late; here they count as broken."
        ),
        details=(N_("An agent's number is of the requests that this agent solved."), _LIVE),
    ),
    Metric(
        id="sla_requester_wait",
        name=N_("Service level: requester wait"),
        unit="share",
        direction="higher",
        definition=N_(
            "Share of decided promises on the requester's wait that were kept: the time new, open or on hold, without "
            "the time in which the customer had to answer."
        ),
        formula=N_("achieved / (achieved + breached)"),
        population=_APPLICATIONS,
        dated_by=N_("decided: due or ended, whichever came first"),
        estimates={"share": estimates.share},
        needs=("applications.sla_requester_wait",),
        source=N_("Zendesk: requester wait time"),
        helpdesk=_ZENDESK,
        details=(_LIVE,),
    ),
    Metric(
        id="sla_agent_work",
        name=N_("Service level: agent work"),
        unit="share",
        direction="higher",
        definition=N_("Share of decided promises on the agents' work time that were kept: the time new or open."),
        formula=N_("achieved / (achieved + breached)"),
        population=_APPLICATIONS,
        dated_by=N_("decided: due or ended, whichever came first"),
        estimates={"share": estimates.share},
        needs=("applications.sla_agent_work",),
        source=N_("Zendesk: agent work time"),
        helpdesk=_ZENDESK,
        details=(_LIVE,),
    ),
)
