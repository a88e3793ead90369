"""Requests with their durations, verdicts and dates: the widest of the derived tables."""

import polars as pl

from data import calendar
from data.columns import INSTANT
from data.derived.due import due
from data.derived.elapsed import TeamClock, dates, duration, earlier, latest, seconds
from data.derived.sources import COUNTED, TICKET_EVENTS, Source, table
from data.derived_columns import ARRIVAL_SHIFTS, DERIVED_TICKETS, OPEN_AGES
from data.policies import targets
from data.settings import Settings

_DAY = 86_400
_AGES = (_DAY, 3 * _DAY, 7 * _DAY, 30 * _DAY)  # the upper ends of OPEN_AGES but the last
_SHORT = 0.75  # of the longest day: one that opens for less is part of the weekend
_HOURS = pl.Series([f"{hour:02}" for hour in range(24)])
_WEEKDAYS = pl.Series([str(day) for day in range(7)])
# Durations by status: derived column → the export's own, which counts where a source has no history.
BY_STATUS = {
    f"{name}{kind}_s": f"export_{name}{kind}_s"
    for name in ("requester_wait", "agent_wait", "on_hold")
    for kind in ("", "_business")
}
# What a history tells better than the row that the export keeps of a request, by the kind of event that tells it.
BY_REPLIES = ("first_reply_at", "first_reply_agent", "replies")
BY_STATUSES = ("first_resolved_at", "resolved_at", "closed_at", "status", "resolved_by", "reopens")
BY_OWNERS = ("handoff_at", "agent", "team", "priority")
COUNTED_BY_EXPORT = ("transfers",)  # where it counts them; else the changes of owner in the history
FROM_HISTORY = (*BY_REPLIES, *BY_STATUSES, *BY_OWNERS, *COUNTED_BY_EXPORT)
# Durations that a history tells by itself, by the schedule in force at each moment.
TIMED_BY_REPLIES = ("first_response_s", "first_response_business_s", "total_response_s")
TIMED_BY_STATUSES = (
    *("resolution_first_s", "resolution_first_business_s", "resolution_s", "resolution_business_s"),
    *("agent_work_s", "agent_work_business_s", "resolutions", "reopened_s", *BY_STATUS),
)
TIMED_BY_HISTORY = (*TIMED_BY_REPLIES, *TIMED_BY_STATUSES, "first_owner", "arrival_priority")
DUE_BY_HISTORY = ("reply_due_told", "resolution_due_told")  # by the policies that it applied, of live clocks


def _verdict(flag: pl.Expr, has_flags: pl.Expr, by_time: pl.Expr, over: pl.Expr) -> pl.Expr:
    """True kept, False broken, null undecided. In a source with flags only the flag speaks; kept needs the end."""
    by_flag = pl.when(flag == "breached").then(pl.lit(False)).when((flag == "achieved") & over).then(pl.lit(True))
    return pl.when(has_flags).then(by_flag).otherwise(by_time)


def _by_time(due: pl.Expr, ended: pl.Expr, over: pl.Expr, as_of: pl.Expr) -> pl.Expr:
    """Broken counts at once, kept only when the clock has ended: `over` says that it has, `ended` when, where known."""
    return (
        pl.when(due.is_null())
        .then(None)
        .when(ended.is_not_null())
        .then(ended <= due)
        .when(~over & (as_of > due))
        .then(pl.lit(False))
    )


def _told(what: str, value: pl.Expr) -> pl.Expr:
    """A yes or no where the source tells such a thing at all."""
    return pl.when(f"tells_{what}").then(value.fill_null(False))


