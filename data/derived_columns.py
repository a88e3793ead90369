"""Names and dtypes of what derived.py, history/ and build.py add to the facts or make of them: only these can change
with the settings. A generation keeps the tables of DERIVED."""

import polars as pl

from data.columns import AGENT_TIME, AGENTS, COSTS, HELP_SESSIONS, INSTANT, ORDERS, QUALITY_CHECKS, SURVEYS, TICKETS

DERIVED_TICKETS: dict[str, pl.DataType] = {
    "as_of": INSTANT,
    "history": pl.Boolean(),  # its source has a history: what happened is known, and not only how it stands
    "counted": pl.Boolean(),  # an inbound request of a customer: in the population of the contract
    "solved": pl.Boolean(),
    "is_open": pl.Boolean(),  # counted, and neither solved nor hung up nor given up
    "unowned": pl.Boolean(),  # open without an owner; null where the source names no owners
    "complained": pl.Boolean(),  # null where the source tells no complaints
    "followed_up": pl.Boolean(),  # null where the source tells no follow-ups
    "by_bot": pl.Boolean(),  # solved by a bot; null where the source tells none
    "sold": pl.Boolean(),  # an accepted offer or revenue; null where the source tells neither
    "open_age": pl.String(),  # of what is open: one of OPEN_AGES
    "customer_status": pl.String(),  # new, existing (customer before the day of the request), null: not known
    "reply_agent": pl.String(),
    "solve_agent": pl.String(),
    "created_on": pl.Date(),
    "created_hour": pl.String(),  # 00 … 23, by the organisation's clock
    "created_weekday": pl.String(),  # 0 Monday … 6 Sunday
    "arrival_shift": pl.String(),  # one of ARRIVAL_SHIFTS
    "first_solved_on": pl.Date(),
    "solved_on": pl.Date(),
    "ended_on": pl.Date(),  # hung up, else created
    "left_on": pl.Date(),  # ceased to be open; never before it was created
    "first_response_s": pl.Float64(),
    "first_response_business_s": pl.Float64(),
    "first_response_customer_s": pl.Float64(),  # from creation, also where a bot took it first
    "total_response_s": pl.Float64(),  # from each unanswered message of the customer to the next reply, all together
    "unanswered_s": pl.Float64(),  # age at as_of of what still waits for its first human reply
    "unanswered_business_s": pl.Float64(),
    "resolution_first_s": pl.Float64(),
    "resolution_first_business_s": pl.Float64(),
    "resolution_s": pl.Float64(),
    "resolution_business_s": pl.Float64(),
    # by status, from the history, else the export's own; null while not solved
    "requester_wait_s": pl.Float64(),  # new, open and on hold
    "requester_wait_business_s": pl.Float64(),
    "agent_wait_s": pl.Float64(),  # pending
    "agent_wait_business_s": pl.Float64(),
    "agent_work_s": pl.Float64(),  # new and open
    "agent_work_business_s": pl.Float64(),
    "on_hold_s": pl.Float64(),
    "on_hold_business_s": pl.Float64(),
    "handle_s": pl.Float64(),  # talk, hold and wrap of answered calls and chats
    "open_s": pl.Float64(),  # age at as_of of what is open
    "idle_s": pl.Float64(),  # since the last event of what is open
    # promises that what is open has still to keep; null for what is not open
    "reply_promised_at": INSTANT,  # of what waits for its first reply
    "reply_promise": pl.String(),  # whose promise that is: helpdesk, policy, channel
    "resolution_promised_at": INSTANT,
    "resolution_promise": pl.String(),  # helpdesk, policy
    "due_at": INSTANT,  # the earlier of the two
    "due_for": pl.String(),  # reply, resolution: which of them
    "lateness": pl.Float64(),  # time since it fell due / time promised, at as_of; below 0: not due yet
    "past_due": pl.Boolean(),  # a promise is broken, by its instant or the helpdesk's flag; null: nothing is promised
    "resolutions": pl.Int64(),  # how often it was solved; history only
    "reopened_s": pl.Float64(),  # from the first solve to the first reopening; history only
    "settled_s": pl.Float64(),  # from the first solve to as_of
    "since_solved_s": pl.Float64(),  # from the last solve to as_of
    "next_request_s": pl.Float64(),  # from the last solve to the customer's next request (of the topic, where known)
    "since_created_s": pl.Float64(),  # from its creation to as_of
    "switch_s": pl.Float64(),  # from its creation to the customer's next one by another channel (topic as above)
    "switch_to": pl.String(),  # that channel
    "earlier_request_s": pl.Float64(),  # since the customer's request before this one
    "complaint_answer_s": pl.Float64(),
    "complaint_wait_s": pl.Float64(),  # age at as_of of a complaint without an answer
    "routed_s": pl.Float64(),  # of complaints: until a team was made responsible
    "route_wait_s": pl.Float64(),  # age at as_of of a complaint for which nobody is responsible
    "first_owner": pl.String(),
    "arrival_priority": pl.String(),  # as it came in, whatever it was changed to; where no history tells, the priority
    "sla_first_response": pl.Boolean(),  # kept, broken, or null: not decided or nothing promised
    "sla_first_response_on": pl.Date(),
    "sla_first_response_disagrees": pl.Boolean(),  # the helpdesk's flag with the timestamps
    "sla_resolution": pl.Boolean(),
    "sla_resolution_on": pl.Date(),
    "sla_resolution_disagrees": pl.Boolean(),
}
DERIVED_SURVEYS: dict[str, pl.DataType] = {
    "as_of": INSTANT,
    "arrival_priority": pl.String(),  # of the request that it asks about
    "sent_on": pl.Date(),
    "answered_on": pl.Date(),
    "answered": pl.Boolean(),
    "satisfied": pl.Boolean(),  # csat: by the scale's policy; null without a score
    "nps_score": pl.Float64(),  # the score of a recommendation survey
    "ces_score": pl.Float64(),  # of an effort survey, on its own scale
    "csat_score": pl.Float64(),  # of a satisfaction survey, as a part of its scale: 0 the lowest, 1 the highest
    "negative": pl.Boolean(),  # csat not satisfied on the lower half of its scale, nps 0–6; null without a score
    "routed_s": pl.Float64(),  # negative answers: until a team was made responsible
    "route_wait_s": pl.Float64(),  # age at as_of of a negative answer for which nobody is responsible
}
DERIVED_AGENT_TIME: dict[str, pl.DataType] = {"on": pl.Date(), "seconds": pl.Float64(), "team": pl.String()}
DERIVED_ORDERS: dict[str, pl.DataType] = {"ordered_on": pl.Date(), "first_ordered_on": pl.Date()}
DERIVED_QUALITY_CHECKS: dict[str, pl.DataType] = {"checked_on": pl.Date()}
DERIVED_HELP_SESSIONS: dict[str, pl.DataType] = {
    "started_on": pl.Date(),
    "next_request_s": pl.Float64(),  # until the customer's next request; null: none
    "settled_s": pl.Float64(),  # from the session to the as-of of the requests
}

