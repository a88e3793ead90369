"""What is asked of the stored tables: ibis expressions. The only place that names a stored column in a query.

tables.py: the tables; counting.py: a question as an expression; one file per family: what is counted for each metric;
evidence.py: the rows that were counted.
Making a value of the counts stands in metrics/.
"""

from collections.abc import Mapping

from data.queries import channels, costs, customers, flow, outbound, quality, response, telephone, voice, workload
from data.queries.counting import GRAINS, Built, Count, Grain, Question, Questions, UnknownDimension, Values
from data.queries.evidence import LEAST_ANSWERS, Behind, Kind, Rows
from data.queries.tables import people, rows, values

__all__ = [
    "COUNTS",
    "GRAINS",
    "LEAST_ANSWERS",
    "Behind",
    "Grain",
    "Kind",
    "Question",
    "UnknownDimension",
    "Values",
    "behind",
    "counts",
    "dimensions",
    "has_rows",
    "is_running",
    "people",
    "rows",
    "together",
    "values",
]

_FAMILIES = (response, quality, voice, telephone, outbound, flow, workload, customers, costs, channels)
COUNTS: Mapping[str, Count | Built] = {name: count for family in _FAMILIES for name, count in family.COUNTS.items()}
_questions = Questions(COUNTS)
counts, together, dimensions, is_running = (
    _questions.counts,
    _questions.together,
    _questions.dimensions,
    _questions.is_running,
)
_rows = Rows(COUNTS, _questions)
behind, has_rows = _rows.behind, _rows.has_rows
