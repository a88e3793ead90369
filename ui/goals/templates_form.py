"""The first step of a new goal: begin with one of the goals that teams set most, or free. It fills in the boxes."""

import streamlit as st

from answers import goal_templates
from answers.availability import missing
from answers.goal_templates import Template
from metrics.catalogue import metric as entry
from ui import formats, parameters_form
from ui.goals.asked import FREE, ONCE, TEMPLATE, kind_key, recurs_key
from ui.language import gettext as _
from ui.shell import Reader, choices

_CHANNELS = "new-template-channels"  # those that the template chose: another template takes them back


def chosen(who: Reader) -> Template | None:
    """The template that the goal begins with; null: free."""
    offered = {each.id: each for each in goal_templates.offered(who.generation)}
    name = st.pills(
        _("Begin with"),
        [*offered, FREE],
        format_func=lambda each: _(offered[each].title) if each in offered else _("Something else"),
        default=FREE,
        required=True,
        key=TEMPLATE,
        persist_state="session",
        on_change=_begin,
        args=(offered, choices(who).channels),
        label_visibility="collapsed",
        wrap=True,
    )
    template = offered.get(name or FREE)
    if template is not None:
        st.caption(formats.md(_(template.why)))
    lacking = [each for each in goal_templates.TEMPLATES if each.id not in offered]
    if lacking:
        with st.expander(_("More goals, once their data are loaded")):
            for each in lacking:
                why = missing(each.metric, who.generation, _) or ""
                st.markdown(f"**{formats.md(_(each.title))}**: {formats.md(why)}")
    return template


def _begin(offered: dict[str, Template], channels: tuple[str, ...]) -> None:
    """Fill the boxes with what a template wants. Whom it is about and until when stay as they were entered."""
    template = offered.get(st.session_state[TEMPLATE])
    if template is None:
        return
    metric, entered = entry(template.metric), st.session_state
    entered["new-metric"] = metric.id
    if template.stat is not None:
        entered[f"new-stat-{metric.id}"] = template.stat
    parameters_form.fill(metric, template.params)
    entered[kind_key(metric)] = template.kind
    entered[recurs_key(metric)] = template.recurs or ONCE
    wanted = [name for name in template.where.get("channel", []) if name in channels]
    if wanted or entered.get("new-channels") == entered.get(_CHANNELS):
        entered["new-channels"] = entered[_CHANNELS] = wanted
    for key in [key for key in entered if str(key).startswith(("new-target-", "new-suggested-"))]:
        del entered[key]
