"""Control charts against published numbers, rules at their edges."""

import json
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics import control
from metrics.control import Limits
from tests.worlds import shared

NAN = float("nan")
SERIES = st.lists(st.one_of(st.none(), st.floats(-1e6, 1e6)), min_size=0, max_size=40)


@pytest.fixture
def oracle() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(shared("oracles/stats_expectations.json").read_text())
    return found


def flat(values: np.ndarray, low: float, centre: float, high: float) -> Limits:
    return Limits(*(np.full(len(values), level) for level in (centre, low, high)))


def test_xmr_equals_the_shared_oracle(oracle: dict[str, Any]) -> None:
    y = np.array(oracle["xmr"]["y"])
    outlier = y.copy()
    outlier[14] = 10
    changed = oracle["xmr"]["y_with_index14_set_to_10"]
    for values, screened, expected in (
        (y, True, oracle["xmr"]["expected"]),
        (outlier, True, changed["screened"]),
        (outlier, False, changed["unscreened"]),
    ):
        limits = control.xmr(values, screened=screened)
        found = [float(line[7]) for line in (limits.centre, limits.low, limits.high)]
        assert found == pytest.approx([expected["mean"], expected["lpl"], expected["upl"]], rel=1e-6)


@given(SERIES)
def test_xmr_equals_plain_python_and_bridges_no_gap(values: list[float | None]) -> None:
    known = [value for value in values if value is not None]
    ranges = [abs(b - a) for a, b in pairwise(values) if a is not None and b is not None]
    limits = control.xmr(np.array(values, float), screened=False)
    if not ranges:
        assert np.isnan(limits.low).all()
        return
    mean, reach = sum(known) / len(known), 2.66 * sum(ranges) / len(ranges)
    assert limits.low == pytest.approx(mean - reach, rel=1e-9, abs=1e-6)
    assert limits.high == pytest.approx(mean + reach, rel=1e-9, abs=1e-6)


def test_a_gap_is_not_bridged() -> None:
    """1 → 100 lie on the two sides of a gap: no moving range."""
    limits = control.xmr(np.array([1, 2, 1, NAN, 100, 101, 100]), screened=False)
    mean = 305 / 6
    assert (limits.low[0], limits.high[3]) == pytest.approx((mean - 2.66, mean + 2.66))


def test_only_the_baseline_makes_the_limits() -> None:
    values = np.array([1.0, 2, 1, 2, 90, -80])
    fixed, short = control.xmr(values, 4), control.xmr(values[:4])
    assert fixed.high.tolist() == [short.high[0]] * 6
    hits, n = np.array([8.0, 9, 7, 100]), np.array([10.0, 10, 10, 100])
    assert control.p_prime(hits, n, 3).centre[-1] == pytest.approx(0.8)


def test_screening_of_mostly_equal_values_leaves_their_variation() -> None:
    """One month in ten differs: without its moving ranges the limits would have no width and call all a cause."""
    values = np.array([0.0, 0, 0, 0, 1, 0, 0, 0, 0, 0])
    limits = control.xmr(values)
    assert limits.high[0] == pytest.approx(0.1 + 2.66 * 2 / 9)
    assert control.xmr(np.zeros(9)).high.tolist() == [0.0] * 9


@given(st.lists(st.tuples(st.integers(0, 400), st.floats(0, 1)), min_size=2, max_size=36))
def test_p_prime_equals_plain_python(cells: list[tuple[int, float]]) -> None:
    n = [size for size, _ in cells]
    hits = [round(size * part) for size, part in cells]
    limits = control.p_prime(np.array(hits, float), np.array(n, float))
    assert [bool(np.isnan(high)) for high in limits.high] == [size == 0 for size in n] or np.isnan(limits.high).all()
    if not sum(n) or not 0 < sum(hits) < sum(n):
        return
    middle = sum(hits) / sum(n)
    z = [
        (hit / size - middle) / (middle * (1 - middle) / size) ** 0.5 if size else None
        for hit, size in zip(hits, n, strict=True)
    ]
    ranges = [abs(b - a) for a, b in pairwise(z) if a is not None and b is not None]
    for size, low, high in zip(n, limits.low, limits.high, strict=True):
        if size and ranges:
            reach = 3 * (middle * (1 - middle) / size) ** 0.5 * sum(ranges) / len(ranges) / 1.128
            assert (low, high) == pytest.approx((max(middle - reach, 0), min(middle + reach, 1)))


