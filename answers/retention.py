"""How long what is entered about people is kept: as the agreement with the staff says, in months of their calendar."""

from datetime import date

from answers import clock
from data import records
from data.scope import Scope
from data.store import Generation


def kept_since(scope: Scope, generation: Generation, today: date) -> date:
    """What ended before this day is older than agreed."""
    months = records.privacy(scope, generation.dataset).retention_months
    return clock.shift("month", clock.start("month", today, generation), -months, generation)
