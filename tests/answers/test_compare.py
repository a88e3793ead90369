"""Two sides beside each other: differences as rows tell them, and a warning where the two are not alike."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from answers.compare import Compared, Side, Warned, compare
from answers.measure import measure, single
from data.scope import OWNER
from data.settings import Settings
from data.store import Generation
from tests.worlds import put

JANUARY, FEBRUARY = (date(2026, 1, 1), date(2026, 1, 31)), (date(2026, 2, 1), date(2026, 2, 28))
HALVES = (date(2026, 1, 1), date(2026, 1, 14)), (date(2026, 1, 15), date(2026, 1, 31))
Row = dict[str, Any]


def requests(on: date, n: int, hits: int, channel: str = "email") -> list[Row]:
    """Requests of a day, some of them transferred."""
    at = datetime.combine(on, datetime.min.time()) + timedelta(hours=12)
    return [
        {"ticket_id": f"{on}{channel}{i}", "created_at": at, "channel": channel, "transfers": int(i < hits)}
        for i in range(n)
    ]


def surveys(on: date, sent: int, answered: int, satisfied: int) -> list[Row]:
    at = datetime.combine(on, datetime.min.time()) + timedelta(hours=12)
    return [
        {
            "survey_id": f"{on}-{i}",
            "kind": "csat",
            "scale": "1-5",
            "sent": True,
            "sent_at": at,
            "score": (5.0 if i < satisfied else 1.0) if i < answered else None,
            "answered_at": at if i < answered else None,
            "channel": "email",
        }
        for i in range(sent)
    ]


@pytest.fixture(scope="module")
def months(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Generation]:
    """January: 200 requests, 20 transferred; 100 surveys, 60 answered, 50 satisfied. February: more of both moved,
    by phone too, and a third of the surveys answered."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TARAZU_HOME", str(tmp_path_factory.mktemp("compare")))
        rows = {
            "tickets": [
                *requests(date(2026, 1, 5), 100, 10),
                *requests(date(2026, 1, 20), 100, 10),
                *requests(date(2026, 2, 5), 100, 30),
                *requests(date(2026, 2, 6), 20, 2, "phone"),
                *requests(date(2026, 3, 5), 1, 0),
            ],
            "surveys": [*surveys(date(2026, 1, 6), 100, 60, 50), *surveys(date(2026, 2, 6), 100, 33, 25)],
        }
        yield put(rows, Settings(country=None))


def one(metric: str, first: Side, second: Side, generation: Generation) -> Compared:
    [found] = compare([metric], first, second, OWNER, generation)
    return found


def warned(metric: str, first: Side, second: Side, generation: Generation) -> tuple[Warned, ...]:
    return one(metric, first, second, generation).warnings


def test_a_share_differs_by_its_second_side_less_its_first(months: Generation) -> None:
    found = one("transfer_rate", Side(JANUARY, {}), Side(FEBRUARY, {}), months)
    assert (found.first.value, found.first.n, found.second.n) == (0.1, 200, 120)
    assert found.second.value == pytest.approx(32 / 120)
    assert found.difference == pytest.approx(32 / 120 - 0.1)
    # Newcombe 1998, method 10: Wilson's intervals are (0.0657, 0.1494) and (0.1957, 0.3521).
    assert (found.low, found.high) == pytest.approx((0.0804, 0.2587), abs=5e-4)
    assert found.beyond_chance is True
    assert (found.per_day, found.warnings) == (None, ())


def test_each_side_is_what_measure_says(months: Generation) -> None:
    first, second = Side(JANUARY, {"channel": ["email"]}), Side(None, {"channel": ["phone"]})
    for found in compare(["requests", "transfer_rate", "backlog"], first, second, OWNER, months):
        for side, value in ((first, found.first), (second, found.second)):
            assert value == single(measure(found.metric.id, OWNER, months, span=side.span, where=side.where))


def test_what_chance_makes_is_not_beyond_it(months: Generation) -> None:
    found = one("transfer_rate", Side(HALVES[0], {}), Side(HALVES[1], {}), months)
    assert (found.difference, found.beyond_chance) == (0.0, False)
    assert found.low is not None
    assert found.high is not None
    assert found.low < 0 < found.high


