"""A review is seen by its own, goes one step at a time, by a human, and stays as it was once acknowledged."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from data import records
from data.errors import Conflict, Invalid, Missing
from data.records import STATES, ActionTerms, PrivacyTerms, ReviewTerms
from data.scope import OWNER, Scope
from tests.data.records.audited import audited
from tests.data.records.reviewed import DAYS, LAST, review_terms, reviewed

NORTH, HERSELF = Scope(actor="lead", teams=("North",)), Scope(actor="a-1", agents=("a-1",))
OTHERS = (
    Scope(actor="other", teams=("South",)),
    Scope(actor="a-2", agents=("a-2",)),
    Scope(actor="stranger"),
    Scope(actor="North", teams=("a-1",), agents=("North",)),  # names of one kind are none of the other
)


def test_a_review_is_opened_as_a_draft_with_what_was_entered(noon: datetime) -> None:
    terms = review_terms(lead=" Ada ", lead_notes=" Calm <b>with</b> *angry* customers \n")
    kept = records.open_review(OWNER, terms, now=noon)
    assert (kept.lead, kept.lead_notes) == ("Ada", "Calm <b>with</b> *angry* customers")
    assert (kept.state, kept.shared_on, kept.discussed_on) == ("draft", None, None)
    assert (kept.acknowledged_on, kept.acknowledged_by) == (None, None)
    assert (kept.created_at, kept.created_by, kept.version) == (noon, "owner", 1)
    assert kept.metrics == ("csat", "reopen_rate")
    assert records.review(OWNER, kept.id) == kept
    [event] = records.review_history(OWNER, kept.id)
    assert (event.at, event.actor, event.action, event.entity) == (noon, "owner", "create", "review")
    assert event.changes["last"] == [None, LAST.isoformat()]


def test_reviews_come_by_the_latest_period_to_who_may_see_them() -> None:
    earlier = reviewed(first=date(2025, 7, 1), last=date(2025, 12, 31))
    latest, teamless = reviewed(), reviewed(agent="a-2", team=None)
    south = reviewed(agent="a-3", team="South", last=date(2026, 12, 31))
    assert records.reviews(OWNER, "demonstration") == [south, latest, teamless, earlier]
    assert records.reviews(OWNER, "demonstration", "a-1") == [latest, earlier]
    assert records.reviews(OWNER, "own") == []
    assert records.reviews(NORTH, "demonstration") == records.reviews(HERSELF, "demonstration") == [latest, earlier]
    assert records.reviews(OTHERS[0], "demonstration") == [south]
    assert records.reviews(OTHERS[1], "demonstration") == [teamless]
    assert [records.reviews(scope, "demonstration") for scope in OTHERS[2:]] == [[], []]


@pytest.mark.parametrize("scope", OTHERS, ids=lambda scope: scope.actor)
def test_the_reviews_of_others_are_missing(scope: Scope) -> None:
    kept = reviewed()
    for ask in (
        lambda: records.review(scope, kept.id),
        lambda: records.review_history(scope, kept.id),
        lambda: records.change_review(scope, kept.id, 1, lead_notes="Mine"),
        lambda: records.move_review(scope, kept.id, 1, "shared", "Eve", DAYS["shared"]),
        lambda: records.review(OWNER, "none"),
    ):
        with pytest.raises(Missing):
            ask()
    with pytest.raises(Invalid) as refused:
        records.open_review(scope, review_terms())
    assert list(refused.value.fields) == ["agent"]
    assert records.reviews(OWNER, "demonstration") == [kept]
    assert len(audited("review")) == 1


def test_who_sees_the_team_or_the_person_enters_for_them() -> None:
    for scope in (NORTH, HERSELF):
        kept = records.open_review(scope, review_terms())
        assert records.change_review(scope, kept.id, 1, self_assessment="Well").created_by == scope.actor
        with pytest.raises(Invalid):
            records.open_review(scope, review_terms(agent="a-2", team="South"))
    with pytest.raises(Invalid):  # a lead does not hand a review to a team that they do not see
        records.change_review(NORTH, kept.id, 2, team="South")


@pytest.mark.parametrize(
    ("names", "values"),
    [
        (["dataset"], {"dataset": "other"}),
        (["agent"], {"agent": " "}),
        (["last"], {"last": date(2025, 12, 31)}),
        (["first", "last"], {"first": None, "last": "2026"}),
        (["first"], {"first": datetime(2026, 1, 1, tzinfo=UTC)}),
        (["team"], {"team": " "}),
        (["lead"], {"lead": ""}),
        (["lead"], {"lead": "x" * 201}),
        (["role"], {"role": "x" * 201}),
        (["lead_notes"], {"lead_notes": "x" * 20_001}),
        (["self_assessment"], {"self_assessment": "x" * 20_001}),
        (["agent_comment"], {"agent_comment": "x" * 20_001}),
        (["metrics"], {"metrics": ("csat", " ")}),
        (["metrics"], {"metrics": ("csat", "csat")}),
    ],
)
def test_what_can_not_be_kept_is_refused_in_words_at_its_field(names: list[str], values: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        records.open_review(OWNER, review_terms(**values))
    assert list(refused.value.fields) == names
    assert all(words.endswith(".") for words in refused.value.fields.values())
    kept = reviewed(last=date(2026, 1, 1), lead_notes="x" * 20_000)  # a period of one day
    stays = {"dataset", "agent"} & set(names)
    with pytest.raises(Invalid) as refused:
        records.change_review(OWNER, kept.id, 1, **values)
    assert stays or set(names) <= set(refused.value.fields)
    assert records.reviews(OWNER, "demonstration") == [kept]


def test_a_change_is_kept_with_its_reason_and_the_same_again_is_none(noon: datetime) -> None:
    kept = reviewed()
    changed = records.change_review(NORTH, kept.id, 1, "After our talk", noon, lead_notes=" Calm ", metrics=("csat",))
    assert changed == replace(kept, lead_notes="Calm", metrics=("csat",), version=2)
    assert records.change_review(OWNER, kept.id, 2, lead_notes="Calm") == changed
    _created, event = records.review_history(HERSELF, kept.id)
    assert (event.at, event.actor, event.action, event.reason) == (noon, "lead", "change", "After our talk")
    assert event.changes == {"lead_notes": ["", "Calm"], "metrics": [["csat", "reopen_rate"], ["csat"]]}


def test_a_review_stays_with_its_person_and_its_data() -> None:
    kept = reviewed()
    for changes in ({"agent": "a-2"}, {"dataset": "own"}):
        with pytest.raises(Invalid) as refused:
            records.change_review(OWNER, kept.id, 1, **changes)
        assert set(changes) <= set(refused.value.fields)
    assert records.review(OWNER, kept.id) == kept


def test_nobody_writes_over_a_version_that_they_did_not_read() -> None:
    kept = reviewed()
    theirs = records.change_review(OWNER, kept.id, 1, lead_notes="Theirs")
    for write in (
        lambda: records.change_review(NORTH, kept.id, 1, lead_notes="Mine"),
        lambda: records.move_review(NORTH, kept.id, 1, "shared", "Ada", DAYS["shared"]),
    ):
        with pytest.raises(Conflict) as late:
            write()
        assert late.value.current_version == 2
    assert records.review(OWNER, kept.id) == theirs


def test_a_review_goes_through_all_states_by_humans_on_their_days(noon: datetime) -> None:
    held = reviewed("discussed")
    assert (held.state, held.shared_on, held.discussed_on) == ("discussed", DAYS["shared"], DAYS["discussed"])
    done = records.move_review(HERSELF, held.id, held.version, "acknowledged", " Bea ", DAYS["acknowledged"], now=noon)
    assert (done.acknowledged_on, done.acknowledged_by, done.version) == (DAYS["acknowledged"], "Bea", 4)
    _created, shared, _discussed, acknowledged = records.review_history(OWNER, held.id)
    assert (shared.action, shared.changes) == (
        "move",
        {"state": ["draft", "shared"], "shared_on": [None, "2026-07-10"], "by": [None, "Ada"]},
    )
    assert (acknowledged.actor, acknowledged.at, acknowledged.changes["by"]) == ("a-1", noon, [None, "Bea"])


@pytest.mark.parametrize("to", STATES)
@pytest.mark.parametrize("state", STATES)
def test_only_one_step_forwards_and_back_from_shared_can_be_gone(state: str, to: str) -> None:
    kept = reviewed(state)
    allowed = {("draft", "shared"), ("shared", "discussed"), ("discussed", "acknowledged"), ("shared", "draft")}
    if (state, to) in allowed:
        moved = records.move_review(OWNER, kept.id, kept.version, to, "Ada", date(2026, 8, 1), "Not yet")
        assert moved.state == to
        return
    with pytest.raises(Invalid) as refused:
        records.move_review(OWNER, kept.id, kept.version, to, "Ada", date(2026, 8, 1), "Not yet")
    assert list(refused.value.fields) == ["state"]
    assert records.review(OWNER, kept.id) == kept


def test_back_to_draft_needs_a_reason_and_takes_the_day_away() -> None:
    kept = reviewed("shared")
    with pytest.raises(Invalid) as refused:
        records.move_review(OWNER, kept.id, kept.version, "draft", "Ada", DAYS["discussed"], " ")
    assert list(refused.value.fields) == ["reason"]
    back = records.move_review(OWNER, kept.id, kept.version, "draft", "Ada", DAYS["discussed"], "Wrong period")
    assert (back.state, back.shared_on) == ("draft", None)
    assert records.review_history(OWNER, kept.id)[-1].reason == "Wrong period"
    again = records.move_review(OWNER, kept.id, back.version, "shared", "Ada", DAYS["shared"])
    assert again.shared_on == DAYS["shared"]


@pytest.mark.parametrize("state", STATES[:-1])
def test_every_step_names_a_human_and_a_day_not_before_the_last_one(state: str) -> None:
    kept = reviewed(state)
    to = STATES[STATES.index(state) + 1]
    wrong: list[tuple[str, Any, Any]] = [("by", " ", DAYS[to]), ("on", "Ada", None)]
    wrong += [("on", "Ada", date(2026, 7, 9))] if state != "draft" else []
    for name, by, on in wrong:
        with pytest.raises(Invalid) as refused:
            records.move_review(OWNER, kept.id, kept.version, to, by, on)
        assert list(refused.value.fields) == [name]
    assert records.review(OWNER, kept.id) == kept
    same_day = {"draft": DAYS["shared"], "shared": DAYS["shared"], "discussed": DAYS["discussed"]}[state]
    assert records.move_review(OWNER, kept.id, kept.version, to, "Ada", same_day).state == to


ANOTHER: dict[str, Any] = {
    "dataset": "own",
    "agent": "a-2",
    "role": "Lead",
    "first": date(2026, 1, 2),
    "last": date(2026, 6, 29),
    "team": None,
    "lead": "Eve",
    "lead_notes": "Better",
    "self_assessment": "Better",
    "metrics": ("csat",),
}


def test_after_the_acknowledgement_the_terms_stay_as_they_were() -> None:
    assert {*ANOTHER, "agent_comment"} == {each.name for each in fields(ReviewTerms)}
    kept = reviewed("acknowledged", agent_comment="Fair")
    for name, value in ANOTHER.items():
        with pytest.raises(Invalid) as refused:
            records.change_review(OWNER, kept.id, kept.version, **{name: value})
        assert list(refused.value.fields) == [name]
        assert refused.value.fields[name].endswith(".")
    assert records.review(OWNER, kept.id) == kept
    assert len(records.review_history(OWNER, kept.id)) == 4


@pytest.mark.parametrize("said", ["", "Fair, I think"])
def test_after_the_acknowledgement_comments_are_added_under_their_day(said: str) -> None:
    kept = reviewed("acknowledged", agent_comment=said)
    now = datetime(2026, 8, 3, 23, tzinfo=UTC)
    added = records.change_review(HERSELF, kept.id, kept.version, now=now, agent_comment=f"{said}\nOne thing more. ")
    assert added == replace(kept, agent_comment=f"{said}\n\n2026-08-03: One thing more.".strip(), version=5)
    again = {"agent_comment": added.agent_comment, "lead_notes": added.lead_notes}  # a form that sends all it shows
    assert records.change_review(OWNER, kept.id, 5, **again) == added
    for less in ("", "Unfair", added.agent_comment[:-1], f"But: {added.agent_comment}"):
        with pytest.raises(Invalid) as refused:
            records.change_review(OWNER, kept.id, 5, agent_comment=less)
        assert list(refused.value.fields) == ["agent_comment"]
    assert records.review(OWNER, kept.id) == added


def test_with_own_data_only_metrics_are_chosen_that_the_staff_was_told_of() -> None:
    with pytest.raises(Invalid) as refused:
        reviewed(dataset="own")
    assert list(refused.value.fields) == ["metrics"]
    told = PrivacyTerms(figures_on=True, agreed_on=date(2026, 1, 1), agreed_by="Council", told_metrics=("csat",))
    records.save_privacy(OWNER, "own", 0, told, "Agreed")
    kept = reviewed(dataset="own", metrics=("csat",))
    with pytest.raises(Invalid):
        records.change_review(OWNER, kept.id, 1, metrics=("csat", "reopen_rate"))
    # What was agreed later does not hold up what was chosen before.
    records.save_privacy(OWNER, "own", 1, replace(told, told_metrics=("reopen_rate",)), "Agreed anew")
    assert records.change_review(OWNER, kept.id, 1, lead_notes="Calm").metrics == ("csat",)
    with pytest.raises(Invalid):
        reviewed(dataset="own", metrics=("csat",))


def test_the_history_of_a_review_tells_of_its_actions_in_order() -> None:
    kept = reviewed()
    terms = ActionTerms(review_id=kept.id, text="Shadow Bea", owner="Ada", due=date(2026, 9, 1))
    action = records.add_action(OWNER, terms)
    records.add_action(OWNER, replace(terms, review_id=reviewed(agent="a-2").id))
    records.change_review(OWNER, kept.id, 1, lead_notes="Calm")
    records.change_action(OWNER, action.id, 1, done_on=date(2026, 8, 30))
    told = [(event.entity, event.action) for event in records.review_history(OWNER, kept.id)]
    assert told == [
        ("review", "create"),
        ("review_action", "create"),
        ("review", "change"),
        ("review_action", "change"),
    ]
