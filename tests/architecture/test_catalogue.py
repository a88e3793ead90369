"""Everything that the catalogue lists is documented, counted and worded. That each number is right: tests/answers/."""

import pytest

from answers.availability import missing
from data.columns import DERIVED_SURVEYS, DERIVED_TICKETS, TABLES
from data.queries import COUNTS
from data.store import Generation
from metrics.catalogue import CATALOGUE, FAMILIES
from metrics.metric import Metric
from tests.answers.oracle import QUERIES
from tests.worlds import put

METRICS = list(CATALOGUE.values())
STORED = {"tickets": TABLES["tickets"] | DERIVED_TICKETS, "surveys": TABLES["surveys"] | DERIVED_SURVEYS}


@pytest.fixture(scope="module")
def nothing(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    """A store without a single row."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TARAZU_HOME", str(tmp_path_factory.mktemp("nothing")))
        return put({})


def test_an_id_is_given_once() -> None:
    assert sum(len(family.METRICS) for family in FAMILIES) == len(CATALOGUE)


def test_what_is_counted_is_what_is_listed() -> None:
    assert COUNTS.keys() == CATALOGUE.keys()


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.id)
def test_a_metric_is_documented(metric: Metric) -> None:
    for words in (metric.name, metric.definition, metric.formula, metric.population, metric.dated_by, metric.source):
        assert words.strip() == words != ""
    assert metric.definition.endswith(".")
    assert metric.minimum_n > 0
    assert metric.needs
    assert metric.estimates
    assert all(metric.parameters.values())


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.id)
def test_a_metric_says_in_words_what_it_needs(nothing: Generation, metric: Metric) -> None:
    for need in metric.needs:
        table, column = need.split(".")
        assert column in STORED[table]
    reason = missing(metric.id, nothing)
    assert reason is not None
    assert metric.name in reason
    assert not any(column.split(".")[1] in reason for column in metric.needs if "_" in column), "a column is no word"


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.id)
def test_a_metric_has_an_independent_query(metric: Metric) -> None:
    asked = {stat for name, stat in QUERIES if name == metric.id}
    assert asked
    assert asked <= {None, *metric.estimates}
