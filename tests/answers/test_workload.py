"""Workload: what falls on each person and day, against the rows themselves; and the planted truth of the worn team."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from answers import workload
from answers.measure import measure
from answers.workload import Load
from data.columns import SHIFTS
from data.errors import FiguresOff
from data.sample import TRUTHS, Recipe, chunks, settings
from data.scope import OWNER, Scope
from data.store import Generation
from tests.answers.all_metrics import world
from tests.answers.made_up import made_up
from tests.answers.oracle_base import ZONE
from tests.worlds import put

Row = dict[str, Any]
SPAN = (date(2026, 3, 25), date(2026, 5, 10))
WHERES: tuple[dict[str, list[str]], ...] = ({}, {"channel": ["phone", "chat"]}, {"team": ["B"]})


@pytest.fixture(scope="module", autouse=True)
def agreed() -> Iterator[None]:
    """With own data figures of people are off until they are agreed on."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("answers.people.allowed", lambda _scope, _generation: None)
        yield


@pytest.fixture(scope="module")
def rows() -> dict[str, list[Row]]:
    made = made_up(seed=31, n=600)
    bot = {"source": "own", "agent": "z2", "team": "A", "bot": True}
    for number, ticket in enumerate(made["tickets"]):
        if number % 40 == 0 and ticket["source"] != "history":
            ticket["agent"] = "z2"
    return made | {"agents": [*made["agents"], bot]}


@pytest.fixture(scope="module")
def messy(rows: dict[str, list[Row]], tmp_path_factory: pytest.TempPathFactory) -> Generation:
    return world(rows, tmp_path_factory.mktemp("workload"))


def local(at: datetime | None) -> date | None:
    return None if at is None else at.replace(tzinfo=UTC).astimezone(ZoneInfo(ZONE)).date()


def inside(day: date | None) -> bool:
    return day is not None and SPAN[0] <= day <= SPAN[1]


def plainly(rows: dict[str, list[Row]], channels: list[str] | None) -> dict[str, Row]:
    """Agent → the same numbers, row by row."""
    found: dict[str, Row] = defaultdict(
        lambda: {"days": set(), "asked": set(), "requests": 0, "handle": [], "overtime": 0.0, "absent": set()}
    )
    busy: dict[tuple[str, date], float] = defaultdict(float)
    waited: dict[tuple[str, date], float] = defaultdict(float)
    booked = set()
    for ticket in rows["tickets"]:
        agent, kind, direction = ticket.get("agent"), ticket.get("kind"), ticket.get("direction")
        if agent is None or (kind or "request") != "request" or (direction or "inbound") != "inbound":
            continue
        chosen = channels is None or ticket.get("channel") in channels
        created, ended = local(ticket.get("created_at")), local(ticket.get("ended_at") or ticket.get("created_at"))
        if inside(created):
            found[agent]["asked"].add(created)
            found[agent]["requests"] += chosen
        handled = [ticket.get(name) for name in ("talk_s", "hold_s", "wrap_s")]
        if ticket.get("answered") and handled[0] is not None and ticket.get("channel") in ("phone", "chat"):
            seconds = sum(part or 0.0 for part in handled)
            if inside(ended) and ended is not None:
                busy[agent, ended] += seconds
                found[agent]["handle"] += [seconds] if chosen else []
    for shift in rows["agent_time"]:
        agent, day = shift["agent"], local(shift["started_at"])
        if not inside(day) or day is None:
            continue
        ended_at = shift.get("ended_at")
        seconds = None if ended_at is None else (ended_at - shift["started_at"]).total_seconds()
        booked.add(agent)
        if shift["kind"] in SHIFTS:
            found[agent]["days"].add(day)
        if shift["kind"] == "absence":
            found[agent]["absent"].add(day)
        if shift["kind"] == "overtime":
            found[agent]["overtime"] += seconds or 0.0
        if shift["kind"] == "available" and seconds is not None:
            waited[agent, day] += seconds
    for agent, own in found.items():
        own["days"] = own["days"] if agent in booked else own["asked"]
        duty = {key: waited[key] + busy[key] for key in waited if key[0] == agent}
        whole = sum(duty.values())
        own["occupancy"] = sum(busy[key] for key in duty) / whole if whole else None
        own["booked"] = agent in booked
    return found


