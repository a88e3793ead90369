"""Rows with every gap and oddity that canonical rows may have: requests, calls, surveys and what goes with them, and
requests with a history. The same seed gives the same rows."""

import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from data.columns import CHANNELS, CRITERIA, FLAGS, KINDS, OUTCOMES, SCALES, STATUSES
from data.settings import SCORES, Settings
from tests.answers.oracle_base import PROMISES, ZONE

SETTINGS = Settings(zone=ZONE, promises={name: float(seconds) for name, seconds in PROMISES.items()})
START = datetime(2026, 3, 20)  # the clocks of Budapest change on the 29th
NEW_YEAR = datetime(2025, 12, 31, 18)

Row = dict[str, Any]

# What a source has no word for is null in all of its rows.
_SILENT = {
    "desk": ("reply_flag", "resolution_flag", "first_resolved_at"),
    "flags": (
        "complaint_answered_at",
        "followed_up_at",
        "routed_to",
        "routed_at",
        "bot_solved",
        "offer",
        "offer_accepted",
        "revenue",
    ),
}
_DURATIONS = ("requester_wait", "agent_wait", "on_hold", "first_response", "resolution_first", "resolution")


class Maker:
    """Draws values; `maybe` and `later` are where the gaps and the impossible come from."""

    def __init__(self, seed: int, n: int) -> None:
        self.r = random.Random(seed)
        self.customers = [f"c{number}" for number in range(max(2, n // 3))]

    def maybe(self, chance: float, value: Any) -> Any:
        return value if self.r.random() < chance else None

    def pick(self, words: Sequence[Any], chance: float = 0.9) -> Any:
        return self.maybe(chance, self.r.choice(words))

    def seconds(self, chance: float, mean: float) -> float | None:
        return self.maybe(chance, self.r.expovariate(1 / mean))

    def instant(self) -> datetime:
        """Over two months in spring, some around the new year; some at a full minute, so that several are equal."""
        start, minutes = (START, 60 * 24 * 60) if self.r.random() < 0.9 else (NEW_YEAR, 12 * 60)
        at = start + timedelta(minutes=self.r.randrange(minutes))
        return at if self.r.random() < 0.3 else at + timedelta(microseconds=self.r.randrange(6 * 10**7))

    def later(self, at: datetime | None, hours: float, back: float = 0.03) -> datetime | None:
        """After `at`, seldom before it; null where it is null."""
        spread = timedelta(microseconds=int(self.r.expovariate(1 / hours) * 3.6e9))
        return None if at is None else at + spread if self.r.random() > back else at - spread


def made_up(seed: int, n: int) -> dict[str, list[Row]]:
    """Canonical rows of all tables that metrics read: n requests of two sources, half as many with a history."""
    make = Maker(seed, n)
    tickets = [_ticket(make, number) for number in range(n)]
    told = [_history(make, number) for number in range(n // 2)]
    return {
        "tickets": [*tickets, *_young(tickets), *(ticket for ticket, _ in told)],
        "events": [event for _, events in told for event in events],
        "surveys": [_survey(make, number, make.r.choice(tickets)) for number in range(n)],
        "agents": [
            *({"source": "history", "agent": name, "team": "A", "bot": False} for name in "xy"),
            {"source": "history", "agent": "robot", "team": "A", "bot": True},
            *({"source": "own", "agent": name, "team": "AB"[name > "x"], "bot": False} for name in "xyz"),
        ],
        "agent_time": _agent_time(make, n),
        "orders": [
            {
                "source": "own",
                "order_id": str(number),
                "customer": make.pick(make.customers),
                "ordered_at": make.maybe(0.95, make.instant()),
                "amount": make.seconds(0.9, 50),
            }
            for number in range(n)
        ],
        "costs": [
            {"source": "own", "month": month, "channel": channel, "team": team, "amount": make.seconds(0.9, 9_000)}
            for month in (date(2025, 12, 1), date(2026, 3, 1), date(2026, 4, 1))
            for channel in ("phone", "email", "chat", None)
            for team in ("A", "B", None)
            if make.r.random() < 0.7
        ],
        "quality_checks": [
            {
                "source": "own",
                "check_id": str(number // 3),
                "agent": make.pick("xyz"),
                "team": make.pick("ABC"),
                "channel": make.pick(CHANNELS),
                "checked_at": make.maybe(0.95, make.instant()),
                "criterion": CRITERIA[number % 3],
                "points": make.maybe(0.9, float(make.r.randrange(11))),
                "possible": make.maybe(0.95, float(make.r.choice((10, 20)))),
            }
            for number in range(n)
        ],
        "help_sessions": [
            {
                "source": "own",
                "session_id": str(number),
                "customer": make.pick(make.customers),
                "started_at": make.maybe(0.95, make.instant()),
            }
            for number in range(n)
        ],
    }


def _ticket(make: Maker, number: int) -> Row:
    r, maybe, later = make.r, make.maybe, make.later
    source = r.choice(("desk", "flags"))
    created = maybe(0.97, make.instant())
    replied = maybe(0.8, later(created, 6))
    solved = maybe(0.7, later(replied or created, 30))
    answered = maybe(0.8, r.random() < 0.8)
    complaint = maybe(0.9, r.random() < 0.3)
    routed = maybe(0.5, later(created, 20)) if complaint else None
    offer = maybe(0.7, r.random() < 0.4)
    accepted = maybe(0.9, r.random() < 0.5) if offer else None
    row = {
        "source": source,
        "ticket_id": str(number),
        "channel": make.pick(CHANNELS, 0.95),
        "direction": make.pick(("inbound", "inbound", "outbound")),
        "kind": make.pick(("request",) * 8 + KINDS),
        "team": make.pick("ABC"),
        "agent": make.pick("xyz"),
        "first_reply_agent": make.pick("xyz", 0.5),
        "resolved_by": make.pick("xyz", 0.5),
        "topic": make.pick("pq", 0.8),
        "priority": make.pick(("low", "high")),
        "status": make.pick(STATUSES),
        "waiting_on": make.pick(("customer", "department"), 0.5),
        "customer": make.pick(make.customers),
        "customer_since": maybe(0.5, later(created, 500, back=0.9)),
        "created_at": created,
        "handoff_at": maybe(0.1, later(created, 0.1)),
        "first_reply_at": replied,
        "first_resolved_at": maybe(0.9, later(solved, 5, back=0.8)),
        "resolved_at": solved,
        "closed_at": maybe(0.5, later(solved, 10)) or maybe(0.1, later(created, 90)),
        "ended_at": maybe(0.2, later(created, 1)),
        "updated_at": maybe(0.5, later(created, 100)),
        "replies": maybe(0.9, r.randrange(4)),
        "reopens": maybe(0.9, r.randrange(2)),
        "transfers": maybe(0.9, r.randrange(3)),
        "wait_s": maybe(0.8, r.choice((0.0, 20.0, 30.0, r.expovariate(1 / 40)))),
        "talk_s": make.seconds(0.7, 200),
        "hold_s": make.seconds(0.5, 30),
        "wrap_s": make.seconds(0.5, 60),
        "answered": answered,
        "abandoned": maybe(0.7, answered is not True and r.random() < 0.6),
        "resolved_flag": maybe(0.7, r.random() < 0.7),
        "bot_solved": maybe(0.3, r.random() < 0.3),
        "reply_target_s": maybe(0.5, r.uniform(600, 40_000)),
        "reply_due_at": maybe(0.3, later(created, 8)),
        "reply_flag": make.pick(FLAGS, 0.7),
        "resolution_target_s": maybe(0.5, r.uniform(6_000, 400_000)),
        "resolution_due_at": maybe(0.3, later(created, 60)),
        "resolution_flag": make.pick(FLAGS, 0.7),
        **{
            f"export_{name}{business}_s": make.seconds(0.7, 9_000)
            for name in _DURATIONS
            for business in ("", "_business")
        },
        "complaint": complaint,
        "cause": make.pick(("late", "broken")) if complaint else None,
        "remedy": make.pick(("refund", "excuse")) if complaint else None,
        "complaint_answered_at": maybe(0.7, later(created, 50)) if complaint else None,
        "followed_up_at": maybe(0.3, later(solved, 50)),
        "routed_to": routed and "A",
        "routed_at": routed,
        "outcome": make.pick(OUTCOMES, 0.8),
        "right_party": maybe(0.8, r.random() < 0.6),
        "lead": maybe(0.7, r.random() < 0.5),
        "offer": offer,
        "offer_accepted": accepted,
        "revenue": make.seconds(0.8, 40) if accepted else maybe(0.1, 0.0),
    }
    return row | dict.fromkeys(_SILENT[source])


def _young(tickets: list[Row]) -> list[Row]:
    """Open requests of every age at the end of the data, also of exactly one, three, seven and thirty days."""
    instants = [
        at for ticket in tickets if ticket["source"] == "desk" for at in ticket.values() if isinstance(at, datetime)
    ]
    end = max(instants, default=START)
    return [
        {"source": "desk", "ticket_id": f"young {hours}", "channel": "web", "created_at": end - timedelta(hours=hours)}
        for hours in (0, 1, 23.5, 24, 50, 72, 100, 168, 300, 720, 1_000)
    ]


def _survey(make: Maker, number: int, ticket: Row) -> Row:
    kind = make.r.choice(("csat", "csat", "nps", "ces"))
    scale = {"nps": "0-10", "ces": "1-7"}.get(kind) or make.r.choice(SCALES)
    solved = ticket["resolved_at"]
    score = make.maybe(0.7, float(make.r.randint(*SCORES[scale])))
    answered = make.maybe(0.8, make.later(solved, 20))
    routed = make.maybe(0.5, make.later(answered, 40)) if ticket["source"] == "desk" else None
    return {
        "source": ticket["source"],
        "survey_id": str(number),
        "ticket_id": make.maybe(0.9, ticket["ticket_id"]),
        "kind": kind,
        "scale": scale,
        "score": score,
        "sent": make.maybe(0.7, True),
        "sent_at": make.maybe(0.8, solved),
        "answered_at": answered,
        "channel": make.pick(CHANNELS, 0.5),
        "agent": make.pick("xyz", 0.5),
        "routed_to": routed and "B",
        "routed_at": routed,
    }


def _agent_time(make: Maker, n: int) -> list[Row]:
    """Shifts of two of three agents, some over midnight, some without an end."""
    worked = {"kind": "available", "started_at": START, "ended_at": START + timedelta(hours=1)}
    rows: list[Row] = [{"source": "own", "agent": "x"} | worked]
    for agent in "xy":
        for day in range(min(60, n)):
            if make.r.random() < 0.6:
                kind = make.r.choice(("available", "available", "available", "overtime", "break", "absence"))
                start = START + timedelta(days=1 + day, minutes=make.r.randrange(1_440))
                end = make.maybe(0.95, start + timedelta(seconds=make.r.uniform(60, 8 * 3_600)))
                rows.append({"source": "own", "agent": agent, "kind": kind, "started_at": start, "ended_at": end})
    return rows


def _history(make: Maker, number: int) -> tuple[Row, list[Row]]:
    """A request that keeps a history, and its events: a walk through statuses, owners, messages and promises."""
    walk = _Walk(make, f"h{number}")
    for _ in range(make.r.randrange(14)):
        if walk.status == "closed" and make.r.random() < 0.9:
            break
        walk.go_on()
    last = {event["kind"]: event["value"] for event in walk.events if event["kind"] in ("status", "team")}
    ticket = {
        "source": "history",
        "ticket_id": walk.ticket_id,
        "channel": make.pick(CHANNELS, 0.95),
        "direction": make.pick(("inbound", "inbound", "inbound", "outbound"), 0.5),
        "kind": make.pick(("request",) * 8 + KINDS, 0.5),
        "status": last["status"],
        "agent": walk.owner,
        "team": last.get("team"),
        "topic": make.pick("pq"),
        "customer": make.pick(make.customers),
        "created_at": walk.created,
        "updated_at": make.maybe(0.5, walk.at),
        "export_requester_wait_s": make.seconds(0.5, 1_000),  # what the history says counts, and not this
        "export_on_hold_business_s": make.seconds(0.5, 1_000),
    }
    return ticket, walk.events


class _Walk:
    """What happens to one request, step by step. Of two messages, or two statuses, none are at the same instant."""

    def __init__(self, make: Maker, ticket_id: str) -> None:
        self.r, self.ticket_id, self.events = make.r, ticket_id, list[Row]()
        self.created = self.at = make.instant()
        self.status, self.owner, self.waits = "new", None, True
        self.happens("status", value="new")
        if self.r.random() < 0.8:
            self.happens("public_reply", actor="customer", actor_id="c")
        if self.r.random() < 0.7:
            self.happens("sla_policy", value="gold")
            means = {"first_response": 2e4, "requester_wait": 2e5, "agent_work": 1e5, "resolution": 3e5}
            for clock, mean in means.items():
                if self.r.random() < 0.8:
                    self.promise(clock, mean)

    def happens(self, kind: str, **more: Any) -> None:
        known = {"source": "history", "ticket_id": self.ticket_id, "event_id": f"{len(self.events):03}"}
        self.events.append(known | {"at": self.at, "kind": kind} | more)

    def promise(self, clock: str, mean: float) -> None:
        self.happens(f"sla_{clock}", target_s=self.r.expovariate(1 / mean), business=self.r.random() < 0.5)

    def go_on(self) -> None:
        r = self.r
        self.at += timedelta(microseconds=1 + int(r.expovariate(1 / r.choice((0.05, 2, 40))) * 3.6e9))
        what = r.choice(("asks", "asks", "replies", "replies", "bot", "note", "status", "status", "owner", "team"))
        if what == "replies":
            actor = r.choice((("agent", "x"), (None, "y")))
            self.happens("public_reply", actor=actor[0], actor_id=actor[1])
            self.waits = False
        elif what == "bot":
            actor = r.choice((("bot", None), (None, "robot")))
            self.happens("public_reply", actor=actor[0], actor_id=actor[1])
        elif what == "note":
            self.happens("internal_note", actor="agent", actor_id="x")
        elif what == "owner":
            before, self.owner = self.owner, r.choice([name for name in "xyz" if name != self.owner])
            self.happens("owner", value=self.owner, previous=before)
        elif what == "team":
            self.happens("team", value=r.choice("AB"))
        elif what == "asks":
            self.asks()
        if what in ("status", "replies"):  # also at one instant: a reply that solves
            before = self.status
            self.status = r.choice(
                ("open", "pending", "on_hold", "solved") if before != "solved" else ("open", "closed")
            )
            self.happens("status", value=self.status, previous=before)

    def asks(self) -> None:
        self.happens("public_reply", actor="customer", actor_id="c")
        if not self.waits and self.r.random() < 0.6:
            self.promise("next_response", 2e4)
        self.waits = True
