"""A person's period, counted once more in plain Python, and what may not be shown of it."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from answers import people, review
from data import records
from data.errors import FiguresOff, Missing
from data.records import ThanksTerms, TrainingTerms
from data.scope import OWNER
from data.store import Generation
from tests.answers.review_world import (
    AGREED,
    EVERY,
    MARCH,
    METRICS,
    PAST,
    Row,
    agree,
    answers,
    requests,
    solved,
    within,
)
from tests.worlds import put


def test_figures_are_those_of_the_persons_rows(small_team: Generation) -> None:
    agree()
    found = review.sheet("ann", OWNER, small_team, MARCH, METRICS)
    (fcr,) = (each for each in found.figures if each.metric.id == "fcr_one_touch")
    for value, span in ((fcr.crude, MARCH), (fcr.own_past, PAST)):
        mine = solved("ann", span)
        hits = sum(row["replies"] == 1 for row in mine)
        assert value.n == len(mine)
        assert value.value == pytest.approx(hits / len(mine))
    months = {(row["resolved_at"].year, row["resolved_at"].month) for row in solved("ann", (date.min, date.max))}
    assert len(fcr.trend) == 13
    assert {(month.year, month.month) for month, value in fcr.trend if value.n} == months
    assert sum(value.n for _month, value in fcr.trend) == len(solved("ann", (date.min, date.max)))
    assert fcr.limits is None, "three months have no limits"
    # As the team page compares them.
    table = people.fair(OWNER, small_team, MARCH, {}).table.filter(metric="fcr_one_touch")
    row = table.filter(agent="ann").row(0, named=True)
    assert fcr.adjusted is not None
    assert (fcr.adjusted.value, fcr.expected, fcr.verdict) == (row["adjusted"], row["expected"], row["verdict"])
    assert fcr.peers is None, "of fewer than five colleagues each would be known"


def test_a_person_with_few_requests_has_their_number_and_no_figure(small_team: Generation) -> None:
    agree()
    found = review.sheet("dan", OWNER, small_team, MARCH, METRICS)
    for figure in found.figures:
        assert figure.too_few
        assert 0 < figure.crude.n < 10
        assert (figure.crude.value, figure.adjusted, figure.expected) == (None, None, None)
        assert figure.verdict == "too_few_to_show"
        assert all(value.value is None for _month, value in figure.trend if value.n < 5)
    assert found.findings == ()


def test_only_what_the_person_was_told_of_is_shown(small_team: Generation) -> None:
    agree()
    agree(replace(AGREED, told_metrics=("transfer_rate", "resolution_time", "handle_time")))
    found = review.sheet("ann", OWNER, small_team, MARCH, ("csat", "transfer_rate", "resolution_time", "handle_time"))
    assert (found.metrics, found.untold) == (("transfer_rate",), ("csat",))
    assert set(found.absent) == {"resolution_time", "handle_time"}
    assert review.available(OWNER, small_team) == ("transfer_rate",)
    agree(replace(AGREED, figures_on=False))
    for refused in (
        lambda: review.sheet("ann", OWNER, small_team, MARCH, METRICS),
        lambda: review.sample("ann", "csat", OWNER, small_team, MARCH),
        lambda: review.available(OWNER, small_team),
    ):
        with pytest.raises(FiguresOff):
            refused()


@pytest.mark.parametrize("nobody", ["robot", "zoe"])
def test_who_is_no_person_has_no_review(small_team: Generation, nobody: str) -> None:
    agree()
    with pytest.raises(Missing):
        review.sheet(nobody, OWNER, small_team, MARCH, METRICS)


def test_what_customers_wrote_is_shown_from_five_answers_on(small_team: Generation) -> None:
    agree()
    owners = {row["ticket_id"]: row["agent"] for row in requests()}
    for agent in ("ann", "dan"):
        mine = [row for row in answers() if owners[row["ticket_id"]] == agent and within(row["answered_at"], MARCH)]
        found = review.sheet(agent, OWNER, small_team, MARCH, METRICS).comments
        assert found.answers == len(mine)
        written = {row["survey_id"] for row in mine if row["comment"]}
        assert found.hidden == (len(mine) < 5)
        assert {each.survey_id for each in found.all} == (set() if found.hidden else written)
        assert {each.survey_id for each in found.praise} <= {row["survey_id"] for row in mine if row["score"] >= 4}
    assert review.sheet("ann", OWNER, small_team, MARCH, METRICS).comments.praise


def test_effort_on_requests_of_others(small_team: Generation) -> None:
    agree()
    found = review.sheet("bob", OWNER, small_team, MARCH, METRICS).effort
    first = [row for row in requests() if row["first_reply_agent"] == "bob" and within(row["created_at"], MARCH)]
    assert found.answered == sum(row["agent"] != "bob" for row in first) > 0
    assert found.solved == 0
    assert (found.helped, found.notes) == (None, None)
    assert found.reason
    mine = [row for row in solved("ann", MARCH) if row["agent"] != "ann"]
    assert review.sheet("ann", OWNER, small_team, MARCH, METRICS).effort.solved == len(mine) > 0


def test_help_is_counted_where_a_history_tells_it() -> None:
    at = datetime(2026, 3, 2, 10)
    events = [
        {"ticket_id": number, "event_id": f"{hour}", "at": at + timedelta(hours=hour), "kind": kind}
        | {"actor": "agent", "actor_id": who}
        for number, hour, kind, who in (
            ("1", 1, "public_reply", "ann"),
            ("1", 2, "internal_note", "ann"),
            ("2", 3, "internal_note", "ann"),
            ("1", 900, "internal_note", "ann"),
            ("1", 4, "public_reply", "bob"),
        )
    ]
    tickets = [{"ticket_id": number, "created_at": at, "channel": "email", "agent": "bob"} for number in ("1", "2")]
    generation = put({"tickets": tickets, "events": events, "agents": [{"agent": "ann"}]}, EVERY)
    agree()
    found = review.sheet("ann", OWNER, generation, MARCH, ()).effort
    assert (found.helped, found.replies, found.notes, found.reason) == (2, 1, 2, None)


def test_coverage_is_of_the_days_on_which_the_person_was_there() -> None:
    listed = [{"agent": "ann", "joined_on": date(2026, 3, 11), "left_on": date(2026, 4, 9)}]
    generation = put({"tickets": requests(), "agents": listed}, EVERY)
    agree()
    found = review.sheet("ann", OWNER, generation, (date(2026, 3, 1), date(2026, 4, 30)), METRICS).coverage
    last = max(row["resolved_at"] for row in requests()).date()
    assert (found.days, found.held) == (30, (last - date(2026, 3, 11)).days + 1)
    assert found.share == pytest.approx(found.held / 30)
    assert (found.first, found.last) == (date(2026, 3, 1), last)
    later = review.sheet("ann", OWNER, generation, (date(2027, 1, 1), date(2027, 1, 31)), METRICS)
    assert (later.coverage.days, later.coverage.share) == (0, None)
    assert later.figures[0].crude.n == 0


def test_the_log_and_thanks_of_the_period(small_team: Generation) -> None:
    agree()
    for on in (date(2026, 2, 27), date(2026, 3, 5)):
        told: Row = {"dataset": "own", "agent": "ann", "on": on, "text": "words", "by": "Eve"}
        records.add_training(OWNER, TrainingTerms(kind="coaching", **told))
        records.add_thanks(OWNER, ThanksTerms(**told))
    found = review.sheet("ann", OWNER, small_team, MARCH, METRICS)
    assert [one.on for one in found.trainings] == [one.on for one in found.thanks] == [date(2026, 3, 5)]


def test_a_record_is_the_best_whole_month_of_all_with_ten_requests() -> None:
    """Twenty requests a month, of which ever more are solved with one reply; the last month is not over."""
    rows = []
    for month in range(14):
        year, number = divmod(month, 12)
        for each in range(20 if month != 12 else 9):
            at = datetime(2025 + year, number + 1, 1 + each, 9)
            one = {"ticket_id": f"{month}-{each}", "created_at": at, "resolved_at": at, "status": "solved"}
            rows.append(one | {"agent": "ann", "resolved_by": "ann", "replies": 1 if each < month + 5 else 2})
    generation = put({"tickets": rows, "agents": [{"agent": "ann"}]}, EVERY)
    agree()

    def record(first: date, last: date) -> review.Record | None:
        (found,) = review.sheet("ann", OWNER, generation, (first, last), ("fcr_one_touch",)).figures
        return found.record

    december = record(date(2025, 12, 1), date(2026, 1, 31))
    assert december is not None
    assert (december.month, december.value.value, december.value.n, december.months) == (
        date(2025, 12, 1),
        16 / 20,
        20,
        12,
    )
    assert record(date(2026, 1, 1), date(2026, 1, 31)) is None, "nine requests are too few"
    assert record(date(2025, 11, 1), date(2025, 11, 30)) is None, "of eleven months"
    assert record(date(2026, 2, 1), date(2026, 2, 10)) is None, "half a month"
    assert record(date(2025, 12, 15), date(2026, 1, 31)) is None, "half a month at the other end"