@pytest.mark.parametrize("where", WHERES, ids=str)
def test_each_person_has_what_the_rows_say(
    messy: Generation, rows: dict[str, list[Row]], where: dict[str, list[str]]
) -> None:
    found = workload.load(OWNER, messy, SPAN, where)
    wanted = plainly(rows, where.get("channel"))
    people = {"x", "y", "z"} if "team" not in where else {"z"}
    assert {one.agent for one in found.people} == people, "bots are no people"
    for one in found.people:
        own = wanted[one.agent]
        assert one.days == len(own["days"])
        assert one.requests.value == pytest.approx(own["requests"] / len(own["days"]))
        assert one.requests.n == one.days
        assert (one.occupancy.value is None) == (own["occupancy"] is None)
        assert one.occupancy.value == pytest.approx(own["occupancy"])
        if own["booked"]:
            assert one.overtime_hours == pytest.approx(own["overtime"] / 3_600)
            assert one.absences == len(own["absent"])
        else:
            assert (one.overtime_hours, one.absences) == (None, None), "unknown is not 0"
    per_day = {one.agent: one.requests.value or 0.0 for one in found.people}
    for team, middle in found.medians.items():
        assert middle == pytest.approx(median(per_day[one.agent] for one in found.people if one.team == team))


def test_the_numbers_are_those_of_the_metrics(messy: Generation) -> None:
    found = {one.agent: one for one in workload.load(OWNER, messy, SPAN, {}).people}
    for agent, value, n, low, high in measure("occupancy", OWNER, messy, by=("agent",), span=SPAN).iter_rows():
        own = found[agent].occupancy
        assert (own.value, own.n, own.low, own.high) == pytest.approx((value, n, low, high))
    for agent, value, n, *_ in measure("workload_requests", OWNER, messy, by=("agent",), span=SPAN).iter_rows():
        if agent in ("x", "y"):  # whose shifts are loaded
            assert (found[agent].requests.value, found[agent].requests.n) == pytest.approx((value, n))
    opened = measure("workload_open", OWNER, messy, by=("agent",))
    wanted = {agent: round(value * n) for agent, value, n, *_ in opened.iter_rows() if agent in found}
    assert {agent: one.open for agent, one in found.items() if one.open} == wanted


def test_the_days_of_a_person_add_up_to_the_person(messy: Generation) -> None:
    for one in workload.load(OWNER, messy, SPAN, {}).people:
        days = workload.by_day(one.agent, OWNER, messy, SPAN, {})
        assert days["on"].is_sorted()
        assert days["worked"].sum() == one.days
        assert days["requests"].sum() == round((one.requests.value or 0) * one.days)
        assert days["absent"].sum() == (one.absences or 0)
        assert days["handle_s"].sum() == pytest.approx((one.handle_hours or 0.0) * 3_600)


def test_who_may_see_nothing_sees_nobody(messy: Generation) -> None:
    assert workload.load(Scope("guest"), messy, SPAN, {}).people == ()
    own = workload.load(Scope("lead", agents=("x",)), messy, SPAN, {}).people
    assert [one.agent for one in own] == ["x"]


