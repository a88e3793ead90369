"""How did the month go? The page's numbers are those of answers.measure, whatever is chosen, loaded or missing."""

import re
from datetime import date
from functools import partial

import pytest
from streamlit.testing.v1 import AppTest

from answers import clock, evidence, explain
from answers import month as months
from answers.measure import measure, single, values
from data import records
from data.records import GoalTerms
from data.scope import OWNER
from data.store import Generation
from metrics.catalogue import CATALOGUE
from metrics.metric import Value
from tests.demonstration import LATEST, RUNNING
from tests.pages.reading import cards, drawn, figures, links, opened, plain, ran, words
from ui import formats

Where = dict[str, list[str]]


def of_month(generation: Generation, metric: str, month: date, where: Where | None = None) -> Value:
    span = clock.span("month", month, month, generation)
    return single(measure(metric, OWNER, generation, span=span, where=where))


def assert_cards_say(at: AppTest, generation: Generation, month: date, where: Where | None = None) -> None:
    """Each card has the value, the n and the step from the month before that measure gives."""
    shown, _absent = months.headline_metrics(generation)
    wall = cards(at)
    assert len(wall) == len(shown) == months.HEADLINES
    for metric, said in zip(map(CATALOGUE.get, shown), wall.values(), strict=True):
        assert metric is not None
        now = of_month(generation, metric.id, month, where)
        before = of_month(generation, metric.id, clock.shift("month", month, -1, generation), where)
        assert said.startswith(metric.name)
        if now.value is None:
            assert "no data" in said
            continue
        assert plain(formats.value(now.value, metric.unit)) in said
        assert plain(formats.n(now.n)) in said
        if before.value is not None:
            assert plain(formats.change(now.value, before.value, metric.unit)) in said


def test_the_month_is_the_last_complete_one_and_its_numbers_are_measured(demonstration: Generation) -> None:
    at = opened("overview")
    assert at.selectbox(key="month").value == LATEST.isoformat()
    assert_cards_say(at, demonstration, LATEST)
    requests = of_month(demonstration, "requests", LATEST)
    assert f"September 2026 brought {requests.n} requests" in words(at)
    assert "all channels · all teams" in words(at)
    assert "data up to Oct 20, 2026" in words(at)


def unfolded(at: AppTest, *folds: str) -> AppTest:
    """The page with some of its folds open."""
    for fold in folds:
        at.session_state[fold] = True
    return ran(at)


def test_the_chart_and_its_table_show_thirteen_months_as_measured(demonstration: Generation) -> None:
    at = opened("overview", open="trend", metric="csat")
    assert not at.dataframe, "what is folded is not computed"
    unfolded(at, "numbers-open")
    months = [clock.shift("month", LATEST, back, demonstration) for back in range(-12, 1)]
    span = clock.span("month", months[0], LATEST, demonstration)
    found = values(measure("csat", OWNER, demonstration, grain="month", span=span))
    assert drawn(figures(at)[0], [each.value for each in found])
    table = at.dataframe[0].value
    whole = table[table["Of"] == "All"]
    assert list(whole["n"]) == [each.n for each in reversed(found)]
    assert [plain(text) for text in whole["Value"]] == [formats.value(each.value, "share") for each in reversed(found)]


def test_each_channel_has_its_figure_as_measured(demonstration: Generation) -> None:
    at = unfolded(opened("overview", open="trend", metric="csat"), "channels-open")
    span = clock.span("month", clock.shift("month", LATEST, -12, demonstration), LATEST, demonstration)
    table = measure("csat", OWNER, demonstration, by=("channel",), grain="month", span=span)
    channels = table.drop_nulls("channel").partition_by("channel", as_dict=True)
    panels = figures(at)[1:]
    assert len(panels) == len(channels)
    for (_channel,), rows in channels.items():
        assert any(drawn(panel, rows["value"].to_list()) for panel in panels)


