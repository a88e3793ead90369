"""The pack of one person's review: what both sides sign. The numbers of its body, frozen or of today. A document."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from answers.review import RULES
from data import records
from data.records import Pack, Review
from metrics.catalogue import metric as entry
from metrics.metric import Value
from ui import formats, language
from ui.filters import channel_name
from ui.goals.words import word
from ui.language import gettext as _
from ui.reports import charts
from ui.reports.document import Block, Cell, Document, Lines, Section, Table, Text
from ui.review import recognition, words
from ui.shell import Reader

Body = Mapping[str, Any]  # of answers.review_body


def document(who: Reader, body: Body, review: Review | None, pack: Pack | None) -> Document:
    """The pack of the period that `body` is about; `review`: what was entered, null where none was opened."""
    first, last = (words.day(day, who.locale, who.calendar) for day in body["span"])
    period = f"{first} – {last}"
    role = review.role if review else ""
    facts = [" · ".join(filter(None, (role, body["team"] or _("no team"), _coverage(body)))), _data(who, body, pack)]
    sections = (
        Section("", (Text(words.sentence(body), "lead"), Text(_no_machine(), "quiet"))),
        _figures(body),
        _findings(body, who),
        _goals(body, who),
        _recognised(body, who),
        _beside(body),
        *(_conversation(who, review) if review else ()),
        Section("", (Lines((_("Reviewed person, date"), _("Lead, date"))),)),
    )
    return Document(
        title=_("Review of {name}").format(name=body["name"]),
        period=period,
        facts=tuple(facts),
        sections=tuple(section for section in sections if section.blocks),
        running=_("Review of {name} · {period} · confidential").format(name=body["name"], period=period),
        language=who.locale.split("_", maxsplit=1)[0],
        right_to_left=language.direction(who.locale) == "rtl",
    )


def _coverage(body: Body) -> str:
    held = body["coverage"]
    words_ = _("the data hold {held} of {days} days")
    return words_.format(held=formats.value(held["held"], "count"), days=formats.value(held["days"], "count"))


def _data(who: Reader, body: Body, pack: Pack | None) -> str:
    if pack is None:
        return _("Numbers of today, data generation {generation}.").format(generation=body["generation"])
    said = _("Numbers kept on {day}, data generation {generation}, check sum {sum}.")
    day = formats.date(pack.frozen_at.date(), who.locale, who.calendar)
    return said.format(day=day, generation=pack.generation, sum=pack.sha256[:12])


def _no_machine() -> str:
    return _(
        "No decision is made by these numbers: they are where a conversation begins. Where too few requests or chance "
        "explain a difference, nothing is said of it."
    )


def _figures(body: Body) -> Section:
    heads = (
        *(_("Figure"), _("This period"), _("Expected of the same requests"), _("With everybody's mix")),
        *(_("Verdict"), _("Own past"), _("Months")),
    )
    rows = tuple(_figure(each) for each in body["figures"])
    blocks: tuple[Block, ...] = (
        (Table("", heads, rows, (1.5, 1.2, 1.3, 1.1, 1.1, 1, 0), frozenset({1, 2, 3, 5})),) if rows else ()
    )
    return Section(_("Figures"), blocks)


def _figure(figure: Body) -> tuple[Cell, ...]:
    metric = figure["metric"]
    chance = ""
    if figure["low"] is not None and figure["high"] is not None:
        limits = formats.interval(figure["low"], figure["high"], entry(metric).unit)
        chance = _("by chance {range}").format(range=limits)
    tones = {"better_beyond_chance": "better", "worse_beyond_chance": "worse"}
    past = figure["own_past"]
    return (
        Cell(words.name(metric)),
        Cell(words.number(figure["crude"], metric), _sure(figure["crude"], metric), strong=True),
        Cell(words.number(figure["expected"], metric), chance),
        Cell(words.number(figure["adjusted"], metric), words.interval(figure["adjusted"], metric)),
        Cell(words.verdict(figure), tone="" if figure["too_few"] else tones.get(figure["verdict"], "")),
        Cell(words.number(past, metric), words.stepped(figure["change"]) if past["value"] is not None else ""),
        Cell("", spark=charts.spark([value["value"] for _first, value in figure["trend"]])),
    )


def _sure(value: Body, metric: str) -> str:
    return ", ".join(filter(None, (words.interval(value, metric), formats.n(value["n"]) if value["n"] else "")))


def _findings(body: Body, who: Reader) -> Section:
    blocks: list[Block] = []
    for kind, title in (("strength", _("Strengths")), ("development", _("Points to develop"))):
        mine = [each for each in body["findings"] if each["kind"] == kind]
        for finding in mine:
            said = f"**{title}: {words.name(finding['metric'])}.** {words.facts(finding)}"
            blocks += [Text(said, "opening"), Text(_(RULES[finding["rule"]]), "quiet"), *_evidence(finding, who)]
    if not blocks:
        blocks = [Text(_("Nothing stands out beyond chance, neither for the better nor for the worse."))]
    return Section(_("Strengths and development"), tuple(blocks))


def _evidence(finding: Body, who: Reader) -> list[Block]:
    """The requests to look at: those drawn at random before those that were picked."""
    shown = finding["evidence"]
    if shown is None or shown["reason"] is not None or not shown["random"]:
        return []
    parts = (
        (_("at random (seed {seed})").format(seed=shown["seed"]), shown["random"]),
        (_("typical"), shown["typical"]),
        (_("best"), shown["best"]),
        (_("worst"), shown["worst"]),
    )
    rows = tuple(_ticket(name, ticket, who) for name, tickets in parts for ticket in tickets)
    heads = (_("Drawn"), _("Request"), _("Day"), _("Channel"), _("Topic"), "")
    return [Table("", heads, rows, (1, 1, 0, 0, 1, 0))]


def _ticket(drawn: str, ticket: Body, who: Reader) -> tuple[Cell, ...]:
    facts = ticket["facts"]
    good = {True: _("counts for"), False: _("counts against"), None: ""}[ticket["good"]]
    channel = channel_name(facts["channel"]) if facts.get("channel") else formats.NO_VALUE
    day = words.day(ticket["on"], who.locale, who.calendar) if ticket["on"] else formats.NO_VALUE
    return (
        Cell(drawn),
        Cell(ticket["id"]),
        Cell(day),
        Cell(channel),
        Cell(facts.get("topic") or formats.NO_VALUE),
        Cell(good),
    )


def _goals(body: Body, who: Reader) -> Section:
    rows = []
    for aim in body["goals"]:
        goal, standing = aim["goal"], aim["standing"]
        metric, now = goal["metric"], standing["now"]
        rows.append(
            (
                Cell(goal["title"], words.name(metric), strong=True),
                Cell(words.number(now, metric), _sure(now, metric)),
                Cell(formats.entered(goal["target"], entry(metric).unit)),
                Cell(words.day(goal["deadline"], who.locale, who.calendar)),
                Cell(word(standing["status"])),
            )
        )
    if not rows:
        return Section(_("Goals of the period"), (Text(_("No goal was agreed for this period."), "quiet"),))
    heads = (_("Goal"), _("Reached"), _("Target"), _("Deadline"), _("Verdict"))
    return Section(_("Goals of the period"), (Table("", heads, tuple(rows), (2, 0, 0, 1, 1), frozenset({1, 2})),))


def _recognised(body: Body, who: Reader) -> Section:
    rows = tuple((Cell(what, strong=True), Cell(said)) for what, said in recognition.lines(body, who))
    blocks = (Table("", (_("What"), ""), rows, (1, 4)), Text(recognition.note(), "quiet")) if rows else ()
    return Section(_("What there is to be glad of"), blocks)


def _beside(body: Body) -> Section:
    """What the figures do not show: help for others, workload, training, thanks, how many customers wrote."""
    effort, load, said = body["effort"], body["load"], body["comments"]
    facts: list[tuple[str, str]] = []
    if effort["helped"] is not None:
        facts.append((_("Requests of others helped on"), formats.value(effort["helped"], "count")))
    if load is not None:
        requests = Value(**load["requests"]) if isinstance(load["requests"], Mapping) else Value(*load["requests"])
        facts += [
            (_("Days of work"), formats.value(load["days"], "count")),
            (_("New requests per day"), formats.value(requests.value, "score")),
            (_("Overtime hours"), formats.value(load["overtime_hours"], "score")),
        ]
    facts.append((_("Answers of customers"), formats.value(said["answers"], "count")))
    facts.append((_("Of them with praise"), formats.value(len(said["praise"]), "count")))
    facts += [(_("Training"), each["text"]) for each in body["trainings"]]
    facts += [(_("Thanks of {name}").format(name=each["by"]), each["text"]) for each in body["thanks"]]
    rows = tuple((Cell(name), Cell(value)) for name, value in facts)
    return Section(_("What figures do not show"), (Table("", (_("What"), ""), rows, (1, 2)),))


def _conversation(who: Reader, review: Review) -> tuple[Section, ...]:
    """What both sides wrote and agreed on, and where the review stands."""
    reached: Sequence[tuple[str, date | None, str]] = (
        (_("Shared"), review.shared_on, ""),
        (_("Discussed"), review.discussed_on, ""),
        (_("Acknowledged"), review.acknowledged_on, review.acknowledged_by or ""),
    )
    dated = [
        " ".join(filter(None, (name, formats.date(day, who.locale, who.calendar), by)))
        for name, day, by in reached
        if day is not None
    ]
    blocks: list[Block] = [Text(" · ".join([words.state(review.state), *dated]), "quiet")]
    for title, text in (
        (_("Self-assessment"), review.self_assessment),
        (_("Notes of the lead"), review.lead_notes),
        (_("Comment of the reviewed person"), review.agent_comment),
    ):
        if text.strip():
            blocks += [Text(f"**{title}**", "opening"), Text(text.replace("**", ""), "written")]
    actions = records.actions(who.scope, [review.id])
    if actions:
        rows = tuple(
            (
                Cell(each.text),
                Cell(each.owner),
                Cell(formats.date(each.due, who.locale, who.calendar)),
                Cell(formats.date(each.done_on, who.locale, who.calendar) if each.done_on else _("open")),
            )
            for each in actions
        )
        blocks.append(Table("", (_("Agreed"), _("Who"), _("Until"), _("Done")), rows, (2, 1, 0, 0)))
    return (Section(_("The conversation"), tuple(blocks)),)