def _with_history(facts: pl.DataFrame, history: pl.DataFrame) -> pl.DataFrame:
    """What a history tells takes the place of what the export's row says, as far as it tells it.

    has_replies, has_statuses: the history tells those. A null of it then is no value, and not an unknown one.
    """
    known = history.select(
        "source", "ticket_id", *FROM_HISTORY, *TIMED_BY_HISTORY, *DUE_BY_HISTORY, "last_event_at", history=True
    )
    told = facts.select("source", "ticket_id").join(
        known, on=["source", "ticket_id"], how="left", maintain_order="left"
    )  # with the keys alone: the other columns need not be moved
    told = told.drop("source", "ticket_id").rename({name: f"{name}_told" for name in FROM_HISTORY})
    frame = facts.hstack(told).with_columns(
        history=pl.col("history").fill_null(False),
        has_replies=pl.col("replies_told").is_not_null(),
        has_statuses=pl.col("resolutions").is_not_null(),
    )
    return frame.with_columns(
        *(pl.when("has_replies").then(f"{name}_told").otherwise(name).alias(name) for name in BY_REPLIES),
        *(pl.when("has_statuses").then(f"{name}_told").otherwise(name).alias(name) for name in BY_STATUSES),
        *(pl.coalesce(f"{name}_told", name).alias(name) for name in BY_OWNERS),
        *(pl.coalesce(name, f"{name}_told").alias(name) for name in COUNTED_BY_EXPORT),
    ).drop(f"{name}_told" for name in FROM_HISTORY)


def tickets(
    facts: pl.DataFrame,
    customers: pl.DataFrame,
    history: pl.DataFrame,
    teams: pl.DataFrame,
    sources: list[Source],
    settings: Settings,
) -> pl.DataFrame:
    """One partition of ticket facts with DERIVED_TICKETS beside them; same rows, same order.

    `customers`: what derived/customers.py found around the same rows; `history`: one row per request with a history,
    as data/history gives it; `teams`: source, team, name.
    """
    frame = _with_history(facts, history)
    frame = frame.join(table(sources), on="source", how="left", maintain_order="left").hstack(customers)
    frame = frame.join(
        teams.select("source", "team", _team="name"), on=["source", "team"], how="left", maintain_order="left"
    )
    frame = _standing(frame.with_columns(team=pl.coalesce("_team", "team")))
    clock = TeamClock(frame["team"], settings)
    frame = due(_judged(_promised(frame, clock, settings)), settings)
    frame = _timed(frame, clock)
    shown = calendar.local_clock(frame["created_at"].cast(INSTANT), settings.zone)
    frame = frame.with_columns(
        **dates(frame, _DATES, settings.zone),
        created_hour=_HOURS.gather(shown.dt.hour()),
        created_weekday=_WEEKDAYS.gather(shown.dt.weekday() - 1),
        arrival_shift=_arrival_shift(shown, calendar.Schedule.of(settings)),
    )
    c = pl.col
    left_on = pl.coalesce("solved_on", "_ended_on", pl.when(c("abandoned").fill_null(False)).then("created_on"))
    frame = frame.with_columns(
        left_on=pl.when(~c("is_open")).then(pl.when(left_on < c("created_on")).then("created_on").otherwise(left_on)),
        ended_on=pl.coalesce("_ended_on", "created_on"),
    )
    return frame.select(*facts.columns, *(c(name).cast(dtype) for name, dtype in DERIVED_TICKETS.items()))


def _standing(frame: pl.DataFrame) -> pl.DataFrame:
    """How a request stands: in the population or not, solved, open, whose."""
    c = pl.col
    frame = frame.with_columns(
        counted=COUNTED,
        solved=(c("status").is_in(["solved", "closed"]).fill_null(False))
        | c("resolved_at").is_not_null()
        | c("closed_at").is_not_null(),
        reply_agent=pl.coalesce("first_reply_agent", "agent"),
        solve_agent=pl.coalesce("resolved_by", "agent"),
        arrival_priority=pl.when("history").then("arrival_priority").otherwise("priority"),
        complained=_told("complaints", c("complaint")),
        followed_up=_told("follow_ups", c("followed_up_at").is_not_null()),
        by_bot=_told("bots", c("bot_solved")),
        sold=_told("sales", c("offer_accepted").fill_null(False) | (c("revenue") > 0).fill_null(False)),
        customer_status=pl.when(c("customer_since").is_null() | c("created_at").is_null())
        .then(None)
        .when(c("customer_since").dt.date() < c("created_at").dt.date())
        .then(pl.lit("existing"))
        .otherwise(pl.lit("new")),
        _start=pl.coalesce("handoff_at", "created_at"),
        _solved_at=pl.when("tells_resolutions").then("resolved_at").otherwise("closed_at"),
    )
    gone = c("solved") | c("ended_at").is_not_null()
    gone |= c("bot_solved").fill_null(False) | c("abandoned").fill_null(False)
    return (
        frame.with_columns(
            is_open=c("counted") & ~gone,
            _waiting_until=pl.when(c("tells_replies") & c("first_reply_at").is_null() & ~gone).then("as_of"),
        )
        .with_columns(
            unowned=pl.when("tells_owners").then(c("is_open") & c("agent").is_null()),
            open_s=pl.when("is_open").then(seconds(c("created_at"), c("as_of"))),
        )
        .pipe(_idle)
    )


