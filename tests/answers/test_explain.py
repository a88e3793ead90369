"""Why a share moved: the parts add up to what was measured, whatever groups come and go; the planted shift is found."""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answers import clock, explain
from answers.explain import Span
from answers.measure import measure, single, values
from data.sample import Recipe
from data.sample.company import TRUTHS, month_start
from data.scope import OWNER, Scope
from data.store import Generation
from metrics.metric import NO_VALUE
from tests.data.sample.rows import together
from tests.worlds import put

FIRST = date(2026, 1, 1)
DAYS = 40
UNTIL = date(2026, 10, 31)
SINCE = TRUTHS.mix_since(UNTIL)
TOPICS = ("delivery", "returns", "invoice", None)
Row = dict[str, Any]


def rows() -> list[Row]:
    """Transferred and other requests; phone ends on day 15, chat begins on day 25, teams and topics come and go."""
    r = random.Random(5)
    made: list[Row] = []
    for day in range(DAYS):
        channels = ["email", "email", None, *(["phone"] if day < 15 else []), *(["chat"] if day >= 25 else [])]
        for number in range(r.randrange(12)):
            made.append(
                {
                    "ticket_id": f"{day}-{number}",
                    "created_at": datetime.combine(FIRST + timedelta(days=day), datetime.min.time()),
                    "channel": r.choice(channels),
                    "topic": r.choice(TOPICS),
                    "team": f"team {day // 10}",
                    "transfers": r.choice((None, 0, 0, 1, 2)),
                }
            )
    return made


ROWS = rows()


@pytest.fixture(scope="module")
def requests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Generation]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TARAZU_HOME", str(tmp_path_factory.mktemp("explain")))
        yield put({"tickets": ROWS})


def counted(span: Span, by: str, group: str | None) -> tuple[int, int]:
    """Hits and n of a group, by counting the rows."""
    own = [
        row["transfers"] > 0
        for row in ROWS
        if row["transfers"] is not None and span[0] <= row["created_at"].date() <= span[1] and row[by] == group
    ]
    return sum(own), len(own)


SPANS = st.tuples(st.integers(0, DAYS - 1), st.integers(1, 20)).map(
    lambda drawn: (FIRST + timedelta(days=drawn[0]), FIRST + timedelta(days=drawn[0] + drawn[1]))
)


@settings(max_examples=25)
@given(before=SPANS, now=SPANS)
def test_the_parts_add_up_to_what_was_measured(requests: Generation, before: Span, now: Span) -> None:
    sides = [single(measure("transfer_rate", OWNER, requests, span=span)) for span in (before, now)]
    found = explain.whys("transfer_rate", OWNER, requests, before=before, now=now, where={})
    if sides[0].value is None or sides[1].value is None:
        assert found == {}
        return
    for by, why in found.items():
        assert [why.before, why.now] == sides
        assert why.change == pytest.approx(sides[1].value - sides[0].value, abs=1e-9)
        assert why.mix + why.rate + why.new + why.vanished == pytest.approx(why.change, abs=1e-9)
        assert sum(part.moved for part in why.parts) == pytest.approx(why.change, abs=1e-9)
        assert [abs(part.moved) for part in why.parts] == sorted((abs(part.moved) for part in why.parts), reverse=True)
        assert why.rate_interval[0] <= why.rate + 1e-9
        assert why.rate_interval[1] >= why.rate - 1e-9
        for part in why.parts:
            for span, side, share, whole in (
                (before, part.before, part.part_before, why.before.n),
                (now, part.now, part.part_now, why.now.n),
            ):
                hits, n = counted(span, by, part.group)
                assert (side.n, share) == (n, pytest.approx(n / whole))
                assert side.value == (pytest.approx(hits / n) if n else None)
            assert (part.apart is None) == (part.before.n > 0 and part.now.n > 0) == (part.mix is not None)


