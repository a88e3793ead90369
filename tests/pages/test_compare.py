"""How do these two compare? What the page says is what was measured on both sides, however they were chosen."""

import math
import re
from datetime import date, datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from answers import explain
from answers.measure import measure
from answers.month import usual
from data.scope import OWNER
from data.store import Generation
from metrics.catalogue import CATALOGUE
from tests.demonstration import LATEST
from tests.pages.reading import links, opened, plain, ran, words
from tests.worlds import put
from ui import formats

SEPTEMBER, AUGUST = (date(2026, 9, 1), date(2026, 9, 30)), (date(2026, 8, 1), date(2026, 8, 31))
Side = dict[str, list[str]]


def value(metric: str, generation: Generation, span: tuple[date, date], where: Side | None = None) -> tuple[float, ...]:
    """value, n, low, high."""
    return tuple(
        measure(metric, OWNER, generation, span=span, where=where or {}).select("value", "n", "low", "high").row(0)
    )


def lines(at: AppTest) -> dict[str, list[str]]:
    """The table: each metric's cells."""
    found = next(each.value for each in at.html if "tz-compared" in each.value)
    rows = re.findall(r"<tr><th scope=\"row\">(.*?)</th>(.*?)</tr>", found, flags=re.DOTALL)
    return {
        plain(re.sub(r'<span class="tz-tip".*?</span>', "", name)): [
            plain(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", cells, flags=re.DOTALL)
        ]
        for name, cells in rows
    }


def differences(at: AppTest) -> list[str]:
    """The lines of the chart: metric, step, verdict."""
    found = next(each.value for each in at.html if "tz-forests" in each.value)
    return [plain(each) for each in re.findall(r"<li .*?</li>", found, flags=re.DOTALL)]


def sentence(at: AppTest) -> str:
    return plain(next(each.value for each in at.html if "tz-head" in each.value))


def test_the_latest_month_against_the_one_before_is_what_was_measured(demonstration: Generation) -> None:
    at = opened("compare")
    assert at.query_params == {}, "what is usual needs no address"
    assert "A: September 2026 · B: August 2026" in sentence(at)
    table = lines(at)
    assert len(table) == len(usual(demonstration))
    for metric in ("first_response_within", "csat", "fcr_one_touch", "reopen_rate_simple", "transfer_rate"):
        one, other = (value(metric, demonstration, span) for span in (SEPTEMBER, AUGUST))
        cells = table[CATALOGUE[metric].name]
        for cell, (share, n, low, high) in zip(cells, (one, other), strict=False):
            shown = f"{formats.value(share, 'share')} {formats.interval(low, high, 'share')}, {formats.n(int(n))}"
            assert cell == plain(shown)
        # Newcombe's interval of a difference of two shares, written out.
        step = one[0] - other[0]
        least = step - math.sqrt((one[0] - one[2]) ** 2 + (other[3] - other[0]) ** 2)
        most = step + math.sqrt((one[3] - one[0]) ** 2 + (other[0] - other[2]) ** 2)
        between = f"{formats.signed(100 * least)} to {formats.signed(100 * most)}"
        assert cells[2] == plain(f"{formats.change(one[0], other[0], 'share')} {between}")
        up = CATALOGUE[metric].direction == "higher"
        verdict = "within chance" if least <= 0 <= most else "✓ better" if (step > 0) == up else "! worse"
        if min(one[1], other[1]) < CATALOGUE[metric].minimum_n:
            verdict = "too few"
        assert cells[3].startswith(verdict)
        assert any(line.startswith(CATALOGUE[metric].name) and line.endswith(verdict) for line in differences(at))
    now, before = (value("requests", demonstration, span)[0] for span in (SEPTEMBER, AUGUST))
    assert [cell.split()[0] for cell in table["Requests"][:2]] == [formats.value(n, "count") for n in (now, before)]
    assert plain(f"{formats.change(now, before, 'count')} in all") in table["Requests"][2]
    assert at.get("plotly_chart") == [], "why they differ is not counted before it is asked for"
    # The order is that of the catalogue.
    names = [each.name for each in CATALOGUE.values()]
    order = [next(i for i, name in enumerate(names) if line.startswith(name)) for line in table]
    assert order == sorted(order)


def test_sides_are_chosen_swapped_and_started_from_a_usual_comparison(demonstration: Generation) -> None:
    at = opened("compare")
    first = lines(at)["Requests"]
    at.button(key="swap").click()
    ran(at)
    assert at.query_params["a_from"] == "2026-08-01"
    assert at.query_params["b_to"] == "2026-09-30"
    assert lines(at)["Requests"][:2] == first[1::-1]
    at.button(key="swap").click()
    ran(at)
    assert at.query_params == {}
    start = at.selectbox(key="start-from")
    assert start.options[:3] == [
        "October 2026 so far against the same days of September 2026",
        "September 2026 against August 2026",
        "September 2026 against September 2025",
    ]
    start.set_value("Phone against Chat")
    ran(at)
    assert at.selectbox(key="start-from").value is None
    assert at.query_params["a_channel"] == "phone"
    assert at.query_params["b_channel"] == "chat"
    assert at.query_params["a_from"] == at.query_params["b_from"] == "2026-09-01", "all the dates, or none"
    assert "Phone differs from Chat beyond chance" in sentence(at)
    for cell, channel in zip(lines(at)["Customer satisfaction"], ("phone", "chat"), strict=False):
        share, n, _low, _high = value("csat", demonstration, SEPTEMBER, {"channel": [channel]})
        assert cell.startswith(formats.value(share, "share"))
        assert cell.endswith(plain(formats.n(int(n))))
    team = at.multiselect(key="a_team").options[0]
    at.selectbox(key="start-from").set_value(f"{team} against the other teams")
    ran(at)
    assert at.query_params["a_team"] == team
    assert team not in at.query_params["b_team"]
    assert at.query_params["a_channel"] == at.query_params["b_channel"] == "phone"
    # Any dates, in whatever order they are set.
    at.selectbox(key="a_period").set_value("dates")
    ran(at)
    assert at.date_input(key="a_first").value == SEPTEMBER[0], "own dates begin with those that were chosen"
    at.date_input(key="a_first").set_value(date(2026, 9, 20))
    at.date_input(key="a_last").set_value(date(2026, 9, 6))
    ran(at)
    assert (at.query_params["a_from"], at.query_params["a_to"]) == ("2026-09-06", "2026-09-20")
    assert "Sep 6 – 20, 2026" in sentence(at)
    at.multiselect(key="metrics").set_value(["csat", "first_response_time"])
    ran(at)
    assert at.query_params["metrics"] == ["csat", "first_response_time"]
    assert len(lines(at)) == 2
    # A saved view says all that is chosen; nothing counts that was chosen before.
    at.query_params.clear()
    at.query_params.update({"view": "1", "b_channel": "email", "a_from": "2026-07-01", "a_to": "2026-07-31"})
    ran(at)
    assert "A: July 2026 · B: August 2026 · E-mail" in sentence(at)
    assert len(lines(at)) > 2


def test_the_address_says_all_of_it_and_the_filters_hold_for_both(demonstration: Generation) -> None:
    address: dict[str, str | list[str]] = {
        **{"a_from": "2026-01-01", "a_to": "2026-03-31", "b_from": "2026-08-20", "b_to": "2026-09-30"},
        **{"a_channel": ["phone", "chat"], "channel": "email", "metrics": ["requests", "csat"], "both-rows": "a:csat"},
    }
    at = opened("compare", theme="dark", **address)
    assert at.selectbox(key="a_period").value == "quarter:2026-01-01"
    assert at.selectbox(key="b_period").value == "dates"
    assert "A: Q1 2026 · Phone, Chat · B: Aug 20 – Sep 30, 2026 · E-mail" in sentence(at)
    quarter, own = (date(2026, 1, 1), date(2026, 3, 31)), (date(2026, 8, 20), date(2026, 9, 30))
    n = int(value("requests", demonstration, quarter, {"channel": ["phone", "chat"]})[0])
    m = int(value("requests", demonstration, own, {"channel": ["email"]})[0])
    cells = lines(at)["Requests"]
    assert cells[0].startswith(formats.value(n, "count"))
    assert cells[1].startswith(formats.value(m, "count"))
    assert "per open day" in cells[2]
    assert "The periods are not of the same length" in words(at)
    assert "may count on both sides" not in words(at)
    # The rows behind a side are as many as it counts.
    answers = int(value("csat", demonstration, quarter, {"channel": ["phone", "chat"]})[1])
    assert plain(formats.value(answers, "count")) in plain(words(at).split("The rows behind it")[1])
    assert at.selectbox(key="both-rows").value == "a:csat"
    assert {key: at.query_params[key] for key in ("a_from", "b_to", "a_channel")} == {
        "a_from": "2026-01-01",
        "b_to": "2026-09-30",
        "a_channel": ["phone", "chat"],
    }


def test_why_two_sides_differ_adds_up_and_leaves_out_what_they_were_chosen_by(demonstration: Generation) -> None:
    at = opened("compare", a_channel="phone", b_channel="chat", a_from="2026-08-01", a_to="2026-08-31", why="csat")
    found = explain.whys(
        "csat",
        OWNER,
        demonstration,
        before=AUGUST,
        now=AUGUST,
        where={"channel": ["phone"]},
        where_before={"channel": ["chat"]},
    )
    assert "channel" not in found
    assert found
    for why in found.values():
        assert why.mix + why.rate + why.new + why.vanished == pytest.approx(why.change, abs=1e-9)
        assert why.now.value == value("csat", demonstration, AUGUST, {"channel": ["phone"]})[0]
        assert why.before.value == value("csat", demonstration, AUGUST, {"channel": ["chat"]})[0]
    (told,) = (each for each in at.button_group if each.label == "Told by")
    assert "Channel" not in told.options
    step = formats.change(abs(why.change), 0, "share").removeprefix("+")
    way = "higher" if why.change > 0 else "lower"
    assert re.search(
        rf"Customer satisfaction is {re.escape(plain(step))} {way} for Phone[^:]* than for Chat[^:]*: ", words(at)
    )
    assert len(at.get("plotly_chart")) == 1


def test_what_the_address_asks_for_and_the_data_lack_is_named(demonstration: Generation) -> None:
    at = opened(
        "compare",
        a_from="1999-01-01",
        a_to="1999-02-01",
        b_from="2026-09-30",
        b_to="?",
        b_channel="fax",
        metrics="x",
    )
    assert "The address asks for 1999-01-01 – 1999-02-01, 2026-09-30 – ?, fax, x, which" in words(at)
    assert "A: September 2026 · B: August 2026" in sentence(at)


def test_the_same_twice_says_so(demonstration: Generation) -> None:
    at = opened("compare", b_from=LATEST.isoformat(), b_to="2026-09-30")
    assert "A and B are the same" in sentence(at)
    assert "start from a usual comparison" in words(at)


@pytest.mark.usefixtures("few")
def test_few_cases_are_not_told_apart() -> None:
    at = opened("compare")
    assert "too few cases to tell anything else apart" in sentence(at)
    assert all("better" not in line and "worse" not in line for line in differences(at))
    assert "few cases to tell" in words(at)


@pytest.mark.usefixtures("undated")
def test_without_dates_and_kinds_there_is_nothing_to_choose() -> None:
    at = opened("compare", a_from="2026-01-01")
    assert "no dates and no kinds of requests" in sentence(at)
    assert links(at)["Go to Data"] == "data"


def test_undated_requests_are_compared_by_their_kinds() -> None:
    answers = [
        {
            "survey_id": f"{i}",
            "kind": "csat",
            "score": 5 if i % 4 < 2 + i % 2 else 1,
            "scale": "1-5",
            "channel": channel,
        }
        for i, channel in enumerate(["phone", "chat"] * 60)
    ]
    put({"surveys": answers})
    at = opened("compare", a_channel="phone", b_channel="chat")
    assert "A: all dates · Phone · B: all dates · Chat · undated data" in sentence(at)
    satisfied = {
        name: sum(each["score"] == 5 for each in answers if each["channel"] == name) / 60 for name in ("phone", "chat")
    }
    cells = lines(at)["Customer satisfaction"]
    assert [cell.split()[0] for cell in cells[:2]] == [formats.value(satisfied[name], "share") for name in satisfied]


def test_the_running_month_is_offered_as_far_as_it_goes() -> None:
    start = datetime(2026, 8, 1, 9)
    put({"tickets": [{"ticket_id": f"{i}", "created_at": start + timedelta(hours=12 * i)} for i in range(80)]})
    at = opened("compare")
    period = at.selectbox(key="a_period")
    assert "September 2026 so far" in period.options
    at.selectbox(key="start-from").set_value("September 2026 so far against the same days of August 2026")
    ran(at)
    assert "A: September 2026 so far · B: Aug 1 – 9, 2026" in sentence(at)
    assert (at.query_params["b_from"], at.query_params["b_to"]) == ("2026-08-01", "2026-08-09")
    assert [cell.split()[0] for cell in lines(at)["Requests"][:2]] == ["18", "18"]
    assert "not of the same length" not in words(at)


def test_an_empty_store_says_how_to_fill_it() -> None:
    assert links(opened("compare"))["Load data"] == "data"
