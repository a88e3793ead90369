"""What pulls a score: parts that add up to zero, seldom a false word about chance; and where complaints gather."""

from collections.abc import Sequence
from math import isclose

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics import drivers, estimates
from metrics.drivers import Driver

shares = st.lists(
    st.tuples(st.sampled_from(["a", "b", "c", None]), st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=9
)


def of_shares(rows: Sequence[tuple[str | None, int, int]]) -> tuple[Driver, ...]:
    """Rows of (group, hits, misses)."""
    groups, hits, misses = zip(*rows, strict=True)
    n = [hit + miss for hit, miss in zip(hits, misses, strict=True)]
    schema = {"group": pl.String, "n": pl.Int64, "hits": pl.Int64}
    return drivers.drivers(pl.DataFrame({"group": groups, "n": n, "hits": hits}, schema=schema), estimates.share)


def of_scores(rows: Sequence[tuple[str | None, int, int, int]]) -> tuple[Driver, ...]:
    """Rows of (group, promoters, passives, detractors)."""
    table = pl.DataFrame(
        [(group, p + q + d, p, d) for group, p, q, d in rows],
        schema={"group": pl.String, "n": pl.Int64, "promoters": pl.Int64, "detractors": pl.Int64},
        orient="row",
    )
    return drivers.drivers(table, estimates.net_promoter_score)


@settings(max_examples=30)
@given(shares)
def test_the_parts_add_up_to_zero_and_are_what_their_name_says(rows: list[tuple[str | None, int, int]]) -> None:
    found = of_shares(rows)
    answers = [(group, x) for group, hits, misses in rows for x in [1] * hits + [0] * misses]
    assert {each.group for each in found} == {group for group, _x in answers}
    if not answers:
        return
    assert abs(sum(each.points for each in found)) < 1e-9
    whole = sum(x for _group, x in answers) / len(answers)
    for each in found:
        own = [x for group, x in answers if group == each.group]
        rest = [x for group, x in answers if group != each.group]
        assert each.value.n == len(own)
        assert each.others.n == len(rest)
        assert isclose(each.points, len(own) / len(answers) * (sum(own) / len(own) - whole), abs_tol=1e-12)
        if rest:
            # The whole without the group would be another by just this, seen from the rest's part of it.
            without = sum(rest) / len(rest)
            assert isclose(each.points, (whole - without) * len(rest) / len(answers), abs_tol=1e-12)
            assert each.low is not None
            assert each.high is not None
            assert each.low <= each.points + 1e-12
            assert each.points <= each.high + 1e-12
        else:
            assert (each.low, each.high, each.real) == (None, None, False)


@settings(max_examples=30)
@given(
    st.lists(
        st.tuples(st.sampled_from(["a", "b", None]), *(st.integers(0, 30) for _each in range(3))),
        min_size=1,
        max_size=6,
    )
)
def test_parts_of_nps_add_up_to_zero_in_points(rows: list[tuple[str | None, int, int, int]]) -> None:
    found = of_scores(rows)
    assert abs(sum(each.points for each in found)) < 1e-9
    n = sum(p + q + d for _group, p, q, d in rows)
    for each in found:
        own = [row[1:] for row in rows if row[0] == each.group]
        score = 100 * sum(p - d for p, _q, d in own) / sum(map(sum, own))
        whole = 100 * sum(p - d for _group, p, _q, d in rows) / n
        assert isclose(each.points, each.share * (score - whole), abs_tol=1e-9)


def test_numbers_done_by_hand() -> None:
    """90 of 100 and 30 of 60: the whole is 0.75, the one lies 0.15 above it, the other 0.25 below."""
    low, high = of_shares([("good", 90, 10), ("bad", 30, 30)])
    assert (low.group, high.group) == ("bad", "good")
    assert low.points == pytest.approx(60 / 160 * (0.5 - 0.75))
    assert high.points == pytest.approx(-low.points)
    # Newcombe's interval of 0.5 − 0.9, from Wilson's (0.3773, 0.6227) and (0.8256, 0.9448), times 3/8 · 5/8.
    part = 60 / 160 * 100 / 160
    down = np.hypot(0.5 - 0.3773, 0.9448 - 0.9)
    up = np.hypot(0.6227 - 0.5, 0.9 - 0.8256)
    assert low.low == pytest.approx(part * (-0.4 - down), abs=2e-4)
    assert low.high == pytest.approx(part * (-0.4 + up), abs=2e-4)
    assert low.real
    assert high.real


def test_rows_of_one_group_are_summed_and_empty_groups_left_out() -> None:
    assert of_shares([("a", 3, 2), ("b", 1, 9), ("a", 2, 3), ("c", 0, 0)]) == of_shares([("b", 1, 9), ("a", 5, 5)])
    assert of_shares([("a", 0, 0)]) == ()
    assert drivers.gathered(pl.DataFrame(schema={"group": pl.String, "n": pl.Int64, "hits": pl.Int64})) == ()


@pytest.mark.parametrize(("a", "b"), [((4, 0), (0, 400)), ((0, 4), (400, 0))])
def test_fewer_than_five_are_never_said_to_differ(a: tuple[int, int], b: tuple[int, int]) -> None:
    """Not even where nothing could be farther apart."""
    small, _large = sorted(of_shares([("small", *a), ("large", *b)]), key=lambda each: each.value.n)
    assert (small.group, small.real) == ("small", False)


def test_where_nothing_differs_it_is_seldom_said_so() -> None:
    """Twelve groups of one share: in at most 5 of 100 such worlds anything is called a difference."""
    r = np.random.default_rng(5)
    sizes = np.array([8, 12, 15, 20, 25, 30, 40, 60, 80, 120, 200, 300])
    names = [str(size) for size in sizes]
    wrong = 0
    for _world in range(400):
        hits = r.binomial(sizes, 0.8)
        found = of_shares([(name, int(hit), int(n - hit)) for name, hit, n in zip(names, hits, sizes, strict=True)])
        wrong += any(each.real for each in found)
    assert wrong <= 0.08 * 400  # 5 %, with what chance and the approximation allow


def test_what_is_planted_is_found() -> None:
    found = of_scores([("bad", 20, 20, 60), ("a", 50, 30, 20), ("b", 105, 60, 40)])
    assert [each.group for each in found if each.real and each.points < 0] == ["bad"]


def test_complaints_gather_where_they_are_planted() -> None:
    """Half of the complaints from a tenth of the requests: five times its part."""
    rows = {"group": ["Returns", "Delivery", None], "n": [100, 800, 100], "hits": [50, 40, 10]}
    first, second, third = drivers.gathered(pl.DataFrame(rows))
    assert (first.group, first.complaints, first.requests) == ("Returns", 50, 100)
    assert (first.of_complaints.value, first.of_requests, first.ratio) == (0.5, 0.1, 5.0)
    # Wilson's interval of 50 of 100, over the tenth.
    assert (first.low, first.high) == (pytest.approx(4.0383, abs=1e-3), pytest.approx(5.9617, abs=1e-3))
    assert first.real
    assert (second.group, third.group) == ("Delivery", None)
    assert (third.ratio, third.real) == (1.0, False)
    assert sum(each.complaints for each in (first, second, third)) == 100
    assert sum(each.of_requests for each in (first, second, third)) == pytest.approx(1)


def test_without_complaints_no_ratio_is_made_up() -> None:
    (only,) = drivers.gathered(pl.DataFrame({"group": ["a"], "n": [30], "hits": [0]}))
    assert (only.of_complaints.value, only.ratio, only.low, only.high, only.real) == (None, None, None, None, False)