def test_p_prime_of_all_hits_has_limits_of_no_width() -> None:
    limits = control.p_prime(np.array([5.0, 9, 0]), np.array([5.0, 9, 0]))
    assert limits.low.tolist()[:2] == limits.high.tolist()[:2] == [1.0, 1.0]


def test_p_prime_of_sampling_alone_is_about_the_p_chart() -> None:
    random = np.random.default_rng(5)
    n = random.integers(50, 3_000, 4_000).astype(float)
    limits = control.p_prime(random.binomial(n.astype(int), 0.7).astype(float), n)
    assert (limits.high - limits.centre) * np.sqrt(n) == pytest.approx(3 * (0.7 * 0.3) ** 0.5, rel=0.03)


def test_rules_equal_the_shared_oracle(oracle: dict[str, Any]) -> None:
    rules = oracle["spc_rules"]
    for sides, expected in rules["seven_one_side"]:
        assert control.seven_one_side(np.array(sides, float)).astype(int).tolist() == expected
    for values, expected in rules["seven_trend"]:
        assert control.seven_trend(np.array(values, float)).tolist() == expected
    y = np.array(rules["two_of_three_opposite_sides"]["y"], float)
    causes = control.special_causes(y, control.xmr(y))
    assert ["special" if cause else "common_cause" for cause in causes[-2:]] == (
        rules["two_of_three_opposite_sides"]["last_two_points"]
    )


def test_assurance_equals_the_shared_oracle(oracle: dict[str, Any]) -> None:
    words = {
        "consistent_pass": "will_keep_meeting",
        "consistent_fail": "will_keep_missing",
        "inconsistent": "hit_or_miss",
    }
    for case in oracle["spc_rules"]["assurance_target_4"]:
        assert control.assurance(case["lpl"], case["upl"], 4, "higher") == words[case["increase"]]
        assert control.assurance(case["lpl"], case["upl"], 4, "lower") == words[case["decrease"]]
    assert control.assurance(1, 3, 4, "none") is None
    assert control.assurance(NAN, NAN, 4, "higher") is None


def test_a_gap_breaks_a_run_and_a_trend() -> None:
    sides = np.array([1, 1, 1, NAN, 1, 1, 1, 1, 1, 1, 1])
    assert control.seven_one_side(sides).tolist() == [False] * 10 + [True]
    assert control.seven_trend(np.array([1, 2, 3, NAN, 4, 5, 6, 7, 8, 9, 10])).tolist() == [0] * 10 + [1]
    assert control.seven_trend(np.arange(9)[::-1].astype(float)).tolist() == [0] * 6 + [-1] * 3


@pytest.mark.parametrize(
    ("values", "flags"),
    [
        ([2.5, 0.1, 2.5], [True, False, True]),
        ([2.5, 2.5, 0.1], [True, True, False]),
        ([2.5, 0.0, 2.5], [False, False, False]),  # a point on the centre is on no side
        ([2.5, -0.1, 2.5], [False, False, False]),
        ([2.5, NAN, 2.5], [False, False, False]),
        ([2.5, 0.1, 0.1, 2.5], [False, False, False, False]),
        ([2.0, 0.1, 2.5], [False, False, False]),  # two thirds of the way is not beyond it
        ([3.5, 0.1, 2.5], [False, False, False]),  # outside is another rule
        ([-2.5, -0.1, -2.5], [True, False, True]),
    ],
)
def test_two_of_three(values: list[float], flags: list[bool]) -> None:
    series = np.array(values)
    assert control.two_of_three(series, flat(series, -3, 0, 3)).tolist() == flags


def test_every_point_of_a_pattern_is_marked() -> None:
    run = np.array([-1, 1, 1, 1, 1, 1, 1, 1, -1, 3.5, -1.0])
    assert control.special_causes(run, flat(run, -3, 0, 3)).tolist() == [False] + [True] * 7 + [False, True, False]


@given(SERIES)
def test_a_mirrored_series_has_mirrored_causes(values: list[float | None]) -> None:
    series = np.array(values, float)
    limits = control.xmr(series)
    mirrored = Limits(-limits.centre, -limits.high, -limits.low)
    assert control.special_causes(series, limits).tolist() == control.special_causes(-series, mirrored).tolist()
    assert not control.special_causes(series, limits)[np.isnan(series)].any()


def test_a_value_on_a_limit_is_inside() -> None:
    assert control.outside(np.array([0, 0.9, 1.1, 1.0, 1.2, NAN]), np.full(6, 0.9), np.full(6, 1.1)).tolist() == [
        *(-1, 0, 0, 0, 1, 0),
    ]
