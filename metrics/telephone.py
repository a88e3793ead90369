"""Telephone and queues: how long people wait on the line, whether anybody answers, and how busy those who do are."""

from metrics import estimates
from metrics.metric import N_, Metric, Parameter

NAME = N_("Telephone and queues")
_DURATION = {"median": estimates.median, "p90": estimates.p90, "mean": estimates.mean}
_WITHIN = {"within": Parameter(N_("Time to answer a call"), default=20, unit="seconds")}
_CALLS = N_("Inbound calls of which it is known how long they waited and how that ended; test calls are left out.")
_THREE_WAYS = N_(
    "Phone systems count calls given up within the time in three ways: left out, as missed, or as met. Each way is a "
    "metric of its own here. The time itself is set per queue there, often 20 seconds."
)

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
        estimates=_DURATION,
        needs=("tickets.wait_s", "tickets.answered"),
        source=N_("COPC: average speed of answer"),
        helpdesk=N_(
            "Phone systems show the mean. Some count from the first ring at an agent, others from the start of the "
            "call with its menu and greeting, and some put those who gave up into it."
        ),
        details=(N_("Callers who gave up are left out: the wait that they were ready to bear is not known."),),
    ),
    Metric(
        id="abandon_wait",
        name=N_("Wait before giving up"),
        unit="seconds",
        direction="lower",
        definition=N_("Time in the queue of the callers and chatters who gave up before anybody answered."),
        formula=N_("queue entry → given up; median, p90 or mean"),
        population=N_("Abandoned inbound calls and chats."),
        dated_by=N_("created"),
        estimates=_DURATION,
        needs=("tickets.wait_s", "tickets.abandoned"),
        helpdesk=N_(
            "Phone systems show the mean and leave out those who hung up within a few seconds, which makes it longer."
        ),
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
        helpdesk=N_(
            "Phone systems may leave out calls that were given up within a few seconds, or count a call that flowed on "
            "to another queue as offered twice."
        ),
    ),
    Metric(
        id="abandon_rate",
        name=N_("Abandon rate"),
        unit="share",
        direction="lower",
        definition=N_(
            "Share of offered calls whose caller gave up before anybody answered. Calls given up sooner than a time of "
            "your choice can be left out; all count unless one is set."
        ),
        formula=N_("abandoned / (answered + abandoned), without those abandoned sooner than the set time"),
        population=N_("Inbound calls of which it is known how they ended; test calls are left out."),
        dated_by=N_("created"),
        estimates={"share": estimates.share},
        needs=("tickets.abandoned",),
        parameters={"short": Parameter(N_("Leave out calls given up sooner than"), default=0, unit="seconds")},
        helpdesk=N_(
            "Genesys and others can leave short abandons out, below a few seconds that are set there. Calls that were "
            "given up in the menu, before the queue, are no offered calls in most systems."
        ),
    ),
    Metric(
        id="service_level",
        name=N_("Telephone service level"),
        unit="share",
        direction="higher",
        definition=N_(
            "Share of calls answered within the set time, 20 seconds unless chosen otherwise. Calls given up within "
            "that time gave nobody a chance to answer and are left out."
        ),
        formula=N_("answered in time / (offered − abandoned in time)"),
        population=_CALLS,
        dated_by=N_("created"),
        estimates={"share": estimates.share},
        needs=("tickets.wait_s", "tickets.answered"),
        parameters=_WITHIN,
        helpdesk=_THREE_WAYS,
    ),
    Metric(
        id="service_level_offered",
        name=N_("Telephone service level, of offered"),
        unit="share",
        direction="higher",
        definition=N_(
            "Share of all offered calls that were answered within the set time; every caller who gave up counts."
        ),
        formula=N_("answered in time / offered"),
        population=_CALLS,
        dated_by=N_("created"),
        estimates={"share": estimates.share},
        needs=("tickets.wait_s", "tickets.answered"),
        parameters=_WITHIN,
        helpdesk=_THREE_WAYS,
    ),
    Metric(
        id="service_level_with_abandoned",
        name=N_("Telephone service level, given up included"),
        unit="share",
        direction="higher",
        definition=N_(
            "Share of all offered calls that ended their wait within the set time, answered or given up. The kindest "
            "of the three ways: a caller who gives up at once counts as served."
        ),
        formula=N_("(answered in time + abandoned in time) / offered"),
        population=_CALLS,
        dated_by=N_("created"),
        estimates={"share": estimates.share},
        needs=("tickets.wait_s", "tickets.answered"),
        parameters=_WITHIN,
        helpdesk=_THREE_WAYS,
    ),
    Metric(
        id="handle_time",
        name=N_("Handle time"),
        unit="seconds",
        direction="none",
        definition=N_(
            "Talking, holding and wrapping up of an answered call or chat. The mean, known as AHT, is a figure for "
            "planning and never a target for people: who hurries is called again."
        ),
        formula=N_("talk + hold + wrap-up of the handled; mean, median or p90"),
        population=N_("Answered inbound calls and chats whose talk time is known; unknown hold and wrap-up count 0."),
        dated_by=N_("ended; created where the end is not known"),
        estimates={"mean": estimates.mean, "median": estimates.median, "p90": estimates.p90},
        needs=("tickets.handle_s",),
        source=N_("COPC: average handle time"),
        helpdesk=N_(
            "Genesys adds dialling to outbound calls, which are not in this number. Where a system's talk time already "
            "holds the hold time, the file's mapping must say so, or it counts twice."
        ),
    ),
    Metric(
        id="occupancy",
        name=N_("Occupancy"),
        unit="share",
        direction="band",
        band=(0.60, 0.85),
        definition=N_(
            "Share of their time on duty that agents spend with customers. Between 60 and 85 % is healthy: above, it "
            "wears people out; below, there are more of them than the calls need."
        ),
        formula=N_("Σ handle time / (Σ handle time + Σ available time)"),
        population=N_("Days of agents whose available time is loaded; their answered calls and chats."),
        dated_by=N_("day of the shift"),
        estimates={"ratio": estimates.ratio},
        needs=("agent_time.seconds", "tickets.handle_s"),
        helpdesk=N_(
            "Some systems divide by the time signed in, breaks and meetings included: that is utilisation. Genesys "
            "divides by the time on queue."
        ),
        details=(N_("n counts agent-days. Days of one agent resemble each other, so the interval is rather narrow."),),
    ),
)