def test_filters_come_from_the_address_and_stand_below_the_title(demonstration: Generation) -> None:
    team = opened("overview").multiselect(key="team").options[0]
    at = opened("overview", month="2026-06-01", channel=["email", "chat"], team=team)
    assert_cards_say(at, demonstration, date(2026, 6, 1), {"channel": ["email", "chat"], "team": [team]})
    assert f"Chat, E-mail · {team}" in words(at)


def test_choosing_a_filter_changes_numbers_and_address(demonstration: Generation) -> None:
    at = opened("overview")
    at.multiselect(key="channel").set_value(["phone"])
    ran(at)
    assert at.query_params == {"channel": "phone"}
    said = next(iter(cards(at).values()))
    now = of_month(demonstration, "first_response_within", LATEST, {"channel": ["phone"]})
    assert plain(formats.n(now.n)) in said


def test_nonsense_in_the_address_is_the_default(demonstration: Generation) -> None:
    usual = opened("overview")
    for nonsense in ("banana", "9999-13-45", "<img src=x>", "", "2026-09-02"):
        at = opened(
            "overview", month=nonsense, channel=nonsense, team=[nonsense, "None"], metric=nonsense, open=nonsense
        )
        assert cards(at) == cards(usual)
        assert at.get("tab")[0].label == "Scorecard"
        assert at.html[-1].value == usual.html[-1].value


def test_a_running_month_is_compared_with_as_many_days(demonstration: Generation) -> None:
    at = opened("overview", month=RUNNING.isoformat())
    assert "October 2026 (still running)" in at.selectbox(key="month").options
    now = single(measure("requests", OWNER, demonstration, span=(RUNNING, date(2026, 10, 20))))
    before = single(measure("requests", OWNER, demonstration, span=(LATEST, date(2026, 9, 20))))
    step = plain(formats.change(now.n, before.n, "count"))
    assert f"October 2026 so far brought {now.n} requests ({step} vs the first 20 days of Sep 2026)" in words(at)
    assert "It still runs, and is judged when it is complete" in words(at)
    assert "within normal variation" not in " ".join(cards(at).values())


def test_a_goal_stands_on_the_card_of_its_metric(entering: Generation) -> None:
    priority = records.add_priority(OWNER, "Loyal customers")
    terms = partial(
        GoalTerms,
        dataset="demonstration",
        metric="csat",
        kind="stay_above",
        start=date(2026, 1, 1),
        deadline=date(2026, 12, 31),
        owner="Ada",
        priority_id=priority.id,
    )
    assert "No goal" in cards(opened("overview"))["Customer satisfaction"]
    records.create_goal(OWNER, terms(title="of all", target=0.5))
    records.create_goal(OWNER, terms(title="of chat alone", target=0.99, where={"channel": ["chat"]}))
    at = opened("overview")
    assert "Goal 50% ✓" in cards(at)["Customer satisfaction"]
    assert "is on pace for 1 of 1 goal: customer satisfaction" in words(at)
    assert "Goal 99%" in cards(opened("overview", channel="chat"))["Customer satisfaction"]
    assert "No goal" in cards(opened("overview", channel="email"))["Customer satisfaction"]
    assert "No goal" in cards(at)["First-contact resolution"]
    assert links(at)["Set a goal where there is none"] == "goals?goal=new"


def test_nothing_in_a_month_is_no_data_and_not_zero(demonstration: Generation) -> None:
    teams = opened("overview").multiselect(key="team").options

    def silent(team: str) -> bool:
        return not of_month(demonstration, "requests", LATEST, {"channel": ["phone"], "team": [team]}).n

    empty = list(filter(silent, teams))
    assert empty
    at = opened("overview", channel="phone", team=empty[0])
    assert "Nothing was counted in September 2026." in words(at)
    assert all("no data" in said for said in cards(at).values())


