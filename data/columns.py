"""Names and dtypes of every table of facts. Light to import; the rules over the values stand in schemas.py, what is
derived from facts in derived_columns.py.

Instants are UTC without a zone, microseconds; columns ending in `_s` are elapsed seconds. Null means unknown, never 0.
"""

import polars as pl

INSTANT = pl.Datetime("us")

TICKETS: dict[str, pl.DataType] = {
    # identity
    "source": pl.String(),
    "ticket_id": pl.String(),
    # what it was
    "channel": pl.String(),  # one of CHANNELS
    "channel_detail": pl.String(),  # instagram, whatsapp, … or the export's own word
    "direction": pl.String(),  # inbound, outbound
    "kind": pl.String(),  # one of KINDS
    "topic": pl.String(),
    "product": pl.String(),
    "priority": pl.String(),
    "tier": pl.String(),
    "status": pl.String(),  # one of STATUSES
    "waiting_on": pl.String(),  # customer, department, or null
    # who
    "customer": pl.String(),  # keyed hash, never the export's own value
    "segment": pl.String(),
    "customer_since": INSTANT,
    "agent": pl.String(),  # owner
    "first_reply_agent": pl.String(),
    "resolved_by": pl.String(),
    "team": pl.String(),
    # when
    "created_at": INSTANT,
    "handoff_at": INSTANT,  # a bot handed the request to people
    "first_reply_at": INSTANT,  # first public human reply; for calls the answer
    "first_resolved_at": INSTANT,
    "resolved_at": INSTANT,
    "closed_at": INSTANT,
    "ended_at": INSTANT,  # calls and chats: hung up
    "updated_at": INSTANT,
    # how it went
    "replies": pl.Int64(),  # public agent replies
    "reopens": pl.Int64(),
    "transfers": pl.Int64(),
    "wait_s": pl.Float64(),
    "talk_s": pl.Float64(),
    "hold_s": pl.Float64(),
    "wrap_s": pl.Float64(),
    "answered": pl.Boolean(),
    "abandoned": pl.Boolean(),
    "resolved_flag": pl.Boolean(),
    "bot_solved": pl.Boolean(),
    # promises the helpdesk itself made or judged, one set per clock
    "reply_target_s": pl.Float64(),
    "reply_due_at": INSTANT,
    "reply_flag": pl.String(),  # achieved, breached
    "resolution_target_s": pl.Float64(),
    "resolution_due_at": INSTANT,
    "resolution_flag": pl.String(),
    # the export's own durations, kept to be compared with ours
    "export_first_response_s": pl.Float64(),
    "export_first_response_business_s": pl.Float64(),
    "export_resolution_first_s": pl.Float64(),
    "export_resolution_first_business_s": pl.Float64(),
    "export_resolution_s": pl.Float64(),
    "export_resolution_business_s": pl.Float64(),
    "export_requester_wait_s": pl.Float64(),
    "export_requester_wait_business_s": pl.Float64(),
    "export_agent_wait_s": pl.Float64(),
    "export_agent_wait_business_s": pl.Float64(),
    "export_on_hold_s": pl.Float64(),
    "export_on_hold_business_s": pl.Float64(),
    # complaints and their care
    "complaint": pl.Boolean(),
    "cause": pl.String(),
    "remedy": pl.String(),
    "complaint_answered_at": INSTANT,
    "followed_up_at": INSTANT,
    "routed_to": pl.String(),
    "routed_at": INSTANT,
    # outbound and sales
    "outcome": pl.String(),  # outbound calls: success, refused, no_answer, wrong_person, callback
    "right_party": pl.Boolean(),
    "lead": pl.Boolean(),
    "offer": pl.Boolean(),
    "offer_accepted": pl.Boolean(),
    "revenue": pl.Float64(),
}

SURVEYS: dict[str, pl.DataType] = {
    "source": pl.String(),
    "survey_id": pl.String(),
    "ticket_id": pl.String(),
    "kind": pl.String(),  # one of SURVEY_KINDS
    "score": pl.Float64(),  # null: sent and not answered
    "scale": pl.String(),  # one of SCALES
    "comment": pl.String(),
    "sent": pl.Boolean(),  # true where the source tells that it was sent, null where it lists answers only
    "sent_at": INSTANT,
    "answered_at": INSTANT,
    "customer": pl.String(),
    "agent": pl.String(),
    "channel": pl.String(),
    "team": pl.String(),
    "topic": pl.String(),
    "priority": pl.String(),
    "routed_to": pl.String(),
    "routed_at": INSTANT,
}

AGENTS: dict[str, pl.DataType] = {
    "source": pl.String(),
    "agent": pl.String(),
    "name": pl.String(),
    "team": pl.String(),
    "bot": pl.Boolean(),
    "joined_on": pl.Date(),
    "left_on": pl.Date(),
}

AGENT_TIME: dict[str, pl.DataType] = {
    "source": pl.String(),
    "agent": pl.String(),
    "kind": pl.String(),  # available, break, absence, overtime
    "started_at": INSTANT,
    "ended_at": INSTANT,
}