def test_nothing_is_told_of_people_before_it_is_agreed_on(messy: Generation, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(scope: Scope, generation: Generation) -> None:
        raise FiguresOff

    monkeypatch.setattr("answers.people.allowed", refuse)
    with pytest.raises(FiguresOff):
        workload.load(OWNER, messy, SPAN, {})
    with pytest.raises(FiguresOff):
        workload.by_day("x", OWNER, messy, SPAN, {})


def test_who_joined_is_there_before_the_first_request(home: object) -> None:
    agents = [
        {"agent": "new", "name": "Nora", "team": "A", "joined_on": date(2026, 4, 20)},
        {"agent": "old", "name": "Ábel", "team": "A"},
        {"agent": "gone", "name": "Zoe", "team": "A", "left_on": date(2025, 4, 20)},
    ]
    tickets = [{"ticket_id": "1", "agent": "old", "created_at": datetime(2026, 4, 28, 9)}]
    found = workload.load(OWNER, put({"agents": agents, "tickets": tickets}), (date(2026, 4, 1), date(2026, 4, 30)), {})
    assert [one.name for one in found.people] == ["Ábel", "Nora"], "by the alphabet, accents aside"
    assert found.people[1].requests.value is None
    assert found.last == date(2026, 4, 28), "the data reach no farther"
    assert found.spread["requests"].max_over_median is None, "one person is no spread"


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    """The last five months of a demonstration company that is large enough to have weeks with calls and chats."""
    until = date(2026, 12, 18)
    parts = list(chunks(Recipe(tickets=90_000, seed=7, until=until)))
    tables = {name: pl.concat([part[name] for part in parts[-5:]]) for name in ("tickets", "agent_time")}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TARAZU_HOME", str(tmp_path_factory.mktemp("worn")))
        return put(tables | {"agents": parts[0]["agents"]}, settings())


def at_risk(found: Load, rule: str) -> list[str | None]:
    """The teams of those whom a rule warns of."""
    return [one.team for one in found.people if any(warning.rule == rule for warning in one.warnings)]


def test_truth_7_the_worn_team_is_found_and_no_other(company: Generation) -> None:
    def four_weeks_to(day: date) -> Load:
        return workload.load(OWNER, company, (day - timedelta(days=27), day), {})

    worn = four_weeks_to(date(2026, 12, 18))
    teams = at_risk(worn, "occupancy")
    everybody = [one for one in worn.people if one.team == TRUTHS.worn_team]
    assert set(teams) == {TRUTHS.worn_team}
    assert len(teams) >= 0.6 * len(everybody), "some of them were away"
    assert set(at_risk(four_weeks_to(date(2026, 11, 28)), "occupancy")) == {TRUTHS.worn_team}
    for day in (date(2026, 9, 30), date(2026, 10, 15), date(2026, 10, 31)):
        assert at_risk(four_weeks_to(day), "occupancy") == [], "nor in the months between"
    assert worn.judged["occupancy"] > len(teams), "others were judged too"
    for rule in ("overtime", "long_weeks", "days_off", "short_nights"):
        assert worn.judged[rule] > 0
        assert at_risk(worn, rule) == []
    mail = [one for one in worn.people if one.team == "Mail Desk"]
    assert {one.occupancy.value for one in mail} == {None}, "nobody waits for e-mails"


def test_the_weeks_of_a_person_are_the_metric_of_those_weeks(company: Generation) -> None:
    found = workload.load(OWNER, company, (date(2026, 11, 1), date(2026, 11, 30)), {})
    agent, values = next(iter(found.by_week.items()))
    assert found.weeks[-1] == found.last == date(2026, 11, 30)
    week = (found.weeks[-1] - timedelta(days=6), found.weeks[-1])
    table = measure("occupancy", OWNER, company, by=("agent",), span=week).filter(agent=agent)
    assert (values[-1].value, values[-1].n) == pytest.approx(table.select("value", "n").row(0))


def test_what_is_open_now_says_nothing_of_an_earlier_month(company: Generation) -> None:
    def judged(last: date) -> int:
        return workload.load(OWNER, company, (last - timedelta(days=27), last), {}).judged["open"]

    assert judged(date(2026, 10, 31)) == 0
    assert judged(date(2026, 12, 18)) > 0
