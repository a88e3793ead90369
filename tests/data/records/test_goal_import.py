"""Files of goals are taken in as a whole or not at all, over no change that somebody else made since."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest

from data import goal_file, records
from data.errors import Invalid
from data.records import Entry, Fault, Goal, GoalTerms, Imported, Milestone, NotImported
from data.scope import OWNER, Scope

NORTH = Scope(actor="lead", teams=("North",))


def exported(how: str = "csv") -> bytes:
    goals, priorities = records.goals(OWNER, "own", archived=True), records.priorities(OWNER, archived=True)
    write = goal_file.write_csv if how == "csv" else goal_file.write_json
    return write(goals, priorities).encode()


def entries(file: bytes, how: str = "csv") -> list[Entry]:
    found, faults = goal_file.read(file, f"goals.{how}", metrics={"first_response_within", "csat"})
    assert faults == []
    return found


def entry(**values: Any) -> Entry:
    terms = {
        "title": "Happy callers",
        "metric": "csat",
        "kind": "stay_above",
        "target": 0.8,
        "start": date(2026, 1, 1),
        "deadline": date(2026, 12, 31),
        "owner": "Ben",
    }
    about = {"row": 2, "id": None, "version": None, "priority": "Answer sooner", "parent": None}
    own = {name: value for name, value in values.items() if name in about}
    rest = {name: value for name, value in values.items() if name not in about}
    return Entry(**about | own, terms=terms | rest)


def refused(given: Sequence[Entry], scope: Scope = OWNER) -> tuple[Fault, ...]:
    """The faults of an import that kept nothing, not even an audit row."""
    before = (records.goals(OWNER, "own"), records.priorities(OWNER), records.revision())
    with pytest.raises(NotImported) as told:
        records.import_goals(scope, "own", given)
    assert (records.goals(OWNER, "own"), records.priorities(OWNER), records.revision()) == before
    return told.value.faults


@pytest.fixture
def kept(terms: GoalTerms) -> list[Goal]:
    """A parent with two parts, with everything in them that a goal can hold."""
    priority = records.add_priority(OWNER, '=Solve, "at once";\n\'+1')
    parent = records.create_goal(OWNER, replace(terms, title="'=2+2", note="-1\r\n\t=x", owner=" @Ada"))
    parts = {"parent_id": parent.id, "priority_id": priority.id}
    milestones = (Milestone(date(2026, 4, 1), -0.1), Milestone(date(2026, 8, 1), 1 / 3))
    first = replace(terms, title="+Észak, تهران", milestones=milestones, weight=2.5, check_in_every=None, **parts)
    by_hand = dict.fromkeys(("baseline_n", "baseline_low", "baseline_high", "baseline_from", "baseline_to"))
    stays = {"kind": "stay_below", "target": -3.0, "recurs": "month", "stat": "p90", "baseline": None}
    second = replace(terms, **by_hand, **stays, where={}, params={"strict": True, "within": 1e-7}, **parts)
    return [parent, records.create_goal(OWNER, first), records.create_goal(OWNER, second)]


@pytest.mark.parametrize("how", ["csv", "json"])
def test_an_export_taken_in_again_changes_nothing(kept: list[Goal], how: str) -> None:
    before = {goal.id: goal for goal in records.goals(OWNER, "own")}
    assert records.import_goals(OWNER, "own", entries(exported(how), how)) == Imported(
        created=0, changed=0, unchanged=3
    )
    assert {goal.id: goal for goal in records.goals(OWNER, "own")} == before
    assert all(len(records.goal_history(OWNER, goal.id)) == 1 for goal in kept)


@pytest.mark.parametrize("how", ["csv", "json"])
def test_an_export_founds_the_same_goals_elsewhere(
    kept: list[Goal], how: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    file = exported(how)
    names = {one.id: one.name for one in records.priorities(OWNER)}
    before = {goal.id: (replace(goal, priority_id=names[goal.priority_id])) for goal in kept}
    monkeypatch.setenv("TARAZU_DATABASE_URL", f"sqlite:///{tmp_path}/elsewhere.sqlite")
    given = list(reversed(entries(file, how)))  # parts before their parent
    created_at = kept[0].created_at
    assert records.import_goals(OWNER, "own", given, now=created_at) == Imported(created=3, changed=0, unchanged=0)
    names = {one.id: one.name for one in records.priorities(OWNER)}
    after = {goal.id: replace(goal, priority_id=names[goal.priority_id]) for goal in records.goals(OWNER, "own")}
    assert after.keys() == before.keys()
    for key, goal in after.items():
        assert goal == replace(before[key], created_at=created_at)
    assert records.import_goals(OWNER, "own", given) == Imported(created=0, changed=0, unchanged=3)


def test_a_changed_row_changes_its_goal_and_says_so_in_the_history(kept: list[Goal], noon: datetime) -> None:
    given = entries(exported())
    changed = [replace(one, terms={**one.terms, "owner": "Cleo"}) if one.id == kept[1].id else one for one in given]
    result = records.import_goals(NORTH_AND_ALL, "own", changed, now=noon)
    assert result == Imported(created=0, changed=1, unchanged=2)
    assert records.goal(OWNER, kept[1].id) == replace(kept[1], owner="Cleo", version=2)
    event = records.goal_history(OWNER, kept[1].id)[-1]
    assert (event.at, event.actor, event.changes) == (noon, "importer", {"owner": ["Ada", "Cleo"]})
    assert event.reason


NORTH_AND_ALL = Scope(actor="importer", everything=True)


def test_a_preview_tells_what_would_be_and_keeps_nothing(kept: list[Goal]) -> None:
    changed, *rest = entries(exported())
    given = [replace(changed, terms={**changed.terms, "owner": "Cleo"}), *rest, entry(row=9, priority="A new one")]
    before = (records.goals(OWNER, "own"), records.priorities(OWNER), records.revision())
    assert records.preview_goals(OWNER, "own", given) == Imported(created=1, changed=1, unchanged=2)
    with pytest.raises(NotImported):
        records.preview_goals(OWNER, "own", [entry(owner="")])
    assert (records.goals(OWNER, "own"), records.priorities(OWNER), records.revision()) == before


def test_what_somebody_changed_since_the_export_is_not_written_over(kept: list[Goal]) -> None:
    given = entries(exported())
    records.change_goal(OWNER, kept[1].id, 1, target=0.97, title="Theirs")
    mine = [replace(one, terms={**one.terms, "note": "Mine"}) for one in given]
    [fault] = refused(mine)
    assert fault.row == next(one.row for one in given if one.id == kept[1].id)
    assert (fault.column, fault.value) == ("version", "1")
    for said in ("Theirs", "version 2", "version 1"):
        assert said in fault.reason
    assert all(goal.note != "Mine" for goal in records.goals(OWNER, "own"))


def test_a_known_goal_without_a_version_is_not_written_over(kept: list[Goal]) -> None:
    given = [replace(one, version=None, terms={**one.terms, "note": "Mine"}) for one in entries(exported())]
    assert {fault.column for fault in refused(given)} == {"version"}


def test_one_wrong_row_keeps_the_others_out() -> None:
    given = [entry(), entry(row=3, target=float("nan")), entry(row=4, priority=" "), entry(row=5)]
    faults = refused(given)
    assert [(fault.row, fault.column) for fault in faults] == [(3, "target"), (4, "priority")]
    assert all(fault.reason and fault.remedy for fault in faults)
    assert records.priorities(OWNER) == []


def test_priorities_are_found_by_name_and_new_ones_pursued() -> None:
    known = records.add_priority(OWNER, "Answer sooner")
    names = ["answer SOONER", " Ask less ", "ask less"]
    result = records.import_goals(OWNER, "own", [entry(row=row, priority=name) for row, name in enumerate(names)])
    assert result.created == 3
    assert [one.name for one in records.priorities(OWNER)] == ["Answer sooner", "Ask less"]
    assert sum(goal.priority_id == known.id for goal in records.goals(OWNER, "own")) == 1


def test_a_goal_keeps_the_priority_that_was_put_away(kept: list[Goal]) -> None:
    records.archive_priority(OWNER, kept[1].priority_id)
    given = [replace(one, terms={**one.terms, "note": "New"}) for one in entries(exported())]
    assert records.import_goals(OWNER, "own", given).changed == 3
    assert records.goal(OWNER, kept[1].id).priority_id == kept[1].priority_id
    assert len(records.priorities(OWNER)) == 1


def test_a_parent_is_found_by_its_title_in_the_file_or_among_the_goals(terms: GoalTerms) -> None:
    known = records.create_goal(OWNER, replace(terms, title="Known"))
    given = [entry(title="Low", parent="Top"), entry(row=3, title="Top", parent="Known"), entry(row=4, title="Alone")]
    assert records.import_goals(OWNER, "own", given).created == 3
    titled = {goal.title: goal for goal in records.goals(OWNER, "own")}
    assert titled["Low"].parent_id == titled["Top"].id
    assert titled["Top"].parent_id == known.id
    assert titled["Alone"].parent_id is None


@pytest.mark.parametrize(
    "given",
    [
        [entry(parent="Nobody's title")],
        [entry(parent="Twin", title="Low"), entry(row=3, title="Twin"), entry(row=4, title="Twin")],
        [entry(title="Itself", parent="Itself")],
        [entry(title="A", parent="B"), entry(row=3, title="B", parent="A")],
    ],
    ids=["none", "two", "itself", "circle"],
)
def test_a_parent_that_can_not_be_is_named(given: list[Entry]) -> None:
    faults = refused(given)
    assert faults[0].row == 2
    assert {fault.column for fault in faults} == {"parent"}


def test_parent_and_part_may_change_places(terms: GoalTerms) -> None:
    top = records.create_goal(OWNER, replace(terms, title="Top"))
    low = records.create_goal(OWNER, replace(terms, title="Low", parent_id=top.id))
    turned = {top.id: low.id, low.id: None}
    given = [replace(one, parent=turned[one.id or ""]) for one in entries(exported())]
    assert records.import_goals(OWNER, "own", given).changed == 2
    assert records.goal(OWNER, top.id).parent_id == low.id
    assert records.goal(OWNER, low.id).parent_id is None


def test_an_id_is_of_one_goal_that_is_in_reach(terms: GoalTerms) -> None:
    shown = records.create_goal(OWNER, replace(terms, dataset="demonstration"))
    south = records.create_goal(OWNER, replace(terms, where={"team": ["South"]}))
    twice = str(uuid4())
    given = [entry(id=shown.id), entry(row=3, id=twice), entry(row=4, id=twice)]
    assert [(fault.row, fault.column) for fault in refused(given)] == [(2, "id"), (4, "id")]
    hidden = entry(id=south.id, version=1, where={"team": ["North"]})
    assert [fault.column for fault in refused([hidden], NORTH)] == ["id"]
    outside = entry(where={"team": ["South"]})
    assert [fault.column for fault in refused([outside], NORTH)] == ["where"]


def test_a_judged_goal_is_not_changed_by_a_file(terms: GoalTerms) -> None:
    goal = records.create_goal(OWNER, terms)
    values = {"word": "met", "value": 0.95, "n": 9, "low": None, "high": None, "generation": "1", "metric": goal.metric}
    span = {"first": goal.start, "last": goal.deadline, "since": goal.start, "until": goal.deadline}
    numbers = {"target": goal.target, "baseline": goal.baseline, "decided_at": goal.created_at}
    records.freeze_verdict(OWNER, records.Verdict(goal_id=goal.id, **values, **span, **numbers))
    [one] = entries(exported())
    assert [fault.column for fault in refused([replace(one, terms={**one.terms, "target": 0.99})])] == ["target"]
    assert records.import_goals(OWNER, "own", [replace(one, terms={**one.terms, "owner": "Ben"})]).changed == 1


def test_goals_belong_to_data_that_there_is() -> None:
    with pytest.raises(Invalid):
        records.import_goals(OWNER, "both", [])