ORDERS: dict[str, pl.DataType] = {
    "source": pl.String(),
    "order_id": pl.String(),
    "customer": pl.String(),
    "ordered_at": INSTANT,
    "amount": pl.Float64(),
}

COSTS: dict[str, pl.DataType] = {
    "source": pl.String(),
    "month": pl.Date(),  # a day of it, in the calendar of the settings
    "channel": pl.String(),
    "team": pl.String(),
    "amount": pl.Float64(),
}

# What happened to a request, one row a happening, from sources that keep a history.
EVENTS: dict[str, pl.DataType] = {
    "source": pl.String(),
    "ticket_id": pl.String(),
    "event_id": pl.String(),
    "at": INSTANT,
    "kind": pl.String(),  # one of EVENT_KINDS
    "actor": pl.String(),  # agent, customer, bot; null: found through the table of agents
    "actor_id": pl.String(),  # an agent's id as in `agents`; a customer's is a keyed hash
    "value": pl.String(),  # the new status, owner, team …; null: unset
    "previous": pl.String(),
    "target_s": pl.Float64(),  # of the sla_… kinds: what was promised; null: the clock ended
    "business": pl.Boolean(),  # of the sla_… kinds: whether the promise is in opening hours
}

# The helpdesk's own weekly opening hours, one row an interval.
SCHEDULES: dict[str, pl.DataType] = {
    "source": pl.String(),
    "schedule": pl.String(),
    "name": pl.String(),
    "zone": pl.String(),  # IANA name
    "opens_minute": pl.Int64(),  # of the local week, from Sunday 00:00
    "closes_minute": pl.Int64(),
    "created_at": INSTANT,  # the oldest one holds for requests that name none
}

SCHEDULE_HOLIDAYS: dict[str, pl.DataType] = {
    "source": pl.String(),
    "schedule": pl.String(),
    "first_on": pl.Date(),
    "last_on": pl.Date(),  # included
    "name": pl.String(),
}

TEAMS: dict[str, pl.DataType] = {
    "source": pl.String(),
    "team": pl.String(),  # the id that requests name
    "name": pl.String(),
}

QUALITY_CHECKS: dict[str, pl.DataType] = {
    "source": pl.String(),
    "check_id": pl.String(),
    "ticket_id": pl.String(),
    "agent": pl.String(),
    "team": pl.String(),
    "channel": pl.String(),
    "checked_at": INSTANT,
    "criterion": pl.String(),  # conversation, objections, accuracy, or the company's own word
    "points": pl.Float64(),
    "possible": pl.Float64(),
}

HELP_SESSIONS: dict[str, pl.DataType] = {
    "source": pl.String(),
    "session_id": pl.String(),
    "customer": pl.String(),
    "started_at": INSTANT,
    "article": pl.String(),
}

TABLES: dict[str, dict[str, pl.DataType]] = {
    "tickets": TICKETS,
    "surveys": SURVEYS,
    "agents": AGENTS,
    "agent_time": AGENT_TIME,
    "orders": ORDERS,
    "costs": COSTS,
    "quality_checks": QUALITY_CHECKS,
    "help_sessions": HELP_SESSIONS,
    "events": EVENTS,
    "schedules": SCHEDULES,
    "schedule_holidays": SCHEDULE_HOLIDAYS,
    "teams": TEAMS,
}

# A row with the same key in a later file replaces the earlier one.
KEYS: dict[str, tuple[str, ...]] = {
    "tickets": ("source", "ticket_id"),
    "surveys": ("source", "survey_id"),
    "agents": ("source", "agent"),
    "agent_time": ("source", "agent", "started_at", "kind"),
    "orders": ("source", "order_id"),
    "costs": ("source", "month", "channel", "team"),
    "quality_checks": ("source", "check_id", "criterion"),
    "help_sessions": ("source", "session_id"),
    "events": ("source", "ticket_id", "at", "kind", "event_id", "value"),
    "schedules": ("source", "schedule", "opens_minute"),
    "schedule_holidays": ("source", "schedule", "first_on"),
    "teams": ("source", "team"),
}

CHANNELS = ("phone", "email", "social", "chat", "web", "other")
DIRECTIONS = ("inbound", "outbound")
KINDS = ("request", "spam", "merged", "test")
STATUSES = ("new", "open", "pending", "on_hold", "solved", "closed")
FLAGS = ("achieved", "breached")
SURVEY_KINDS = ("csat", "nps", "ces")
SCALES = ("good_bad", "1-5", "1-7", "1-10", "0-10")
AGENT_TIME_KINDS = ("available", "break", "absence", "overtime")
SHIFTS = ("available", "break", "overtime")  # of these kinds: the agent was there
OUTCOMES = ("success", "refused", "no_answer", "wrong_person", "callback")
CRITERIA = ("conversation", "objections", "accuracy")
ACTORS = ("agent", "customer", "bot")
CLOCKS = ("first_response", "next_response", "resolution", "requester_wait", "agent_work")
EVENT_KINDS = (
    "public_reply",
    "internal_note",
    "status",
    "owner",
    "team",
    "priority",
    "schedule",
    "satisfaction",
    "sla_policy",
    *(f"sla_{clock}" for clock in CLOCKS),
)
