"""Strengths and development points, each with its rule, its numbers and requests: at random first."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from answers.review import RULES
from ui import cards, filters, formats
from ui.formats import html
from ui.language import gettext as _
from ui.review import words
from ui.review.chosen import Chosen
from ui.review.shown import Shown
from ui.shell import Reader


def show(who: Reader, chosen: Chosen, shown: Shown) -> None:
    """The part of the page."""
    found = shown.body["findings"]
    st.caption(
        formats.md(
            _(
                "Drawn from the evidence by the rules below, not by anybody's opinion. Nothing follows from them by "
                "itself: look at the requests, ask the person, then judge."
            )
        )
    )
    for kind, title, none in (
        ("strength", _("Strengths"), _("No strength shows beyond chance. That says nothing against the person.")),
        ("development", _("Development"), _("No point to develop shows beyond chance.")),
    ):
        st.html(f'<h2 class="tz-group">{html(title)}</h2>')
        mine = [each for each in found if each["kind"] == kind]
        if not mine:
            st.html(f'<p class="tz-none">{html(none)}</p>')
        for number, finding in enumerate(mine):
            _finding(finding, f"{kind}-{number}", who)
    with st.expander(_("The rules"), icon=":material/rule:", key="review-rules"):
        items = "".join(f"<li><b>{html(words.rule(name))}</b>: {html(_(text))}</li>" for name, text in RULES.items())
        st.html(f'<ul class="tz-fair-rules">{items}</ul>')


def _finding(finding: Mapping[str, Any], key: str, who: Reader) -> None:
    about = finding["facts"].get("criterion") or words.rule(finding["rule"])
    with cards.panel(f"{words.name(finding['metric'])} · {about}", f"review-{key}", _(RULES[finding["rule"]])):
        st.html(f'<p class="tz-review-fact">{html(words.facts(finding))}</p>')
        evidence = finding["evidence"]
        if evidence is None or evidence["reason"] is not None or not evidence["random"]:
            reason = (evidence or {}).get("reason") or _("There are no single requests to show for this.")
            st.html(f'<p class="tz-none">{html(_(reason))}</p>')
            return
        label = _("Requests to look at, of {n}").format(n=formats.value(evidence["n"], "count"))
        with st.expander(label, key=f"review-{key}-rows", on_change="rerun", icon=":material/fact_check:") as box:
            if box.open:
                st.html(listed(evidence, who))


def listed(evidence: Mapping[str, Any], who: Reader) -> str:
    """HTML: at random first, with the seed; then typical, best, worst."""
    parts = (
        (_("Drawn at random (seed {seed})").format(seed=evidence["seed"]), evidence["random"]),
        (_("Typical"), evidence["typical"]),
        (_("Best"), evidence["best"]),
        (_("Worst"), evidence["worst"]),
    )
    return "".join(_part(title, tickets, who) for title, tickets in parts if tickets)


def _part(title: str, tickets: Sequence[Mapping[str, Any]], who: Reader) -> str:
    items = "".join(_ticket(each, who) for each in tickets)
    return f'<section class="tz-sample"><h3>{html(title)}</h3><ul>{items}</ul></section>'


def _ticket(ticket: Mapping[str, Any], who: Reader) -> str:
    facts = ticket["facts"]
    good = {True: _("✓ counts for"), False: _("! counts against"), None: ""}[ticket["good"]]
    channel = filters.channel_name(facts["channel"]) if facts.get("channel") else ""
    said = [
        words.day(ticket["on"], who.locale, who.calendar) if ticket["on"] else "",
        channel,
        facts.get("topic") or "",
        good,
    ]
    line = " · ".join(html(each) for each in said if each)
    return f"<li><code>{html(ticket['id'])}</code> {line}</li>"
