"""Which channel serves customers well? The page's numbers are those of answers.measure, in every state of the data."""

import html
import re
from datetime import date, datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from answers import channels
from answers.measure import measure
from data import records
from data.records import GoalTerms
from data.scope import OWNER
from data.store import Generation
from metrics.catalogue import CATALOGUE
from tests.demonstration import LATEST
from tests.pages.reading import cards, drawn, figures, links, opened, plain, ran, words
from tests.worlds import put
from ui import formats
from ui.channels.fit import what
from ui.filters import channel_name

SPAN = (date(2026, 7, 1), date(2026, 9, 30))


def shares(generation: Generation, span: tuple[date, date] = SPAN) -> dict[str, tuple[float, int]]:
    table = measure("first_response_within", OWNER, generation, by=("channel",), span=span).drop_nulls("channel")
    return {channel: (value, n) for channel, value, n in table.select("channel", "value", "n").iter_rows()}


def lines(at: AppTest) -> dict[str, list[str]]:
    """The small panels: title → what each line says when it is pointed at."""
    found = next(each.value for each in at.html if "tz-sides" in each.value)
    panels = re.findall(r'<section class="tz-side.*?</section>', found, flags=re.DOTALL)
    named = {plain(re.sub(r'<span class="tz-tip".*?</span>', "", one).split("</h3>")[0]): one for one in panels}
    return {title: [plain(each) for each in re.findall(r'<li title="(.*?)"', one)] for title, one in named.items()}


def test_the_page_says_what_was_measured(demonstration: Generation) -> None:
    at = opened("channels")
    found = shares(demonstration)
    worst = min(found, key=lambda name: found[name][0])
    said = words(at)
    assert f"{channel_name(worst)} keeps its promise least: {formats.value(found[worst][0], 'share')}" in said
    assert "July 2026 – Sep 30, 2026" in said
    # Two truths of the company: the wait on the phone grows, and requests move away from it.
    assert re.search(r"waits by phone grew from [^;]+ to [^;]+ in a year", said)
    assert re.search(r"phone has [\d.]+% of the requests, −[\d.]+ points in a year", said)
    wall = cards(at)
    assert [name.split(":")[0] for name in wall] == ["Phone", "E-mail", "Social", "Chat"]
    for channel, (value, n) in found.items():
        card = next(text for name, text in wall.items() if name.startswith(channel_name(channel)))
        assert plain(formats.value(value, "share")) in card
        assert plain(formats.n(n)) in card
        assert ("✓ kept" if value >= 0.8 else "✗ not kept") in card
    # The dots beside each other, each with its interval and n.
    side = channels.side_by_side(SPAN, OWNER, demonstration, {})
    for metric in ("resolution_time", "csat", "first_response_within"):
        (title,) = (name for name in lines(at) if name.startswith(CATALOGUE[metric].name))
        known = {name: value for name, value in side.of(metric).items() if value.n >= CATALOGUE[metric].minimum_n}
        assert len(lines(at)[title]) == len(known)
        for channel, own in known.items():
            unit = CATALOGUE[metric].unit
            bounds = formats.interval(own.low, own.high, unit)
            wanted = f"{channel_name(channel)}: {formats.value(own.value, unit)} ({bounds}), {formats.n(own.n)}"
            assert any(line.startswith(plain(wanted)) for line in lines(at)[title])
    # Few answers to a recommendation survey: said, and not drawn.
    assert not lines(at)["Net promoter score"]
    assert "too few to show" in said
    # The hours are those of the requests, the week begins on Monday.
    heat = next(each.value for each in at.html if "tz-heat-legend" in each.value)
    counts = [int(n) for n in re.findall(r'title="[^"]*?: (\d+) requests', html.unescape(heat).replace(",", ""))]
    assert len(counts) == 168
    assert sum(counts) == sum(value.n for value in side.of("requests").values())
    assert "of requests were asked again by another channel within 7 days" in said
    assert "What is this?" in links(at)
    # The trend of the metric that was chosen, one figure per channel.
    months = channels.over_time("requests", LATEST, OWNER, demonstration, {})
    assert len(figures(at)) == len(months)
    for series in months.values():
        assert any(drawn(figure, [value.value for _day, value in series]) for figure in figures(at))
    # The table has a row for each number.
    numbers = at.dataframe[0].value
    csat = numbers[(numbers["Metric"] == CATALOGUE["csat"].name) & (numbers["Channel"] == "Phone")]
    assert list(csat["n"]) == [side.of("csat")["phone"].n]


