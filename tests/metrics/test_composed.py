"""Metrics made of others per channel, against plain Python: who keeps the targets, and how wide the gap is."""

import math
from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics import composed
from metrics.composed import COMPOSED, ENOUGH

Row = tuple[str | None, str | None, int, int]  # channel, topic, hits, n
Z = 1.959964


def by_topic(rows: list[Row]) -> pl.DataFrame:
    return pl.DataFrame(
        [(channel, topic, hits / n if n else None, n, None, None) for channel, topic, hits, n in rows],
        schema={"channel": pl.String, "topic": pl.String, "value": pl.Float64, "n": pl.Int64}
        | {"low": pl.Float64, "high": pl.Float64},
        orient="row",
    )


def kept(**channels: tuple[float | None, int]) -> pl.DataFrame:
    return pl.DataFrame(
        [(channel, value, n, None, None) for channel, (value, n) in channels.items()],
        schema={"channel": pl.String, "value": pl.Float64, "n": pl.Int64, "low": pl.Float64, "high": pl.Float64},
        orient="row",
    )


def wilson(share: float, n: float) -> tuple[float, float]:
    centre = (share + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z / (1 + Z * Z / n) * math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    return centre - half, centre + half


class TestPromiseKept:
    TARGETS = {"first_response_within": {"phone": 0.8, "email": 0.8, "chat": 0.8}, "csat": {"phone": 0.9}}  # noqa: RUF012

    def test_a_channel_keeps_all_of_its_targets_or_does_not(self) -> None:
        parts = {
            "first_response_within": kept(phone=(0.85, 100), email=(0.8, 30), chat=(0.79, 500)),
            "csat": kept(phone=(0.89, 40), email=(0.1, 400)),
        }
        assert composed.kept_targets(parts, self.TARGETS) == {"phone": False, "email": True, "chat": False}
        value = composed.promise_kept(parts, self.TARGETS)
        assert (value.value, value.n) == (pytest.approx(1 / 3), 3)

    def test_too_little_data_and_channels_without_a_target_are_left_out(self) -> None:
        parts = {"first_response_within": kept(phone=(0.85, ENOUGH - 1), social=(0.1, 500), email=(None, 0))}
        assert composed.promise_kept(parts, self.TARGETS) == composed.NO_VALUE

    def test_each_period_has_its_own(self) -> None:
        march, april = date(2026, 3, 1), date(2026, 4, 1)
        rows = pl.concat(
            [
                kept(phone=(0.9, 50)).with_columns(period=pl.lit(march)),
                kept(phone=(0.7, 50)).with_columns(period=pl.lit(april)),
            ]
        )
        table = COMPOSED["promise_kept"].table({"first_response_within": rows}, self.TARGETS, ["period"])
        assert table.select("period", "value", "n").rows() == [(march, 1.0, 1), (april, 0.0, 1)]


class TestGap:
    def test_without_topics_it_is_newcombes_interval_of_the_crude_shares(self) -> None:
        found = composed.gap(by_topic([("phone", None, 90, 100), ("email", None, 60, 120), ("chat", None, 70, 100)]))
        assert found is not None
        assert (found.best, found.worst, found.within_topics) == ("phone", "email", False)
        (low_1, high_1), (low_2, high_2) = wilson(0.9, 100), wilson(0.5, 120)
        assert found.difference.value == pytest.approx(0.4)
        assert found.difference.n == 220
        assert found.difference.low == pytest.approx(0.4 - math.hypot(0.9 - low_1, high_2 - 0.5))
        assert found.difference.high == pytest.approx(0.4 + math.hypot(high_1 - 0.9, 0.5 - low_2))

    def test_a_gap_that_the_topics_make_alone_vanishes_within_them(self) -> None:
        """Phone has the easy topic: 90 % against 50 % of the same topics on either channel."""
        rows = [
            ("phone", "easy", 180, 200),
            ("phone", "hard", 25, 50),
            ("email", "easy", 45, 50),
            ("email", "hard", 100, 200),
        ]
        found = composed.gap(by_topic(rows))
        assert found is not None
        assert (found.best, found.worst, found.within_topics) == ("phone", "email", True)
        assert found.difference.value == pytest.approx(0.0)
        assert found.difference.low is not None
        assert found.difference.high is not None
        assert found.difference.low < 0 < found.difference.high

    def test_topics_weigh_by_what_both_have_and_unshared_ones_are_left_out(self) -> None:
        rows = [
            ("phone", "a", 40, 50),
            ("phone", "b", 10, 10),
            ("phone", "c", 99, 99),
            ("email", "a", 20, 40),
            ("email", "b", 3, 20),
        ]
        found = composed.gap(by_topic(rows))
        assert found is not None
        assert found.difference.value == pytest.approx((90 * (0.8 - 0.5) + 30 * (1.0 - 0.15)) / 120)
        assert found.difference.n == 120

    def test_fewer_than_two_channels_with_enough_have_no_gap(self) -> None:
        assert (
            composed.gap(by_topic([("phone", None, 20, 40), ("email", None, 9, ENOUGH - 1), (None, None, 0, 90)]))
            is None
        )
        assert composed.gap(by_topic([])) is None
        assert COMPOSED["channel_gap_csat"].table({"csat": by_topic([])}, {}, []).rows() == [(None, 0, None, None)]

    @settings(derandomize=True, max_examples=50, deadline=None)
    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["phone", "email", "chat"]),
                st.sampled_from(["a", "b", None]),
                st.integers(0, 60),
                st.integers(0, 60),
            ),
            max_size=9,
            unique_by=lambda row: row[:2],
        ),
        st.randoms(use_true_random=False),
    )
    def test_the_order_of_rows_changes_nothing_and_the_interval_holds_the_gap(
        self, rows: list[Row], random: object
    ) -> None:
        made = [(channel, topic, min(hits, n), n) for channel, topic, hits, n in rows]
        shuffled = list(made)
        random.shuffle(shuffled)  # type: ignore[attr-defined]
        found, again = composed.gap(by_topic(made)), composed.gap(by_topic(shuffled))
        assert (found is None) == (again is None)
        if found is not None and again is not None:
            assert (found.best, found.worst) == (again.best, again.worst)
            assert found.difference.value == pytest.approx(again.difference.value)
            assert found.difference.low is not None
            assert found.difference.value is not None
            assert found.difference.high is not None
            assert found.difference.low - 1e-12 <= found.difference.value <= found.difference.high + 1e-12
            assert -1 <= found.difference.value <= 1
