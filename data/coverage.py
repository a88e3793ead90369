"""What a file cannot feed, in words: what is said when a canonical column has no value at all. The tables are those the
file fills; what a metric needs stands in the catalogue."""

from typing import TypedDict

import polars as pl

from data.words import MESSAGES

# table → (columns of which one would do, what is missing, what then cannot be shown).
_NEEDS: dict[str, list[tuple[tuple[str, ...], str, str]]] = {
    "tickets": [
        (("created_at",), "opening time", "nothing can be placed in a period, no duration is available"),
        (("first_reply_at",), "first reply", "first response time is not available without a history"),
        (
            ("resolved_at", "closed_at"),
            "resolution or closing time",
            "resolution time is not available without a history",
        ),
        (("status", "resolved_at", "closed_at"), "status", "solved and open requests cannot be told apart"),
        (("channel",), "channel", "channels cannot be compared"),
        (("team",), "team", "teams cannot be compared"),
        (("agent",), "agent", "people cannot be compared, requests without owner are not known"),
        (("topic",), "topic", "topics cannot be compared"),
        (("priority",), "priority", "priorities cannot be compared"),
        (("customer",), "customer", "repeat requests and returning customers are not available"),
        (("replies",), "reply count", "first contact resolution by one touch is not available without a history"),
        (("reopens",), "reopening count", "the reopening rate is not available without a history"),
        (("transfers",), "transfer count", "the transfer rate is not available without a history"),
        (
            ("reply_flag", "reply_due_at", "reply_target_s"),
            "first reply promise or verdict",
            "its SLA needs a promise set in Tarazu, or a history",
        ),
        (
            ("resolution_flag", "resolution_due_at", "resolution_target_s"),
            "resolution promise or verdict",
            "its SLA needs a promise set in Tarazu, or a history",
        ),
    ],
    "surveys": [
        (("score",), "score", "CSAT and NPS are not available"),
        (("answered_at", "sent_at"), "date", "a trend cannot be shown"),
        (("sent",), "sent", "the survey response rate is not available"),
        (("ticket_id",), "request", "answers cannot be joined to requests"),
    ],
    "agent_time": [],
    "agents": [],
    "orders": [(("customer",), "customer", "returning customers are not available")],
    "costs": [(("channel", "team"), "channel or team", "cost per request is available as a whole only")],
    "quality_checks": [
        (("criterion",), "criterion", "quality is available as a whole only"),
        (("agent",), "agent", "checks cannot be told apart by people"),
    ],
    "help_sessions": [(("customer",), "customer", "the self-service rate is not available")],
    "events": [],
    "schedules": [],
    "schedule_holidays": [],
    "teams": [(("name",), "name", "teams are shown by their numbers")],
}
_CALLS = [
    (("wait_s",), "waiting time", "queue wait and service level are not available"),
    (("answered", "abandoned"), "answered or abandoned", "answer rate and abandon rate are not available"),
    (("talk_s",), "talk time", "handle time is not available"),
]
# One file of a history holds some kinds of events only: the others are not missing.
_MESSAGES = [
    (("actor", "actor_id"), "actor", "replies of agents and messages of customers cannot be told apart"),
]


class Gap(TypedDict):
    """columns: canonical ones, none of which has a value; text: what that means."""

    table: str
    columns: list[str]
    text: str


def gaps(table: str, frame: pl.DataFrame, mapped: set[str]) -> list[Gap]:
    """What accepted rows of a table cannot feed; `mapped`: the columns that the file has, empty or not."""
    needs = list(_NEEDS[table])
    if table == "tickets" and frame["channel"].is_in(["phone", "chat"]).any():
        needs += _CALLS
    if table == "events" and frame["kind"].is_in(MESSAGES).any():
        needs += _MESSAGES
    found: list[Gap] = []
    for columns, what, then in needs:
        if all(frame[column].null_count() == frame.height for column in columns):
            empty = [column for column in columns if column in mapped]
            start = f"the {what} column is empty" if empty else f"no {what} column"
            found.append({"table": table, "columns": list(columns), "text": f"{start}: {then}"})
    return found
