"""The demonstration company: a fictitious retailer's requests, calls, surveys, quality checks, help-centre sessions,
people, orders and costs over 24 months.

Made from a recipe alone: the same recipe gives the same rows, month by month. `TRUTHS` says what is planted in them;
`settings` is what the company would have set.
"""

from data.sample.chunks import Recipe, chunks
from data.sample.company import TRUTHS, Truths
from data.sample.frames import SOURCE
from data.sample.settings import settings

__all__ = ["SOURCE", "TRUTHS", "Recipe", "Truths", "chunks", "settings"]
