"""What is open in the reviews of everybody, and of the one that is looked at: reminders at the top of the page."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from answers import review_steps
from answers.review_steps import Step
from data import records
from data.records import Review
from ui import formats
from ui.formats import html
from ui.language import gettext as _
from ui.language import ngettext
from ui.shell import Reader


def show(who: Reader, agent: str, names: dict[str, str], today: date) -> None:
    """The steps of this person as a list; of the others how many there are, and which when it is opened."""
    found = review_steps.open_steps(who.scope, who.generation, today)
    mine = [each for each in found if each.agent == agent]
    others = [each for each in found if each.agent != agent]
    if mine:
        items = "".join(_line(each, today, who) for each in mine)
        st.html(f'<div role="status"><ul class="tz-steps">{items}</ul></div>')
    if others:
        label = ngettext("{n} open step with other people", "{n} open steps with other people", len(others))
        with st.expander(
            label.format(n=len(others)), key="review-steps", on_change="rerun", icon=":material/checklist:"
        ) as box:
            if box.open:
                _links(others, names, today, who)


def _line(step: Step, today: date, who: Reader) -> str:
    return f"<li><b>{html(_what(step))}</b> {html(_due(step, today, who))}</li>"


def _links(steps: Sequence[Step], names: dict[str, str], today: date, who: Reader) -> None:
    held: dict[str, Review] = {each.id: each for each in records.reviews(who.scope, who.generation.dataset)}
    for number, step in enumerate(steps):
        review = held[step.review_id]
        st.page_link(
            "pages/review.py",
            label=formats.md(
                f"{names.get(step.agent, step.agent)}: {_what(step)} {_due(step, today, who)}",
            ),
            query_params={
                "agent": step.agent,
                "from": review.first.isoformat(),
                "to": review.last.isoformat(),
                "part": "conversation",
            },
            icon=":material/arrow_forward:" if number == 0 else None,
        )


def _what(step: Step) -> str:
    if step.what == "action":
        return _("Action: {text}").format(text=step.text)
    return {
        "share": _("Share the draft"),
        "self_assessment": _("The self-assessment is still to come"),
        "discussion": _("Hold the conversation"),
        "acknowledgement": _("The acknowledgement is still to come"),
        "next_review": _("The next review is due"),
    }[step.what]


def _due(step: Step, today: date, who: Reader) -> str:
    day = formats.date(step.due, who.locale, who.calendar)
    if step.due < today:
        return _("was due on {day}").format(day=day)
    return _("due on {day}").format(day=day)
