"""How the goals under a goal explain its gap: a line and a bar each, what none of them covers, the way to each."""

from collections.abc import Mapping, Sequence

import streamlit as st

from answers.goal_standing import Standing
from answers.goal_tree import Explained
from data.records import Goal
from metrics.contribution import Part
from metrics.metric import Metric
from ui import cards, formats
from ui.formats import html
from ui.goals import cards as goal_cards
from ui.language import gettext as _


def show(
    goal: Goal,
    metric: Metric,
    standing: Standing,
    children: Sequence[Goal],
    standings: Mapping[str, Standing],
    explained: Explained,
) -> None:
    """The section of a goal that has others under it; `standings`: those of the children."""
    parts = {part.key: part for part in explained.parts or ()}
    with cards.panel(
        title(metric, standing, goal, explained, children), "explained", _(explained.reason or "") or _note(metric)
    ):
        widest = max((abs(part.contribution) for part in parts.values()), default=0.0)
        ordered = sorted(children, key=lambda each: -abs(parts[each.id].contribution) if each.id in parts else 1.0)
        for child in ordered:
            with st.container(horizontal=True, vertical_alignment="center", key=f"tz-child-{child.id}", gap="small"):
                pill = goal_cards.pill(child, standings[child.id])
                st.html(row(child.title, pill, metric, parts.get(child.id), widest))
                st.page_link(
                    "pages/goals.py", label=_("Open"), icon=":material/arrow_forward:", query_params={"goal": child.id}
                )
        if None in parts:
            with st.container(horizontal=True, key="tz-child-rest", gap="small"):
                st.html(row(_("The rest, which no goal covers"), "", metric, parts[None], widest))
                st.html('<i class="tz-child-end"></i>', width="content")  # where the others have their link


def title(metric: Metric, standing: Standing, goal: Goal, explained: Explained, children: Sequence[Goal]) -> str:
    """The message: how large the gap is and what explains most of it. Plain text."""
    if not explained.parts or standing.now.value is None:
        return _("The goals under this one")
    names = {child.id: child.title for child in children}
    most = max(explained.parts, key=lambda part: abs(part.contribution))
    who = names.get(most.key or "", _("what no goal covers"))
    if metric.is_total:
        words = _("{who} brings {part} of {whole}")
        part, whole = (formats.value(x, metric.unit) for x in (most.contribution, standing.now.value))
        return words.format(who=who, part=part, whole=whole)
    gap = standing.now.value - goal.target
    words = _("{gap} from the target, of which {part} come from: {who}")
    return words.format(
        gap=formats.change(gap, 0.0, metric.unit), part=formats.change(most.contribution, 0.0, metric.unit), who=who
    )


def _note(metric: Metric) -> str:
    if metric.is_total:
        return _("What each brings to the number so far; all parts add up to it.")
    return _("What the requests of each add to the distance from the target; all parts add up to it.")


def row(name: str, pill: str, metric: Metric, part: Part | None, widest: float) -> str:
    """A line as HTML: name and status, the bar from the middle to its side, share and contribution in numbers."""
    head = f'<div class="tz-part-name"><span>{html(name)}</span> {pill}</div>'
    if part is None:
        return f'<div class="tz-part">{head}</div>'
    size = abs(part.contribution) / widest / (1 if metric.is_total else 2) if widest else 0.0
    side = "tz-part-plus" if part.contribution >= 0 else "tz-part-minus"
    whole = "tz-part-whole" if metric.is_total else ""
    if metric.is_total:
        said = formats.value(part.contribution, metric.unit)
    else:
        said = formats.change(part.contribution, 0.0, metric.unit)
    words = _("{value}, {share} of the cases") if not metric.is_total else _("{share} of all")
    share = formats.entered(round(part.share, 2), "share")
    facts = words.format(value=formats.value(part.value, metric.unit), share=share)
    return (
        f'<div class="tz-part">{head}<div class="tz-part-bar {whole}" aria-hidden="true">'
        f'<i class="{side}" style="inline-size:{size:.1%}"></i></div>'
        f'<div class="tz-part-said"><b>{html(said)}</b> <span>{html(facts)}</span></div>'
        "</div>"
    )
