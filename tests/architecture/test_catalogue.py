"""Everything that the catalogue lists is documented, counted and worded. That each number is right: tests/answers/."""

from collections import Counter

import pytest

from answers.availability import missing
from data.columns import CLOCKS
from data.derived_columns import DERIVED
from data.queries import COUNTS, GRAINS
from data.store import Generation
from metrics import metric as entry
from metrics.catalogue import CATALOGUE, FAMILIES
from metrics.composed import COMPOSED
from metrics.methods import details
from metrics.metric import Metric
from tests.answers.oracle import CHECKS
from tests.worlds import put

METRICS = list(CATALOGUE.values())
# What a generation can be asked for: its columns, and for each clock whether any application of it has a verdict.
STORED = {f"{table}.{column}" for table, columns in DERIVED.items() for column in columns}
STORED |= {f"applications.sla_{clock}" for clock in CLOCKS}
SHOWN_BY_NO_HELPDESK = set(COMPOSED) | {"feedback_routed_within"}


@pytest.fixture(scope="module")
def nothing(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    """A store without a single row."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TARAZU_HOME", str(tmp_path_factory.mktemp("nothing")))
        return put({})


def columns(metric: Metric) -> list[str]:
    return [column for need in metric.needs for column in need.split("|")]


def test_an_id_is_given_once() -> None:
    assert sum(len(family.METRICS) for family in FAMILIES) == len(CATALOGUE)


def test_no_two_metrics_or_families_share_a_name() -> None:
    for names in ([metric.name for metric in METRICS], [family.NAME for family in FAMILIES]):
        assert not [name for name, times in Counter(names).items() if times > 1]


def test_what_is_counted_or_composed_is_what_is_listed() -> None:
    assert COUNTS.keys() | COMPOSED.keys() == CATALOGUE.keys()
    assert not COUNTS.keys() & COMPOSED.keys()


def test_the_periods_of_the_catalogue_are_those_of_the_queries() -> None:
    assert entry.GRAINS == GRAINS


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.id)
def test_a_metric_is_documented(metric: Metric) -> None:
    for words in (metric.name, metric.definition, metric.formula, metric.population, metric.dated_by, metric.source):
        assert words.strip() == words != ""
    assert bool(metric.helpdesk) == (metric.id not in SHOWN_BY_NO_HELPDESK)
    for sentences in (metric.definition, metric.population, metric.helpdesk or "None.", *details(metric)):
        assert sentences.endswith(".")
    assert metric.minimum_n > 0
    assert metric.needs
    assert metric.estimates
    assert (metric.direction == "band") == (metric.band is not None)
    assert set(metric.grains) <= set(GRAINS)


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.id)
def test_a_parameter_is_explained(metric: Metric) -> None:
    for name, parameter in metric.parameters.items():
        assert parameter.meaning.strip() == parameter.meaning != ""
        assert not parameter.meaning.endswith(".")  # it labels a field
        assert parameter.unit in ("days", "hours") or name not in ("days", "hours")
        # Only the first response has a promise per channel to fall back on.
        assert parameter.default is not None or metric.id.startswith("first_response_within")


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.id)
def test_a_total_and_what_stands_at_the_end_of_a_period_are_two_things(metric: Metric) -> None:
    assert metric.is_total == (metric.unit in ("count", "amount") and metric.grains == GRAINS and not metric.running)
    assert not metric.running or metric.grains


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.id)
def test_the_exports_own_number_is_of_the_same_unit(metric: Metric) -> None:
    if metric.export is not None:
        assert metric.export in DERIVED["tickets"]
        assert metric.export.startswith("export_")
        assert metric.unit == "seconds"
        assert metric.export.endswith("_business_s") == metric.id.endswith("_business")


def test_no_number_of_an_export_is_left_uncompared() -> None:
    given = {column for column in DERIVED["tickets"] if column.startswith("export_")}
    assert {metric.export for metric in METRICS if metric.export} == given


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.id)
def test_a_metric_says_in_words_what_it_needs(nothing: Generation, metric: Metric) -> None:
    assert set(columns(metric)) <= STORED
    reason = missing(metric.id, nothing)
    assert reason is not None
    assert metric.name in reason
    names = [column.split(".")[1] for column in columns(metric)]
    assert not any(name in reason for name in names if "_" in name), "a column is no word"


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.id)
def test_a_metric_has_an_independent_check(metric: Metric) -> None:
    if metric.id in COMPOSED:
        return  # of metrics that are checked themselves; how it is made of them: tests/metrics/test_composed.py
    asked = {check.stat for check in CHECKS if check.metric == metric.id}
    assert asked
    assert asked <= {None, *metric.estimates}
