"""What a review page shows of a period: the sheet of today, its body, and the pack that was kept in its place."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from answers import review as answers
from answers import review_body
from answers.review import Sheet, Span
from answers.review_body import Correction
from data import records
from data.records import Pack, Review
from ui.review.chosen import Chosen
from ui.shell import Reader


@dataclass(frozen=True)
class Shown:
    """`sheet`: by the data of today; `body`: the numbers that are shown, those kept where a pack was frozen;
    `corrections`: where the data say something else since; empty without a pack."""

    sheet: Sheet
    body: dict[str, Any]
    pack: Pack | None
    corrections: tuple[Correction, ...]


@st.cache_data(show_spinner=False, max_entries=256)
def of(key: tuple[object, ...], _who: Reader, agent: str, span: Span, metrics: tuple[str, ...] | None) -> Shown:
    """`metrics`: of the review; null: all that can be shown. The last of `key` is the review's id, or null."""
    asked = metrics if metrics is not None else answers.available(_who.scope, _who.generation)
    sheet = answers.sheet(agent, _who.scope, _who.generation, span, asked)
    review_id = key[-1]
    pack = records.pack(_who.scope, review_id) if isinstance(review_id, str) else None
    if pack is None:
        return Shown(sheet, review_body.body(sheet), None, ())
    return Shown(sheet, pack.body, pack, review_body.corrections(pack.body, sheet))


def review_of(who: Reader, chosen: Chosen) -> tuple[Review | None, list[Review]]:
    """The review of just this person and period, the latest where there are two; and all of the person."""
    held = records.reviews(who.scope, who.generation.dataset, chosen.agent)
    return next((each for each in held if (each.first, each.last) == chosen.span), None), held
