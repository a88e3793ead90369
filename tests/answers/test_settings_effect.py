"""What settings do to the numbers: CSAT before a scale is saved, and every headline number after saving."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from answers.measure import measure, single
from answers.settings_effect import answers, easy, moved, priorities, satisfied
from data import loading, store
from data.scope import OWNER, Scope
from data.settings import Settings
from data.store import Generation
from metrics.value import Value
from tests.worlds import put

SHORTER = Settings(hours=((("09:00", "16:30"),),) * 7)
NOBODY = Scope("nobody")


def survey(number: int, score: float | None, scale: str = "1-5", kind: str = "csat") -> dict[str, object]:
    answered_at = None if score is None else datetime(2026, 3, 2, 12)
    return {
        "survey_id": str(number),
        "kind": kind,
        "score": score,
        "scale": scale,
        "sent": True,
        "sent_at": datetime(2026, 3, 1, 12),
        "answered_at": answered_at,
    }


@pytest.fixture
def surveys() -> Generation:
    fives = [survey(number, score) for number, score in enumerate([1, 3, 4, 4, 5, 5, 5, None])]
    tens = [survey(100 + number, score, "0-10") for number, score in enumerate([0, 8, 9, 10])]
    others = [survey(200, 10, "0-10", "nps"), survey(201, 6, "1-7", "ces"), survey(202, 4, "1-7", "ces")]
    return put({"surveys": [*fives, *tens, *others, survey(203, 2, "1-7", "ces")]})


def after(settings: Settings) -> Generation:
    loading.apply(settings)
    generation = store.current()
    assert generation is not None
    return generation


# ---- before saving


def test_answers_are_counted_by_scale_and_score(surveys: Generation) -> None:
    found = {(each.kind, each.scale, each.score): each.n for each in answers(OWNER, surveys)}
    assert found == {
        ("ces", "1-7", 2): 1,
        ("ces", "1-7", 4): 1,
        ("ces", "1-7", 6): 1,
        ("csat", "0-10", 0): 1,
        ("csat", "0-10", 8): 1,
        ("csat", "0-10", 9): 1,
        ("csat", "0-10", 10): 1,
        ("csat", "1-5", 1): 1,
        ("csat", "1-5", 3): 1,
        ("csat", "1-5", 4): 2,
        ("csat", "1-5", 5): 3,
    }
    assert answers(NOBODY, surveys) == ()


def test_satisfaction_now_and_with_another_choice(surveys: Generation) -> None:
    given = answers(OWNER, surveys)
    now = satisfied(given, Settings().satisfied_from)
    assert {scale: (one.value, one.n) for scale, one in now.items()} == {
        "1-5": (5 / 7, 7),
        "0-10": (0.5, 4),
        None: (7 / 11, 11),
    }
    other = satisfied(given, Settings().satisfied_from | {"1-5": 5.0, "0-10": 8.0})
    assert {scale: one.value for scale, one in other.items()} == {"1-5": 3 / 7, "0-10": 0.75, None: 6 / 11}


@pytest.mark.parametrize("lowest", [{}, {"1-5": 5.0}, {"1-5": 2.0, "0-10": 1.0}])
def test_what_is_promised_before_saving_is_what_comes(surveys: Generation, lowest: dict[str, float]) -> None:
    chosen = Settings(satisfied_from=Settings().satisfied_from | lowest)
    promised = satisfied(answers(OWNER, surveys), chosen.satisfied_from)[None]
    assert single(measure("csat", OWNER, after(chosen))) == promised


def test_turning_an_effort_scale_turns_its_easy_half(surveys: Generation) -> None:
    given = answers(OWNER, surveys)
    for end in ("high", "low"):
        found = easy(given, end)
        assert {scale: (one.value, one.n) for scale, one in found.items()} == {"1-7": (1 / 3, 3), None: (1 / 3, 3)}
    only_high = [each for each in given if each.kind == "ces" and each.score == 6]
    assert (easy(only_high, "high")[None].value, easy(only_high, "low")[None].value) == (1, 0)


def test_without_answers_there_is_no_effect() -> None:
    nothing = put({"tickets": [{"ticket_id": "1", "created_at": datetime(2026, 3, 2)}]})
    assert answers(OWNER, nothing) == ()
    assert satisfied((), Settings().satisfied_from) == easy((), "high") == {}


def test_priorities_come_by_how_often_they_occur() -> None:
    names = ["low", "high", "high", "normal", "normal", "normal", None]
    rows = [
        {"ticket_id": str(number), "priority": name, "created_at": datetime(2026, 3, 2)}
        for number, name in enumerate(names)
    ]
    assert priorities(OWNER, put({"tickets": rows})) == ("normal", "high", "low")


# ---- after saving


@pytest.fixture
def tickets() -> Generation:
    """One request on each day of two months and a bit: asked at 16:00, answered at 10:00 on the day after."""
    begin = datetime(2026, 1, 1, 16)
    rows = [
        {
            "ticket_id": str(day),
            "channel": "email",
            "status": "solved",
            "created_at": begin + timedelta(days=day),
            "first_reply_at": begin + timedelta(days=day, hours=18),
            "resolved_at": begin + timedelta(days=day, hours=20),
        }
        for day in range(70)
    ]
    return put({"tickets": rows})


def test_nothing_moves_where_nothing_that_counts_is_changed(tickets: Generation) -> None:
    assert moved(tickets, tickets, OWNER) == []
    assert moved(tickets, after(Settings(notes={"12-24": "Christmas Eve"})), OWNER) == []


def test_other_hours_move_the_metrics_in_opening_hours_and_no_others(tickets: Generation) -> None:
    now = after(SHORTER)
    found = moved(tickets, now, OWNER)
    assert {"first_response_time_business", "resolution_time_business"} <= {each.metric.id for each in found}
    assert all(each.metric.id.endswith("_business") for each in found)
    february = (date(2026, 2, 1), date(2026, 2, 28))
    for each in found:
        old, new = (single(measure(each.metric.id, OWNER, one, span=february)) for one in (tickets, now))
        assert (each.span, each.before, each.after) == (february, old, new)
        assert each.before != each.after


def test_a_shorter_promise_moves_the_share_that_keeps_it(tickets: Generation) -> None:
    (share,) = [
        each
        for each in moved(tickets, after(Settings(promises={**Settings().promises, "email": 3600.0})), OWNER)
        if each.metric.id == "first_response_within"
    ]
    assert (share.before.value, share.before.n, share.after.value, share.after.n) == (1, 28, 0, 28)


def test_what_moved_outside_of_the_last_month_is_seen_in_all_data(tickets: Generation) -> None:
    """On a Tuesday in January they were open until midnight: its request waited nine hours, and not two."""
    before = Settings(promises={**Settings().promises, "email": 7200.0})
    long_evening = replace(before, exceptions={date(2026, 1, 6): (("09:00", "24:00"),)})
    (share,) = moved(after(before), after(long_evening), OWNER)
    assert (share.metric.id, share.span) == ("first_response_within_business", None)
    assert (share.before.value, share.after.value, share.after.n) == (1, 69 / 70, 70)


def test_another_calendar_has_another_last_month_so_all_data_are_compared(tickets: Generation) -> None:
    found = moved(tickets, after(Settings(calendar="jalali", hours=SHORTER.hours)), OWNER)
    assert found
    assert {each.span for each in found} == {None}


def test_the_headlines_come_first_and_each_metric_once(tickets: Generation) -> None:
    promises = {**Settings().promises, "email": 3600.0}
    found = [each.metric.id for each in moved(tickets, after(Settings(promises=promises)), OWNER)]
    assert found[0] == "first_response_within"
    assert len(found) == len(set(found))


def test_who_may_see_nothing_sees_nothing_move(tickets: Generation) -> None:
    found = moved(tickets, after(SHORTER), NOBODY)
    assert found == []


def test_undated_data_are_compared_as_a_whole() -> None:
    undated = [{"survey_id": str(number), "kind": "csat", "score": 4, "scale": "1-5"} for number in range(4)]
    before = put({"surveys": undated})
    (csat,) = moved(before, after(Settings(satisfied_from=Settings().satisfied_from | {"1-5": 5.0})), OWNER)
    assert (csat.metric.id, csat.span) == ("csat", None)
    assert isinstance(csat.before, Value)
    assert (csat.before.value, csat.after.value, csat.after.n) == (1, 0, 4)
