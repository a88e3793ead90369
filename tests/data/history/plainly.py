"""The rules of histories once more, in plain Python and one request at a time, to hold the product's against.

Instants are whole seconds since 1970. Open time is counted minute by minute by the local clock.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from data.calendar import Schedule

DONE = ("solved", "closed")
WAITS = {
    "requester_wait": ("new", "open", "on_hold"),
    "agent_work": ("new", "open"),
    "agent_wait": ("pending",),
    "on_hold": ("on_hold",),
    "resolution": ("new", "open", "pending", "on_hold"),
}


@cache
def opened(schedule: Schedule, day: int) -> tuple[int, ...]:
    """Open seconds of a UTC day (days since 1970) up to each of its minutes, by the local clock."""
    zone, exceptions = ZoneInfo(schedule.zone), dict(schedule.exceptions)
    total = [0]
    for minute in range(1440):
        local = datetime.fromtimestamp(day * 86400 + minute * 60, UTC).astimezone(zone)
        hours = exceptions.get(local.date(), schedule.week[local.weekday()])
        is_open = any(opens <= local.hour * 60 + local.minute < closes for opens, closes in hours)
        total.append(total[-1] + 60 * is_open)
    return tuple(total)


def open_seconds(schedule: Schedule, start: int, end: int) -> int:
    def of_day(at: int) -> int:
        total, (minute, second) = opened(schedule, at // 86400), divmod(at % 86400, 60)
        return total[minute] + (second if total[minute + 1] > total[minute] else 0)

    if end <= start:
        return 0
    days = sum(opened(schedule, day)[-1] for day in range(start // 86400, end // 86400))
    return days + of_day(end) - of_day(start)


@dataclass
class Story:
    """One request: when it was created, its events, the schedules by id with the default, and the source's now."""

    created: int
    events: list[dict[str, Any]]  # at, kind, actor, actor_id, value, target_s, business, event_id (a number)
    schedules: dict[str, Schedule]
    default: Schedule
    now: int
    agent: str | None = None  # the request's own, where no event tells an owner
    statuses: list[tuple[int, str]] = field(default_factory=list)
    early: set[int] = field(default_factory=set)  # places of the statuses that began before the creation

    def __post_init__(self) -> None:
        order = sorted(self.events, key=lambda e: (e["at"], int(e["event_id"])))
        self.events = [
            e | {"at": max(e["at"], self.created), "early": e["at"] < self.created}
            for e in order
            if not (e["at"] < self.created and e["kind"] == "public_reply" and e["actor"] == "agent")
        ]
        changes = [(e["at"], e["value"], e["early"]) for e in self.of("status")]
        if changes and changes[0][0] > self.created:
            changes.insert(0, (self.created, "new", False))
        for at, status, early in changes:
            if not self.statuses or self.statuses[-1][1] != status:
                self.early |= {len(self.statuses)} if early else set()
                self.statuses.append((at, status))

    def of(self, *kinds: str) -> list[dict[str, Any]]:
        return [e for e in self.events if e["kind"] in kinds]

    def owner(self, at: int) -> Any:
        if not self.of("owner"):
            return self.agent
        return next((e["value"] for e in reversed(self.of("owner")) if e["at"] <= at), None)

    def replies(self) -> list[dict[str, Any]]:
        return [e for e in self.of("public_reply") if e["actor"] == "agent"]

    # flow
    def moves(self) -> list[tuple[int, str, bool]]:
        """Solved and reopened, each with its instant and whether it came before the creation."""
        done, found = False, []
        for place, (at, status) in enumerate(self.statuses):
            if (status in DONE) != done:
                done = not done
                found.append((at, "solved" if done else "reopened", place in self.early))
        return found

    def solved_at(self) -> int | None:
        moves = self.moves()
        return moves[-1][0] if moves and moves[-1][1] == "solved" else None

    # time
    def spans(self, statuses: tuple[str, ...]) -> list[tuple[int, int]]:
        ends = [*self.statuses[1:], (None, "")]
        return [
            (at, self.now if end is None else end)
            for (at, status), (end, _) in zip(self.statuses, ends, strict=True)
            if status in statuses
        ]

    def elapsed(self, start: int, end: int, business: bool) -> int:
        if not business:
            return max(end - start, 0)
        cuts = [(self.created, self.default)]
        cuts += [(e["at"], self.schedules.get(e["value"], self.default)) for e in self.of("schedule")]
        total = 0
        for (since, schedule), (until, _) in pairwise([*cuts, (max(end, cuts[-1][0]), self.default)]):
            total += open_seconds(schedule, max(start, since), min(end, until))
        return total

    def within(self, statuses: tuple[str, ...], start: int, end: int, business: bool) -> int:
        return sum(self.elapsed(max(a, start), min(b, end), business) for a, b in self.spans(statuses))

    # answers
    def ticket(self) -> dict[str, Any]:
        moves, solved, replies = self.moves(), self.solved_at(), self.replies()
        solves = [(at, early) for at, move, early in moves if move == "solved"]
        again = [at for at, move, _ in moves if move == "reopened"]
        owners = [e["value"] for e in self.of("owner") if e["value"]]
        stations = [b for a, b in pairwise([None, *owners]) if a != b]
        counted = bool(self.statuses)
        row: dict[str, Any] = {
            "first_reply_at": replies[0]["at"] if replies else None,
            "first_reply_agent": replies[0]["actor_id"] if replies else None,
            "replies": len(replies),
            "first_resolved_at": solves[0][0] if solves else None,
            "resolved_at": solved,
            "closed_at": self.statuses[-1][0] if counted and self.statuses[-1][1] == "closed" else None,
            "agent": self.owner(self.now),
            "first_owner": stations[0] if stations else (None if self.of("owner") else self.agent),
            "transfers": max(len(stations) - 1, 0),
            "resolved_by": None if solved is None else self.owner(solved),
            "resolutions": len(solves) if counted else None,
            "reopens": len(again) if counted else None,
            "reopened_s": again[0] - solves[0][0] if again else None,
        }
        answered = [turn for turn in self.turns() if turn["replied_at"] is not None]
        row["total_response_s"] = sum(t["replied_at"] - t["asked_at"] for t in answered) if answered else None
        for suffix, business in (("_s", False), ("_business_s", True)):
            row[f"first_response{suffix}"] = self.elapsed(self.created, replies[0]["at"], business) if replies else None
            known = solved is not None and not solves[-1][1]
            row[f"resolution{suffix}"] = self.elapsed(self.created, solved, business) if known else None
            for name in ("requester_wait", "agent_wait", "agent_work", "on_hold"):
                row[name + suffix] = self.within(WAITS[name], self.created, solved, business) if known else None
            known = bool(solves) and not solves[0][1]
            row[f"resolution_first{suffix}"] = self.elapsed(self.created, solves[0][0], business) if known else None
        return row

    def turns(self) -> list[dict[str, Any]]:
        found = [{"asked_at": self.created, "replied_at": None, "is_first": True}]
        for e in self.of("public_reply"):
            if e["actor"] == "agent" and found[-1]["replied_at"] is None:
                found[-1]["replied_at"] = e["at"]
            elif e["actor"] == "customer" and found[-1]["replied_at"] is not None:
                found.append({"asked_at": e["at"], "replied_at": None, "is_first": False})
        return found

    def applications(self, clock: str) -> list[dict[str, Any]]:
        events: list[dict[str, Any]] = []
        for e in self.of(f"sla_{clock}"):
            before = events[-1] if events else {"target_s": None}
            if e["target_s"] is None or (e["target_s"], e["business"]) != (before["target_s"], before.get("business")):
                events.append(e)
        found = []
        for e, after in pairwise([*events, None]):
            if e is not None and e["target_s"] is not None and not self._at_once(e, after):
                found.append(self._verdict(clock, e, after))
        return found

    @staticmethod
    def _at_once(e: dict[str, Any], after: dict[str, Any] | None) -> bool:
        return after is not None and after["target_s"] is not None and after["at"] == e["at"]

    def _verdict(self, clock: str, e: dict[str, Any], after: dict[str, Any] | None) -> dict[str, Any]:
        applied, start = e["at"], self.created if clock == "first_response" else e["at"]
        unset = after["at"] if after and after["target_s"] is None else None
        replaced = after["at"] if after and after["target_s"] is not None else None
        ended, told = self._end(clock, applied, unset, replaced)
        stood = replaced is None or (ended is not None and ended <= replaced)
        if not stood:
            ended = replaced
        end = self.now if ended is None else ended
        business = bool(e["business"])

        def used(at: int) -> int:
            if clock in WAITS:
                return self.within(WAITS[clock], start, at, business)
            return self.elapsed(start, at, business)

        elapsed = used(end) if told else None
        kept = None
        if elapsed is not None:
            kept = False if elapsed > e["target_s"] else (True if stood and ended is not None else None)
        due = _first(lambda at: used(at) >= e["target_s"], start, end) if kept is not None else None
        replies = [r for r in self.replies() if r["at"] == ended and r["actor_id"]]
        by_reply = clock not in WAITS and stood and replies
        policies = [p["value"] for p in self.of("sla_policy") if p["at"] <= applied]
        return {
            "clock": clock,
            "applied_at": applied,
            "target_s": e["target_s"],
            "policy": policies[-1] if policies else None,
            "elapsed_s": elapsed,
            "ended_at": ended,
            "kept": kept,
            "decided_at": None if kept is None else (end if due is None else due),
            "agent": replies[0]["actor_id"] if by_reply else self.owner(end),
        }

    def _end(self, clock: str, applied: int, unset: int | None, replaced: int | None) -> tuple[int | None, bool]:
        if clock not in WAITS:
            ends = [e["at"] for e in self.replies() if e["at"] >= applied]
            ends += [at for at, status in self.statuses if status in DONE and at >= applied]
            ends += [unset] if unset is not None else []
            return min(ends, default=None), True
        until = unset if unset is not None else replaced
        moves = [(at, move) for at, move, _ in self.moves() if until is None or at <= until]
        if moves and moves[-1][1] == "solved":
            return max(moves[-1][0], applied), True
        return unset, bool(self.statuses)


def _first(reached: Callable[[int], bool], start: int, end: int) -> int | None:
    """The first second from start to end at which it is so; null if it never is."""
    if end < start or not reached(end):
        return start if end < start else None
    low, high = start, end
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if reached(middle) else (middle + 1, high)
    return low
