"""The digest of the goals for a mail: in text and JSON, on any day, also where there is nothing to tell."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from data import records
from data.records import GoalTerms
from data.scope import OWNER
from tests.commands.terminal import process, run, told


@pytest.fixture
def entering(loaded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The company with records of this test alone."""
    monkeypatch.setenv("TARAZU_DATABASE_URL", f"sqlite:///{tmp_path}/records.sqlite")
    monkeypatch.setenv("TARAZU_TODAY", "2026-03-26")


def keep(title: str = "Quicker first answers", **terms: Any) -> str:
    """A goal that runs until June, set long ago; its id."""
    priority = next(iter(records.priorities(OWNER)), None) or records.add_priority(OWNER, "Quick answers")
    usual: dict[str, Any] = {
        "dataset": "own",
        "title": title,
        "metric": "first_response_time",
        "kind": "decrease_to",
        "baseline": 7200.0,
        "baseline_reason": "last year's report",
        "target": 3600.0,
        "start": date(2026, 1, 1),
        "deadline": date(2026, 6, 30),
        "owner": "Ada",
        "priority_id": priority.id,
        "check_in_every": None,
    }
    terms = usual | terms
    return records.create_goal(OWNER, GoalTerms(**terms), now=datetime(2026, 1, 1, tzinfo=UTC)).id


def printed(*words: str) -> str:
    result = run("digest", *words)
    assert result.exit_code == 0, result.output
    return result.stdout


def content(*words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(printed("--format", "json", *words))
    return found


def test_without_goals_it_says_so(entering: None) -> None:
    assert "No goals are set, so nothing is due." in printed()
    assert content()["attention"] == []


def test_a_goal_is_told_with_what_it_needs_and_what_is_due(entering: None) -> None:
    goal = keep(deadline=date(2026, 4, 5), check_in_every="month")
    text = printed()
    assert text.startswith("Goals on Mar\u00a026,\u00a02026 (data up to Mar\u00a026,\u00a02026)\n1 goal: ")
    assert "*" not in text
    assert "Its deadline is in 10 days" in text
    assert "- Apr\u00a05,\u00a02026: Deadline, Quicker first answers (Ada)" in text
    told = content()
    assert {each["kind"] for each in told["attention"]} >= {"deadline_near", "check_in_overdue"}
    assert [(each["goal"], each["kind"], each["day"]) for each in told["due"]] == [(goal, "deadline", "2026-04-05")]
    assert {each["owner"] for each in told["attention"]} == {"Ada"}


def test_the_day_can_be_chosen(entering: None) -> None:
    keep(deadline=date(2026, 6, 30))
    assert content()["due"] == []
    later = content("--today", "2026-06-20")
    assert (later["today"], later["since"]) == ("2026-06-20", "2026-06-13")
    assert [each["kind"] for each in later["due"]] == ["deadline"]
    assert "Its deadline is in 10 days" in printed("--today", "2026-06-20")
    assert "write YYYY-MM-DD" in told("digest", "--today", "tomorrow")


def test_a_quiet_day_says_of_each_part_that_there_is_nothing(entering: None) -> None:
    keep(start=date(2027, 1, 1), deadline=date(2027, 12, 31))
    text = printed()
    for nothing in ("Nothing needs attention.", "Nothing changed.", "Nothing is due.", "Nothing yet."):
        assert nothing in text


def test_verdicts_that_are_due_are_kept_first(entering: None) -> None:
    counted = {"metric": "requests", "target": 1.0, "kind": "stay_above", "baseline": None, "baseline_reason": ""}
    goal = keep(deadline=date(2026, 2, 28), **counted)
    assert records.verdicts(OWNER, [goal]) == []
    printed()
    [verdict] = records.verdicts(OWNER, [goal])
    assert verdict.last == date(2026, 2, 28)
    printed()
    assert records.verdicts(OWNER, [goal]) == [verdict]


def test_changes_are_those_of_the_week(entering: None) -> None:
    goal = keep()
    records.change_goal(OWNER, goal, 1, now=datetime(2026, 3, 10, tzinfo=UTC), target=3000.0)
    records.change_goal(OWNER, goal, 2, now=datetime(2026, 3, 24, tzinfo=UTC), target=2700.0)
    assert [each["text"] for each in content()["changed"]] == [
        "owner changed the target from 50\u00a0min to 45\u00a0min on Mar\u00a024,\u00a02026."
    ]
    assert len(content("--today", "2026-03-12")["changed"]) == 1


def test_what_people_wrote_cannot_steer_a_terminal(entering: None) -> None:
    keep(title="Red \x1b[31m alert\nSubject: another", deadline=date(2026, 4, 5))
    text = printed()
    assert "\x1b" not in text
    assert not [line for line in text.splitlines() if line.startswith("Subject")]


def test_a_mail_holds_the_digest_and_nothing_else(entering: None) -> None:
    """Bug: Streamlit, imported for a word or two, warned on the way that no server runs."""
    keep()
    result = process("digest")
    assert (result.returncode, result.stderr) == (0, b"")
    assert result.stdout.decode().startswith("Goals on")


def test_without_data_it_says_what_to_load() -> None:
    assert "No data is loaded yet" in told("digest")
