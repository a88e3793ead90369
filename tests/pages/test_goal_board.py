"""The board of goals: grouped, filtered, in order; what needs attention; priorities; goals taken out and brought in."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from data import goal_file, records
from data.records import CheckInTerms, Goal, GoalTerms, Priority
from data.scope import OWNER
from data.store import Generation
from tests.pages.reading import opened, plain, ran, words
from ui.goals.lines import STATUSES, status_word

TODAY = date(2026, 10, 21)
LONG_AGO = datetime(2026, 1, 2, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _on_that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TARAZU_TODAY", TODAY.isoformat())


def priority(name: str = "Loyal customers") -> Priority:
    found = [each for each in records.priorities(OWNER) if each.name == name]
    return found[0] if found else records.add_priority(OWNER, name)


def keep(title: str, now: datetime = LONG_AGO, **terms: Any) -> Goal:
    """A goal on customer satisfaction from 80 to 90 % within this year, where nothing else is said."""
    usual: dict[str, Any] = {
        "dataset": "demonstration",
        "title": title,
        "metric": "csat",
        "kind": "increase_to",
        "baseline": 0.8,
        "baseline_reason": "last year's report",
        "target": 0.9,
        "start": date(2026, 1, 1),
        "deadline": date(2026, 12, 31),
        "owner": "Ada",
        "priority_id": terms.pop("priority_id", None) or priority().id,
        "check_in_every": None,
    }
    return records.create_goal(OWNER, GoalTerms(**usual | terms), now=now)


def a_few() -> list[Goal]:
    """Goals that are on track, off track, not started; of two owners and two priorities."""
    other = priority("Quick answers")
    return [
        keep("Easy", target=0.6, baseline=0.5),
        keep("Hopeless", target=0.999),
        keep("Later", start=date(2027, 1, 1), deadline=date(2027, 6, 30), owner="Grace", priority_id=other.id),
    ]


def rows(at: AppTest) -> list[str]:
    """The lines of the list, in their order."""
    return [plain(each.value) for each in at.html if each.value.startswith('<div class="tz-goal-row"')]


def titles(at: AppTest, goals: list[Goal]) -> list[str]:
    """The titles of the lines, in their order."""
    return [goal.title for row in rows(at) for goal in goals if f" {goal.title} " in f" {row} "]


def groups(at: AppTest) -> list[str]:
    return [plain(each.value) for each in at.html if each.value.startswith('<h2 class="tz-group"')]


def panel(at: AppTest, begins: str) -> str:
    """The items of one panel of news."""
    return " ".join(plain(each.value) for each in at.html if begins in each.value)


def test_by_status_each_goal_stands_under_its_word(entering: Generation) -> None:
    known = a_few()
    at = opened("goals")
    assert groups(at) == ["Off track 1", "On track 1", "Not started 1"]
    assert titles(at, known) == ["Hopeless", "Easy", "Later"]
    hopeless = rows(at)[0]
    assert "off track" in hopeless
    assert "→ 99.9%" in hopeless
    assert "chance under 5%" in hopeless
    assert "Dec 31, 2026" in hopeless
    assert "Ada" in hopeless
    links = [each.proto.query_string for each in at.get("page_link") if each.label == "Open"]
    assert links[-3:] == [f"goal={known[place].id}" for place in (1, 0, 2)]


def test_by_owner_each_goal_stands_under_its_person(entering: Generation) -> None:
    a_few()
    at = opened("goals", by="owner")
    assert groups(at) == ["Ada 2", "Grace 1"]


def test_by_priority_goals_stand_as_a_tree_with_what_does_not_fit(entering: Generation) -> None:
    later, sooner = date(2027, 3, 31), date(2026, 12, 31)
    whole = keep("Whole", deadline=sooner, target=0.81, baseline=0.5)
    part = keep("Part", parent_id=whole.id, deadline=later, where={"channel": ["email"]}, weight=2.0)
    keep("Alone", where={"channel": ["chat"]})
    keep("Downwards", kind="stay_below", baseline=None, baseline_reason="", target=0.7)
    put_away = priority("Yesterday's aim")
    keep("Orphan", metric="nps", baseline=10.0, target=30.0, priority_id=put_away.id)
    records.archive_priority(OWNER, put_away.id)
    priority("Nobody's yet")
    at = opened("goals", by="priority", sort="title")
    assert [each.split(" 1")[0] for each in groups(at)][1:] == [
        "Nobody's yet 0 No goal serves it yet.",
        "Yesterday's aim (archived)",
    ]
    assert groups(at)[0].startswith("Loyal customers 4")
    assert "of the way, by weight" in groups(at)[0]
    said = {
        title: row
        for row in rows(at)
        for title in ("Whole", "Part", "Alone", "Downwards", "Orphan")
        if f" {title} " in row
    }
    assert [row for row in rows(at)].index(said["Part"]) == rows(at).index(said["Whole"]) + 1
    [child] = [each.value for each in at.html if "tz-goal-row" in each.value and ">Part<" in each.value]
    assert "--tz-depth:1" in child
    assert "weight 2" in said["Part"]
    assert "Its deadline lies after that of “Whole”" in said["Part"]
    assert "It stands alone, although “" in said["Alone"]
    assert "It pulls against “Downwards”" in said["Whole"]
    assert "It pulls against “Whole”" in said["Downwards"]
    assert "The strategic priority that it serves is archived." in said["Orphan"]
    assert part.parent_id == whole.id


def test_the_address_filters_and_keeps_what_is_chosen(entering: Generation) -> None:
    known = a_few()
    assert titles(opened("goals", status="off_track"), known) == ["Hopeless"]
    assert titles(opened("goals", owner="Grace"), known) == ["Later"]
    assert titles(opened("goals", priority=known[2].priority_id), known) == ["Later"]
    at = opened("goals", status=["off_track", "on_track"], owner="Ada", by="owner", sort="title")
    assert titles(at, known) == ["Easy", "Hopeless"]
    at.multiselect(key="status").set_value(["on_track"])
    ran(at)
    assert titles(at, known) == ["Easy"]
    assert at.query_params["status"] == "on_track"
    assert at.query_params["by"] == "owner"
    at.multiselect(key="status").set_value([])
    ran(at)
    assert "status" not in at.query_params


def test_what_no_goal_has_is_named(entering: Generation) -> None:
    a_few()
    at = opened("goals", owner="Nobody", by="colour")
    assert "The address asks for colour, Nobody" in words(at)
    assert len(rows(at)) == 3
    assert "No goal fits" in words(opened("goals", status="met"))


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("title", ["Easy", "Hopeless", "Later"]),
        ("chance", ["Hopeless", "Easy", "Later"]),
        ("urgency", ["Hopeless", "Easy", "Later"]),
    ],
)
def test_goals_come_in_the_order_that_is_asked_for(entering: Generation, sort: str, order: list[str]) -> None:
    known = a_few()
    for goal in known:
        if goal.owner != "Ada":
            records.change_goal(OWNER, goal.id, goal.version, owner="Ada")
    assert titles(opened("goals", by="owner", sort=sort), known) == order


def test_what_needs_attention_comes_with_its_reasons_the_most_urgent_first(entering: Generation) -> None:
    easy, hopeless, _later = a_few()
    promised = CheckInTerms(
        goal_id=easy.id,
        on=date(2026, 10, 1),
        note="Going well",
        confidence="high",
        action="Call <b>all</b> back",
        action_owner="Grace",
        action_due=date(2026, 10, 10),
    )
    records.add_check_in(OWNER, promised)
    at = opened("goals")
    needs = [plain(each.value) for each in at.html if each.value.startswith('<div class="tz-need"')]
    assert [each.split(" ")[0] for each in needs] == ["Easy", "Hopeless"]
    assert "Grace was to finish “Call <b>all</b> back” by Oct 10, 2026." in needs[0]
    assert "It will probably be missed:" in needs[1]
    assert hopeless.title in needs[1]


def test_what_changed_is_of_the_last_week_alone(entering: Generation) -> None:
    old, new = datetime(2026, 10, 1, 9, tzinfo=UTC), datetime(2026, 10, 19, 9, tzinfo=UTC)
    goal = keep("Happier")
    goal = records.change_goal(OWNER, goal.id, goal.version, now=old, target=0.91)
    records.change_goal(OWNER, goal.id, goal.version, now=new, target=0.92)
    keep("Brand new", now=new)
    said = panel(opened("goals"), "tz-goal-changed")
    assert "changed the target from 91% to 92% on Oct 19, 2026." in said
    assert "90%" not in said
    assert "Brand new owner set this goal on Oct 19, 2026." in said


def test_a_goal_that_was_met_is_celebrated_for_a_month_and_its_verdict_kept(entering: Generation) -> None:
    span = {"target": 0.55, "baseline": 0.5, "start": date(2025, 7, 1)}
    goal = keep("Well done", deadline=date(2026, 9, 30), **span)
    keep("Long over", deadline=date(2026, 6, 30), **span)
    at = opened("goals")
    said = panel(at, "tz-goal-celebrated")
    assert "Well done Goal met:" in said
    assert "Long over" not in said
    [verdict] = records.verdicts(OWNER, [goal.id])
    assert verdict.word == "met"
    assert groups(at) == ["Met 2"]


def test_archived_goals_come_where_they_are_asked_for(entering: Generation) -> None:
    goal = keep("Given up")
    keep("Still there")
    records.archive_goal(OWNER, goal.id, goal.version)
    assert [row for row in rows(opened("goals")) if "Given up" in row] == []
    at = opened("goals", archived="true")
    assert groups(at)[-1] == "Archived 1"
    assert "1 goal:" in words(at).replace("*", "")


def test_every_status_has_a_word_and_a_place() -> None:
    assert len({status_word(each) for each in STATUSES}) == len(STATUSES)


def test_text_from_people_is_no_markup(entering: Generation) -> None:
    keep("<img src=x> [a](b)", owner="<b>Ada</b>")
    at = opened("goals", by="owner")
    assert not [each for each in at.html if "<img" in each.value or "<b>Ada" in each.value]
    assert "<img src=x> [a](b)" in rows(at)[0]


@pytest.mark.usefixtures("demonstration")
def test_without_goals_the_board_says_what_to_begin_with() -> None:
    said = words(opened("goals"))
    assert "No goals yet" in said
    assert "templates" in said
    assert "What needs attention first" not in said


def unfolded(section: str, **address: str) -> AppTest:
    at = opened("goals", **address)
    at.session_state[section] = True
    return ran(at)


class TestPriorities:
    """Added, renamed, put in order and put away on the page; what can't be is said, and nothing is lost."""

    def test_a_new_one_is_the_last(self, entering: Generation) -> None:
        priority("First")
        at = unfolded("goal-priorities")
        at.text_input(key="priority-new-1").set_value("Second")
        at.button(key="priority-add").click()
        ran(at)
        assert [each.name for each in records.priorities(OWNER)] == ["First", "Second"]
        assert at.text_input(key="priority-new-2").value == ""

    def test_a_name_that_is_taken_is_refused_in_words(self, entering: Generation) -> None:
        priority("First")
        at = unfolded("goal-priorities")
        at.text_input(key="priority-new-1").set_value("first")
        at.button(key="priority-add").click()
        ran(at)
        assert "There is a strategic priority of this name already." in words(at)
        assert at.text_input(key="priority-new-1").value == "first"

    def test_moved_renamed_and_put_away(self, entering: Generation) -> None:
        first, second = priority("First"), priority("Second")
        at = unfolded("goal-priorities")
        at.button(key=f"priority-arrow_upward-{second.id}").click()
        ran(at)
        assert [each.name for each in records.priorities(OWNER)] == ["Second", "First"]
        at.text_input(key=f"priority-name-{first.id}-First").set_value("Foremost")
        ran(at)
        assert [each.name for each in records.priorities(OWNER)] == ["Second", "Foremost"]
        at.button(key=f"priority-archive-{second.id}").click()
        ran(at)
        assert [each.name for each in records.priorities(OWNER)] == ["Foremost"]


