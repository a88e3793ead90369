"""A small team over three months, written down in rows, and what was agreed with its staff."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from answers.review_figures import REVIEWED
from data import records
from data.records import PrivacyTerms
from data.scope import OWNER
from data.settings import Settings
from data.store import Generation
from tests.worlds import put

Row = dict[str, Any]
EVERY = Settings(zone="UTC")
MARCH = (date(2026, 3, 1), date(2026, 3, 31))
PAST = (date(2026, 1, 29), date(2026, 2, 28))  # as many days before
AGREED = PrivacyTerms(figures_on=True, agreed_on=date(2026, 1, 1), agreed_by="the staff", told_metrics=REVIEWED)
METRICS = ("fcr_one_touch", "csat", "transfer_rate")
TURN = ("ann", "bob", "cyd", "robot")


def requests() -> list[Row]:
    """Three a day from 1 January on; solved after four hours, in a third of the cases by another than the owner."""
    found: list[Row] = []
    for number in range(270):
        created = datetime(2026, 1, 1, 8) + timedelta(hours=8 * number)
        owner = "dan" if number % 40 == 39 else TURN[number % 4]
        found.append(
            {
                "ticket_id": f"t{number}",
                "channel": "email",
                "team": "North",
                "topic": ("p", "q")[number % 5 // 3],
                "status": "solved",
                "created_at": created,
                "first_reply_at": created + timedelta(hours=1),
                "resolved_at": created + timedelta(hours=4),
                "agent": owner,
                "first_reply_agent": "bob" if number % 9 == 0 else owner,
                "resolved_by": "ann" if number % 6 == 1 else owner,
                "replies": 1 + number * 7 % 3 % 2,
                "transfers": number % 11 // 10,
            }
        )
    return found


def answers() -> list[Row]:
    """Of every second request; dan has no more than four."""
    found = []
    for number, row in enumerate(requests()):
        if number % 2 == 0 or row["agent"] == "dan":
            at = row["created_at"] + timedelta(days=1)
            known = {"survey_id": f"s{number}", "ticket_id": row["ticket_id"], "kind": "csat", "scale": "1-5"}
            words = f"words {number}" if number % 3 == 0 else None
            found.append(known | {"score": float(1 + number % 5), "answered_at": at, "comment": words})
    return found


def world(rows: Sequence[Row] | None = None) -> Generation:
    listed = [{"agent": name, "name": name.title(), "team": "North", "bot": False} for name in ("ann", "bob", "dan")]
    listed.append({"agent": "robot", "bot": True})
    tables = {"tickets": rows or requests(), "surveys": answers(), "agents": listed}
    return put(tables, EVERY)


def agree(terms: PrivacyTerms = AGREED) -> None:
    records.save_privacy(OWNER, "own", records.privacy(OWNER, "own").version, terms, "agreed")


def solved(agent: str, span: tuple[date, date]) -> list[Row]:
    return [row for row in requests() if row["resolved_by"] == agent and within(row["resolved_at"], span)]


def within(at: datetime, span: tuple[date, date]) -> bool:
    return span[0] <= at.date() <= span[1]