def _idle(frame: pl.DataFrame) -> pl.DataFrame:
    """How long nothing has happened to what is open: few requests, so that the others need not be looked through."""
    c = pl.col
    events = (pl.when(c(name) <= c("as_of")).then(name) for name in TICKET_EVENTS)
    open_ones = frame.filter("is_open").select(idle_s=seconds(latest(*events, c("last_event_at")), c("as_of")))
    places = frame["is_open"].fill_null(False).arg_true()
    nothing = pl.repeat(None, frame.height, dtype=pl.Float64, eager=True)
    return frame.with_columns(idle_s=nothing.scatter(places, open_ones["idle_s"]))


def _promised(frame: pl.DataFrame, clock: TeamClock, settings: Settings) -> pl.DataFrame:
    """When each promise falls due: by the helpdesk's own target, else by the organisation's policies."""
    c = pl.col
    due = {}
    for name, start, own_due, own_target in (
        ("first_response", "_start", "reply_due_at", "reply_target_s"),
        ("resolution", "created_at", "resolution_due_at", "resolution_target_s"),
    ):
        policy = targets(frame, settings.policies, name)
        seconds_of, business = policy["target_s"], policy["business"]
        open_due = clock.due(frame[start], seconds_of.zip_with(business.fill_null(False), seconds_of.clear(len(frame))))
        own = pl.coalesce(own_due, c("created_at") + duration(c(own_target)))
        elapsed_due = frame[start] + frame.select(duration(pl.lit(seconds_of))).to_series()
        by_policy = pl.select(pl.when(pl.lit(business)).then(pl.lit(open_due)).otherwise(pl.lit(elapsed_due)))
        due[f"_{name}_due"] = pl.coalesce(own, pl.lit(by_policy.to_series()))
    # Without any replies in a source nobody can say when a reply clock ended: there only the flags speak.
    speaks = c("tells_replies") | c("tells_reply_flags")
    return frame.with_columns(
        _first_response_due=pl.when(speaks).then(due["_first_response_due"]), _resolution_due=due["_resolution_due"]
    )


def _judged(frame: pl.DataFrame) -> pl.DataFrame:
    """Promises kept and broken, and when that was decided. Where a history applies policies, those speak instead."""
    c = pl.col
    gone = pl.coalesce("resolved_at", "closed_at", "ended_at")
    frame = frame.with_columns(
        _first_response_ended=earlier(c("first_reply_at"), gone),
        _resolution_ended=pl.coalesce("resolved_at", "closed_at"),
    )
    for name, flag, flags, over in (
        ("first_response", "reply_flag", "tells_reply_flags", c("_first_response_ended").is_not_null() | c("solved")),
        ("resolution", "resolution_flag", "tells_resolution_flags", c("solved")),
    ):
        due, ended = c(f"_{name}_due"), c(f"_{name}_ended")
        by_time = _by_time(due, ended, over, c("as_of"))
        verdict = pl.when(~c(f"applies_{name}")).then(_verdict(c(flag), c(flags), by_time, over))
        frame = frame.with_columns(
            verdict.alias(f"sla_{name}"), ((c(flag) == "achieved") != by_time).alias(f"sla_{name}_disagrees")
        )
        frame = frame.with_columns(
            pl.when(c(f"sla_{name}").is_not_null()).then(earlier(due, ended)).alias(f"_{name}_decided")
        )
    return frame


def _age(seconds_open: pl.Expr) -> pl.Expr:
    """One of OPEN_AGES; an age that is just the end of one belongs to the next."""
    band = pl.lit(OPEN_AGES[-1])
    for end, name in zip(reversed(_AGES), reversed(OPEN_AGES[:-1]), strict=True):
        band = pl.when(seconds_open < end).then(pl.lit(name)).otherwise(band)
    return pl.when(seconds_open.is_not_null()).then(band)


