"""Rounded parts of a change: each sum that is shown is the sum of what is shown."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ui.month_made import Counts, why
from ui import formats
from ui.overview import adding_up, steps
from ui.overview.waterfall import KINDS

GROUPS = ("phone", "email", "chat", "social", "web", None)
CELL = st.tuples(st.integers(0, 400), st.integers(1, 400)).map(lambda each: (min(each), each[1]))


@st.composite
def sides(draw: st.DrawFn) -> tuple[Counts, Counts]:
    """Counts before and now; groups may be on one side only."""
    before, now = ({group: draw(CELL) for group in GROUPS if draw(st.booleans())} for _side in range(2))
    return before or {"phone": (3, 7)}, now or {"chat": (2, 9)}


@settings(max_examples=30)
@given(sides())
def test_what_is_shown_adds_up(counts: tuple[Counts, Counts]) -> None:
    moved = why(*counts)
    told = adding_up.told(moved)
    assert told.mix + told.rate + told.new + told.vanished == told.change
    assert sum(row.mix or 0 for row in told.rows) == told.mix
    assert sum(row.rate or 0 for row in told.rows) == told.rate
    assert sum(row.apart or 0 for row in told.rows) == told.new + told.vanished
    assert sum(row.total for row in told.rows) == told.change
    for row in told.rows:
        shown = ((row.mix, row.part.mix), (row.rate, row.part.rate), (row.apart, row.part.apart))
        assert all((tenths is None) == (exact is None) for tenths, exact in shown)
        assert all(
            abs(tenths - 1000 * exact) < 2 for tenths, exact in shown if tenths is not None and exact is not None
        )


@settings(max_examples=30)
@given(sides())
def test_the_chart_names_what_moved_most_and_leaves_nothing_out(counts: tuple[Counts, Counts]) -> None:
    told = adding_up.told(why(*counts))
    view = steps.waterfall(told, "Customer satisfaction", "Oct 2025", "Oct 2026")
    assert len(view.steps) <= steps.BARS - 2
    sums = {"cases": told.mix, "real": told.rate, "apart": told.new + told.vanished}
    for kind in KINDS:
        assert round(1000 * sum(step.amount for step in view.steps if step.kind == kind)) == sums[kind]
        assert view.headings[kind].endswith(formats.signed(sums[kind] / 10))
    named = [abs(round(1000 * step.amount)) for step in view.steps if step.id]
    all_of_them = sorted(
        (abs(tenths) for row in told.rows for tenths in (row.mix, row.rate, row.apart) if tenths), reverse=True
    )
    assert sorted(named, reverse=True) == all_of_them[: len(named)]


def test_a_step_is_written_as_everywhere_else_on_the_page() -> None:
    moved = why({"phone": (90, 100), "chat": (70, 100)}, {"phone": (45, 50), "chat": (105, 150)})
    told = adding_up.told(moved)
    assert (
        formats.change(moved.now.value, moved.before.value, "share")
        == f"{formats.signed(told.change / 10)}\u00a0points"
    )
    assert (told.mix, told.rate) == (-50, 0)