def test_a_total_is_also_told_per_day_that_is_open(months: Generation) -> None:
    """January 2026 has 22 working days from Monday to Friday, February 20."""
    found = one("requests", Side(JANUARY, {}), Side(FEBRUARY, {}), months)
    assert (found.difference, found.low, found.high, found.beyond_chance) == (-80, None, None, None)
    assert found.per_day == pytest.approx((200 / 22, 120 / 20))
    assert one("requests", Side(None, {}), Side(FEBRUARY, {}), months).per_day is None


def test_without_data_on_a_side_nothing_differs(months: Generation) -> None:
    found = one("transfer_rate", Side(JANUARY, {}), Side((date(2020, 1, 1), date(2020, 1, 31)), {}), months)
    assert (found.difference, found.low, found.high, found.beyond_chance) == (None, None, None, None)
    assert found.warnings == ()


@pytest.mark.parametrize(
    ("metric", "first", "second", "expected"),
    [
        ("requests", JANUARY, FEBRUARY, ()),  # two whole months
        ("requests", HALVES[0], HALVES[1], ("different_length",)),
        ("requests", JANUARY, (date(2026, 2, 1), date(2026, 2, 27)), ("different_length",)),
        ("requests", HALVES[0], (date(2026, 2, 1), date(2026, 2, 14)), ()),
        ("requests", JANUARY, None, ("different_length", "overlap")),
        ("requests", None, None, ("overlap",)),
        ("transfer_rate", HALVES[0], HALVES[1], ()),  # a share does not grow with its period
        ("transfer_rate", JANUARY, (date(2026, 1, 31), date(2026, 2, 28)), ("overlap",)),
        ("transfer_rate", JANUARY, (date(2026, 3, 1), date(2026, 3, 31)), ("too_few",)),
        ("requests", JANUARY, (date(2026, 3, 1), date(2026, 3, 31)), ()),  # one request is a fact, and no small sample
        ("csat", JANUARY, FEBRUARY, ("different_response_rates",)),  # 60 of 100 answered, and 33 of 100
        ("survey_response_rate", JANUARY, FEBRUARY, ()),
        ("csat", JANUARY, (date(2026, 1, 1), date(2026, 1, 28)), ("overlap",)),
    ],
)
def test_what_is_not_alike_is_warned_of(
    months: Generation, metric: str, first: Any, second: Any, expected: tuple[Warned, ...]
) -> None:
    assert warned(metric, Side(first, {}), Side(second, {}), months) == expected


def test_segments_that_share_no_request_do_not_overlap(months: Generation) -> None:
    email, phone = ({"channel": [name]} for name in ("email", "phone"))
    assert warned("requests", Side(FEBRUARY, email), Side(FEBRUARY, phone), months) == ()
    assert warned("requests", Side(FEBRUARY, email), Side(FEBRUARY, {}), months) == ("overlap",)
    both = {"channel": ["phone", "email"]}
    assert warned("requests", Side(FEBRUARY, both), Side(FEBRUARY, phone), months) == ("overlap",)
    assert warned("requests", Side(JANUARY, email), Side(FEBRUARY, email), months) == ()


def test_metrics_stand_in_the_order_asked_and_only_where_both_sides_can_be_told(months: Generation) -> None:
    asked = ["requests", "stale", "requests_per_customer", "csat"]

    def shown(first: Side, second: Side) -> list[str]:
        return [each.metric.id for each in compare(asked, first, second, OWNER, months)]

    assert shown(Side(None, {}), Side(None, {})) == asked
    assert shown(Side(JANUARY, {}), Side(FEBRUARY, {})) == ["requests", "requests_per_customer", "csat"]
    assert shown(Side(JANUARY, {}), Side(JANUARY, {"channel": ["phone"]})) == ["requests", "csat"]
    assert compare([], Side(None, {}), Side(None, {}), OWNER, months) == []


def test_the_other_way_round_is_the_negative(months: Generation) -> None:
    there, back = (
        compare(["csat", "transfer_rate"], Side(a, {}), Side(b, {}), OWNER, months)
        for a, b in pairwise((JANUARY, FEBRUARY, JANUARY))
    )
    for one_way, other in zip(there, back, strict=True):
        assert one_way.difference == pytest.approx(-(other.difference or 0))
        assert (one_way.low, one_way.high) == pytest.approx((-(other.high or 0), -(other.low or 0)))
