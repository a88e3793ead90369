"""What children add to their parent: it adds up, by hand and for whatever cases there are."""

from math import fsum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.contribution import contributions
from metrics.metric import NO_VALUE, Value

CHILD = st.tuples(st.integers(1, 5000), st.floats(0, 1)).map(lambda given: (round(given[0] * given[1]), given[0]))
CHILDREN = st.dictionaries(st.sampled_from("abcdef"), CHILD, max_size=6)
REST = st.one_of(st.just((0, 0)), CHILD)


def share(hits: int, n: int) -> Value:
    return Value(hits / n, n, None, None) if n else NO_VALUE


def test_a_gap_by_hand() -> None:
    """70 % of 1000, wanted 80 %: chat 60 % of 400 and mail 80 % of 500, so that the other 100 are at 60 %."""
    chat, mail = Value(0.60, 400, None, None), Value(0.80, 500, None, None)
    parts = contributions(Value(0.70, 1000, None, None), 0.80, {"chat": chat, "mail": mail}, total=False)
    assert parts is not None
    assert [part.key for part in parts] == ["chat", "mail", None]
    assert [part.share for part in parts] == pytest.approx([0.4, 0.5, 0.1])
    assert [part.value for part in parts] == pytest.approx([0.60, 0.80, 0.60])
    assert [part.contribution for part in parts] == pytest.approx([-0.08, 0.0, -0.02])


def test_children_that_cover_everything_leave_no_rest() -> None:
    parts = contributions(share(130, 200), 0.5, {"a": share(90, 100), "b": share(40, 100)}, total=False)
    assert parts is not None
    assert [(part.key, part.contribution) for part in parts] == [
        ("a", pytest.approx(0.2)),
        ("b", pytest.approx(-0.05)),
    ]


def test_a_parent_that_is_no_mean_of_its_children_says_so() -> None:
    """A rest without cases: the parent's 0.9 is not the 0.5 that its children make."""
    parts = contributions(share(90, 100), 0.5, {"a": share(50, 100)}, total=False)
    assert parts is not None
    assert (parts[-1].key, parts[-1].share, parts[-1].value) == (None, 0.0, None)
    assert parts[-1].contribution == pytest.approx(0.4)


def test_a_child_without_data_adds_nothing_and_is_named() -> None:
    parts = contributions(share(70, 100), 0.8, {"a": NO_VALUE}, total=False)
    assert parts is not None
    assert [(part.key, part.value, part.contribution) for part in parts] == [
        ("a", None, 0.0),
        (None, pytest.approx(0.7), pytest.approx(-0.1)),
    ]


def test_totals_are_split_by_value_and_the_target_plays_no_part() -> None:
    """1000 calls, 300 by one team and 500 by another, 200 by no team that has a goal."""
    teams = {"a": Value(300.0, 300, None, None), "b": Value(500.0, 500, None, None)}
    for target in (0.0, 1200.0):
        parts = contributions(Value(1000.0, 1000, None, None), target, teams, total=True)
        assert parts is not None
        assert [(part.key, part.share, part.value, part.contribution) for part in parts] == [
            ("a", 0.3, 300.0, 300.0),
            ("b", 0.5, 500.0, 500.0),
            (None, 0.2, 200.0, 200.0),
        ]


def test_a_total_of_nothing_has_parts_of_nothing() -> None:
    zero = Value(0.0, 0, None, None)
    parts = contributions(zero, 10.0, {"a": zero}, total=True)
    assert parts is not None
    assert [(part.key, part.share, part.contribution) for part in parts] == [("a", 0.0, 0.0)]


@pytest.mark.parametrize("total", [False, True], ids=["level", "total"])
def test_what_overlaps_or_has_no_value_is_not_explained(total: bool) -> None:
    half = {"a": Value(60.0, 60, None, None), "b": Value(41.0, 41, None, None)}
    assert contributions(Value(100.0, 100, None, None), 90.0, half, total=total) is None
    assert contributions(Value(101.0, 101, None, None), 90.0, half, total=total) is not None
    assert contributions(NO_VALUE, 90.0, {}, total=total) is None


@given(CHILDREN, REST, st.floats(0, 1))
def test_levels_add_up_to_the_gap(children: dict[str, tuple[int, int]], rest: tuple[int, int], target: float) -> None:
    hits, n = (sum(column) for column in zip(rest, *children.values(), strict=True))
    parent = share(hits, n)
    parts = contributions(parent, target, {key: share(*child) for key, child in children.items()}, total=False)
    if parent.value is None:
        assert parts is None
        return
    assert parts is not None
    assert fsum(part.contribution for part in parts) == pytest.approx(parent.value - target, abs=1e-12)
    assert fsum(part.share for part in parts) == pytest.approx(1, abs=1e-12)
    uncovered = [part for part in parts if part.key is None]
    assert len(uncovered) == (rest[1] > 0)
    for part in uncovered:
        assert part.value == pytest.approx(rest[0] / rest[1], abs=1e-9)


@given(CHILDREN, REST)
def test_totals_add_up_to_the_parent(children: dict[str, tuple[int, int]], rest: tuple[int, int]) -> None:
    """Of each pair the first is an amount, on the second number of rows."""
    amount, n = (sum(column) for column in zip(rest, *children.values(), strict=True))
    known = {key: Value(float(child[0]), child[1], None, None) for key, child in children.items()}
    parts = contributions(Value(float(amount), n, None, None), 1.0, known, total=True)
    assert parts is not None
    assert fsum(part.contribution for part in parts) == pytest.approx(amount, abs=1e-12)
    if amount:
        assert fsum(part.share for part in parts) == pytest.approx(1, abs=1e-12)
    assert [part.contribution for part in parts if part.key is None] == [float(rest[0])] * (rest[1] > 0)