@pytest.mark.usefixtures("undated")
def test_undated_answers_have_a_value_and_no_month() -> None:
    at = opened("overview", month="2026-09-01")
    assert "no dates" in words(at)
    said = cards(at)["Net promoter score"]
    assert "−45" in said  # of 44 answers 8 recommend (9–10), 28 do not (0–6)
    assert "n = 44" in said
    assert links(at)["Go to Data"] == "data"
    assert not figures(at)


@pytest.mark.usefixtures("few")
def test_few_cases_are_said_to_be_few() -> None:
    at = opened("overview")
    assert "Few cases" in cards(at)["Customer satisfaction"]
    assert "is not available" in words(at)


def test_dark_and_light_draw_the_same_numbers_in_other_colours(demonstration: Generation) -> None:
    light, dark = (figures(opened("overview", open="trend", theme=theme))[0] for theme in ("light", "dark"))
    assert [mark.get("y") for mark in light["data"]] == [mark.get("y") for mark in dark["data"]]
    assert light["layout"]["font"]["color"] != dark["layout"]["font"]["color"]


def cells(html: str) -> list[list[str]]:
    """The lines of an HTML table, each as its cells without markup."""
    lines = re.findall(r"<tr>(.*?)</tr>", html, flags=re.DOTALL)
    return [[plain(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line)] for line in lines]


def table(at: AppTest, kind: str) -> list[list[str]]:
    return next(cells(each.value) for each in at.html if f'class="{kind}"' in each.value)


def number(cell: str) -> int:
    """A step in tenths of a point."""
    return round(10 * float(cell.replace("−", "-")))


def test_the_scorecard_has_every_usual_metric_as_measured_with_its_verdict(demonstration: Generation) -> None:
    at = opened("overview")
    _head, *lines = table(at, "tz-scorecard")
    usual = months.usual(demonstration)
    assert len(lines) == len(usual)
    for metric, line in zip(usual, lines, strict=True):
        now = of_month(demonstration, metric, LATEST)
        unit = CATALOGUE[metric].unit
        assert plain(formats.value(now.value, unit)) in line[1]
        for cell, back in ((line[3], -1), (line[4], -12)):
            before = of_month(demonstration, metric, clock.shift("month", LATEST, back, demonstration))
            assert plain(formats.change(now.value, before.value, unit)) in cell
        assert line[6] in ("within normal variation", "a real change", "too short to judge")
    assert sum(each.value.count("<li>") for each in at.html if "tz-three" in each.value) == 3


@pytest.mark.parametrize("by", explain.DIMENSIONS)
def test_the_parts_of_a_change_add_up_to_what_is_said_of_it(demonstration: Generation, by: str) -> None:
    at = opened("overview", open="why", metric="csat", cut=by)
    _head, *groups, total = table(at, "tz-parts")
    now, before = (of_month(demonstration, "csat", month) for month in (LATEST, date(2025, 9, 1)))
    assert f"{total[-1]} points" == plain(formats.change(now.value, before.value, "share"))
    for column in range(4, len(total)):
        known = [number(group[column]) for group in groups if group[column] != "–"]
        assert sum(known) == number(total[column])
    for line in (*groups, total):
        assert sum(number(cell) for cell in line[4:-1] if cell != "–") == number(line[-1])
    assert [float(cell.split("n = ")[1].replace(",", "")) for cell in total[2:4]] == [before.n, now.n]
    levels = [mark["customdata"] for mark in figures(at)[0]["data"]]
    assert levels[:2] == [["before"], ["now"]]
    assert len(levels) <= 8


def test_a_bar_leads_to_as_many_rows_as_its_n(demonstration: Generation) -> None:
    at = unfolded(opened("overview", open="why", metric="csat", against="previous", cut="channel"), "why-rows-open")
    picked = at.selectbox(key="why-rows")
    assert picked.options[0].startswith("Aug 2026")
    _head, *groups, total = table(at, "tz-parts")
    assert plain(picked.options[0]).endswith(total[2].split("% ")[1])
    for group in groups:
        of = next(each for each in picked.options if plain(each).startswith(f"{group[0]}, Sep 2026"))
        assert plain(of).endswith(group[3].split("% ")[1])
    channel = next(each for each in at.selectbox(key="why-rows").options if each.startswith("E-mail"))
    picked.set_value("group:email")
    ran(at)
    span = clock.span("month", LATEST, LATEST, demonstration)
    behind = evidence.behind(evidence.asked("csat", span, channel="email"), OWNER, demonstration, None)
    assert plain(channel).endswith(f"n = {behind.n}")
    assert at.query_params["why-rows"] == "group:email"