def _arrival_shift(shown: pl.Series, schedule: calendar.Schedule) -> pl.Series:
    """When a request came by the local clock `shown`, one of ARRIVAL_SHIFTS: who is at work then is not by chance."""
    clock, weekend, day, night = pl.lit(shown), *map(pl.lit, ARRIVAL_SHIFTS)
    minute, weekday = clock.dt.hour().cast(pl.Int64) * 60 + clock.dt.minute(), clock.dt.weekday()
    longest = max(sum(end - start for start, end in hours) for hours in schedule.week)
    shift: pl.Expr = pl.when(clock.is_not_null()).then(night)
    for number, hours in enumerate(schedule.week, 1):
        short = not hours or sum(end - start for start, end in hours) < _SHORT * longest
        within = pl.lit(short) if short else pl.any_horizontal(minute.is_between(*one, "left") for one in hours)
        shift = pl.when((weekday == number) & within).then(weekend if short else day).otherwise(shift)
    return pl.select(shift).to_series()


def _timed(frame: pl.DataFrame, clock: TeamClock) -> pl.DataFrame:
    """Durations, elapsed and in opening hours; a history's own where there is one."""
    c = pl.col

    def known(name: str, own: pl.Expr) -> pl.Expr:
        by = "has_replies" if name in TIMED_BY_REPLIES else "has_statuses"
        return pl.when(by).then(name).otherwise(own).alias(name)

    frame = frame.with_columns(
        known("first_response_s", seconds(c("_start"), c("first_reply_at"))),
        known("resolution_s", seconds(c("created_at"), c("_solved_at"))),
        known("resolution_first_s", seconds(c("created_at"), c("first_resolved_at"))),
        *(known(name, pl.when(c("solved")).then(own)) for name, own in BY_STATUS.items()),
    )
    until = {
        "first_response": ("_start", pl.when(c("first_response_s").is_not_null()).then("first_reply_at")),
        "resolution": ("created_at", pl.when(c("resolution_s").is_not_null()).then("_solved_at")),
        "resolution_first": ("created_at", pl.when(c("resolution_first_s").is_not_null()).then("first_resolved_at")),
        "unanswered": ("_start", c("_waiting_until")),
    }
    ends = frame.select(**{name: end for name, (_start, end) in until.items()})
    business = {name: clock.seconds(frame[start], ends[name]) for name, (start, _end) in until.items()}
    complaint, routed = c("complained").fill_null(False), c("routed_at")
    on_phone_or_chat = c("channel").is_in(["phone", "chat"]) & c("answered").fill_null(False)
    return frame.with_columns(
        *(
            known(f"{name}_business_s", pl.lit(business[name]))
            for name in ("first_response", "resolution", "resolution_first")
        ),
        unanswered_business_s=business["unanswered"],
        first_response_customer_s=seconds(c("created_at"), c("first_reply_at")),
        unanswered_s=seconds(c("_start"), c("_waiting_until")),
        handle_s=pl.when(on_phone_or_chat).then(c("talk_s") + c("hold_s").fill_null(0) + c("wrap_s").fill_null(0)),
        settled_s=seconds(c("first_resolved_at"), c("as_of")),
        since_created_s=seconds(c("created_at"), c("as_of")),
        since_solved_s=pl.when(c("resolution_s").is_not_null()).then(seconds(c("_solved_at"), c("as_of"))),
        open_age=_age(c("open_s")),
        complaint_answer_s=pl.when(complaint).then(seconds(c("created_at"), c("complaint_answered_at"))),
        complaint_wait_s=pl.when(complaint & c("tells_complaint_answers") & c("complaint_answered_at").is_null()).then(
            seconds(c("created_at"), c("as_of"))
        ),
        routed_s=pl.when(complaint).then(seconds(c("created_at"), routed)),
        route_wait_s=pl.when(complaint & c("tells_routes") & routed.is_null() & c("routed_to").is_null()).then(
            seconds(c("created_at"), c("as_of"))
        ),
    )


_DATES = {
    "created_on": "created_at",
    "first_solved_on": "first_resolved_at",
    "solved_on": "_resolution_ended",
    "_ended_on": "ended_at",
    "sla_first_response_on": "_first_response_decided",
    "sla_resolution_on": "_resolution_decided",
}