ARRIVAL_SHIFTS = ("weekend", "day", "night")  # on a day of few hours or none, else within the hours, else outside
OPEN_AGES = ("under_1d", "1_3d", "3_7d", "7_30d", "over_30d")

# What a request was, beside each thing that happened to it.
_IDENTITY = ("source", "ticket_id")
_GROUPS = ("channel", "channel_detail", "team", "agent", "topic", "product", "priority", "tier", "segment")
_CUTS = (*_IDENTITY, *_GROUPS, "arrival_priority", "arrival_shift", "customer_status")
CUTS: dict[str, pl.DataType] = dict.fromkeys(_CUTS, pl.String()) | {"counted": pl.Boolean()}

# Each application of a service-level policy, from histories; `agent` is who had the part that it judges.
APPLICATIONS: dict[str, pl.DataType] = CUTS | {
    "owner": pl.String(),  # of the request
    "clock": pl.String(),  # one of CLOCKS
    "policy": pl.String(),
    "applied_at": INSTANT,
    "target_s": pl.Float64(),
    "business": pl.Boolean(),
    "elapsed_s": pl.Float64(),  # in its own kind of time, up to its end or as_of
    "ended_at": INSTANT,  # null: still live
    "kept": pl.Boolean(),  # null: undecided
    "decided_on": pl.Date(),
}
# Each first unanswered message of a customer, and the reply to it, from histories.
TURNS: dict[str, pl.DataType] = CUTS | {
    "asked_at": INSTANT,
    "asked_on": pl.Date(),
    "replied_at": INSTANT,
    "is_first": pl.Boolean(),  # answered by the first reply of the request
    "response_s": pl.Float64(),
    "response_business_s": pl.Float64(),
}
# How a request became open and solved, from histories: the backlog is the sum of the steps.
STEPS: dict[str, pl.DataType] = CUTS | {
    "at": INSTANT,
    "on": pl.Date(),
    "kind": pl.String(),  # created, solved, reopened
    "step": pl.Int64(),  # +1, −1, +1
}
# Each public reply and internal note of a person on a request that belonged to another at that moment, from histories.
HELP: dict[str, pl.DataType] = CUTS | {
    "at": INSTANT,
    "on": pl.Date(),
    "kind": pl.String(),  # public_reply, internal_note
}

# What a generation keeps: table → columns. Those with a team and an agent are seen by scope.
DERIVED: dict[str, dict[str, pl.DataType]] = {
    "tickets": TICKETS | DERIVED_TICKETS,
    "surveys": SURVEYS | DERIVED_SURVEYS,
    "agents": AGENTS,
    "agent_time": AGENT_TIME | DERIVED_AGENT_TIME,
    "quality_checks": QUALITY_CHECKS | DERIVED_QUALITY_CHECKS,
    "orders": ORDERS | DERIVED_ORDERS,
    "costs": COSTS,
    "help_sessions": HELP_SESSIONS | DERIVED_HELP_SESSIONS,
    "applications": APPLICATIONS,
    "turns": TURNS,
    "steps": STEPS,
    "help": HELP,
}
