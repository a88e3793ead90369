"""The words of the page of what customers say: groups, scores, kinds of feedback and where it stands."""

from collections.abc import Mapping
from typing import Any

from ui import formats
from ui.filters import channel_name
from ui.language import gettext as _


def way(by: str) -> str:
    """By what a score is cut."""
    return {"topic": _("Topic"), "channel": _("Channel"), "team": _("Team"), "cause": _("Cause of complaint")}[by]


def group(by: str, name: str | None) -> str:
    """A group as people call it; null is the group without a value."""
    if name is None:
        return {
            "topic": _("no topic"),
            "channel": _("no channel"),
            "team": _("no team"),
            "cause": _("no complaint"),
        }[by]
    return channel_name(name) if by == "channel" else name


def score_name(metric: str) -> str:
    """A score inside a sentence."""
    return {"csat": _("satisfaction"), "nps": _("recommendation")}[metric]


def score_word(metric: str) -> str:
    """A score at the beginning of a line."""
    return {"csat": _("Satisfaction"), "nps": _("Recommendation")}[metric]


def survey(kind: str | None) -> str:
    names = {"csat": _("Satisfaction"), "nps": _("Recommendation"), "ces": _("Effort")}
    return names.get(kind or "", kind or "")


def score(row: Mapping[str, Any]) -> str:
    """A score on its scale: "2 on 1–5", "bad"."""
    if row["score"] is None:
        return formats.NO_VALUE
    if row["scale"] == "good_bad":
        return _("good") if row["score"] else _("bad")
    given = formats.entered(row["score"], "score")
    scale = (row["scale"] or "").replace("-", "–")
    return _("{score} on {scale}").format(score=given, scale=scale) if scale else given


def band(name: str) -> str:
    return {"negative": _("Negative"), "middle": _("In between"), "positive": _("Positive")}[name]


def said(row: Mapping[str, Any]) -> str:
    """What a piece of feedback is: "Satisfaction 2 on 1–5", "Complaint: late refund"."""
    if row["of"] == "survey":
        return _("{survey} {score}").format(survey=survey(row["survey"]), score=score(row))
    return _("Complaint: {cause}").format(cause=row["cause"]) if row["cause"] else _("Complaint")


def responsible(row: Mapping[str, Any]) -> str:
    """Who is to answer it, and who said so; with nobody since when, by the data's own clock."""
    if row["by"] == "here":
        who = row["responsible"] + (f" ({row['owner']})" if row["owner"] else "")
        return _("{who}, given here").format(who=who)
    if row["by"] == "helpdesk":
        return _("{who}, by the helpdesk").format(who=row["responsible"] or _("a team"))
    if row["route_wait_s"] is None:
        return _("nobody")
    return _("nobody for {time}").format(time=formats.value(row["route_wait_s"], "seconds"))


def state(row: Mapping[str, Any]) -> str:
    """Where it stands, with its day."""
    if row["state"] == "answered":
        return _("answered {day}").format(day=formats.date(row["answered_on"]))
    if row["due"] is None:
        return _("open")
    words = _("overdue since {day}") if row["state"] == "overdue" else _("due {day}")
    return words.format(day=formats.date(row["due"]))


def part(name: str) -> str:
    """A part of the list of feedback."""
    return {
        "open": _("All open"),
        "nobody": _("With nobody"),
        "overdue": _("Overdue"),
        "answered": _("Answered"),
        "all": _("All"),
    }[name]


def step(name: str) -> str:
    """A step of a customer's path."""
    return {
        "contact": _("Contact"),
        "reply": _("First reply"),
        "resolution": _("Resolution"),
        "sent": _("Survey sent"),
        "answered": _("Survey answered"),
    }[name]


def came(name: str, part: str) -> str:
    """Which part of the requests came to a step."""
    said = {
        "reply": _("{part} got a reply"),
        "resolution": _("{part} were resolved"),
        "sent": _("{part} were asked"),
        "answered": _("{part} answered"),
    }
    return said[name].format(part=part)


def stopped(name: str, why: str) -> str:
    """Why requests did not pass a step."""
    return {
        ("reply", "not_yet"): _("still wait for it"),
        ("reply", "abandoned"): _("hung up or left before"),
        ("reply", "without_reply"): _("solved without a reply"),
        ("reply", "never"): _("ended without a reply"),
        ("resolution", "not_yet"): _("are still open"),
        ("resolution", "never"): _("ended unsolved"),
        ("sent", "not_yet"): _("solved too recently to tell"),
        ("sent", "never"): _("were never asked"),
        ("answered", "not_yet"): _("asked too recently to tell"),
        ("answered", "never"): _("did not answer"),
    }[name, why]