def test_groups_that_come_and_go_stand_apart(requests: Generation) -> None:
    before, now = (FIRST, FIRST + timedelta(days=9)), (FIRST + timedelta(days=30), FIRST + timedelta(days=39))
    found = explain.whys("transfer_rate", OWNER, requests, before=before, now=now, where={})
    assert list(found) == ["channel", "topic", "team"]
    parts = {part.group: part for part in found["channel"].parts}
    assert set(parts) == {"email", "phone", "chat", None}
    assert (parts["chat"].before, parts["phone"].now) == (NO_VALUE, NO_VALUE)
    assert (parts["chat"].part_before, parts["phone"].part_now) == (0.0, 0.0)
    assert found["channel"].new == pytest.approx(parts["chat"].apart)
    assert found["channel"].vanished == pytest.approx(parts["phone"].apart)
    assert parts[None].mix is not None
    assert (found["team"].mix, found["team"].rate) == (0.0, 0.0)  # all teams are others


def test_one_dimension_is_that_of_all_and_each_group_is_measured(requests: Generation) -> None:
    spans = {"before": (FIRST, FIRST + timedelta(days=19)), "now": (FIRST + timedelta(days=20), date(2026, 2, 9))}
    where = {"channel": ["email", "chat"]}
    every = explain.whys("transfer_rate", OWNER, requests, **spans, where=where)
    for by in explain.DIMENSIONS:
        assert explain.why("transfer_rate", OWNER, requests, **spans, by=by, where=where) == every[by]
        table = measure("transfer_rate", OWNER, requests, by=(by,), span=spans["now"], where=where)
        told = dict(zip(table[by], values(table), strict=True))
        assert {part.group: part.now for part in every[by].parts if part.now.n} == {
            group: value for group, value in told.items() if value.n
        }


@pytest.mark.parametrize(("metric", "by"), [("requests", "channel"), ("resolution_time", "topic"), ("nps", "team")])
def test_what_is_no_share_has_no_parts(requests: Generation, metric: str, by: str) -> None:
    span = (FIRST, date(2026, 2, 9))
    assert explain.why(metric, OWNER, requests, before=span, now=span, by=by, where={}) is None


def test_what_nobody_can_tell_is_not_told(requests: Generation) -> None:
    span, nobody = (FIRST, date(2026, 2, 9)), Scope("nobody")
    asked = {"before": span, "now": span, "where": {}}
    assert explain.whys("transfer_rate", nobody, requests, **asked) == {}
    assert explain.why("transfer_rate", OWNER, requests, by="weather", **asked) is None
    empty = (date(2020, 1, 1), date(2020, 1, 31))
    assert explain.whys("transfer_rate", OWNER, requests, **asked | {"before": empty}) == {}


def test_a_dimension_of_which_no_row_says_anything_explains_nothing() -> None:
    silent = [{name: value for name, value in row.items() if name != "topic"} for row in ROWS]
    span = (FIRST, date(2026, 2, 9))
    found = explain.whys("transfer_rate", OWNER, put({"tickets": silent}), before=span, now=span, where={})
    assert list(found) == ["channel", "team"]
    assert all(why.change == why.mix == why.rate == 0.0 for why in found.values())
    assert explain.drivers_of(found["channel"]) == ()


def test_the_interval_of_the_real_change_is_that_of_the_difference_where_there_is_one_group() -> None:
    """Of one group, Newcombe's interval; of two alike, narrower by √2 in relation to each."""
    made = [
        {"ticket_id": f"{month}{group}{i}", "created_at": datetime(2026, month, 5), "channel": group, "transfers": hit}
        for month, hits in ((1, 30), (2, 60))
        for group in ("email", "phone")
        for i in range(100)
        for hit in [int(i < hits)]
    ]
    spans = {"before": (date(2026, 1, 1), date(2026, 1, 31)), "now": (date(2026, 2, 1), date(2026, 2, 28))}
    world = put({"tickets": made})
    both, one = (
        explain.why("transfer_rate", OWNER, world, by="channel", where=where, **spans)
        for where in ({}, {"channel": ["email"]})
    )
    assert both is not None
    assert one is not None
    # Newcombe 1998, method 10: 60/100 − 30/100 from Wilson's (0.5020, 0.6906) and (0.2189, 0.3958).
    assert one.rate_interval == pytest.approx((0.163, 0.4215), abs=5e-4)
    low, high = (abs(bound - 0.3) / 2**0.5 for bound in one.rate_interval)
    assert both.rate_interval == pytest.approx((0.3 - low, 0.3 + high))
    assert one.rate == pytest.approx(0.3)


