"""What customers say: drivers, complaints, feedback and paths against the rows, counted in plain Python."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl
import pytest

from answers import customer_path, feedback, voice
from answers.measure import measure, single
from data.records import FollowUp
from data.scope import OWNER, Scope
from data.store import Generation
from metrics import estimates
from metrics.drivers import Driver
from metrics.metric import NO_VALUE, Value
from tests.answers.all_metrics import world
from tests.answers.made_up import made_up
from tests.worlds import put

SPAN = (date(2026, 3, 20), date(2026, 5, 10))
FILTERS: tuple[dict[str, list[str]], ...] = ({}, {"channel": ["email", "chat"]}, {"team": ["A"]})
Row = dict[str, Any]


@pytest.fixture(scope="module")
def messy(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    return world(made_up(seed=31, n=900), tmp_path_factory.mktemp("voice"))


def stored(generation: Generation, table: str) -> list[Row]:
    return pl.read_parquet(generation.path / f"{table}.parquet", glob=False).to_dicts()


def within(row: Row, day: str, where: dict[str, list[str]]) -> bool:
    chosen = all(row[name] in values for name, values in where.items())
    return chosen and row[day] is not None and SPAN[0] <= row[day] <= SPAN[1]


@pytest.mark.parametrize("where", FILTERS, ids=str)
@pytest.mark.parametrize("metric", voice.SCORES)
def test_each_group_is_its_own_metric_and_all_add_up(
    messy: Generation, metric: str, where: dict[str, list[str]]
) -> None:
    found = voice.drivers(metric, SPAN, OWNER, messy, where)
    assert set(found) == set(voice.WAYS)
    whole = single(measure(metric, OWNER, messy, span=SPAN, where=where))
    for way, each in found.items():
        assert each.whole == whole
        assert abs(sum(group.driver.points for group in each.groups)) < 1e-9
        assert sum(group.driver.value.n for group in each.groups) == whole.n
        if way == "cause":
            continue
        direct = measure(metric, OWNER, messy, by=(way,), span=SPAN, where=where).filter(pl.col("n") > 0)
        assert {group.name: group.driver.value for group in each.groups} == {
            row[way]: Value(row["value"], row["n"], row["low"], row["high"]) for row in direct.iter_rows(named=True)
        }
        sent = measure("survey_response_rate", OWNER, messy, by=(way,), span=SPAN, where=where)
        rates = {row[way]: (row["value"], row["n"]) for row in sent.iter_rows(named=True)}
        for group in each.groups:
            assert (group.response.value, group.response.n) == rates.get(group.name, (None, 0))


def test_the_causes_are_those_of_the_requests_that_were_complaints(messy: Generation) -> None:
    causes = {
        (row["source"], row["ticket_id"]): row["cause"]
        for row in stored(messy, "tickets")
        if row["counted"] and row["complained"]
    }
    counted: Counter[str | None] = Counter()
    satisfied: Counter[str | None] = Counter()
    for row in stored(messy, "surveys"):
        if row["satisfied"] is not None and within(row, "answered_on", {}):
            cause = causes.get((row["source"], row["ticket_id"]))
            counted[cause] += 1
            satisfied[cause] += row["satisfied"]
    assert len(counted) > 2
    groups = voice.drivers("csat", SPAN, OWNER, messy, {}, by=("cause",))["cause"].groups
    assert {each.name: each.driver.value.n for each in groups} == dict(counted)
    shares = {cause: satisfied[cause] / n for cause, n in counted.items()}
    assert {each.name: each.driver.value.value for each in groups} == pytest.approx(shares)


def group(name: str, answered: int, sent: int) -> voice.Group:
    share = measured(answered, sent)
    return voice.Group(Driver(name, Value(0.8, 50, 0.7, 0.9), NO_VALUE, 0.5, 0.0, None, None, False), share)


def measured(hits: int, n: int) -> Value:
    (row,) = estimates.share(pl.DataFrame({"hits": [hits], "n": [n]})).rows(named=True)
    return Value(row["value"], row["n"], row["low"], row["high"])


def test_groups_that_answer_unequally_are_named() -> None:
    few, many, usual = group("few", 150, 1000), group("many", 300, 1000), group("usual", 200, 1000)
    assert voice.uneven([usual, many, few]) == (few, many)
    assert voice.uneven([group("a", 200, 1000), group("b", 215, 1000)]) is None  # too near to each other
    assert voice.uneven([group("a", 8, 40), group("b", 14, 40)]) is None  # may be chance
    assert voice.uneven([group("a", 1, 20), group("b", 19, 20)]) is None  # too few were asked
    assert voice.uneven([few]) is None


def test_complaints_are_counted_by_topic_and_cause(messy: Generation) -> None:
    requests: Counter[str | None] = Counter()
    complaints: Counter[str | None] = Counter()
    causes: Counter[str | None] = Counter()
    for row in stored(messy, "tickets"):
        if row["counted"] and row["complained"] is not None and within(row, "created_on", {}):
            requests[row["topic"]] += 1
            complaints[row["topic"]] += row["complained"]
            if row["complained"]:
                causes[row["cause"]] += 1
    found = voice.complaints(SPAN, OWNER, messy, {})
    assert found is not None
    assert {each.group: (each.complaints, each.requests) for each in found.topics} == {
        topic: (complaints[topic], n) for topic, n in requests.items()
    }
    assert dict(found.causes) == dict(causes)
    assert found.count == sum(complaints.values()) == single(measure("complaints", OWNER, messy, span=SPAN)).n
    assert found.whole == single(measure("complaint_rate", OWNER, messy, span=SPAN))


@pytest.mark.parametrize("where", FILTERS, ids=str)
def test_the_list_is_the_population_of_the_routing_metric(messy: Generation, where: dict[str, list[str]]) -> None:
    rows = feedback.feedback(SPAN, OWNER, messy, where, [], date(2026, 6, 1))
    known = {("survey", row["source"], row["survey_id"]) for row in stored(messy, "surveys") if negative(row, where)}
    known |= {
        ("complaint", row["source"], row["ticket_id"])
        for row in stored(messy, "tickets")
        if row["counted"] and row["complained"] and within(row, "created_on", where)
    }
    assert set(rows.select("of", "source", "feedback_id").rows()) == known
    assert rows.height == len(known) > 5
    # The metric leaves out what may still be routed in time.
    metric = single(measure("feedback_routed_within", OWNER, messy, span=SPAN, where=where))
    assert metric.n <= rows.height
    assert not {"customer", "agent"} & set(rows.columns)


def negative(row: Row, where: dict[str, list[str]]) -> bool:
    return bool(row["negative"]) and within(row, "answered_on", where)


def follow_up(of: str, id: str, due: date, answered: date | None = None) -> FollowUp:
    return FollowUp(
        id=f"f-{id}",
        dataset="own",
        kind="survey" if of == "survey" else "complaint",
        source="test",
        feedback_id=id,
        team="North",
        owner="Ada",
        due=due,
        note="",
        answered_on=answered,
        created_at=datetime(2026, 5, 1),
        created_by="owner",
        version=1,
    )


@pytest.fixture
def five() -> Generation:
    """A negative answer, one more that the helpdesk routed, and complaints: answered, fresh, and 40 days old."""
    now = datetime(2026, 5, 31, 12)
    day = timedelta(days=1)
    complaint = {"channel": "email", "team": "South", "complaint": True, "status": "open"}
    tickets = [
        complaint | {"ticket_id": "c1", "created_at": now - 20 * day, "complaint_answered_at": now - 9.8 * day},
        complaint | {"ticket_id": "c2", "created_at": now - 5 * day},
        complaint | {"ticket_id": "c3", "created_at": now - 40 * day},
        {"ticket_id": "t", "channel": "email", "created_at": now, "updated_at": now, "complaint": False},
    ]
    answer = {"kind": "csat", "scale": "1-5", "channel": "chat", "team": "North"}
    surveys = [
        answer | {"survey_id": "s1", "score": 1, "answered_at": now - 3 * day},
        answer
        | {
            "survey_id": "s2",
            "score": 2,
            "answered_at": now - 8 * day,
            "routed_to": "Stock",
            "routed_at": now - 7 * day,
        },
        answer | {"survey_id": "s3", "score": 3, "answered_at": now - 8 * day},
    ]
    return put({"tickets": tickets, "surveys": surveys})


def test_where_each_piece_stands(five: Generation) -> None:
    span = (date(2026, 4, 1), date(2026, 5, 31))
    today = date(2026, 6, 10)
    rows = feedback.feedback(span, OWNER, five, {}, [], today)
    stand = {row["feedback_id"]: row for row in rows.iter_rows(named=True)}
    # s3 is the middle of the scale: not satisfied, and not negative.
    assert {id: (row["state"], row["by"]) for id, row in stand.items()} == {
        "s1": ("open", None),
        "s2": ("open", "helpdesk"),
        "c1": ("answered", None),
        "c2": ("open", None),
        "c3": ("overdue", None),
    }
    assert stand["c2"]["due"] == date(2026, 6, 25)
    assert stand["s1"]["due"] is None
    assert stand["s1"]["route_wait_s"] == pytest.approx(3 * 86_400)
    assert stand["c1"]["answered_on"] == date(2026, 5, 21)
    assert feedback.standing(rows) == feedback.Standing(total=5, open=4, nobody=3, overdue=1, answered=1)
    assert feedback.pick(rows, "open")["feedback_id"].to_list()[0] == "c3"
    assert feedback.kept_in_time(rows, today) == NO_VALUE

    entered = [
        follow_up("survey", "s1", date(2026, 6, 9)),  # a day too late
        follow_up("survey", "s2", date(2026, 6, 20), date(2026, 6, 1)),
        follow_up("complaint", "c3", date(2026, 6, 30)),  # the date that people set counts before the promise
        follow_up("complaint", "c2", date(2026, 6, 1), date(2026, 6, 3)),
        follow_up("complaint", "of other data", date(2026, 6, 1)),
    ]
    rows = feedback.feedback(span, OWNER, five, {}, entered, today)
    stand = {row["feedback_id"]: row for row in rows.iter_rows(named=True)}
    assert {id: (row["state"], row["by"]) for id, row in stand.items()} == {
        "s1": ("overdue", "here"),
        "s2": ("answered", "here"),
        "c1": ("answered", None),
        "c2": ("answered", "here"),
        "c3": ("open", "here"),
    }
    assert (stand["s2"]["responsible"], stand["s2"]["owner"]) == ("North", "Ada")
    kept = feedback.kept_in_time(rows, today)
    assert (kept.value, kept.n) == (pytest.approx(1 / 3), 3)  # s1 late, s2 in time, c2 late; c3 has time yet


def test_the_due_day_itself_is_in_time(five: Generation) -> None:
    span, today = (date(2026, 4, 1), date(2026, 5, 31)), date(2026, 6, 10)
    rows = feedback.feedback(span, OWNER, five, {}, [follow_up("survey", "s1", today)], today)
    assert rows.filter(feedback_id="s1")["state"].item() == "open"
    assert feedback.kept_in_time(rows, today).n == 0
    rows = feedback.feedback(span, OWNER, five, {}, [follow_up("survey", "s1", today, today)], today)
    kept = feedback.kept_in_time(rows, today)
    assert (kept.value, kept.n) == (1.0, 1)


def test_a_due_date_is_promised_from_the_day_it_came_and_never_past() -> None:
    assert feedback.due(date(2026, 5, 1), date(2026, 5, 10)) == date(2026, 5, 31)
    assert feedback.due(date(2026, 1, 1), date(2026, 5, 10)) == date(2026, 5, 10)


def last_step(ticket: Row, surveys: list[Row]) -> tuple[str, str | None]:
    """How far a request came, read like a story."""
    if ticket["first_reply_at"] is None:
        if ticket["is_open"]:
            return "contact", "not_yet"
        if ticket["abandoned"]:
            return "contact", "abandoned"
        return "contact", "without_reply" if ticket["solved"] else "never"
    if not ticket["solved"]:
        return "reply", "not_yet" if ticket["is_open"] else "never"
    if not any(each["sent"] or each["answered"] for each in surveys):
        young = ticket["since_solved_s"] is not None and ticket["since_solved_s"] < 14 * 86_400
        return "resolution", "not_yet" if young else "never"
    if any(each["answered"] for each in surveys):
        return "answered", None
    asked = [each["sent_at"] for each in surveys if each["sent_at"] is not None]
    young = bool(asked) and (ticket["as_of"] - max(asked)).total_seconds() < 14 * 86_400
    return "sent", "not_yet" if young else "never"


@pytest.mark.parametrize("where", FILTERS, ids=str)
def test_the_path_is_that_of_each_request_and_leads_to_it(messy: Generation, where: dict[str, list[str]]) -> None:
    surveys: dict[tuple[str, str], list[Row]] = {}
    for row in stored(messy, "surveys"):
        surveys.setdefault((row["source"], row["ticket_id"]), []).append(row)
    ends: Counter[tuple[str, str | None]] = Counter()
    for ticket in stored(messy, "tickets"):
        if ticket["counted"] and within(ticket, "created_on", where):
            ends[last_step(ticket, surveys.get((ticket["source"], ticket["ticket_id"]), []))] += 1
    found = customer_path.path(SPAN, OWNER, messy, where)
    assert found.unknown == ()
    names = [step.name for step in found.steps]
    assert names == list(customer_path.STEPS)
    for number, step in enumerate(found.steps):
        assert step.reached == sum(n for (last, _why), n in ends.items() if names.index(last) >= number)
        rows = customer_path.behind(step.name, None, SPAN, OWNER, messy, where, None)
        assert rows.height == step.reached
        assert not {"customer", "agent"} & set(rows.columns)
        before = names[number - 1] if number else None
        assert dict(step.stopped) == {str(why): n for (last, why), n in ends.items() if last == before and why}
        for why, n in step.stopped.items():
            assert customer_path.behind(step.name, why, SPAN, OWNER, messy, where, None).height == n
        if number:
            assert step.reached + sum(step.stopped.values()) == found.steps[number - 1].reached
    assert found.steps[0].reached == single(measure("requests", OWNER, messy, span=SPAN, where=where)).n
    assert len({why for _last, why in ends}) > 2


def test_what_the_data_does_not_tell_is_no_step(five: Generation) -> None:
    span = (date(2026, 4, 1), date(2026, 5, 31))
    found = customer_path.path(span, OWNER, five, {})
    assert found.unknown == ("reply", "sent", "answered")
    assert [(step.name, step.reached) for step in found.steps] == [("contact", 4), ("resolution", 0)]
    assert voice.complaints(span, OWNER, five, {}) is not None


def test_surveys_alone_have_scores_and_neither_complaints_nor_path() -> None:
    at = datetime(2026, 5, 1)
    answers = [{"survey_id": str(i), "kind": "nps", "score": i, "scale": "0-10", "answered_at": at} for i in range(11)]
    generation = put({"surveys": answers})
    span = (date(2026, 5, 1), date(2026, 5, 31))
    assert voice.drivers("nps", span, OWNER, generation, {}) == {}  # no answer names a group
    assert voice.complaints(span, OWNER, generation, {}) is None
    assert customer_path.path(span, OWNER, generation, {}).steps == ()
    assert feedback.feedback(span, OWNER, generation, {}, [], span[1]).height == 7


READS: tuple[Callable[[Scope, Generation], int], ...] = (
    lambda scope, of: sum(each.whole.n for each in voice.drivers("csat", SPAN, scope, of, {}).values()),
    lambda scope, of: feedback.feedback(SPAN, scope, of, {}, [], SPAN[1]).height,
    lambda scope, of: sum(step.reached for step in customer_path.path(SPAN, scope, of, {}).steps),
)


@pytest.mark.parametrize("read", READS, ids=["drivers", "feedback", "path"])
def test_a_scope_sees_its_own_rows(messy: Generation, read: Callable[[Scope, Generation], int]) -> None:
    team = read(Scope("lead", teams=("A",)), messy)
    assert 0 < team < read(OWNER, messy)
    assert read(Scope("nobody"), messy) == 0
