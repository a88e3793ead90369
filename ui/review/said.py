"""What there is to recognise, the goals of the period, what customers wrote, and thanks that stay in the file."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from answers.review import Comment
from data import machine_clock, records
from data.errors import Invalid
from data.records import ThanksTerms
from metrics.catalogue import metric as entry
from ui import cards, filters, formats
from ui.faults import faults
from ui.formats import html
from ui.goals.cards import LIGHTS, word
from ui.language import gettext as _
from ui.language import ngettext
from ui.review import recognition, words
from ui.review.chosen import Chosen
from ui.review.shown import Shown
from ui.shell import Reader
from ui.voice import words as voice

SHOWN = 20  # comments


def show(who: Reader, chosen: Chosen, shown: Shown) -> None:
    """The part of the page."""
    with cards.panel(_("What there is to be glad of"), "review-recognised", recognition.note()):
        found = recognition.listed(shown.body, who)
        nothing = _("No goal met, no record and no praise in this period. Thanks can be said below all the same.")
        st.html(found or f'<p class="tz-none">{html(nothing)}</p>')
    st.html(f'<h2 class="tz-group">{html(_("Goals of the period"))}</h2>')
    goals = shown.body["goals"]
    if goals:
        st.html(f'<ul class="tz-review-goals">{"".join(_goal(each, who) for each in goals)}</ul>')
    else:
        st.html(f'<p class="tz-none">{html(_("No goal was agreed for this period."))}</p>')
    _comments(who, shown)
    _thanks(who, chosen)


def _goal(aim: Mapping[str, Any], who: Reader) -> str:
    goal, standing = aim["goal"], aim["standing"]
    unit = entry(goal["metric"]).unit
    now = standing["now"]
    mark = cards.status(LIGHTS[standing["status"]], word(standing["status"]))
    told = [
        words.name(goal["metric"]),
        _("target {target}").format(target=formats.entered(goal["target"], unit)),
        _("reached {value}").format(value=words.number(now, goal["metric"])) if now["value"] is not None else "",
        words.interval(now, goal["metric"]),
        formats.n(now["n"]) if now["n"] else "",
        _("until {day}").format(day=words.day(goal["deadline"], who.locale, who.calendar)),
        _("agreed in a review") if aim["agreed"] else "",
    ]
    line = " · ".join(html(each) for each in told if each)
    return f"<li><p><b>{html(goal['title'])}</b> {mark}</p><p>{line}</p></li>"


def _comments(who: Reader, shown: Shown) -> None:
    said = shown.sheet.comments
    st.html(f'<h2 class="tz-group">{html(_("What customers wrote"))}</h2>')
    if not who.generation.has("surveys", "comment"):
        cards.not_available(_("No comments"), _("The loaded surveys have no column of comments."))
        return
    if said.hidden:
        cards.too_few(
            _("Too few answers"),
            ngettext(
                "{n} customer answered. Below five nothing is shown, so that nobody can be recognised.",
                "{n} customers answered. Below five nothing is shown, so that nobody can be recognised.",
                said.answers,
            ).format(n=said.answers),
        )
        return
    if not said.all:
        st.html(f'<p class="tz-none">{html(_("No customer wrote anything in this period."))}</p>')
        return
    others = [each for each in said.all if each.band != "positive"]
    words_of = ngettext("{n} comment, {praise} of praise.", "{n} comments, {praise} of praise.", len(said.all))
    st.caption(
        formats.md(
            words_of.format(n=len(said.all), praise=len(said.praise))
            + f" {_('Shown without who wrote them; the newest {n} of each kind.').format(n=SHOWN)}"
        )
    )
    for title, listed, key in ((_("Praise"), said.praise, "praise"), (_("All others"), others, "others")):
        label = f"{title} ({formats.value(len(listed), 'count')})"
        with st.expander(label, key=f"review-{key}", on_change="rerun", expanded=False) as box:
            if box.open:
                st.html(comments(listed[:SHOWN], who) or f'<p class="tz-none">{html(_("None."))}</p>')


def comments(listed: Sequence[Comment], who: Reader) -> str:
    """HTML: comments as they were written, without customer and agent."""
    items = "".join(_comment(each, who) for each in listed)
    return f'<ul class="tz-comments">{items}</ul>' if items else ""


def _comment(one: Comment, who: Reader) -> str:
    score = f"{voice.survey(one.survey)} {voice.score({'score': one.score, 'scale': one.scale})}"
    facts = [
        formats.date(one.on, who.locale, who.calendar),
        one.topic or "",
        filters.channel_name(one.channel) if one.channel else "",
        _("request {id}").format(id=one.ticket_id) if one.ticket_id else "",
    ]
    line = " · ".join(html(each) for each in facts if each)
    band = f" tz-band-{one.band}" if one.band else ""
    text = "<br>".join(html(part) for part in one.text.strip().splitlines())
    quote = f'<blockquote dir="auto">{text}</blockquote>'
    return f'<li class="tz-comment{band}">{quote}<p><b>{html(score)}</b> · {line}</p></li>'


def _thanks(who: Reader, chosen: Chosen) -> None:
    """All that were said to this person, the latest first, and a way to add one."""
    st.html(f'<h2 class="tz-group">{html(_("Thanks"))}</h2>')
    kept = records.thanks(who.scope, who.generation.dataset, chosen.agent)
    if not kept:
        st.html(f'<p class="tz-none">{html(_("Nobody has said thanks here yet."))}</p>')
    items = "".join(
        f'<li class="tz-comment tz-band-positive"><blockquote dir="auto">{html(each.text)}</blockquote><p><b>'
        f"{html(each.by)}</b> · {html(formats.date(each.on, who.locale, who.calendar))}"
        f"{' · ' + html(each.about) if each.about else ''}</p></li>"
        for each in reversed(kept)
    )
    if items:
        st.html(f'<ul class="tz-comments">{items}</ul>')
    key = f"thanks-{chosen.agent}-{len(kept)}"
    with st.expander(_("Say thanks"), icon=":material/volunteer_activism:", key=f"{key}-box"):
        text = st.text_area(_("What for?"), key=f"{key}-text")
        left, middle, right = st.columns(3)
        by = left.text_input(_("Who thanks"), key=f"{key}-by")
        about = middle.text_input(_("What it is about"), placeholder=_("a goal met, a customer"), key=f"{key}-about")
        on = right.date_input(
            _("Said on"), machine_clock.today(who.generation.settings.zone), key=f"{key}-on", required=True
        )
        if st.button(_("Keep these thanks"), type="primary", key=f"{key}-save"):
            try:
                records.add_thanks(
                    who.scope,
                    ThanksTerms(
                        dataset=who.generation.dataset,
                        agent=chosen.agent,
                        on=on,
                        text=text or "",
                        by=by or "",
                        about=about or "",
                    ),
                )
            except Invalid as fault:
                faults(fault)
            else:
                st.rerun()