def brought(content: str, name: str = "goals.json") -> AppTest:
    """The page after a file was chosen."""
    at = unfolded("goal-transfer")
    at.file_uploader(key="goal-upload-0").set_value([(name, content.encode(), "application/json")])
    return ran(at)


class TestTransfer:
    """Goals from a file: a preview first, then all of them or none."""

    def content(self) -> list[dict[str, Any]]:
        known = records.goals(OWNER, "demonstration", archived=True)
        told: list[dict[str, Any]] = json.loads(goal_file.write_json(known, records.priorities(OWNER)))
        return told

    def test_a_preview_says_what_is_new_changed_and_unchanged(self, entering: Generation) -> None:
        keep("Stays")
        change = keep("Changes")
        told = self.content()
        mine = next(each for each in told if each["id"] == change.id)
        told.append({**mine, "id": None, "version": None, "title": "New"})
        mine["target"] = 0.95
        at = brought(json.dumps(told))
        assert "1 new goal, 1 changed goal, 1 goal that is as it was" in words(at)
        assert len(records.goals(OWNER, "demonstration")) == 2, "nothing is kept before the button"
        next(each for each in at.button if each.label == "Keep these goals").click()
        ran(at)
        assert {goal.title: goal.target for goal in records.goals(OWNER, "demonstration")} == {
            "Stays": 0.9,
            "Changes": 0.95,
            "New": 0.9,
        }
        assert "Kept: 1 new goal, 1 changed goal, 1 goal that is as it was." in words(at)

    def test_one_wrong_row_keeps_all_out_and_is_told_in_a_table(self, entering: Generation) -> None:
        keep("Sound")
        told = self.content()
        told.append({**told[0], "id": None, "version": None, "title": "Wrong", "target": "much"})
        told.append({**told[0], "id": None, "version": None, "title": "Fine"})
        at = brought(json.dumps(told))
        assert "Nothing was kept: 1 fault" in words(at)
        [fault] = at.dataframe[0].value.to_dict("records")
        assert (fault["Column"], fault["Value"]) == ("target", "much")
        assert fault["Reason"]
        assert fault["Remedy"]
        assert [goal.title for goal in records.goals(OWNER, "demonstration")] == ["Sound"]
        assert not [each for each in at.button if each.label == "Keep these goals"]

    def test_a_target_that_can_not_be_is_told_before_anything_is_kept(self, entering: Generation) -> None:
        keep("Sound")
        told = [{**self.content()[0], "id": None, "version": None, "title": "Too much", "target": 1.2}]
        at = brought(json.dumps(told))
        [fault] = at.dataframe[0].value.to_dict("records")
        assert (fault["Column"], fault["Value"]) == ("target", "1.2")
        assert "between 0 and 100" in fault["Reason"]
        assert [goal.title for goal in records.goals(OWNER, "demonstration")] == ["Sound"]

    def test_a_goal_that_somebody_else_changed_is_not_written_over(self, entering: Generation) -> None:
        goal = keep("Contested")
        told = self.content()
        told[0]["target"] = 0.95
        records.change_goal(OWNER, goal.id, goal.version, target=0.85)
        at = brought(json.dumps(told))
        assert "“Contested” is at version 2 now" in at.dataframe[0].value.to_dict("records")[0]["Reason"]
        assert records.goal(OWNER, goal.id).target == 0.85
