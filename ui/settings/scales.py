"""Which survey answers count as satisfied, as a form, with what a choice would do to the numbers."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from answers import settings_effect
from answers.settings_effect import Answers
from data.settings import SCORES, Settings
from metrics.metric import Value
from ui import cards, formats
from ui.formats import html
from ui.language import gettext as _
from ui.settings.places import Places, scale_name


def ask(now: Settings, given: Sequence[Answers], places: Places) -> dict[str, Any]:
    """The fields `satisfied_from` and `effort_easy`; `given` are the answers that are loaded."""
    occurring = list(dict.fromkeys(each.scale for each in given if each.kind == "csat"))
    others = [scale for scale in SCORES if scale not in occurring and scale != "good_bad"]
    lowest = dict(now.satisfied_from)
    with cards.panel(_("Satisfied from which score?"), "settings-scales"):
        total = st.container()
        for scale in occurring:
            lowest[scale] = _scale(now, scale)
            effect = settings_effect.satisfied(given, lowest)[scale]
            before = settings_effect.satisfied(given, now.satisfied_from)[scale]
            st.html(_bar(given, scale, lowest[scale]) + _effect(_("satisfied"), before, effect))
        if others:
            with st.expander(_("Scales that no loaded answer has")) if occurring else st.container():
                for scale in others:
                    lowest[scale] = _scale(now, scale)
        places.put(st, "satisfied_from")
    if len(occurring) > 1:
        old, new = (settings_effect.satisfied(given, each)[None] for each in (now.satisfied_from, lowest))
        total.html(_effect(_("Customer satisfaction over all answers"), old, new, headline=True))
    elif not occurring:
        total.caption(_("No satisfaction answers are loaded yet; the choice counts as soon as there are some."))
    with cards.panel(_("Effort: which end is easy?"), "settings-effort"):
        easy = _effort(now, given)
        places.put(st, "effort_easy")
    return {"satisfied_from": lowest, "effort_easy": easy}


def _scale(now: Settings, scale: str) -> float:
    low, high = SCORES[scale]
    scores = sorted({*map(float, range(low + 1, high + 1)), now.satisfied_from[scale]}, reverse=True)
    if len(scores) == 1:
        st.caption(_("Scale {scale}: only good is satisfied.").format(scale=scale_name(scale)))
        return scores[0]
    return st.segmented_control(
        _("Scale {scale}: satisfied is").format(scale=scale_name(scale)),
        scores,
        format_func=lambda score: f"{score:g}" if score == high else f"{score:g}–{high:g}",
        default=now.satisfied_from[scale],
        required=True,
        key=f"settings-scale-{scale}",
    )


def _effort(now: Settings, given: Sequence[Answers]) -> str:
    ends = {"high": _("High scores are easy"), "low": _("Low scores are easy")}
    chosen: str = st.segmented_control(
        _("On an effort scale"),
        list(ends),
        format_func=lambda end: ends[end],
        default=now.effort_easy,
        required=True,
        key="settings-effort",
    )
    before, after = settings_effect.easy(given, now.effort_easy), settings_effect.easy(given, chosen)
    if not after:
        st.caption(_("No effort answers are loaded yet."))
    for scale in after:
        if scale is not None:
            words = _("on the easy half of {scale}").format(scale=scale_name(scale))
            st.html(_effect(words, before[scale], after[scale]))
    return chosen


def _bar(given: Sequence[Answers], scale: str, lowest: float) -> str:
    """How the answers lie on their scale: the satisfied ones in the accent, each as wide as its share."""
    rows = [each for each in given if each.kind == "csat" and each.scale == scale]
    total = sum(each.n for each in rows)
    parts = []
    for each in rows:
        share = each.n / total
        kind = "tz-satisfied" if each.score >= lowest else "tz-unsatisfied"
        label = f"{each.score:g}" if share >= 0.03 else ""
        tip = html(_("Score {score}: {n} answers").format(score=f"{each.score:g}", n=formats.value(each.n, "count")))
        parts.append(f'<i class="{kind}" style="flex-grow:{share:.4f}" title="{tip}">{label}</i>')
    return f'<div class="tz-scale" aria-hidden="true">{"".join(parts)}</div>'


def _effect(words: str, before: Value, after: Value, headline: bool = False) -> str:
    """ "81.2% → 54.0% satisfied, n = 2,664"; only the one where nothing would change."""
    old, new = (formats.value(each.value, "share") for each in (before, after))
    moves = f'{html(old)} <span aria-hidden="true">→</span><span class="tz-heard">{html(_("becomes"))}</span> '
    number = f"{moves if old != new else ''}<b>{html(new)}</b>"
    n = f'<span class="tz-n">{html(formats.n(after.n))}</span>'
    text = f"{html(words)}: {number} {n}" if headline else f"{number} {html(words)} {n}"
    tone = " tz-moves" if old != new else ""
    return f'<p class="tz-effect{tone}">{text}</p>'
