"""What moved a share adds up exactly; Simpson's reversal is seen where it is and nowhere else."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics import decomposition

Cells = Sequence[tuple[str | None, int, int]]
CELL = st.tuples(st.sampled_from(["a", "b", "c", "d", None]), st.integers(0, 10_000), st.floats(0, 1)).map(
    lambda cell: (cell[0], cell[1], round(cell[1] * cell[2]))
)
CELLS = st.lists(CELL, max_size=8)


def cells(rows: Cells) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema={"group": pl.String, "n": pl.Int64, "hits": pl.Int64}, orient="row")


def moved(before: Cells, now: Cells) -> decomposition.Decomposition:
    return decomposition.decompose(cells(before), cells(now))


def strata(rows: Sequence[tuple[str | None, str | None, int, int]]) -> pl.DataFrame:
    schema = {"group": pl.String, "stratum": pl.String, "n": pl.Int64, "hits": pl.Int64}
    return pl.DataFrame(list(rows), schema=schema, orient="row")


def share(rows: Cells) -> Fraction | None:
    n = sum(row[1] for row in rows)
    return Fraction(sum(row[2] for row in rows), n) if n else None


@given(CELLS, CELLS)
def test_the_parts_add_up_to_the_change(before: Cells, now: Cells) -> None:
    found, first, last = moved(before, now), share(before), share(now)
    if first is None or last is None:
        assert (found.change, found.mix, found.rate, found.new, found.vanished) == (None,) * 5
        assert found.groups.select("mix", "rate", "apart").null_count().row(0) == (found.groups.height,) * 3
        return
    parts = (found.mix, found.rate, found.new, found.vanished)
    assert sum(part for part in parts if part is not None) == pytest.approx(float(last - first), abs=1e-12)
    assert found.change == pytest.approx(float(last - first), abs=1e-12)
    groups = found.groups
    assert sum(groups.select("mix", "rate", "apart").sum().row(0)) == pytest.approx(found.change, abs=1e-12)
    assert groups["part_before"].sum() == pytest.approx(1)
    assert (groups["apart"].is_null() == groups["mix"].is_not_null()).all()


@given(CELLS, CELLS)
def test_each_group_equals_the_formula_in_fractions(before: Cells, now: Cells) -> None:
    first, last = share(before), share(now)
    if first is None or last is None:
        return
    middle = (first + last) / 2
    sizes = [sum(row[1] for row in rows) for rows in (before, now)]
    for row in moved(before, now).groups.iter_rows(named=True):
        own = [[cell for cell in rows if cell[0] == row["group"]] for rows in (before, now)]
        parts = [Fraction(sum(cell[1] for cell in rows), size) for rows, size in zip(own, sizes, strict=True)]
        rates = [share(rows) for rows in own]
        if rates[0] is not None and rates[1] is not None:
            mix = (parts[1] - parts[0]) * ((rates[0] + rates[1]) / 2 - middle)
            rate = (parts[0] + parts[1]) / 2 * (rates[1] - rates[0])
            assert (row["mix"], row["rate"]) == pytest.approx((float(mix), float(rate)), abs=1e-12)
        else:
            apart = sum(
                sign * part * (rate - middle)
                for sign, part, rate in zip((-1, 1), parts, rates, strict=True)
                if rate is not None
            )
            assert row["apart"] == pytest.approx(float(apart), abs=1e-12)


@given(CELLS, CELLS)
def test_the_way_back_is_the_negative(before: Cells, now: Cells) -> None:
    there, back = moved(before, now), moved(now, before)
    if there.mix is None or there.rate is None or there.new is None:
        return
    assert (there.mix, there.rate, there.new) == pytest.approx((-back.mix, -back.rate, -back.vanished), abs=1e-12)


@given(CELLS, CELLS, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(before: Cells, now: Cells, random: Any) -> None:
    shuffled = [random.sample(rows, len(rows)) for rows in (before, now)]
    one, other = moved(before, now), moved(*shuffled)
    assert one.groups["group"].to_list() == other.groups["group"].to_list()
    for name in ("mix", "rate", "apart"):
        assert one.groups[name].to_list() == pytest.approx(other.groups[name].to_list(), abs=1e-12)


def test_other_cases_alone_are_mix_and_other_rates_alone_are_rate() -> None:
    mix = moved([("easy", 50, 45), ("hard", 50, 25)], [("easy", 20, 18), ("hard", 80, 40)])
    assert (mix.mix, mix.rate, mix.new, mix.vanished) == pytest.approx((-0.12, 0, 0, 0))
    assert mix.groups["mix"].to_list() == pytest.approx([-0.3 * (0.9 - 0.64), 0.3 * (0.5 - 0.64)])
    rate = moved([("easy", 50, 45), ("hard", 50, 25)], [("easy", 50, 40), ("hard", 50, 20)])
    assert (rate.mix, rate.rate) == pytest.approx((0, -0.1))


def test_new_and_vanished_groups_stand_apart() -> None:
    found = moved([("phone", 60, 48), ("fax", 40, 8)], [("phone", 50, 40), ("chat", 50, 45)])
    middle = (0.56 + 0.85) / 2
    assert found.new == pytest.approx(0.5 * (0.9 - middle))
    assert found.vanished == pytest.approx(-0.4 * (0.2 - middle))
    rows = {row["group"]: row for row in found.groups.iter_rows(named=True)}
    assert (rows["chat"]["rate_before"], rows["chat"]["mix"], rows["chat"]["rate"]) == (None, None, None)
    assert (rows["phone"]["apart"], rows["fax"]["part_now"]) == (None, 0.0)


def test_nothing_before_nothing_now() -> None:
    assert moved([], []).groups.is_empty()
    assert moved([("a", 0, 0)], [("a", 5, 5)]).before is None
    assert moved([("a", 5, 1)], [("a", 5, 5)]).groups["rate"].to_list() == pytest.approx([0.8])


# Charig et al. 1986, BMJ 292:879: open surgery and keyhole operations of kidney stones, by size of the stone.
STONES = [
    ("open", "small", 87, 81),
    ("open", "large", 263, 192),
    ("keyhole", "small", 270, 234),
    ("keyhole", "large", 80, 55),
]


def test_a_reversal_is_found_and_its_strata_shown() -> None:
    found = decomposition.reversals(strata(STONES))
    assert found.select("higher", "lower", "stratum", "higher_n", "lower_n").rows() == [
        ("keyhole", "open", "large", 80, 263),
        ("keyhole", "open", "small", 270, 87),
    ]
    assert found["higher_rate"].to_list() == pytest.approx([55 / 80, 234 / 270])
    assert found["lower_rate"].to_list() == pytest.approx([192 / 263, 81 / 87])


def test_one_stratum_that_does_not_reverse_or_ties_is_enough_for_none() -> None:
    for hits in (7, 8):
        other = [("open", "giant", 10, 7), ("keyhole", "giant", 10, hits)]
        assert decomposition.reversals(strata([*STONES, *other])).is_empty()


def test_a_stratum_of_one_side_is_not_shared() -> None:
    apart = [("open", "tiny", 10, 0), ("keyhole", "gravel", 0, 0), ("open", "gravel", 5, 0)]
    found = decomposition.reversals(strata([*STONES, *apart]))
    assert found["stratum"].to_list() == ["large", "small"]
    assert decomposition.reversals(strata([("a", "x", 5, 5), ("b", "y", 5, 0)])).is_empty()
    assert decomposition.reversals(strata([])).is_empty()


@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from(["x", "y", None]), st.integers(0, 20), st.integers(0, 20)),
        max_size=9,
    )
)
def test_reversals_equal_plain_python(rows: list[tuple[str, str | None, int, int]]) -> None:
    rows = [(group, stratum, max(n, hits), min(n, hits)) for group, stratum, n, hits in rows]

    def rate(group: str, *strata_of: str | None) -> Fraction | None:
        return share([(None, n, hits) for g, stratum, n, hits in rows if g == group and stratum in strata_of])

    expected = set()
    for one in "abc":
        for other in "abc":
            crude = rate(one, "x", "y", None), rate(other, "x", "y", None)
            pairs = [(stratum, rate(one, stratum), rate(other, stratum)) for stratum in ("x", "y", None)]
            shared = [pair for pair in pairs if pair[1] is not None and pair[2] is not None]
            if crude[0] is None or crude[1] is None or crude[0] <= crude[1]:
                continue
            if all(a < b for _, a, b in shared):  # type: ignore[operator]
                expected |= {(one, other, stratum) for stratum, _, _ in shared}
    found = decomposition.reversals(strata(rows))
    assert set(found.select("higher", "lower", "stratum").rows()) == expected