def part(group: str, moved: float) -> explain.Part:
    return explain.Part(group, NO_VALUE, NO_VALUE, 0.1, 0.1, moved, 0.0, None)


def test_a_sentence_names_three_parts_at_most_and_none_that_does_not_matter() -> None:
    def named(*moved: float) -> list[float]:
        parts = tuple(part(str(number), each) for number, each in enumerate(moved))
        why = explain.Why(None, "channel", NO_VALUE, NO_VALUE, sum(moved), sum(moved), 0, 0, 0, parts)  # type: ignore[arg-type]
        return [each.moved for each in explain.drivers_of(why)]

    assert named(-0.05, -0.04, 0.03, -0.02) == [-0.05, -0.04, 0.03]
    assert named(-0.09, 0.005, 0.005) == [-0.09]
    assert named(-0.08, 0.01, -0.01) == [-0.08, 0.01, -0.01]
    assert named() == []


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    """The answers of a demonstration company that is large enough to tell its months apart."""
    surveys = together(Recipe(tickets=100_000, seed=7, until=UNTIL))["surveys"].filter(pl.col("kind") == "csat")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TARAZU_HOME", str(tmp_path_factory.mktemp("company")))
        return put({"surveys": surveys})


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ((month_start(SINCE, 1), month_start(SINCE, 1)), (month_start(UNTIL), UNTIL)),
        ((month_start(UNTIL, 12), month_start(UNTIL, 12)), (month_start(UNTIL), UNTIL)),
        ((month_start(SINCE, 5), month_start(SINCE, 1)), (SINCE, UNTIL)),
    ],
    ids=["month before the shift", "year ago", "five months"],
)
def test_the_planted_shift_of_channels_is_found(company: Generation, before: Span, now: Span) -> None:
    """Truth 3: requests move from the phone to social media and chat, and no channel's own satisfaction moves."""
    before, now = (clock.span("month", *span, company) for span in (before, (now[0], month_start(now[1]))))
    why = explain.why("csat", OWNER, company, before=before, now=now, by="channel", where={})
    assert why is not None
    assert why.change <= -TRUTHS.mix_csat_fall
    assert why.mix <= -0.03
    assert abs(why.mix) > 2 * abs(why.rate)
    assert why.rate_interval[0] < 0 < why.rate_interval[1]  # the rest is chance
    by_mix = sorted(why.parts, key=lambda each: each.mix or 0.0)
    assert {each.group for each in by_mix[:3]} == {TRUTHS.mix_from, *TRUTHS.mix_to}
    grew = {each.group: each.part_now > each.part_before for each in by_mix[:3]}
    assert grew == {TRUTHS.mix_from: False} | dict.fromkeys(TRUTHS.mix_to, True)
    assert by_mix[0].group == TRUTHS.mix_from


def test_over_five_months_the_sentence_names_the_three_channels(company: Generation) -> None:
    before = clock.span("month", month_start(SINCE, 5), month_start(SINCE, 1), company)
    now = clock.span("month", SINCE, month_start(UNTIL), company)
    why = explain.why("csat", OWNER, company, before=before, now=now, by="channel", where={})
    assert why is not None
    assert {each.group for each in explain.drivers_of(why)} == {TRUTHS.mix_from, *TRUTHS.mix_to}
