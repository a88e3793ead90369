"""Quality of resolution: solved at once, reopened, asked again, handed on, and as checks found it."""

from metrics import estimates
from metrics.metric import N_, Metric, Parameter

NAME = N_("Quality of resolution")
_BY_SOLVER = N_("An agent's number is of the requests that this agent solved.")

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
        helpdesk=N_(
            "Zendesk's one-touch counts solved requests with fewer than two replies, so also those without any, and "
            "divides by all solved ones. Elsewhere calls are in it, or any solve that no reopening followed."
        ),
        details=(_BY_SOLVER,),
    ),
    Metric(
        id="fcr_strict",
        name=N_("First-contact resolution, strict"),
        unit="share",
        direction="higher",
        definition=N_(
            "Share of solved requests that needed exactly one public reply and were neither reopened nor handed on."
        ),
        formula=N_("solved with one reply, no reopening and no transfer / solved with at least one reply"),
        population=N_("Solved inbound requests in writing whose replies, reopens and transfers are all known."),
        dated_by=N_("solved"),
        estimates={"share": estimates.share},
        needs=("tickets.replies", "tickets.reopens", "tickets.transfers"),
        helpdesk=N_(
            "Helpdesks look at one of the three conditions at a time, so that their number is higher. Zendesk's own "
            "messaging report leaves out what was ever pending or on hold instead."
        ),
        details=(_BY_SOLVER,),
    ),
    Metric(
        id="fcr_no_repeat",
        name=N_("Solved without a repeat"),
        unit="share",
        direction="higher",
        definition=N_(
            "Share of solved requests whose customer did not ask again in the following days, seven unless chosen "
            "otherwise; where topics are known, about the same topic. The only form that calls and mail share."
        ),
        formula=N_("solved without a new request of the same customer within N days / solved with a known customer"),
        population=N_("Solved inbound requests of known customers; those of the last N days are left out."),
        dated_by=N_("solved"),
        estimates={"share": estimates.share},
        needs=("tickets.customer", "tickets.resolution_s"),
        parameters={"days": Parameter(N_("Days without a new request"), default=7, unit="days")},
        settles_days=7,
        helpdesk=N_(
            "Call centres use anything from 1 to 30 days, and often any topic. A customer who turned to another "
            "channel or address is not recognised there, and here only where the customer keys agree."
        ),
        details=(_BY_SOLVER, N_("Requests solved in the last N days before the data end are censored.")),
    ),
    Metric(
        id="fcr_flag",
        name=N_("Solved on the call"),
        unit="share",
        direction="higher",
        definition=N_("Share of answered calls that the source itself marks as solved, by agent or caller."),
        formula=N_("answered calls marked as solved / answered calls with such a mark"),
        population=N_("Answered inbound calls that carry the mark."),
        dated_by=N_("ended; created where the end is not known"),
        estimates={"share": estimates.share},
        needs=("tickets.resolved_flag",),
        helpdesk=N_(
            "The mark is set by whoever handled the call, or asked of the caller: two different numbers. Some phone "
            "systems count a missing mark as not solved; here it is left out."
        ),
    ),
    Metric(
        id="reopen_rate",
        name=N_("Reopen rate"),
        unit="share",
        direction="lower",
        definition=N_(
            "Share of requests that were reopened after their first solve, within 30 days unless chosen otherwise. "
            "Requests are counted where they were first solved, so every month had the same time to be reopened."
        ),
        formula=N_("reopened within N days of the first solve / first solved more than N days ago"),
        population=N_("Inbound requests from sources that keep a history; first solved in the last N days: left out."),
        dated_by=N_("first solved"),
        estimates={"share": estimates.share},
        needs=("tickets.resolutions",),
        parameters={"days": Parameter(N_("Days in which a reopening counts"), default=30, unit="days")},
        settles_days=30,
        helpdesk=N_(
            "Helpdesks divide reopenings, or reopened requests, by the requests of a month, whenever they were first "
            "solved; a request reopened three times may count three times. A “thank you” reopens in most of them."
        ),
        details=(N_("A cohort of first solves; those of the last N days before the data end are censored."),),
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
        helpdesk=N_(
            "Zendesk counts reopenings, not requests, in its sum of reopens. Some helpdesks divide by solved requests "
            "instead of all."
        ),
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
        helpdesk=N_(
            "Zendesk's stations count the first assignment too: one station is no transfer. In other helpdesks a "
            "change of the group counts as well as one of the person."
        ),
    ),
    Metric(
        id="qa_score",
        name=N_("Quality score"),
        unit="share",
        direction="higher",
        definition=N_(
            "Points that quality checks gave, as a share of the points possible: conversation, handling of mistakes "
            "and objections, accuracy, or criteria of your own."
        ),
        formula=N_("Σ points given / Σ points possible"),
        population=N_("Checks of the quality-check table; each criterion of a check is one row."),
        dated_by=N_("checked"),
        estimates={"ratio": estimates.ratio},
        needs=("quality_checks.points",),
        helpdesk=N_(
            "Quality tools often take the mean of each check's percentage, weigh the criteria, or let one failed "
            "criterion bring a check to zero. Here points are added up and divided once."
        ),
        details=(N_("Checks are treated as a random sample of rows; a hand-picked sample has no valid interval."),),
    ),
)
