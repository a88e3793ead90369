"""Resolution: how long until a request is solved, and with whom it lay meanwhile."""

from metrics import estimates
from metrics.metric import N_, Metric, Parameter

NAME = N_("Resolution")
_DURATION = {"median": estimates.median, "p90": estimates.p90, "mean": estimates.mean}
_REQUESTS = N_("Inbound requests of customers; spam, merged and test requests are left out.")
_BY_SOLVER = N_("An agent's number is of the requests that this agent solved.")
_UNSOLVED = N_("Requests not yet solved are censored: they are left out here, and their age is the age of the backlog.")
_BY_STATUS = N_("Solved inbound requests; without a history those whose export tells the time itself.")
_MINUTES = N_(
    "Zendesk writes it in whole minutes and updates it at changes of status, also on requests that are not solved yet; "
    "here only solved requests count."
)

_FIRST = Metric(
    id="resolution_time_first",
    name=N_("First resolution time"),
    unit="seconds",
    direction="lower",
    definition=N_("Time from a request's creation to its first solve, whether it was reopened later or not."),
    formula=N_("first solved − created; median, p90 or mean"),
    population=_REQUESTS,
    dated_by=N_("first solved"),
    estimates=_DURATION,
    needs=("tickets.resolution_first_s",),
    source=N_("Zendesk: first resolution time"),
    helpdesk=N_(
        "Zendesk rounds to whole minutes. Many helpdesks show the mean, and place a request by its creation, so that "
        "a month changes while its requests are being solved."
    ),
    export="export_resolution_first_s",
    details=(_BY_SOLVER, _UNSOLVED),
)
_REQUESTER = Metric(
    id="requester_wait",
    name=N_("Requester wait time"),
    unit="seconds",
    direction="lower",
    definition=N_(
        "Time that a request lay with the company until it was solved: new, open or on hold. The time in which the "
        "customer had to answer is not in it."
    ),
    formula=N_("time in new + open + on hold; median, p90 or mean"),
    population=_BY_STATUS,
    dated_by=N_("solved"),
    estimates=_DURATION,
    needs=("tickets.requester_wait_s",),
    source=N_("Zendesk: requester wait time"),
    helpdesk=_MINUTES,
    export="export_requester_wait_s",
    details=(_BY_SOLVER,),
)
_AGENT_WAIT = Metric(
    id="agent_wait_time",
    name=N_("Agent wait time"),
    unit="seconds",
    direction="lower",
    definition=N_("Time that a request was pending: the agent had answered and waited for the customer."),
    formula=N_("time in pending; median, p90 or mean"),
    population=_BY_STATUS,
    dated_by=N_("solved"),
    estimates=_DURATION,
    needs=("tickets.agent_wait_s",),
    source=N_("Zendesk: agent wait time"),
    helpdesk=_MINUTES,
    export="export_agent_wait_s",
    details=(_BY_SOLVER, N_("Of a request solved once, requester wait + agent wait = resolution time.")),
)
_AGENT_WORK = Metric(
    id="agent_work_time",
    name=N_("Agent work time"),
    unit="seconds",
    direction="lower",
    definition=N_(
        "Time that a request was new or open: it lay with the team, which waited for nobody else. It is not the time "
        "somebody worked on it."
    ),
    formula=N_("time in new + open; median, p90 or mean"),
    population=_BY_STATUS,
    dated_by=N_("solved"),
    estimates=_DURATION,
    needs=("tickets.agent_work_s",),
    source=N_("Zendesk: agent work time"),
    helpdesk=N_(
        "Zendesk measures it as a service-level clock, on requests that have such a target. In other helpdesks "
        "“work time” is often the time that agents logged themselves."
    ),
    details=(_BY_SOLVER,),
)
_ON_HOLD = Metric(
    id="on_hold_time",
    name=N_("On-hold time"),
    unit="seconds",
    direction="lower",
    definition=N_("Time that a request was on hold: it waited for somebody outside the team, such as a supplier."),
    formula=N_("time in on hold; median, p90 or mean"),
    population=_BY_STATUS,
    dated_by=N_("solved"),
    estimates=_DURATION,
    needs=("tickets.on_hold_s",),
    source=N_("Zendesk: on-hold time"),
    helpdesk=_MINUTES,
    export="export_on_hold_s",
    details=(_BY_SOLVER, N_("Requests that were never on hold count with 0, so the median is often 0.")),
)

METRICS = (
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
        helpdesk=N_(
            "Zendesk has two: the first resolution and the full one, which is this. Its export column “Resolution "
            "time” is in whole hours, the others in whole minutes. Freshdesk's export often leaves the duration empty "
            "although both times are there."
        ),
        export="export_resolution_s",
        details=(_BY_SOLVER, _UNSOLVED),
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
        helpdesk=N_(
            "Your helpdesk counts its own schedule and holidays; here those of the settings count, per team, unless a "
            "history names the schedule of each request. Jira's “Time to resolution” is the time that is left, and no "
            "duration."
        ),
        export="export_resolution_business_s",
        details=(_BY_SOLVER, _UNSOLVED),
    ),
    Metric(
        id="resolution_within",
        name=N_("Solved in time"),
        unit="share",
        direction="higher",
        definition=N_(
            "Share of requests solved within a day of their creation, unless chosen otherwise. A request that is still "
            "open and already older counts as late; one that may still be solved in time is not counted yet."
        ),
        formula=N_("solved in time / (solved in time + solved later + still open and late)"),
        population=_REQUESTS,
        dated_by=N_("created"),
        estimates={"share": estimates.share},
        needs=("tickets.created_at", "tickets.resolution_s"),
        parameters={"within": Parameter(N_("Solved within"), default=86_400, unit="seconds")},
        settles_days=7,
        helpdesk=N_(
            "Helpdesks usually show the solved requests only, in steps such as below one day, so that those still open "
            "and late are missing from the share."
        ),
        details=(_BY_SOLVER,),
    ),
    _FIRST,
    _FIRST.in_opening_hours(
        N_("First resolution time in opening hours"),
        N_("Time from a request's creation to its first solve, counting only opening hours."),
    ),
    _REQUESTER,
    _REQUESTER.in_opening_hours(
        N_("Requester wait time in opening hours"),
        N_("Time that a request lay with the company until it was solved, counting only opening hours."),
    ),
    _AGENT_WAIT,
    _AGENT_WAIT.in_opening_hours(
        N_("Agent wait time in opening hours"),
        N_("Time that a request waited for the customer, counting only opening hours."),
    ),
    _AGENT_WORK,
    _AGENT_WORK.in_opening_hours(
        N_("Agent work time in opening hours"),
        N_("Time that a request was new or open, counting only opening hours."),
    ),
    _ON_HOLD,
    _ON_HOLD.in_opening_hours(
        N_("On-hold time in opening hours"),
        N_("Time that a request was on hold, counting only opening hours."),
    ),
)
