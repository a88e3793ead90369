"""The head of the page: the sentence that answers its question, and the six numbers of the month as cards."""

from dataclasses import dataclass
from datetime import date

import streamlit as st

from answers import availability, clock, feedback, month, voice
from answers.feedback import Standing
from answers.month import Line
from answers.voice import Complaints, Drivers, Span
from data import records
from ui import formats
from ui.cards import Card
from ui.filters import Filters
from ui.language import gettext as _
from ui.language import ngettext
from ui.overview import month_cards
from ui.shell import Reader
from ui.voice import words
from ui.voice.pull_figure import in_points

SHOWN = (
    *("csat", "nps", "survey_response_rate", "complaints"),
    *("feedback_routed_within", "complaint_answered_within"),
)


@dataclass(frozen=True)
class Head:
    """Finished. `lines`: the numbers of the month by metric; `absent`: why some are not there."""

    sentence: str
    cards: tuple[Card, ...]
    lines: dict[str, Line]
    absent: tuple[str, ...]


@st.cache_data(show_spinner=False, max_entries=256)
def head_of(key: tuple[object, ...], _who: Reader, first: date, _chosen: Filters, span: Span, today: date) -> Head:
    """The month that begins at `first`; what pulls the score down is looked for in `span`, which ends with it."""
    scope, generation, where = _who.scope, _who.generation, _chosen.where
    reasons = {metric: availability.missing(metric, generation, _) for metric in SHOWN}
    fed = [metric for metric, reason in reasons.items() if reason is None]
    goals = records.goals(scope, generation.dataset)
    lines = {line.metric.id: line for line in month.scorecard(fed, first, scope, generation, where, goals)}
    score = next((metric for metric in voice.SCORES if metric in lines), None)
    pulls = voice.drivers(score, span, scope, generation, where, by=("topic", "channel")) if score else {}
    gathered = voice.complaints(span, scope, generation, where)
    entered = records.follow_ups(scope, generation.dataset)
    days = clock.span("month", first, first, generation)
    held = feedback.standing(feedback.feedback(days, scope, generation, where, entered, today))
    middle = clock.middle("month", first, generation)
    said = [
        *_scores(lines),
        *_heaviest(next(iter(pulls.values()), None)),
        *_complaints(lines, gathered),
        *_waiting(held),
    ]
    return Head(
        sentence=" ".join(said) or _("Nothing was counted in this month."),
        cards=tuple(month_cards.card(line, _who.calendar, middle) for line in lines.values()),
        lines=lines,
        absent=tuple(reason for reason in reasons.values() if reason is not None),
    )


def _scores(lines: dict[str, Line]) -> list[str]:
    """Satisfaction, or else recommendation, with its n, and how many of those asked answered."""
    csat, nps, answered = (lines.get(metric) for metric in ("csat", "nps", "survey_response_rate"))
    if csat is not None and csat.now.value is not None:
        words_ = _("**{value}** of those who answered are satisfied ({n}{rate}).")
        of = csat
    elif nps is not None and nps.now.value is not None:
        words_ = _("Customers recommend the company with **{value}** points ({n}{rate}).")
        of = nps
    else:
        return []
    rate = ""
    if answered is not None and answered.now.value is not None:
        rate = _("; {rate} of the surveys sent were answered").format(rate=formats.value(answered.now.value, "share"))
    return [words_.format(value=formats.value(of.now.value, of.metric.unit), n=formats.n(of.now.n), rate=rate)]


def _heaviest(found: Drivers | None) -> list[str]:
    """What pulls the score down most."""
    if found is None:
        return []
    heaviest = found.heaviest
    if heaviest is None:
        return [_("No topic pulls it down beyond chance.") if found.by == "topic" else _("No channel pulls it down.")]
    words_ = _("{group} pulls {score} down most, by **{points}** points.")
    points = formats.signed(abs(in_points(found, heaviest)[0])).lstrip("+")
    score = words.score_name(found.metric.id)
    return [words_.format(group=words.group(found.by, heaviest.name), score=score, points=points)]


def _complaints(lines: dict[str, Line], found: Complaints | None) -> list[str]:
    """How many complaints came, and where they gather."""
    line = lines.get("complaints")
    if line is None or line.now.value is None:
        return []
    count = int(line.now.value)
    amount = ngettext("**{n}** complaint came in", "**{n}** complaints came in", count)
    amount = amount.format(n=formats.value(count, "count"))
    source = found.source if found else None
    if source is None or source.group is None:
        return [_("{amount}.").format(amount=amount)]
    words_ = _("{amount}; {topic} causes **{part}** of the complaints with **{share}** of the requests.")
    part, share = (formats.value(x, "share") for x in (source.of_complaints.value, source.of_requests))
    return [words_.format(amount=amount, topic=source.group, part=part, share=share)]


def _waiting(held: Standing) -> list[str]:
    """How much negative feedback of the month nobody has answered, as far as is known."""
    if not held.total:
        return []
    if not held.open:
        return [_("All negative answers and complaints are answered.")]
    words_ = ngettext(
        "**{n}** of the negative answers and complaints awaits an answer, **{nobody}** with nobody responsible.",
        "**{n}** of the negative answers and complaints await an answer, **{nobody}** with nobody responsible.",
        held.open,
    )
    return [words_.format(n=formats.value(held.open, "count"), nobody=formats.value(held.nobody, "count"))]
