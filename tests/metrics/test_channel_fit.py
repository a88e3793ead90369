"""What a channel is good at: by stated rules, among the same cases, and never from too few."""

import math
from collections.abc import Sequence

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics import channel_fit
from metrics.channel_fit import LEAST, Comparison
from metrics.composed import ENOUGH
from metrics.metric import Value

Row = tuple[str | None, str | None, str | None, int, int]  # channel, topic, priority, hits, n
ROLES = {"soon": "soon", "one_touch": "one", "lasting": "last", "solved": "day", "satisfied": "csat"}
HIGHER = dict.fromkeys(ROLES.values(), "higher")


def counted(rows: Sequence[Row]) -> pl.DataFrame:
    made = [(channel, topic, priority, hits / n, n) for channel, topic, priority, hits, n in rows]
    return pl.DataFrame(
        made,
        schema={"channel": pl.String, "topic": pl.String, "priority": pl.String, "value": pl.Float64, "n": pl.Int64},
        orient="row",
    )


def compared(rows: Sequence[Row], direction: str = "higher") -> dict[str, Comparison]:
    return {each.channel: each for each in channel_fit.compare({"m": counted(rows)}, {"m": direction})}  # type: ignore[dict-item]


def test_a_channel_with_hard_cases_is_not_called_worse() -> None:
    """By mail comes what is hard; on equal topics both channels do the same."""
    rows: list[Row] = [
        ("email", "hard", None, 400, 1000),
        ("email", "easy", None, 90, 100),
        ("chat", "hard", None, 40, 100),
        ("chat", "easy", None, 900, 1000),
    ]
    mail = compared(rows)["email"]
    assert mail.own.value == pytest.approx(490 / 1100)
    assert mail.others.value == pytest.approx(940 / 1100)
    assert mail.difference.value == pytest.approx(0.0)
    assert (mail.apart, mail.better) == (False, None)


def test_the_difference_is_the_one_of_mantel_and_haenszel_with_satos_interval() -> None:
    """By hand: weights n1·n0/N; both strata show +0.2."""
    rows: list[Row] = [
        ("phone", "a", "low", 60, 100),
        ("chat", "a", "low", 120, 300),
        ("phone", "b", "low", 16, 20),
        ("chat", "b", "low", 36, 60),
    ]
    found = compared(rows)["phone"]
    assert found.difference.value == pytest.approx(0.2)
    assert found.difference.n == 480
    weight = 100 * 300 / 400 + 20 * 60 / 80
    p = (100**2 * 120 - 300**2 * 60 + 100 * 300 * 200 / 2) / 400**2
    p += (20**2 * 36 - 60**2 * 16 + 20 * 60 * 40 / 2) / 80**2
    q = (60 * 180 + 120 * 40) / 800 + (16 * 24 + 36 * 4) / 160
    spread = 1.959964 * math.sqrt(0.2 * p + q) / weight
    assert (found.difference.low, found.difference.high) == pytest.approx((0.2 - spread, 0.2 + spread))
    assert found.apart
    assert found.better


def test_what_is_better_depends_on_the_metric() -> None:
    rows: list[Row] = [("phone", "a", None, 400, 1000), ("chat", "a", None, 300, 1000)]
    assert compared(rows, "higher")["phone"].better is True
    assert compared(rows, "lower")["phone"].better is False
    none = compared(rows, "none")["phone"]
    assert (none.apart, none.better) == (True, None)


def test_a_difference_too_small_to_matter_is_none_however_sure() -> None:
    rows: list[Row] = [("phone", "a", None, 510_000, 1_000_000), ("chat", "a", None, 500_000, 1_000_000)]
    found = compared(rows)["phone"]
    assert found.difference.low is not None
    assert 0 < found.difference.low < LEAST
    assert not found.apart


def test_too_few_cases_are_not_judged_nor_compared_with() -> None:
    few: list[Row] = [("phone", "a", None, ENOUGH - 1, ENOUGH - 1), ("chat", "a", None, 10, 500)]
    assert compared(few) == {}
    apart: list[Row] = [("phone", "a", None, 400, 500), ("chat", "b", None, 10, 500)]
    assert compared(apart) == {}, "no topic of both"
    nobody: list[Row] = [(None, "a", None, 400, 500), ("chat", "a", None, 10, 500)]
    assert compared(nobody) == {}


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["phone", "chat", "email", None]),
            st.sampled_from(["a", "b", None]),
            st.sampled_from(["low", "high"]),
            st.integers(1, 400),
        ).flatmap(lambda key: st.integers(0, key[3]).map(lambda hits: (*key[:3], hits, key[3]))),
        min_size=2,
        max_size=14,
        unique_by=lambda row: row[:3],
    )
)
def test_the_order_of_rows_is_nothing_and_values_stay_in_their_bounds(rows: list[Row]) -> None:
    found, again = compared(rows), compared(list(reversed(rows)))
    assert found == again
    for each in found.values():
        step = each.difference
        low, value, high = (-2.0 if x is None else x for x in (step.low, step.value, step.high))
        assert -1 <= low <= value + 1e-12 <= high + 2e-12 <= 1 + 2e-12
        assert each.better is None or each.apart
        channel = sum(n for name, _topic, _priority, _hits, n in rows if name == each.channel)
        assert each.own.n == channel
    if len(found) == len({row[0] for row in rows if row[0]}) == 2:
        one, other = found.values()
        assert one.difference.value == pytest.approx(-(other.difference.value or 0.0))


