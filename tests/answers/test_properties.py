"""Rules that hold for every metric: the order of rows and a second upload change nothing, periods add up."""

import random
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from answers.measure import measure, question, single
from data import engine, loading, queries
from data.intake import Options
from data.loading import Arrival
from data.scope import OWNER
from data.store import Generation, current
from metrics.catalogue import CATALOGUE
from tests.answers.all_metrics import COUNTED, COUNTS, DATED, cuts, world
from tests.answers.made_up import SETTINGS, made_up

# Customers of two periods are not those of both together, and what is open is summed up from the beginning.
NOT_ADDITIVE = {"requests_per_customer", "returning_customers", "retention_rate", "backlog"}
ADDITIVE = [metric for metric in DATED if metric not in NOT_ADDITIVE]

every_metric = pytest.mark.parametrize("metric", CATALOGUE)


@pytest.fixture(scope="module")
def messy(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    return world(made_up(seed=11, n=400), tmp_path_factory.mktemp("messy"))


@pytest.fixture(scope="module")
def shuffled(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    rows = made_up(seed=11, n=400)
    for table in rows.values():
        random.Random(1).shuffle(table)
    return world(rows, tmp_path_factory.mktemp("shuffled"))


def counted(metric: str, generation: Generation, **asked: Any) -> pl.DataFrame:
    """The sums that a value is made of, before it is made."""
    expression, bound = queries.counts(question(metric, generation, **asked))
    return engine.run(expression, OWNER, generation, bound)


def merged(frame: pl.DataFrame) -> dict[str, Any]:
    """The sums of some periods as those of one: numbers added up, values put together."""
    found: dict[str, Any] = {}
    for name, dtype in frame.schema.items():
        if dtype == pl.List:
            found[name] = sorted(frame[name].drop_nulls().explode().drop_nulls().to_list())
        elif dtype.is_numeric():
            found[name] = float(frame[name].cast(pl.Float64).sum())
    return found


def number(sums: dict[str, Any]) -> float:
    return sums["n"] if "n" in sums else len(sums["values"])


@every_metric
def test_order_of_rows_changes_nothing(messy: Generation, shuffled: Generation, metric: str) -> None:
    by = cuts(metric, messy)
    for grain in (None, *CATALOGUE[metric].grains[:1]):
        for stat in CATALOGUE[metric].estimates:
            mine, other = (measure(metric, OWNER, each, by=by, grain=grain, stat=stat) for each in (messy, shuffled))
            assert_frame_equal(mine, other, rel_tol=1e-12)


@pytest.mark.parametrize("metric", ADDITIVE)
@pytest.mark.parametrize("split", [date(2026, 3, 29), date(2026, 4, 17)])
def test_the_parts_of_a_span_add_up_to_it(messy: Generation, metric: str, split: date) -> None:
    first, last = date(2025, 12, 1), date(2026, 12, 31)
    if CATALOGUE[metric].grains[0] == "month":
        split = split.replace(day=1)
    parts = [(first, split - timedelta(days=1)), (split, last)]
    whole = merged(counted(metric, messy, span=(first, last)))
    sums = merged(pl.concat([counted(metric, messy, span=part) for part in parts]))
    for name, value in whole.items():
        assert sums[name] == pytest.approx(value, rel=1e-9), name


@pytest.mark.parametrize("metric", ADDITIVE)
@pytest.mark.parametrize("grain", ["day", "week", "month", "year"])
def test_periods_add_up_to_the_whole(messy: Generation, metric: str, grain: Any) -> None:
    """Also over the day on which the clocks change, and the turn of the year."""
    if grain not in CATALOGUE[metric].grains:
        pytest.skip(f"{metric} is not known by {grain}")
    whole = merged(counted(metric, messy, span=(date(2025, 1, 1), date(2027, 12, 31))))
    sums = merged(counted(metric, messy, grain=grain).drop("period"))
    for name, value in whole.items():
        assert sums[name] == pytest.approx(value, rel=1e-9), name
    assert measure(metric, OWNER, messy, grain=grain)["n"].sum() == number(whole)


def test_the_backlog_at_the_end_of_a_span_is_that_of_its_last_period(messy: Generation) -> None:
    months = measure("backlog", OWNER, messy, grain="month")
    last = months["period"].max()
    assert single(measure("backlog", OWNER, messy, span=(last, date(2027, 12, 31)))).value == months["value"][-1]


_CREATED = {"created_at": "2026-04-01 09:00:00"}
_IN_WRITING = {"channel": "email", "status": "closed", "customer": "a", "agent": "x", "team": "A", "complaint": "no"}
_CALL = {"channel": "phone", "status": "closed", "agent": "y", "team": "A", "bot_solved": "no"}
EXPORT = [
    {"ticket_id": "1", "created_at": "2026-03-28 23:30:00", "first_reply_at": "2026-03-29 04:00:00", "replies": 1}
    | {"resolved_at": "2026-03-30 09:00:00", "reopens": 0, "transfers": 0, "followed_up_at": "2026-04-02 09:00:00"}
    | _IN_WRITING
    | {"complaint": "yes", "complaint_answered_at": "2026-03-30 08:00:00"},
    {"ticket_id": "2", "answered": "yes", "abandoned": "no", "wait_s": 30, "talk_s": 200, "customer": "b"}
    | {"resolved_at": "2026-04-01 09:10:00", "offer": "yes", "offer_accepted": "yes", "revenue": 20}
    | _CREATED
    | _CALL,
    {"ticket_id": "3", "answered": "no", "abandoned": "yes", "wait_s": 50, "customer": "a"} | _CREATED | _CALL,
    {"ticket_id": "4", "direction": "outbound", "outcome": "success", "right_party": "yes", "offer": "yes"}
    | _CREATED
    | _CALL,
    {"ticket_id": "5", "channel": "web", "status": "new", "created_at": "2026-04-20 09:00:00"},
]


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Generation, Generation]:
    """The same rows once, and after they were loaded twice more: the same file, and a file with its rows turned."""
    folder = tmp_path_factory.mktemp("loaded")
    files = {"one.csv": EXPORT, "same.csv": EXPORT, "turned.csv": EXPORT[::-1]}
    generations = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TARAZU_HOME", str(folder / "home"))
        for name, rows in files.items():
            path = folder / name
            pl.DataFrame(rows, infer_schema_length=None).write_csv(path)
            loading.load([Arrival(path, Options(), "export.csv", True)], SETTINGS, datetime(2026, 11, 22))
            generation = current()
            assert generation is not None
            generations.append(generation)
    return generations[0], generations[-1]


@every_metric
def test_a_file_that_is_loaded_again_changes_nothing(loaded: tuple[Generation, Generation], metric: str) -> None:
    once, again = loaded
    by = cuts(metric, once)
    for grain in (None, *CATALOGUE[metric].grains[:1]):
        assert measure(metric, OWNER, once, by=by, grain=grain).equals(
            measure(metric, OWNER, again, by=by, grain=grain)
        )


def test_the_file_that_is_loaded_again_has_rows(loaded: tuple[Generation, Generation]) -> None:
    assert single(measure("requests", OWNER, loaded[1])).value == 4
    assert loaded[0].id != loaded[1].id


@pytest.mark.parametrize("metric", [metric for metric in COUNTED if metric not in COUNTS])
def test_value_lies_inside_its_interval(messy: Generation, metric: str) -> None:
    """The adjusted interval of NPS is drawn towards zero: it is looked at where there are ten answers or more."""
    table = measure(metric, OWNER, messy, by=cuts(metric, messy)).drop_nulls(("low", "high"))
    table = table.filter(pl.col("n") >= (10 if metric == "nps" else 1))
    assert table.filter((pl.col("low") > pl.col("value")) | (pl.col("value") > pl.col("high"))).is_empty()


@pytest.mark.parametrize("metric", sorted(COUNTS))
def test_a_number_of_things_has_no_interval(messy: Generation, metric: str) -> None:
    table = measure(metric, OWNER, messy, by=cuts(metric, messy))
    assert table["low"].null_count() == table["high"].null_count() == table.height