def test_what_is_no_share_is_not_taken_apart(demonstration: Generation) -> None:
    assert demonstration.demonstration
    at = opened("overview", open="why", metric="nps")
    assert "is not a share" in words(at)
    assert not figures(at)


def test_a_reader_chooses_the_metrics_of_their_scorecard(entering: Generation) -> None:
    at = unfolded(opened("overview"), "scorecard-choice")
    box = next(each for each in at.multiselect if each.label.startswith("Metrics on the scorecard"))
    box.set_value(["csat", "backlog"])
    ran(at)
    at.button(key="scorecard-keep").click()
    ran(at)
    _head, *lines = table(at, "tz-scorecard")
    assert [line[0].startswith(name) for line, name in zip(lines, ("Customer satisfaction", "Backlog"), strict=True)]
    assert records.scorecard_choice(OWNER, entering.dataset) == ("csat", "backlog")
    assert len(cards(at)) == months.HEADLINES


def test_the_written_summary_is_edited_kept_and_never_lost(entering: Generation) -> None:
    at = opened("overview", open="summary")
    draft = at.text_area[0].value
    csat = of_month(entering, "csat", LATEST)
    assert "**" not in draft
    assert f"Customer satisfaction: {formats.value(csat.value, 'share')}" in draft
    at.text_area[0].set_value("A calm month.")
    at.button[-2].click()
    ran(at)
    assert "Name who writes the summary" in words(at)
    at.text_input[0].set_value("Ada")
    at.button[-2].click()
    ran(at)
    kept = records.month_summary(OWNER, entering.dataset, LATEST)
    assert kept is not None
    assert (kept.text, kept.author) == ("A calm month.", "Ada")
    assert "written by Ada on" in words(at)

    records.write_month_summary(OWNER, entering.dataset, LATEST, "A busy month.", "Bea", kept.version)
    at.text_area[0].set_value("A calm month, all in all.")
    at.button[-2].click()
    ran(at)
    assert "Somebody else changed this while you were writing" in words(at)
    assert "A busy month." in words(at)
    assert at.text_area[0].value == "A calm month, all in all."
    next(each for each in at.button if each.label == "Put mine over theirs").click()
    ran(at)
    mine = records.month_summary(OWNER, entering.dataset, LATEST)
    assert mine is not None
    assert (mine.text, mine.author) == ("A calm month, all in all.", "Ada")
    unfolded(at, f"month-summary-earlier-{mine.id}")
    assert "A busy month." in words(at)
    next(each for each in at.button if each.label == "Take the generated text again").click()
    assert ran(at).text_area[0].value == draft


def test_a_link_to_a_saved_view_opens_its_tab(demonstration: Generation) -> None:
    assert demonstration.demonstration
    at = opened("overview", open="trend", metric="csat")
    at.query_params.clear()
    at.query_params.update({"view": "1", "open": "why", "metric": "fcr_one_touch"})
    ran(at)
    assert "First-contact resolution: what each group adds" in words(at)
    assert at.query_params["open"] == "why"


def test_the_report_is_made_when_it_is_asked_for(demonstration: Generation) -> None:
    at = opened("overview", channel="chat")
    assert not at.get("download_button")[1:]
    at.button(key="report-make").click()
    ran(at)
    labels = [each.label for each in at.get("download_button")]
    assert "Report as PDF" in labels
    assert "Tables as XLSX" in labels
    assert demonstration.dataset == "demonstration"
