"""Which target a request has: the most specific policy, whatever the order of rows, blanks and case."""

import random
import time

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from data.policies import targets
from data.settings import Policy, Settings

HOUR, DAY = 3600.0, 86400.0


def requests(*rows: tuple[str | None, str | None, str | None]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=dict.fromkeys(("priority", "channel", "tier"), pl.String), orient="row")


def of(rows: pl.DataFrame, *policies: Policy, clock: str = "resolution") -> list[tuple[float | None, bool | None]]:
    return targets(rows, policies, clock).rows()


def resolution(target_s: float, business: bool = False, **named: str) -> Policy:
    return Policy("resolution", target_s, business, **named)


def test_the_policy_with_most_conditions_counts() -> None:
    policies = (
        resolution(1),
        resolution(2, channel="email"),
        resolution(3, priority="high"),
        resolution(4, True, priority="high", channel="email"),
        resolution(5, True, priority="high", channel="email", tier="gold"),
    )
    rows = requests(
        ("high", "email", "gold"),
        ("high", "email", None),
        ("high", "chat", "gold"),
        ("low", "email", None),
        (None,) * 3,
    )
    assert of(rows, *policies) == [(5, True), (4, True), (3, False), (2, False), (1, False)]
    assert of(rows, *reversed(policies)) == [(5, True), (4, True), (2 + 1, False), (2, False), (1, False)]


def test_of_policies_with_as_many_conditions_the_first_counts() -> None:
    by_channel, by_priority = resolution(1, channel="email"), resolution(2, priority="high")
    row = requests(("high", "email", None))
    assert of(row, by_channel, by_priority) == [(1, False)]
    assert of(row, by_priority, by_channel) == [(2, False)]


def test_blanks_and_case_make_no_difference() -> None:
    rows = requests((" URGENT ", "Phone", "Gold\t"), ("dringend", "phone", "gold"), ("ÜRGENT", "phone", "gold"))
    assert (
        of(rows, resolution(1, priority="urgent", channel="phone", tier=" gOLD")) == [(1, False)] + [(None, None)] * 2
    )
    assert of(rows, resolution(1, priority="ürgent")) == [(None, None)] * 2 + [(1, False)]


def test_an_unknown_value_meets_no_condition() -> None:
    rows = requests((None, "email", None), ("", "email", ""))
    assert of(rows, resolution(1, priority="high"), resolution(2, tier="gold")) == [(None, None)] * 2


def test_each_clock_has_its_own_policies() -> None:
    row = requests(("high", "email", None))
    policies = (Policy("first_response", HOUR, True), resolution(DAY))
    assert of(row, *policies, clock="first_response") == [(HOUR, True)]
    assert of(row, *policies) == [(DAY, False)]
    assert of(row, policies[0]) == [(None, None)]


def test_columns_and_types_without_rows_policies_or_values() -> None:
    schema = {"target_s": pl.Float64(), "business": pl.Boolean()}
    row = requests((None, None, None))
    for found, height in (
        (targets(row, (), "resolution"), 1),
        (targets(row.clear(), (resolution(1),), "resolution"), 0),
        (targets(row.cast(pl.Null), (resolution(1), resolution(2, tier="gold")), "resolution"), 1),
    ):
        assert (dict(found.schema), found.height) == (schema, height)
    assert targets(row, (), "resolution").rows() == [(None, None)]


def test_other_columns_of_the_requests_do_not_disturb() -> None:
    rows = requests(("high", "email", None)).with_columns(target_s=pl.lit(7.0), business=pl.lit(None), number=pl.lit(3))
    assert of(rows, resolution(1, True)) == [(1, True)]


NAMED = st.none() | st.sampled_from(["high", "LOW ", "x"])
CHANNEL = st.none() | st.sampled_from(["email", "chat"])
POLICIES = st.lists(
    st.builds(
        Policy,
        clock=st.sampled_from(["first_response", "resolution"]),
        target_s=st.integers(1, 99).map(float),
        business=st.booleans(),
        priority=NAMED,
        channel=CHANNEL,
        tier=NAMED,
    ),
    max_size=8,
    unique_by=lambda policy: (policy.clock, policy.conditions),
)


def plainly(row: tuple[str | None, ...], policies: list[Policy], clock: str) -> tuple[float | None, bool | None]:
    """The rule once more, request by request."""
    best: tuple[int, Policy] | None = None
    for policy in policies:
        wanted = (policy.priority, policy.channel, policy.tier)
        pairs = [(want, has) for want, has in zip(wanted, row, strict=True) if want is not None]
        fits = all(has is not None and want.strip().lower() == has.strip().lower() for want, has in pairs)
        if policy.clock == clock and fits and (best is None or len(pairs) > best[0]):
            best = len(pairs), policy
    return (best[1].target_s, best[1].business) if best else (None, None)


@settings(derandomize=True, max_examples=50, deadline=None)
@given(
    POLICIES, st.lists(st.tuples(NAMED, CHANNEL, NAMED), max_size=20), st.sampled_from(["first_response", "resolution"])
)
def test_row_by_row_as_the_rule_says(policies: list[Policy], rows: list[tuple], clock: str) -> None:
    Settings(policies=tuple(policies))  # such a list is permitted
    assert targets(requests(*rows), policies, clock).rows() == [plainly(row, policies, clock) for row in rows]


def test_a_million_requests_take_a_moment() -> None:
    draw = random.Random(1)
    n = 1_000_000
    rows = pl.DataFrame(
        {
            "priority": draw.choices(["Low", "Normal", "High", "Urgent", None], k=n),
            "channel": draw.choices(["phone", "email", "chat"], k=n),
            "tier": draw.choices(["gold", None], k=n),
        }
    )
    policies = [
        resolution(60.0 * number, priority=priority, channel=channel)
        for number, (priority, channel) in enumerate(
            ((priority, channel) for priority in ("low", "normal", "high", "urgent") for channel in ("phone", "email")),
            1,
        )
    ]
    began = time.perf_counter()
    found = targets(rows, policies, "resolution")
    assert time.perf_counter() - began < 2  # 0.1 s on an idle machine
    assert found.height == n
    assert found["target_s"][0] == plainly(rows.row(0), policies, "resolution")[0]
