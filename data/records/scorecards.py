"""Which metrics a reader wants on their scorecard, in which order; each reader chooses for themselves."""

from collections.abc import Sequence
from datetime import datetime

from data.errors import Invalid
from data.records.database import reading, writing
from data.records.goal_terms import DATASETS
from data.records.tables import ScorecardRow
from data.scope import Scope


def scorecard_choice(scope: Scope, dataset: str) -> tuple[str, ...] | None:
    """The metrics that the reader chose, in their order; null where they chose none yet."""
    with reading() as session:
        row = session.get(ScorecardRow, (scope.actor, dataset))
        return tuple(row.metrics) if row else None


def choose_scorecard(scope: Scope, dataset: str, metrics: Sequence[str], now: datetime | None = None) -> None:
    """Keeps the reader's choice in place of the one before. Raises Invalid, naming each wrong field."""
    with writing(scope, now) as transaction:
        chosen = list(metrics)
        wrong: dict[str, str] = {}
        if dataset not in DATASETS:
            wrong["dataset"] = "A scorecard belongs to the demonstration data or to your own."
        if not chosen or not all(each.strip() for each in chosen):
            wrong["metrics"] = "Choose at least one metric."
        elif len(set(chosen)) < len(chosen):
            wrong["metrics"] = "Choose each metric once."
        if wrong:
            raise Invalid(wrong)
        row = transaction.session.get(ScorecardRow, (scope.actor, dataset))
        before = {"metrics": row.metrics} if row else {}
        if before.get("metrics") == chosen:
            return
        row = row or ScorecardRow(owner=scope.actor, dataset=dataset)
        row.metrics, row.chosen_at = chosen, transaction.at
        transaction.session.add(row)
        action = "change" if before else "create"
        transaction.audit("scorecard", f"{scope.actor}/{dataset}", action, before, {"metrics": chosen})
