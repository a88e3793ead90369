"""The log of training and coaching of one person: listed, added to, corrected, taken away."""

import streamlit as st

from data import machine_clock, records
from data.errors import Conflict, Invalid, Missing
from data.records import Training, TrainingTerms
from data.records.trainings import KINDS
from ui import cards, formats
from ui.faults import faults
from ui.formats import html
from ui.language import gettext as _
from ui.review.chosen import Chosen
from ui.shell import Reader


def show(who: Reader, chosen: Chosen) -> None:
    """The part of the page."""
    kept = records.trainings(who.scope, who.generation.dataset, chosen.agent)
    inside = [each for each in kept if chosen.span[0] <= each.on <= chosen.span[1]]
    st.html(f'<h2 class="tz-group">{html(_("Training and coaching of the period"))}</h2>')
    _listed(inside, who, "inside")
    others = [each for each in kept if each not in inside]
    if others:
        with st.expander(
            _("Before and after it ({n})").format(n=formats.value(len(others), "count")), key="learning-others"
        ):
            _listed(others, who, "others")
    with st.expander(_("Add training or coaching"), icon=":material/add:", key=f"learning-add-{len(kept)}"):
        _add(who, chosen, f"learning-{chosen.agent}-{len(kept)}")


def _listed(trainings: list[Training], who: Reader, part: str) -> None:
    if not trainings:
        text = _("Nothing is noted. Note what was trained or coached, so that figures can be read beside it.")
        cards.empty(_("No training, no coaching"), text)
        return
    names = _names()
    for each in reversed(trainings):
        with st.container(horizontal=True, vertical_alignment="center", key=f"tz-learning-{part}-{each.id}"):
            day = formats.date(each.on, who.locale, who.calendar)
            st.html(
                f'<p class="tz-review-line"><b>{html(each.text)}</b><span>{html(names[each.kind])} · {html(day)} · '
                f"{html(each.by)}</span></p>"
            )
            with st.popover(_("Take away"), icon=":material/delete:", key=f"learning-away-{each.id}"):
                st.caption(formats.md(_("It goes from the list; that it was there stays in the history.")))
                if st.button(_("Take it away"), key=f"learning-remove-{each.id}"):
                    _remove(who, each)


def _remove(who: Reader, training: Training) -> None:
    try:
        records.remove_training(who.scope, training.id, training.version)
    except (Conflict, Missing):
        st.error(_("Somebody else changed it in the meantime. Look at it again."))
    else:
        st.rerun()


def _add(who: Reader, chosen: Chosen, key: str) -> None:
    names = _names()
    left, middle, right = st.columns(3)
    kind = left.segmented_control(
        _("What it was"), KINDS, format_func=lambda each: names[each], default="training", key=f"{key}-kind"
    )
    on = middle.date_input(
        _("Held on"), machine_clock.today(who.generation.settings.zone), key=f"{key}-on", required=True
    )
    by = right.text_input(_("Who trained or coached"), key=f"{key}-by")
    text = st.text_input(_("What it was about"), key=f"{key}-text")
    if st.button(_("Add to the log"), type="primary", key=f"{key}-save"):
        try:
            records.add_training(
                who.scope,
                TrainingTerms(
                    dataset=who.generation.dataset,
                    agent=chosen.agent,
                    on=on,
                    kind=kind or "training",
                    text=text or "",
                    by=by or "",
                ),
            )
        except Invalid as fault:
            faults(fault)
        else:
            st.rerun()


def _names() -> dict[str, str]:
    return {"training": _("Training"), "coaching": _("Coaching")}
