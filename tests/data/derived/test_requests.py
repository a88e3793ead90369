"""Promises by the organisation's policies, team calendars, what is open, and what an empty value means in a source."""

from datetime import date, datetime
from typing import Any

import polars as pl
import pytest

from answers.measure import measure, single
from data.scope import OWNER
from data.settings import Policy, Settings, TeamCalendar
from data.store import Generation
from tests.worlds import put

MONDAY = datetime(2026, 3, 2, 16, 0)  # the office closes at 17:00
OFFICE = Settings(zone="UTC")
HOUR = 3600.0


def request(number: int, **columns: Any) -> dict[str, Any]:
    return {
        "ticket_id": str(number),
        "channel": "email",
        "created_at": MONDAY,
        "updated_at": datetime(2026, 3, 9),
    } | columns


def rows(generation: Generation) -> pl.DataFrame:
    return pl.read_parquet(generation.path / "tickets.parquet").sort("ticket_id")


def with_policies(*policies: Policy, **others: Any) -> Settings:
    return Settings(zone="UTC", policies=policies, **others)


def policy(clock: str, hours: float, business: bool = False, **where: str) -> Policy:
    named = dict.fromkeys(("priority", "channel", "tier")) | where
    return Policy(clock=clock, target_s=hours * HOUR, business=business, **named)  # type: ignore[arg-type]


class TestPolicies:
    def test_the_most_specific_one_counts_and_equal_is_kept(self) -> None:
        settings = with_policies(policy("first_response", 2), policy("first_response", 1, priority="high"))
        generation = put(
            {
                "tickets": [
                    request(1, priority="low", first_reply_at=datetime(2026, 3, 2, 18, 0)),
                    request(2, priority="High", first_reply_at=datetime(2026, 3, 2, 17, 0)),
                    request(3, priority="high", first_reply_at=datetime(2026, 3, 2, 17, 0, 0, 1)),
                ]
            },
            settings,
        )
        assert rows(generation)["sla_first_response"].to_list() == [True, True, False]
        value = single(measure("sla_first_response", OWNER, generation))
        assert (value.value, value.n) == (pytest.approx(2 / 3), 3)

    def test_opening_hours_stop_the_clock_overnight(self) -> None:
        replied = {"first_reply_at": datetime(2026, 3, 3, 10, 0)}
        by_clock, by_hours = (
            put({"tickets": [request(1, **replied)]}, with_policies(policy("first_response", 2, business)))
            for business in (False, True)
        )
        assert rows(by_clock)["sla_first_response"].to_list() == [False]
        assert rows(by_hours)["sla_first_response"].to_list() == [True]

    def test_a_reply_clock_begins_when_a_bot_hands_over(self) -> None:
        row = request(1, handoff_at=datetime(2026, 3, 2, 20, 0), first_reply_at=datetime(2026, 3, 2, 21, 0))
        assert rows(put({"tickets": [row]}, with_policies(policy("first_response", 1))))[
            "sla_first_response"
        ].to_list() == [True]

    def test_broken_counts_at_once_and_kept_only_at_the_end(self) -> None:
        settings = with_policies(policy("resolution", 24), policy("resolution", 24 * 30, channel="chat"))
        generation = put(
            {"tickets": [request(1), request(2, channel="chat"), request(3, resolved_at=MONDAY)]}, settings
        )
        assert rows(generation)["sla_resolution"].to_list() == [False, None, True]
        assert rows(generation)["sla_resolution_on"].to_list() == [date(2026, 3, 3), None, date(2026, 3, 2)]

    def test_the_helpdesks_own_target_comes_before_a_policy(self) -> None:
        row = request(1, first_reply_at=datetime(2026, 3, 2, 17, 30), reply_target_s=2 * HOUR)
        assert rows(put({"tickets": [row]}, with_policies(policy("first_response", 1))))[
            "sla_first_response"
        ].to_list() == [True]

    def test_its_flag_wins_and_what_disagrees_is_listed(self) -> None:
        flagged = {"first_reply_at": datetime(2026, 3, 2, 18, 0)}
        generation = put(
            {
                "tickets": [
                    request(1, reply_flag="achieved", **flagged),
                    request(2, reply_flag="breached", **flagged),
                    request(3, **flagged),
                ]
            },
            with_policies(policy("first_response", 1)),
        )
        assert rows(generation)["sla_first_response"].to_list() == [True, False, None]
        kinds = {finding["kind"]: finding for finding in generation.manifest["findings"]}
        assert kinds["flag_disagrees"]["count"] == 1
        assert kinds["flag_disagrees"]["text"].endswith("The first: 1.")
        assert kinds["blank_flag"]["count"] == 1


class TestTeams:
    def test_a_team_counts_its_own_hours_and_zone(self) -> None:
        always = ((("00:00", "24:00"),),) * 7
        tehran = TeamCalendar(zone="Asia/Tehran", hours=((("09:00", "17:00"),),) * 7)
        settings = Settings(zone="UTC", teams={"night": TeamCalendar(zone="UTC", hours=always), "tehran": tehran})
        replied = {"first_reply_at": datetime(2026, 3, 3, 10, 0)}
        teams = ("night", None, "tehran", "office")
        generation = put({"tickets": [request(n, team=team, **replied) for n, team in enumerate(teams)]}, settings)
        # Office: 16–17 and 9–10. Tehran is at +03:30: from 19:30 there until 13:30 of the next day, open from 9.
        assert rows(generation)["first_response_business_s"].to_list() == [18 * HOUR, 2 * HOUR, 4.5 * HOUR, 2 * HOUR]

    def test_a_policy_in_opening_hours_counts_those_of_the_team(self) -> None:
        always = TeamCalendar(zone="UTC", hours=((("00:00", "24:00"),),) * 7)
        settings = with_policies(policy("first_response", 2, True), teams={"night": always})
        row = {"first_reply_at": datetime(2026, 3, 3, 10, 0)}
        generation = put({"tickets": [request(1, team="night", **row), request(2, **row)]}, settings)
        assert rows(generation)["sla_first_response"].to_list() == [False, True]


