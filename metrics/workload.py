"""Workload: how much falls on one agent and working day. How it is spread over people is compared elsewhere."""

from metrics import estimates
from metrics.metric import N_, Metric

NAME = N_("Workload")
_AGENT_DAYS = N_(
    "An agent-day is a day on which an agent had a shift, where shifts are loaded; else one on which the agent got at "
    "least one request."
)
_LICENCES = N_(
    "Helpdesks divide by the agents who have a licence, working or not, and by calendar days. Here days on which an "
    "agent did not work are not counted."
)

METRICS = (
    Metric(
        id="workload_requests",
        name=N_("Requests per agent-day"),
        unit="ratio",
        direction="none",
        definition=N_("How many new requests one agent has on one working day."),
        formula=N_("requests with an owner / agent-days"),
        population=N_("Inbound requests that an agent owns."),
        dated_by=N_("created; shifts: their day"),
        estimates={"quotient": estimates.quotient},
        needs=("tickets.agent", "tickets.created_at"),
        minimum_n=1,
        helpdesk=_LICENCES,
        details=(_AGENT_DAYS,),
    ),
    Metric(
        id="workload_handle_time",
        name=N_("Handle time per agent-day"),
        unit="seconds",
        direction="none",
        definition=N_("How long one agent talks, holds and wraps up on one working day."),
        formula=N_("Σ handle time / agent-days"),
        population=N_("Answered inbound calls and chats that an agent owns."),
        dated_by=N_("ended, or created; shifts: their day"),
        estimates={"quotient": estimates.quotient},
        needs=("tickets.agent", "tickets.handle_s"),
        minimum_n=1,
        helpdesk=N_(
            "Phone systems add outbound calls and the time of ringing. Work in writing has no handle time in most "
            "exports, and is not in this number."
        ),
        details=(_AGENT_DAYS,),
    ),
    Metric(
        id="workload_open",
        name=N_("Open requests per agent"),
        unit="ratio",
        direction="none",
        definition=N_("How many open requests lie with one agent, of the agents who have any."),
        formula=N_("open requests with an owner / agents who own any"),
        population=N_("Open inbound requests that an agent owns."),
        dated_by=N_("as the data stand now"),
        estimates={"quotient": estimates.quotient},
        needs=("tickets.agent",),
        minimum_n=1,
        grains=(),
        helpdesk=N_("Helpdesks divide by all agents of a team, also by those without any open request."),
    ),
)
