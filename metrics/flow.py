"""Volume and flow: how much comes in, what lies open, what is forgotten, and what never reaches people."""

from metrics import estimates
from metrics.metric import N_, Metric, Parameter

NAME = N_("Volume and flow")
_NOW = N_("as the data stand now")
_OPEN = N_("Open inbound requests of customers.")

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
        helpdesk=N_(
            "Helpdesks count spam, merged and outbound tickets too unless a filter leaves them out. Zendesk's export "
            "has no deleted tickets. Days are cut in the time zone of the settings."
        ),
    ),
    Metric(
        id="backlog",
        name=N_("Backlog"),
        unit="count",
        direction="lower",
        definition=N_(
            "Requests open at the end of the period. With a history they are followed through every solve and "
            "reopening; without one a request is open from its creation until it was solved, hung up or given up."
        ),
        formula=N_("created − solved + reopened, up to the end of the period; without a history created − solved"),
        population=N_("Inbound requests; those that are not open and tell no day on which they ended are left out."),
        dated_by=N_("end of the period"),
        estimates={"count": estimates.count},
        needs=("tickets.created_at",),
        minimum_n=1,
        running=True,
        helpdesk=N_(
            "Helpdesks show what is open now, or today's open requests by the month of their creation, which makes the "
            "past look emptier than it was. Some leave out what is pending or on hold."
        ),
        details=(N_("backlog(t₁) = backlog(t₀) + created − solved + reopened holds exactly, and is tested."),),
    ),
    Metric(
        id="backlog_age",
        name=N_("Age of the backlog"),
        unit="seconds",
        direction="lower",
        definition=N_(
            "How long the open requests have been open, at the latest moment of the data. Cut by age: under a day, "
            "1–3, 3–7, 7–30 and over 30 days."
        ),
        formula=N_("data's latest moment − created, of open requests; median, p90 or mean"),
        population=_OPEN,
        dated_by=_NOW,
        estimates={"median": estimates.median, "p90": estimates.p90, "mean": estimates.mean},
        needs=("tickets.open_s",),
        grains=(),
        helpdesk=N_(
            "A helpdesk's age grows every minute that you look; this one stops at the moment of the export. The age of "
            "a reopened request counts from its creation."
        ),
    ),
    Metric(
        id="unowned",
        name=N_("Requests without owner"),
        unit="count",
        direction="lower",
        definition=N_("Open requests that nobody owns."),
        formula=N_("number of open requests without an agent"),
        population=N_("Open inbound requests from sources that tell who owns a request."),
        dated_by=_NOW,
        estimates={"count": estimates.count},
        needs=("tickets.agent",),
        minimum_n=1,
        grains=(),
        helpdesk=N_("Helpdesks may count a request that a group owns as assigned; here a person must own it."),
    ),
    Metric(
        id="unanswered",
        name=N_("Unanswered requests"),
        unit="count",
        direction="lower",
        definition=N_("Requests that still wait for their first reply by a person."),
        formula=N_("number of requests without a public human reply, not solved and not given up"),
        population=_OPEN,
        dated_by=_NOW,
        estimates={"count": estimates.count},
        needs=("tickets.created_at", "tickets.first_reply_at"),
        minimum_n=1,
        grains=(),
        helpdesk=N_(
            "In Zendesk unreplied tickets may be solved ones too. Where a bot's message counts as a reply, fewer "
            "requests look unanswered."
        ),
    ),
    Metric(
        id="stale",
        name=N_("Requests gone quiet"),
        unit="count",
        direction="lower",
        definition=N_("Open requests to which nothing has happened for seven days, or as many as you choose."),
        formula=N_("number of open requests whose last event is more than N days ago"),
        population=_OPEN,
        dated_by=_NOW,
        estimates={"count": estimates.count},
        needs=("tickets.idle_s",),
        minimum_n=1,
        parameters={"days": Parameter(N_("Days without an event"), default=7, unit="days")},
        grains=(),
        helpdesk=N_(
            "Automatic rules and mass edits refresh a helpdesk's “last update”, so that its list of idle requests is "
            "shorter. The same is true here where the export tells no other event."
        ),
    ),
    Metric(
        id="waiting_on_department",
        name=N_("Waiting for a department"),
        unit="count",
        direction="lower",
        definition=N_("Open requests that wait for another department of the company."),
        formula=N_("number of open requests that wait on a department"),
        population=N_("Open inbound requests from sources that tell on whom a request waits."),
        dated_by=_NOW,
        estimates={"count": estimates.count},
        needs=("tickets.waiting_on",),
        minimum_n=1,
        grains=(),
        helpdesk=N_(
            "Helpdesks keep it as a status of your own or as on hold, where requests that wait for suppliers lie too."
        ),
    ),
    Metric(
        id="bot_share",
        name=N_("Solved by a bot"),
        unit="share",
        direction="none",
        definition=N_(
            "Share of requests that a bot solved without people. More is cheaper, but a customer who gave up on the "
            "bot looks the same, so it has no better direction."
        ),
        formula=N_("solved by a bot / requests"),
        population=N_("Inbound requests from sources that tell which ones a bot solved."),
        dated_by=N_("created"),
        estimates={"share": estimates.share},
        needs=("tickets.bot_solved",),
        helpdesk=N_(
            "Makers of bots divide by the conversations that the bot took part in, and many count every conversation "
            "in which the customer fell silent as solved."
        ),
    ),
    Metric(
        id="self_service_rate",
        name=N_("Self-service rate"),
        unit="share",
        direction="higher",
        definition=N_(
            "Share of help-centre sessions after which the customer made no request within 24 hours, or as many as "
            "you choose. An upper bound: who gave up counts as helped."
        ),
        formula=N_("sessions without a request of the customer within N hours / sessions of known customers"),
        population=N_("Help-centre sessions of known customers; those of the last N hours are left out."),
        dated_by=N_("start of the session"),
        estimates={"share": estimates.share},
        needs=("help_sessions.customer", "tickets.customer"),
        parameters={"hours": Parameter(N_("Hours without a request"), default=24, unit="hours")},
        settles_days=1,
        helpdesk=N_(
            "Zendesk's self-service score is another number: help-centre sessions per person with a ticket, such as "
            "4 to 1. Visitors who are not signed in are in it, and cannot be here."
        ),
        details=(N_("Sessions in the last N hours before the data end are censored."),),
    ),
)
