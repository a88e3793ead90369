"""What is asked of the stored tables: ibis expressions. The only place that names a stored column in a query.

tables.py: the tables; counting.py: a question as an expression; one file per family: what is counted for each metric.
Making a value of the counts stands in metrics/.
"""

from collections.abc import Mapping

from data.queries import costs, customers, flow, outbound, quality, response, telephone, voice, workload
from data.queries.counting import GRAINS, Built, Count, Grain, Question, Questions, UnknownDimension, Values
from data.queries.tables import rows, values

__all__ = [
    "COUNTS",
    "GRAINS",
    "Grain",
    "Question",
    "UnknownDimension",
    "Values",
    "counts",
    "dimensions",
    "is_running",
    "rows",
    "together",
    "values",
]

_FAMILIES = (response, quality, voice, telephone, outbound, flow, workload, customers, costs)
COUNTS: Mapping[str, Count | Built] = {name: count for family in _FAMILIES for name, count in family.COUNTS.items()}
_questions = Questions(COUNTS)
counts, together, dimensions, is_running = (
    _questions.counts,
    _questions.together,
    _questions.dimensions,
    _questions.is_running,
)
