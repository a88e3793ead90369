"""The packs of several people's reviews as documents, and the note of whose figures were looked at for it."""

from collections.abc import Sequence
from datetime import date

from answers import review as answers
from answers import review_body
from data import records
from ui.reports import review as pack
from ui.reports.document import Document
from ui.shell import Reader

Span = tuple[date, date]


def documents(who: Reader, agents: Sequence[str], span: Span) -> list[Document]:
    """The pack of each person's period, in the order of `agents`.

    Where a review of just this period was acknowledged, its frozen numbers are in the pack. Raises FiguresOff while
    figures of single people are not agreed on, Missing for who is nobody.
    """
    return [_document(who, agent, span) for agent in agents]


def _document(who: Reader, agent: str, span: Span) -> Document:
    scope, generation = who.scope, who.generation
    held = records.reviews(scope, generation.dataset, agent)
    review = next((each for each in held if (each.first, each.last) == span), None)
    kept = records.pack(scope, review.id) if review else None
    metrics = review.metrics if review else answers.available(scope, generation)
    body = kept.body if kept else review_body.body(answers.sheet(agent, scope, generation, span, metrics))
    records.noted_view(scope, generation.dataset, agent, "report")
    return pack.document(who, body, review, kept)
