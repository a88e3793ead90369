"""What a history tells of a request, in plain Python over the rows of `events`: written from the contract, sharing no
code. Opening hours are given as a function, so that other calendars can be held against it too."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

Row = dict[str, Any]
Seconds = Callable[[datetime, datetime], float]

UTC = ZoneInfo("UTC")
SOLVED = ("solved", "closed")
# Which statuses a duration is made of.
WAITS = {
    "requester_wait": ("new", "open", "on_hold"),
    "agent_wait": ("pending",),
    "agent_work": ("new", "open"),
    "on_hold": ("on_hold",),
}
# What the clocks of the policies run in. From a solve to a reopening no clock runs.
CLOCKS = WAITS | {"resolution": ("new", "open", "pending", "on_hold")}
REPLY_CLOCKS = ("first_response", "next_response")


def elapsed(start: datetime, end: datetime) -> float:
    return (end - start).total_seconds()


def office(zone: str) -> Seconds:
    """Seconds from Monday to Friday, 9 to 17 by the clock of a zone."""
    place = ZoneInfo(zone)

    @cache
    def opening(day: date) -> tuple[datetime, datetime]:
        opens, closes = (
            datetime(day.year, day.month, day.day, hour, tzinfo=place).astimezone(UTC).replace(tzinfo=None)
            for hour in (9, 17)
        )
        return opens, closes

    def seconds(start: datetime, end: datetime) -> float:
        first, last = (at.replace(tzinfo=UTC).astimezone(place) for at in (start, end))
        total, day = 0.0, first.date()
        while day <= last.date():
            if day.weekday() < 5:
                opens, closes = opening(day)
                total += max(0.0, elapsed(max(start, opens), min(end, closes)))
            day += timedelta(days=1)
        return total

    return seconds


class History:
    """One request with its events. `solves` and `reopenings` are the instants at which it changed between the two."""

    def __init__(self, ticket: Row, events: list[Row], bots: set[str | None], now: datetime) -> None:
        self.ticket, self.now, self.created = ticket, now, ticket["created_at"]
        self.events = sorted(events, key=lambda event: event["at"])
        replies = [event for event in self.events if event["kind"] == "public_reply"]
        by_agents = [event for event in replies if event["actor"] in ("agent", None) and event["actor_id"] not in bots]
        self.replies = [event["at"] for event in by_agents]
        self.messages = [event["at"] for event in replies if event["actor"] == "customer"]
        self.statuses = [(event["at"], event["value"]) for event in self.events if event["kind"] == "status"]
        self.owners = [event["value"] for event in self.events if event["kind"] == "owner"]
        self.solves: list[datetime] = []
        self.reopenings: list[datetime] = []
        for (_, before), (at, after) in pairwise([(self.created, "new"), *self.statuses]):
            if after in SOLVED and before not in SOLVED:
                self.solves.append(at)
            if after not in SOLVED and before in SOLVED:
                self.reopenings.append(at)
        self.is_solved = len(self.solves) > len(self.reopenings)

    def spent(self, statuses: Iterable[str], seconds: Seconds, since: datetime | None = None) -> float:
        """Seconds in these statuses, from `since` on; what still lasts counts up to now."""
        parts = pairwise([(self.created, "new"), *self.statuses, (self.now, "")])
        known = [(max(start, since or start), end, status) for (start, status), (end, _) in parts]
        return sum(seconds(start, end) for start, end, status in known if status in statuses and end > start)

    def row(self, business: Seconds) -> Row:
        """What replaces the columns of a request's facts, and its durations."""
        solve = self.solves[-1] if self.is_solved else None
        waits = {
            f"{name}{suffix}": self.spent(statuses, seconds) if solve else None
            for name, statuses in WAITS.items()
            for suffix, seconds in (("_s", elapsed), ("_business_s", business))
        }
        answered = [turn["response_s"] for turn in self.turns(business) if turn["response_s"] is not None]
        owners = [name for name in self.owners if name]
        return {
            "source": self.ticket["source"],
            "ticket_id": self.ticket["ticket_id"],
            "first_reply": min(self.replies, default=None),
            "first_solve": self.solves[0] if self.solves else None,
            "last_solve": solve,
            "past_solved": self.is_solved,
            "reply_count": len(self.replies),
            "reopen_count": len(self.reopenings),
            "owner_changes": sum(a != b for a, b in pairwise(owners)),
            "owned": bool(owners),
            "first_reopening": self.reopenings[0] if self.reopenings else None,
            "total_response_s": sum(answered) if answered else None,
            "last_event": self.events[-1]["at"] if self.events else None,
            **waits,
        }

    def turns(self, business: Seconds) -> list[Row]:
        """Each first unanswered message and the reply to it; the request itself is the first message."""
        found = []
        waiting: datetime | None = self.created
        said = sorted([(at, "asks") for at in self.messages] + [(at, "replies") for at in self.replies])
        for at, what in said:
            if what == "asks" and waiting is None:
                waiting = at
            if what == "replies" and waiting is not None and at >= waiting:
                found.append(self._turn(waiting, at, business))
                waiting = None
        return found if waiting is None else [*found, self._turn(waiting, None, business)]

    def _turn(self, asked: datetime, replied: datetime | None, business: Seconds) -> Row:
        return {
            "source": self.ticket["source"],
            "ticket_id": self.ticket["ticket_id"],
            "asked_at": asked,
            "response_s": None if replied is None else elapsed(asked, replied),
            "response_business_s": None if replied is None else business(asked, replied),
        }

    def applications(self, business: Seconds) -> list[Row]:
        """A verdict for each time that a clock was given a target: kept, and the instant that decided it."""
        found = []
        for event in self.events:
            if not event["kind"].startswith("sla_") or event["target_s"] is None:
                continue
            clock, at, target = event["kind"].removeprefix("sla_"), event["at"], event["target_s"]
            seconds = business if event["business"] else elapsed
            if clock in REPLY_CLOCKS:
                closings = [when for when, status in self.statuses if status in SOLVED]
                end = min([one for one in (*self.replies, *closings) if one > at], default=None)
            else:
                end = self.solves[-1] if self.is_solved and self.solves[-1] > at else None
            spent = self._spent(clock, at, end or self.now, seconds)
            found.append(
                {
                    "source": self.ticket["source"],
                    "ticket_id": self.ticket["ticket_id"],
                    "clock": clock,
                    "kept": False if spent > target else True if end else None,
                    "decided_at": self._passes(clock, at, end or self.now, seconds, target) if spent > target else end,
                }
            )
        return found

    def _spent(self, clock: str, start: datetime, end: datetime, seconds: Seconds) -> float:
        if clock in CLOCKS:
            parts = pairwise([(self.created, "new"), *self.statuses, (self.now, "")])
            cut = [(max(a, start), min(b, end), status) for (a, status), (b, _) in parts]
            return sum(seconds(a, b) for a, b, status in cut if status in CLOCKS[clock] and b > a)
        return seconds(start, end)

    def _passes(self, clock: str, start: datetime, end: datetime, seconds: Seconds, target: float) -> datetime:
        """The instant at which the target is used up, by halving down to a microsecond."""
        early, late = start, end
        while late - early > timedelta(microseconds=1):
            middle = early + (late - early) // 2
            early, late = (early, middle) if self._spent(clock, start, middle, seconds) >= target else (middle, late)
        return late

    def steps(self) -> list[Row]:
        """How the request became open and solved: +1, −1."""
        moves = [(self.created, 1), *((at, -1) for at in self.solves), *((at, 1) for at in self.reopenings)]
        identity = {"source": self.ticket["source"], "ticket_id": self.ticket["ticket_id"]}
        return [identity | {"at": at, "step": step} for at, step in moves]


def histories(
    tickets: Iterable[Row], events: Iterable[Row], agents: Iterable[Row], now: Mapping[str, datetime]
) -> list[History]:
    """The requests that have events, each with its own."""
    mine: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for event in events:
        mine[event["source"], event["ticket_id"]].append(event)
    bots = {agent["agent"] for agent in agents if agent["bot"]}
    return [
        History(ticket, mine[key], bots, now[ticket["source"]])
        for ticket in tickets
        if (key := (ticket["source"], ticket["ticket_id"])) in mine
    ]
