"""Response: how long customers wait for an answer. Promises that were set stand in service_levels.py."""

from metrics import estimates
from metrics.metric import N_, Metric, Parameter

NAME = N_("Response")
_DURATION = {"median": estimates.median, "p90": estimates.p90, "mean": estimates.mean}
_WITHIN = {"within": Parameter(N_("Promised time"), default=None, unit="seconds")}
_REQUESTS = N_("Inbound requests of customers; spam, merged and test requests are left out.")
_BY_REPLY = N_("An agent's number is of the requests that this agent answered first.")
_UNANSWERED = N_("Requests still unanswered are censored: left out here and counted beside, with the oldest age.")

_NEXT = Metric(
    id="next_response_time",
    name=N_("Next response time"),
    unit="seconds",
    direction="lower",
    definition=N_(
        "Time from a customer's message that nobody has answered yet to the next public reply by a person. Several "
        "messages in a row wait from the first of them. The first reply of a request is one of these times too."
    ),
    formula=N_("next public human reply − first unanswered message of the customer; median, p90 or mean"),
    population=N_("Answered messages of customers in inbound requests, from sources that keep a history."),
    dated_by=N_("message"),
    estimates=_DURATION,
    needs=("turns.response_s",),
    settles_days=7,
    source=N_("Zendesk: next reply time"),
    helpdesk=N_(
        "Zendesk measures it as a service-level clock, on requests that have such a target. In Freshdesk public notes "
        "count as responses, and its average counts business hours."
    ),
    details=(N_("An agent's number is of the replies that this agent gave. Messages still waiting are left out."),),
)

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
        helpdesk=N_(
            "Many helpdesks show the mean, which a few late answers move far; Intercom shows the median. Zendesk "
            "rounds to whole minutes, and skips the first reply of a request that an agent opened with a public "
            "comment. Freshdesk's average counts business hours, and public notes as responses."
        ),
        export="export_first_response_s",
        details=(_BY_REPLY, _UNANSWERED),
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
        helpdesk=N_(
            "Your helpdesk counts its own schedule and holidays; here those of the settings count, per team, unless a "
            "history names the schedule of each request. Some helpdesks use one schedule for everybody."
        ),
        export="export_first_response_business_s",
        details=(_BY_REPLY, _UNANSWERED),
    ),
    Metric(
        id="first_response_time_customer",
        name=N_("First response from creation"),
        unit="seconds",
        direction="lower",
        definition=N_(
            "Time from a request's creation to the first public reply by a person, as the customer lives it: the time "
            "with a bot is part of it. The first response time counts from the handoff to people instead."
        ),
        formula=N_("first public human reply − created; median, p90 or mean"),
        population=_REQUESTS,
        dated_by=N_("created"),
        estimates=_DURATION,
        needs=("tickets.created_at", "tickets.first_reply_at"),
        settles_days=7,
        helpdesk=N_(
            "Helpdesks differ in whether a bot's time counts: Intercom lets each report leave it out. A bot's message "
            "that is sent as an agent counts as a first reply in many of them; here only people reply."
        ),
        export="export_first_response_s",
        details=(_BY_REPLY, _UNANSWERED),
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
        helpdesk=N_(
            "Helpdesks usually show the answered requests only, so that those still waiting and late are missing from "
            "the share. Their reports count in steps such as below one hour, not against a promise per channel."
        ),
        details=(_BY_REPLY,),
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
        helpdesk=N_(
            "Your helpdesk counts its own schedule, and usually the answered requests only. Here the hours of the "
            "settings count, and requests that are late and still waiting count as late."
        ),
        details=(_BY_REPLY,),
    ),
    _NEXT,
    _NEXT.in_opening_hours(
        N_("Next response time in opening hours"),
        N_("Next response time, counting only opening hours."),
    ),
    Metric(
        id="total_response_time",
        name=N_("Total response time"),
        unit="seconds",
        direction="lower",
        definition=N_(
            "All the time that one request's customer waited for replies: from each first unanswered message to the "
            "next public reply by a person, added up."
        ),
        formula=N_("Σ (reply − first unanswered message) of a request; median, p90 or mean"),
        population=N_("Answered inbound requests from sources that keep a history."),
        dated_by=N_("created"),
        estimates=_DURATION,
        needs=("tickets.total_response_s",),
        settles_days=14,
        helpdesk=N_(
            "Few helpdesks show it. Zendesk's requester wait time is another number: it goes by the status that agents "
            "set, not by the messages."
        ),
        details=(N_("An agent's number is of the requests that this agent answered first."),),
    ),
)
