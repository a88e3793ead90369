"""The demonstration company: a fictitious retailer's requests, calls, surveys, people, orders and costs over 24 months.

Made from a recipe alone: the same recipe gives the same rows, month by month. `TRUTHS` says what is planted in them.
"""

from data.sample.chunks import Recipe, chunks
from data.sample.company import TRUTHS, Truths
from data.sample.frames import SOURCE

__all__ = ["SOURCE", "TRUTHS", "Recipe", "Truths", "chunks"]
