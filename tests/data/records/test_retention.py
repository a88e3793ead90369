"""What was entered about people goes when its time is over, with its audit and from the file; goals stay."""

import os
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from data import records
from data.errors import Invalid, Missing
from data.records import GoalTerms, ThanksTerms, TrainingTerms, database
from data.records.database import reading
from data.records.tables import Base
from data.scope import OWNER, Scope
from tests.data.records.audited import audited
from tests.data.records.filled import everything_about
from tests.data.records.reviewed import reviewed

OLD, DAY = date(2023, 6, 30), date(2023, 7, 1)
ABOUT_PEOPLE = ("reviews", "review_actions", "review_goals", "review_packs", "trainings", "thanks")


def kept() -> dict[str, list[str]]:
    """Every row of every table, as text."""
    with reading() as session:
        return {
            name: [str(row) for row in session.execute(text(f"SELECT * FROM {name}"))] for name in Base.metadata.tables
        }


@pytest.fixture
def goal(terms: GoalTerms) -> GoalTerms:
    return replace(terms, dataset="demonstration", where={"agent": ["a-1"]})


def test_what_ended_before_goes_with_all_that_tells_of_it(goal: GoalTerms, noon: datetime) -> None:
    everything_about("a-1", OLD, "Heron", goal)
    before = kept()
    assert all(len(before[table]) == 1 for table in ABOUT_PEOPLE)
    lead = Scope(actor="Ada", everything=True)
    assert records.outdated(lead, "demonstration", OLD) == records.outdated(lead, "own", DAY) == 0
    assert records.outdated(Scope(actor="Bea", teams=("North",)), "demonstration", DAY) == 0
    assert records.outdated(lead, "demonstration", DAY) == 3
    assert records.forget(lead, "demonstration", DAY, now=noon) == 3  # the review, the training, the thanks
    after = kept()
    assert [after[table] for table in ABOUT_PEOPLE] == [[]] * 6
    told_of = {"review", "review_action", "training", "thanks", "view"}
    assert not [row for entity in told_of for row in audited(entity)]
    [row] = audited("retention")
    assert (row.at, row.actor, row.action, row.entity_id, row.reason) == (noon, "Ada", "forget", "demonstration", "")
    counts = {"reviews": [None, 1], "actions": [None, 1], "trainings": [None, 1], "thanks": [None, 1]}
    assert row.changes == {"before": [None, "2023-07-01"], **counts}
    # Goals stay with all that was said of them.
    for table in ("goals", "check_ins", "verdicts"):
        assert after[table] == before[table] != []
    assert [row.entity for row in audited("goal") + audited("check_in") + audited("verdict")] == [
        "goal",
        "check_in",
        "verdict",
    ]
    words = str({name: rows for name, rows in after.items() if name != "check_ins"}).replace("Heron check-in", "")
    assert "Heron" not in words


def test_what_ended_on_the_day_or_later_and_other_data_stay(goal: GoalTerms) -> None:
    everything_about("a-1", DAY.replace(month=12), "Heron", goal)
    reviewed(dataset="own", metrics=(), first=OLD, last=OLD)
    for dataset, on in (("demonstration", DAY), ("own", OLD)):
        here: dict[str, Any] = {"dataset": dataset, "agent": "a-1", "on": on, "text": "Well", "by": "Ada"}
        records.add_thanks(OWNER, ThanksTerms(**here))
        records.add_training(OWNER, TrainingTerms(kind="training", **here))
        removed = records.add_training(OWNER, TrainingTerms(kind="coaching", **here))
        records.remove_training(OWNER, removed.id, 1)
    on_the_day = reviewed(agent="a-2", first=OLD, last=DAY)
    before = kept()
    assert records.forget(OWNER, "demonstration", DAY) == 0
    after = kept()
    before["record_state"] = after["record_state"]
    *rest, forgotten = after.pop("audit")
    assert rest == before.pop("audit")
    assert "forget" in forgotten
    assert after == before
    assert records.forget(OWNER, "demonstration", date(2023, 7, 2)) == 3
    with pytest.raises(Missing):
        records.review(OWNER, on_the_day.id)


def test_only_what_ended_before_goes_of_one_person() -> None:
    everything_about("a-1", OLD, "Heron")
    stays = everything_about("a-1", date(2026, 6, 30), "Wren")
    before = [records.about_agent(OWNER, "demonstration", "a-1")[part] for part in ("reviews", "history", "views")]
    records.forget(OWNER, "demonstration", DAY)
    about = records.about_agent(OWNER, "demonstration", "a-1")
    assert [one["id"] for one in about["reviews"]] == [stays]
    assert about["reviews"][0] in before[0]
    assert about["history"] == before[1][len(before[1]) // 2 :]
    assert [view["what"] for view in about["views"]] == ["Wren page"]


def test_views_of_other_data_are_not_taken_for_those_of_this() -> None:
    long_ago = datetime.fromisoformat("2020-01-01T12:00+00:00")
    records.noted_view(OWNER, "own", "demonstration/a", "review", now=long_ago)
    records.forget(OWNER, "demonstration", DAY)
    assert len(audited("view")) == 1
    records.forget(OWNER, "own", DAY)
    assert audited("view") == []
    with pytest.raises(Invalid):
        records.forget(OWNER, "%", DAY)


def test_only_who_sees_everything_forgets() -> None:
    everything_about("a-1", OLD, "Heron")
    before = kept()
    for scope in (Scope(actor="lead", teams=("North",)), Scope(actor="a-1", agents=("a-1",)), Scope(actor="x")):
        with pytest.raises(Missing):
            records.forget(scope, "demonstration", DAY)
    assert kept() == before


@pytest.mark.skipif("TARAZU_TEST_DATABASE_URL" in os.environ, reason="about the SQLite file")
def test_nothing_of_it_is_left_in_the_file(home: Path) -> None:
    everything_about("a-1", OLD, "Heron")
    database.engine(database.url()).dispose()
    assert b"Heron" in (home / "records.sqlite").read_bytes()
    records.forget(OWNER, "demonstration", DAY)
    database.engine(database.url()).dispose()
    assert not [file.name for file in home.glob("records.sqlite*") if b"Heron" in file.read_bytes()]
