"""The words of a review: its head, verdicts, steps, findings and how things stand. Plain text; no drawing."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from metrics.catalogue import metric as entry
from metrics.fairness import SHOWN
from ui import formats
from ui.language import gettext as _
from ui.language import ngettext

Body = Mapping[str, Any]  # of answers.review_body

BEYOND = ("better_beyond_chance", "worse_beyond_chance")


def name(metric: str) -> str:
    return _(entry(metric).name)


def number(value: Mapping[str, Any] | float | None, metric: str) -> str:
    """A value in the metric's unit; "–" where there is none."""
    plain = value["value"] if isinstance(value, Mapping) else value
    known = entry(metric)
    if plain is not None and known.unit == "share":
        plain = min(max(plain, 0.0), 1.0)  # an adjusted share is made by adding
    return formats.value(plain, known.unit)


def interval(value: Mapping[str, Any] | None, metric: str) -> str:
    """The 95 % interval; empty where there is none."""
    if value is None or value["low"] is None or value["high"] is None:
        return ""
    return formats.interval(value["low"], value["high"], entry(metric).unit)


def verdict(figure: Body) -> str:
    """What a figure says, in words: among people, and where they are not compared against the own past."""
    if figure["too_few"]:
        return _("too few to show")
    word = figure["verdict"]
    if word == "not_compared":
        return _("not compared with others")
    return {
        "too_few_to_show": _("too few to show"),
        "too_few_to_tell": _("too few to tell"),
        "within_chance": _("within chance"),
        "better_beyond_chance": _("better beyond chance"),
        "worse_beyond_chance": _("below expectation beyond chance"),
    }[word]


def stepped(change: Body) -> str:
    """What the step from the own past is worth."""
    return {
        "too_few_to_tell": _("too few to tell"),
        "within_chance": _("no real change"),
        "better_beyond_chance": _("better, a real change"),
        "worse_beyond_chance": _("worse, a real change"),
    }[change["verdict"]]


def sentence(body: Body) -> str:
    """The page's answer: how much data there is, what is within chance, what stands out, which goals were met."""
    coverage, figures = body["coverage"], body["figures"]
    if not coverage["days"]:
        return _("{name} was not there on any day of this period.").format(name=body["name"])
    held, days = (formats.value(coverage[each], "count") for each in ("held", "days"))
    said = [_("The data hold **{held} of {days}** days.").format(held=held, days=days)]
    out = [each for each in figures if each["verdict"] in BEYOND and not each["too_few"]]
    few = [each for each in figures if each["too_few"] or each["verdict"].startswith("too_few")]
    within = [each for each in figures if each["verdict"] == "within_chance" and not each["too_few"]]
    if figures:
        words = ngettext(
            "Of **{n}** figure **{within}** is within chance",
            "Of **{n}** figures **{within}** are within chance",
            len(figures),
        )
        counted = words.format(n=len(figures), within=len(within))
        if few:
            counted += ngettext(
                ", for **{n}** there are too few requests to tell", ", for **{n}** there are too few to tell", len(few)
            ).format(n=len(few))
        alone = sum(each["verdict"] == "not_compared" and not each["too_few"] for each in figures)
        if alone:
            words = ngettext(", **{n}** is not compared with others", ", **{n}** are not compared with others", alone)
            counted += words.format(n=alone)
        said.append(f"{counted}.")
        told = ", ".join(f"**{name(each['metric'])}** ({verdict(each)})" for each in out)
        said.append(
            _("Beyond chance: {metrics}.").format(metrics=told) if out else _("**Nothing** stands out beyond chance.")
        )
    over = [each["standing"]["status"] for each in body["goals"]]
    judged = [each for each in over if each in ("met", "met_within_chance", "missed_within_chance", "missed")]
    if judged:
        met = sum(each.startswith("met") for each in judged)
        said.append(_("Goals met: **{met} of {all}**.").format(met=met, all=len(judged)))
    elif over:
        words = ngettext("**{n}** goal still runs.", "**{n}** goals still run.", len(over))
        said.append(words.format(n=len(over)))
    return " ".join(said)


def fewest() -> str:
    return _("Below {n} nothing is shown of a person.").format(n=SHOWN)


def rule(name: str) -> str:
    """The short name of a rule of findings."""
    return {
        "goal": _("A goal of the period"),
        "among_people": _("Compared with the team"),
        "quality_check": _("Quality checks"),
        "own_past": _("Against the own past"),
        "praise": _("What customers wrote"),
    }[name]


def facts(finding: Body) -> str:
    """The numbers by which a finding holds, as a sentence."""
    told, metric = finding["facts"], finding["metric"]
    unit = entry(metric).unit
    n = formats.n(told["n"])
    value = number(told["value"], metric)
    if finding["rule"] == "goal":
        reached = interval(told, metric)
        target = formats.entered(told["target"], unit)
        words = _("{value} ({interval}) against a target of {target}, {n}.")
        return words.format(value=value, interval=reached or formats.NO_VALUE, target=target, n=n)
    if finding["rule"] in ("among_people", "praise"):
        unit = "share" if finding["rule"] == "praise" else unit
        words = _("{value} where {expected} is expected of the same requests; by chance {range}, {n}.")
        shown = (formats.value(told[each], unit) for each in ("value", "expected"))
        value, expected = shown
        chance = formats.interval(told["low"], told["high"], unit)
        return words.format(value=value, expected=expected, range=chance, n=n)
    if finding["rule"] == "quality_check":
        words = _("{value} ({n}), the rest of the team {team} ({team_n}).")
        team, team_n = number(told["team"], metric), formats.n(told["team_n"])
        return words.format(value=value, n=n, team=team, team_n=team_n)
    words = _("{value} ({n}) after {before} ({before_n}) in as many days before.")
    before, before_n = number(told["before"], metric), formats.n(told["before_n"])
    return words.format(value=value, n=n, before=before, before_n=before_n)


def state(name: str) -> str:
    return {
        "draft": _("Draft"),
        "shared": _("Shared"),
        "discussed": _("Discussed"),
        "acknowledged": _("Acknowledged"),
    }[name]


def day(value: date | str, locale: str | None = None, calendar: formats.Calendar = "gregorian") -> str:
    return formats.date(date.fromisoformat(value) if isinstance(value, str) else value, locale, calendar)