def test_among_equal_channels_chance_is_seldom_called_a_strength() -> None:
    rng, called, worlds = np.random.default_rng(5), 0, 200
    for _world in range(worlds):
        rows: list[Row] = [
            (channel, topic, None, int(rng.binomial(n, 0.7)), n)
            for channel in ("phone", "chat", "email", "social")
            for topic, n in (("a", 60), ("b", 200), ("c", 9))
        ]
        called += any(each.apart for each in compared(rows).values())
    assert called / worlds <= 0.09


def test_costs_are_called_apart_from_a_tenth_on() -> None:
    costs = {
        "phone": Value(11.0, 100, None, None),
        "email": Value(4.0, 300, None, None),
        "chat": Value(4.2, 300, None, None),
        "web": Value(1.0, ENOUGH - 1, None, None),
        "social": Value(None, 0, None, None),
    }
    found = {each.channel: each for each in channel_fit.compare_costs(costs)}
    assert set(found) == {"phone", "email", "chat"}
    assert found["phone"].others.value == pytest.approx(4.1)
    assert found["phone"].better is False
    assert found["email"].better is True
    assert channel_fit.compare_costs({"phone": costs["phone"]}) == []
    near = {"email": Value(4.0, 300, None, None), "chat": Value(4.2, 300, None, None)}
    assert not any(each.apart for each in channel_fit.compare_costs(near))


def test_topics_are_complex_by_two_of_three_signs_and_simple_by_none() -> None:
    one_touch = counted(
        [("email", "hard", None, 20, 100), ("email", "easy", None, 90, 100), ("email", "odd", None, 20, 100)]
    )
    in_a_day = counted(
        [("email", "hard", None, 10, 100), ("email", "easy", None, 95, 100), ("email", "odd", None, 95, 100)]
    )
    moved = counted([("email", "hard", None, 50, 100), ("email", "easy", None, 1, 100), ("email", "odd", None, 1, 100)])
    found = channel_fit.topics(one_touch, in_a_day, moved)
    assert (found.simple, found.complex) == (("easy",), ("hard",))
    alone = channel_fit.topics(one_touch, None, None)
    assert (alone.simple, alone.complex) == (("easy",), ("hard", "odd"))
    assert channel_fit.topics(None, None, None).complex == ()


class TestFits:
    topics = channel_fit.Topics(simple=("easy",), complex=("hard",))

    def fits(self, **tables: Sequence[Row]) -> list[tuple[str, str]]:
        made = {name: counted(rows) for name, rows in tables.items()}
        found = channel_fit.fits(made, {name: "higher" for name in HIGHER}, self.topics, ROLES)
        return [(each.purpose, each.channel) for each in found]

    def test_quick_is_soon_on_simple_topics_and_solved_no_worse(self) -> None:
        soon: list[Row] = [("chat", "easy", None, 950, 1000), ("email", "easy", None, 300, 1000)]
        hard: list[Row] = [("chat", "hard", None, 950, 1000), ("email", "hard", None, 300, 1000)]
        same: list[Row] = [("chat", "easy", None, 800, 1000), ("email", "easy", None, 800, 1000)]
        worse: list[Row] = [("chat", "easy", None, 600, 1000), ("email", "easy", None, 800, 1000)]
        assert self.fits(soon=soon, last=same) == [("quick", "chat")]
        assert ("quick", "chat") not in self.fits(soon=soon, last=worse)
        assert self.fits(soon=hard) == []

    def test_complex_is_better_in_one_and_worse_in_none_of_three(self) -> None:
        solved: list[Row] = [("phone", "hard", None, 800, 1000), ("email", "hard", None, 600, 1000)]
        happy: list[Row] = [("phone", "hard", None, 600, 1000), ("email", "hard", None, 900, 1000)]
        assert self.fits(day=solved) == [("complex", "phone")]
        assert ("complex", "phone") not in self.fits(day=solved, csat=happy)

    def test_documented_compares_the_channels_in_writing_alone(self) -> None:
        happy: list[Row] = [
            ("phone", "other", None, 990, 1000),
            ("email", "other", None, 800, 1000),
            ("chat", "other", None, 700, 1000),
        ]
        assert self.fits(csat=happy) == [("documented", "email")]
        assert self.fits(csat=happy[:2]) == [], "nothing else in writing to compare with"
