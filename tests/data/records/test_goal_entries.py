"""Goals are kept, changed, put away and never lost; who may not see one learns nothing of it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import func, select

from data import records
from data.errors import Conflict, Invalid, Missing
from data.records import CheckInTerms, GoalTerms, Milestone
from data.records.database import Writing, reading
from data.records.tables import AuditRow
from data.scope import OWNER, Scope

NORTH = Scope(actor="lead", teams=("North",))
NOBODY = Scope(actor="stranger")


def audit_rows() -> int:
    with reading() as session:
        return session.scalars(select(func.count()).select_from(AuditRow)).one()


def test_a_goal_is_read_as_it_was_created(terms: GoalTerms, noon: datetime) -> None:
    created = records.create_goal(OWNER, terms, now=noon)
    assert records.goal(OWNER, created.id) == created
    assert records.goals(OWNER, "own") == [created]
    assert {name: getattr(created, name) for name in vars(terms)} == vars(terms)
    assert (created.version, created.created_at, created.created_by) == (1, noon, "owner")
    assert created.archived_at is None


def test_filters_and_parameters_keep_their_values(terms: GoalTerms) -> None:
    where = {"channel": ["chat", "phone"], "team": ["Észak", "تهران"]}
    params = {"within": 3600, "share": 0.25, "clock": "business", "strict": True}
    created = records.create_goal(OWNER, replace(terms, where=where, params=params))
    kept = records.goal(OWNER, created.id)
    assert (kept.where, kept.params) == (where, params)


def test_a_stay_goal_needs_no_baseline(terms: GoalTerms) -> None:
    without = dict.fromkeys(("baseline", "baseline_n", "baseline_low", "baseline_high", "baseline_from", "baseline_to"))
    created = records.create_goal(OWNER, replace(terms, kind="stay_above", **without))
    assert records.goal(OWNER, created.id).baseline is None


def test_what_makes_a_tree_and_a_course_is_kept(terms: GoalTerms) -> None:
    parent = records.create_goal(OWNER, terms)
    milestones = (Milestone(date(2026, 4, 1), 0.83), Milestone(date(2026, 8, 1), 0.88))
    held = {"parent_id": parent.id, "weight": 2.5, "milestones": milestones, "check_in_every": None}
    created = records.create_goal(OWNER, replace(terms, **held))
    kept = records.goal(OWNER, created.id)
    assert {name: getattr(kept, name) for name in held} == held
    assert records.goals(OWNER, "own") == [parent, created]
    changed = records.change_goal(OWNER, created.id, 1, milestones=milestones[:1], weight=1.0)
    assert records.goal(OWNER, created.id) == changed
    assert records.goal_history(OWNER, created.id)[1].changes == {
        "weight": [2.5, 1.0],
        "milestones": [
            [{"on": "2026-04-01", "value": 0.83}, {"on": "2026-08-01", "value": 0.88}],
            [{"on": "2026-04-01", "value": 0.83}],
        ],
    }
    assert records.change_goal(OWNER, created.id, 2, milestones=[milestones[0]]) == changed


def test_a_goal_that_recurs_is_read_as_it_was_created(terms: GoalTerms) -> None:
    created = records.create_goal(OWNER, replace(terms, kind="stay_above", recurs="quarter"))
    assert records.goal(OWNER, created.id).recurs == "quarter"


def test_a_parent_is_another_goal_of_the_same_data_that_is_pursued(terms: GoalTerms) -> None:
    other = records.create_goal(OWNER, replace(terms, dataset="demonstration"))
    gone = records.create_goal(OWNER, terms)
    child = records.create_goal(OWNER, replace(terms, parent_id=gone.id))
    records.archive_goal(OWNER, gone.id, 1)
    south = records.create_goal(OWNER, replace(terms, where={"team": ["South"]}))
    for parent_id in ("none", other.id, gone.id):
        with pytest.raises(Invalid) as refused:
            records.create_goal(OWNER, replace(terms, parent_id=parent_id))
        assert list(refused.value.fields) == ["parent_id"]
    with pytest.raises(Invalid):
        records.create_goal(NORTH, replace(terms, parent_id=south.id))
    assert records.change_goal(OWNER, child.id, 1, target=0.95).parent_id == gone.id  # it was its own before


def test_no_goal_is_above_itself(terms: GoalTerms) -> None:
    top = records.create_goal(OWNER, terms)
    middle = records.create_goal(OWNER, replace(terms, parent_id=top.id))
    low = records.create_goal(OWNER, replace(terms, parent_id=middle.id))
    for parent in (top, middle, low):
        with pytest.raises(Invalid) as refused:
            records.change_goal(OWNER, top.id, 1, parent_id=parent.id)
        assert list(refused.value.fields) == ["parent_id"]
    assert records.goal(OWNER, top.id) == top
    assert records.change_goal(OWNER, low.id, 1, parent_id=top.id).parent_id == top.id


def test_all_changes_are_those_of_goals_and_check_ins_newest_first(terms: GoalTerms, noon: datetime) -> None:
    hours = [noon + timedelta(hours=hour) for hour in range(6)]
    first = records.create_goal(OWNER, terms, now=hours[0])
    south = records.create_goal(OWNER, replace(terms, where={"team": ["South"]}), now=hours[1])
    shown = records.create_goal(OWNER, replace(terms, dataset="demonstration"), now=hours[1])
    said = records.add_check_in(
        OWNER, CheckInTerms(goal_id=first.id, on=date(2026, 2, 1), note="Well", confidence="high"), now=hours[2]
    )
    records.change_goal(OWNER, first.id, 1, now=hours[3], target=0.95)
    records.archive_goal(OWNER, south.id, 1, now=hours[4])
    records.change_check_in(OWNER, said.id, 1, now=hours[5], note="Better")

    def told(scope: Scope, since: datetime, dataset: str = "own") -> list[tuple[str, str, str, datetime]]:
        events = records.all_changes(scope, dataset, since)
        return [(goal_id, event.entity, event.action, event.at) for goal_id, event in events]

    everything = [
        (first.id, "check_in", "change", hours[5]),
        (south.id, "goal", "archive", hours[4]),
        (first.id, "goal", "change", hours[3]),
        (first.id, "check_in", "create", hours[2]),
        (south.id, "goal", "create", hours[1]),
        (first.id, "goal", "create", hours[0]),
    ]
    assert told(OWNER, hours[0]) == everything
    assert told(OWNER, hours[3]) == everything[:3]
    assert told(NORTH, hours[0]) == [one for one in everything if one[0] == first.id]
    assert told(NOBODY, hours[0]) == []
    assert told(OWNER, hours[0], "demonstration") == [(shown.id, "goal", "create", hours[1])]
    event = records.all_changes(OWNER, "own", hours[5])[0][1]
    assert event.changes == {"note": ["Well", "Better"]}


def test_instants_are_kept_in_utc_whatever_zone_they_come_in(terms: GoalTerms) -> None:
    in_tehran = datetime(2026, 1, 1, 15, 30, tzinfo=timezone(timedelta(hours=3, minutes=30)))
    created = records.create_goal(OWNER, terms, now=in_tehran)
    kept = records.goal(OWNER, created.id)
    assert kept.created_at == in_tehran
    assert kept.created_at.tzinfo == UTC
    assert records.goal_history(OWNER, created.id)[0].at == in_tehran


def test_a_change_keeps_the_rest_and_raises_the_version(terms: GoalTerms) -> None:
    created = records.create_goal(OWNER, terms)
    changed = records.change_goal(OWNER, created.id, 1, target=0.95, where={"channel": ["phone"]})
    assert changed == replace(created, target=0.95, where={"channel": ["phone"]}, version=2)
    assert records.goal(OWNER, created.id) == changed


def test_a_change_of_nothing_leaves_no_trace(terms: GoalTerms) -> None:
    created = records.create_goal(OWNER, terms)
    rows = audit_rows()
    assert records.change_goal(OWNER, created.id, 1, target=created.target, where=dict(created.where)) == created
    assert audit_rows() == rows


def test_the_second_of_two_changes_is_told_the_version_that_won(terms: GoalTerms) -> None:
    created = records.create_goal(OWNER, terms)
    first = records.change_goal(OWNER, created.id, created.version, target=0.95)
    rows = audit_rows()
    with pytest.raises(Conflict) as told:
        records.change_goal(OWNER, created.id, created.version, target=0.85)
    assert told.value.current_version == first.version == 2
    assert "2" in str(told.value)
    assert records.goal(OWNER, created.id) == first
    with pytest.raises(Conflict):
        records.archive_goal(OWNER, created.id, created.version)
    assert audit_rows() == rows


def test_an_archived_goal_is_put_away_and_can_come_back(terms: GoalTerms, noon: datetime) -> None:
    created = records.create_goal(OWNER, terms)
    archived = records.archive_goal(OWNER, created.id, 1, now=noon)
    assert (archived.archived_at, archived.version) == (noon, 2)
    assert records.goals(OWNER, "own") == []
    assert records.goals(OWNER, "own", archived=True) == [archived]
    later = records.archive_goal(OWNER, created.id, 2, now=noon + timedelta(days=1))
    assert later == archived  # it was put away once, at noon
    restored = records.restore_goal(OWNER, created.id, 2)
    assert records.goals(OWNER, "own") == [restored]
    assert restored == replace(created, version=3)


def test_the_history_tells_who_changed_what_when_and_why(terms: GoalTerms, noon: datetime) -> None:
    created = records.create_goal(OWNER, terms, now=noon)
    lead = replace(OWNER, actor="Ada")
    hours = [noon + timedelta(hours=hour) for hour in range(4)]
    records.change_goal(
        lead, created.id, 1, "The board asked for it", now=hours[1], target=0.95, deadline=date(2026, 9, 30)
    )
    records.archive_goal(lead, created.id, 2, "Paused", now=hours[2])
    records.restore_goal(OWNER, created.id, 3, now=hours[3])
    create, change, archive, restore = records.goal_history(OWNER, created.id)
    assert [one.at for one in (create, change, archive, restore)] == hours
    assert [one.actor for one in (create, change, archive, restore)] == ["owner", "Ada", "Ada", "owner"]
    assert [one.action for one in (create, change, archive, restore)] == ["create", "change", "archive", "restore"]
    assert create.changes["target"] == [None, 0.9]
    assert create.changes["where"] == [None, {"channel": ["chat"], "team": ["North"]}]
    assert change.changes == {"target": [0.9, 0.95], "deadline": ["2026-12-31", "2026-09-30"]}
    assert (change.reason, archive.reason, restore.reason) == ("The board asked for it", "Paused", "")
    assert archive.changes == {"archived_at": [None, hours[2].isoformat()]}
    assert restore.changes == {"archived_at": [hours[2].isoformat(), None]}


def test_what_can_not_be_is_not_kept(terms: GoalTerms) -> None:
    rows = audit_rows()
    with pytest.raises(Invalid) as refused:
        records.create_goal(OWNER, replace(terms, title="", target=0.1))
    assert set(refused.value.fields) == {"title", "target"}
    assert records.goals(OWNER, "own") == []
    created = records.create_goal(OWNER, terms)
    with pytest.raises(Invalid):
        records.change_goal(OWNER, created.id, 1, deadline=date(2025, 1, 1))
    with pytest.raises(Invalid):
        records.change_goal(OWNER, created.id, 1, dataset="demonstration")
    with pytest.raises(TypeError):
        records.change_goal(OWNER, created.id, 1, colour="teal")
    assert records.goal(OWNER, created.id) == created
    assert audit_rows() == rows + 1


def test_a_goal_serves_a_priority_that_is_pursued(terms: GoalTerms) -> None:
    with pytest.raises(Invalid) as refused:
        records.create_goal(OWNER, replace(terms, priority_id="none"))
    assert list(refused.value.fields) == ["priority_id"]
    created = records.create_goal(OWNER, terms)
    records.archive_priority(OWNER, terms.priority_id)
    with pytest.raises(Invalid):
        records.create_goal(OWNER, terms)
    assert records.change_goal(OWNER, created.id, 1, target=0.95).priority_id == terms.priority_id


def test_the_goals_of_demonstration_data_never_mix_with_own(terms: GoalTerms) -> None:
    own = records.create_goal(OWNER, terms)
    shown = records.create_goal(OWNER, replace(terms, dataset="demonstration"))
    assert records.goals(OWNER, "own", archived=True) == [own]
    assert records.goals(OWNER, "demonstration", archived=True) == [shown]


def test_goals_come_by_deadline(terms: GoalTerms) -> None:
    months = (8, 6, 12, 7)
    for month in months:
        records.create_goal(OWNER, replace(terms, deadline=date(2026, month, 1)))
    assert [one.deadline.month for one in records.goals(OWNER, "own")] == sorted(months)


@pytest.mark.parametrize(
    ("where", "seen"),
    [
        ({"team": ["North"]}, True),
        ({"team": ["North"], "channel": ["chat"]}, True),
        ({"team": ["North", "South"]}, False),
        ({"team": ["South"]}, False),
        ({"agent": ["a7"]}, True),
        ({"agent": ["a8"]}, False),
        ({"team": ["South"], "agent": ["a7"]}, True),
        ({"channel": ["chat"]}, False),
        ({}, False),
    ],
    ids=str,
)
def test_a_goal_is_seen_by_who_sees_its_teams_or_its_people(
    terms: GoalTerms, where: dict[str, list[str]], seen: bool
) -> None:
    created = records.create_goal(OWNER, replace(terms, where=where))
    lead = Scope(actor="lead", teams=("North", "West"), agents=("a7",))
    assert records.goals(lead, "own") == ([created] if seen else [])
    assert records.goals(NOBODY, "own") == []
    assert records.goals(OWNER, "own") == [created]


def test_what_one_may_not_see_one_can_not_touch(terms: GoalTerms) -> None:
    south = records.create_goal(OWNER, replace(terms, where={"team": ["South"]}))
    for attempt in (
        lambda: records.goal(NORTH, south.id),
        lambda: records.goal_history(NORTH, south.id),
        lambda: records.change_goal(NORTH, south.id, 1, target=0.95),
        lambda: records.archive_goal(NORTH, south.id, 1),
        lambda: records.goal(OWNER, "no such goal"),
    ):
        with pytest.raises(Missing):
            attempt()
    with pytest.raises(Invalid) as refused:
        records.create_goal(NORTH, replace(terms, where={"team": ["South"]}))
    assert list(refused.value.fields) == ["where"]
    north = records.create_goal(NORTH, terms)
    with pytest.raises(Invalid):
        records.change_goal(NORTH, north.id, 1, where={})
    assert records.goal(OWNER, south.id) == south
    assert records.goal(OWNER, north.id) == north


def test_a_change_without_a_name_is_refused(terms: GoalTerms) -> None:
    with pytest.raises(Invalid):
        records.create_goal(Scope(actor=" ", everything=True), terms)


def test_a_goal_without_its_audit_row_is_not_kept(terms: GoalTerms, monkeypatch: pytest.MonkeyPatch) -> None:
    created, revision = records.create_goal(OWNER, terms), records.revision()

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Writing, "audit", fail)
    with pytest.raises(OSError, match="disk full"):
        records.create_goal(OWNER, terms)
    with pytest.raises(OSError, match="disk full"):
        records.change_goal(OWNER, created.id, 1, target=0.95)
    assert records.goals(OWNER, "own") == [created]
    assert records.revision() == revision