def test_strengths_have_their_evidence_and_purposes_their_channel(demonstration: Generation) -> None:
    at = opened("channels", months="12")
    said = words(at)
    span = channels.span_of(LATEST, 12, demonstration)
    hour = measure("first_response_within", OWNER, demonstration, by=("channel",), span=span, params={"within": 3600.0})
    phone = dict(hour.select("channel", "value").iter_rows())["phone"]
    assert f"{what('first_response_within')} {formats.value(phone, 'share')} against" in said
    quick = said.split("For a quick exchange")[1].split("For complex matters")[0]
    assert "Phone" in quick
    assert "E-mail" not in quick
    assert at.query_params == {"months": "12"}


def test_filters_metric_and_channel_come_from_the_address(demonstration: Generation) -> None:
    at = opened("channels", channel=["phone", "chat"], months="1", metric="csat", heat="within", of="chat")
    assert [name.split(":")[0] for name in cards(at)] == ["Phone", "Chat"]
    assert "September 2026" in words(at)
    assert "Customer satisfaction by channel" in words(at)
    assert "half or more late" in words(at)
    busiest = channels.hours((LATEST, date(2026, 9, 30)), OWNER, demonstration, {"channel": ["chat"]})
    assert sum(hour.requests.n for hour in busiest) == shares_of_requests(demonstration, "chat")
    at.multiselect(key="channel").set_value(["phone"])
    ran(at)
    assert "Where each channel suits" not in words(at), "one channel has nothing to be compared with"
    odd = opened("channels", channel="banana", months="-7", metric="<b>", heat="x", of="y")
    assert cards(odd) == cards(opened("channels"))


def shares_of_requests(generation: Generation, channel: str) -> int:
    span = (LATEST, date(2026, 9, 30))
    return int(measure("requests", OWNER, generation, span=span, where={"channel": [channel]})["n"][0])


def test_a_goal_of_the_channel_itself_counts_before_the_settings(entering: Generation) -> None:
    priority = records.add_priority(OWNER, "Reachable by phone")
    terms = GoalTerms(
        dataset="demonstration",
        title="Phones",
        metric="first_response_within",
        kind="stay_above",
        target=0.01,
        start=date(2026, 1, 1),
        deadline=date(2026, 12, 31),
        owner="Ada",
        priority_id=priority.id,
        where={"channel": ["phone"]},
    )
    records.create_goal(OWNER, terms)
    wall = cards(opened("channels"))
    phone = next(text for name, text in wall.items() if name.startswith("Phone"))
    assert "Goal 1%" in phone
    assert "✓ kept" in phone
    assert "Goal" not in next(text for name, text in wall.items() if name.startswith("Chat"))


def test_rows_stand_behind_a_number_as_many_as_it_counts(demonstration: Generation) -> None:
    at = opened("channels", **{"compared-rows": "csat:phone"})
    n = channels.side_by_side(SPAN, OWNER, demonstration, {}).of("csat")["phone"].n
    box = next(each for each in at.selectbox if each.key == "compared-rows")
    assert plain(formats.n(n)) in plain(box.options[0]) or any(plain(formats.n(n)) in plain(one) for one in box.options)
    assert box.value == "csat:phone"


def test_two_channels_of_few_requests_are_not_judged() -> None:
    start = datetime(2026, 8, 3, 9)
    put(
        {
            "tickets": [
                {
                    "ticket_id": str(i),
                    "channel": ("email", "phone")[i % 2],
                    "status": "solved",
                    "created_at": start + timedelta(hours=9 * i),
                    "first_reply_at": start + timedelta(hours=9 * i, minutes=i),
                    "resolved_at": start + timedelta(hours=9 * i + 1),
                }
                for i in range(24)
            ]
        }
    )
    at = opened("channels")
    said = words(at)
    assert "keeps its promise" not in said
    assert "24 requests, 50.0% by phone" in said
    assert all("too few to show" in card and "kept" not in card for card in cards(at).values())
    assert "Too few cases to compare it with the others." in said
    assert "is not available: the loaded data has no customer of a request" in said
    assert not lines(at)["First response time (median)"]


@pytest.mark.usefixtures("undated")
def test_undated_data_have_no_period_to_compare() -> None:
    at = opened("channels", month="2026-09-01")
    assert "no dates" in words(at)
    assert links(at)["Go to Data"] == "data"


def test_requests_without_a_channel_have_nothing_to_compare() -> None:
    created = datetime(2026, 8, 3, 9)
    put({"tickets": [{"ticket_id": "1", "created_at": created, "updated_at": created + timedelta(days=40)}]})
    assert "names its channel" in words(opened("channels"))