class TestOpen:
    def test_what_is_open_and_how_long_and_since_when_nothing_happened(self) -> None:
        generation = put(
            {
                "tickets": [
                    request(1, updated_at=datetime(2026, 3, 5, 16, 0)),
                    request(2, status="solved"),
                    request(3, abandoned=True),
                    request(4, bot_solved=True),
                    request(5, created_at=datetime(2026, 3, 9), agent="a"),
                ]
            },
            OFFICE,
        )
        table = rows(generation)
        assert table["is_open"].to_list() == [True, False, False, False, True]
        assert table["idle_s"].to_list() == [80 * HOUR, None, None, None, 0.0]
        assert table["open_age"].to_list() == ["3_7d", None, None, None, "under_1d"]
        assert table["unowned"].to_list() == [True, False, False, False, False]

    def test_an_age_belongs_to_the_band_that_begins_with_it(self) -> None:
        ages = {1: "1_3d", 3: "3_7d", 7: "7_30d", 30: "over_30d"}
        made = [
            request(day, created_at=datetime(2026, 3, 31 - day, 0, 0), updated_at=datetime(2026, 3, 31)) for day in ages
        ]
        found = dict(
            zip(ages, rows(put({"tickets": made}, OFFICE)).sort("created_at", descending=True)["open_age"], strict=True)
        )
        assert found == ages

    def test_the_backlog_falls_on_the_day_of_leaving_and_never_before_it_came(self) -> None:
        generation = put(
            {
                "tickets": [
                    request(1, resolved_at=datetime(2026, 3, 4)),
                    request(2, resolved_at=datetime(2026, 3, 1)),  # solved before it was opened
                    request(3),
                    request(4, status="solved"),  # nobody knows when: in neither
                ]
            },
            OFFICE,
        )
        table = measure("backlog", OWNER, generation, grain="day")
        assert dict(table.select("period", "value").rows()) == {
            date(2026, 3, 2): 2.0,
            date(2026, 3, 3): 2.0,
            date(2026, 3, 4): 1.0,
        }
        week = measure("backlog", OWNER, generation, grain="week", span=(date(2026, 3, 4), date(2026, 3, 4)))
        assert week["value"].to_list() == [1.0], "what came before the span is in it"


def test_an_empty_value_is_a_no_only_where_the_source_ever_says_yes() -> None:
    yes = {"complaint": True, "followed_up_at": MONDAY, "revenue": 5.0, "bot_solved": True}
    tells = [request(1, source="desk", **yes), request(2, source="desk")]
    generation = put({"tickets": [*tells, request(3, source="silent")]}, OFFICE)
    table = rows(generation)
    for column in ("complained", "followed_up", "sold", "by_bot"):
        assert table[column].to_list() == [True, False, None]
    assert single(measure("complaint_rate", OWNER, generation)).n == 2


def test_a_new_customer_became_one_on_the_day_of_the_request_or_later() -> None:
    since = (datetime(2026, 3, 1, 23, 59), datetime(2026, 3, 2, 0, 0), datetime(2026, 3, 5), None)
    generation = put({"tickets": [request(n, customer_since=day) for n, day in enumerate(since)]}, OFFICE)
    assert rows(generation)["customer_status"].to_list() == ["existing", "new", "new", None]


def test_the_next_request_of_a_customer_is_of_the_same_topic_where_both_are_known() -> None:
    solved = {"customer": "c", "resolved_at": datetime(2026, 3, 3, 16, 0)}
    generation = put(
        {
            "tickets": [
                request(1, topic="bill", **solved),
                request(2, topic="bill", customer="c", created_at=datetime(2026, 3, 6, 16, 0)),
                request(3, topic="parcel", customer="c", created_at=datetime(2026, 3, 4, 16, 0)),
                request(4, customer="c", created_at=datetime(2026, 3, 5, 16, 0)),
                request(5, topic="bill", customer="d", created_at=datetime(2026, 3, 3, 17, 0)),
                request(6, topic="bill", customer="c", created_at=datetime(2026, 3, 3, 18, 0), direction="outbound"),
                request(7, **solved),
            ]
        },
        OFFICE,
    )
    table = rows(generation)
    assert table["next_request_s"].to_list()[0] == 48 * HOUR, "4 tells no topic, and comes before 2"
    assert table["next_request_s"].to_list()[6] == 24 * HOUR, "7 tells none: any request counts"
    assert table["earlier_request_s"].to_list()[1] == 24 * HOUR
    assert table["earlier_request_s"].to_list()[4] is None


def test_a_cost_belongs_to_the_month_of_the_organisations_calendar() -> None:
    """Bug: months were cut by the Gregorian calendar at intake, so the costs of Farvardin fell into Esfand."""
    new_year = date(2026, 3, 21)
    requests = [request(n, created_at=datetime(2026, 3, 25)) for n in range(4)]
    costs = [{"month": new_year, "channel": "email", "amount": 20.0}]
    generation = put({"tickets": requests, "costs": costs}, Settings(zone="Asia/Tehran", calendar="jalali"))
    table = measure("cost_per_request", OWNER, generation, grain="month")
    assert table.select("period", "value", "n").rows() == [(new_year, 5.0, 4)]
    by_channel = measure("cost_per_request", OWNER, generation, by=("channel",))
    assert by_channel.select("channel", "value").rows() == [("email", 5.0)]
