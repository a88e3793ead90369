"""Two people write in a review, data that change after it was acknowledged, and periods of too few requests."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from answers import review as answers
from answers import review_body
from data import records
from data.records import PrivacyTerms, Review, ReviewTerms
from data.scope import OWNER
from data.store import Generation
from tests.pages.reading import opened, plain, ran, words
from tests.worlds import put

AGENT, SPAN = "a10", (date(2025, 10, 1), date(2026, 9, 30))
ADDRESS = {"agent": AGENT, "from": "2025-10-01", "to": "2026-09-30"}


def review_of(generation: Generation) -> Review:
    usual: dict[str, Any] = {"dataset": generation.dataset, "agent": AGENT, "role": "", "team": None, "lead": "Ada"}
    return records.open_review(OWNER, ReviewTerms(**usual, first=SPAN[0], last=SPAN[1], metrics=("transfer_rate",)))


def box(review: Review, field: str) -> str:
    return f"review-{review.id}-{review.version}-{field}"


def typed(at: AppTest, review: Review, text: str) -> AppTest:
    at.text_area(key=box(review, "lead_notes")).set_value(text)
    return ran(at)


def test_what_two_people_write_is_shown_side_by_side_and_nothing_is_lost(entering: Generation) -> None:
    review = review_of(entering)
    at = typed(opened("review", **ADDRESS, part="conversation"), review, "Mine.")
    theirs = records.change_review(OWNER, review.id, review.version, lead_notes="Theirs.", self_assessment="Self.")
    at.button(key=box(review, "save")).click()
    said = words(ran(at))
    assert "Somebody else changed this while you were writing" in said
    (table,) = (plain(each.value) for each in at.html if 'class="tz-conflict"' in each.value)
    assert "Theirs." in table
    assert "Mine." in table
    assert records.review(OWNER, review.id) == theirs

    at.button(key=box(review, "yours")).click()
    ran(at)
    kept = records.review(OWNER, review.id)
    assert (kept.lead_notes, kept.self_assessment) == ("Mine.", "Self.")


def test_a_review_that_was_moved_on_still_takes_what_was_written(entering: Generation) -> None:
    review = review_of(entering)
    at = typed(opened("review", **ADDRESS, part="conversation"), review, "Mine.")
    records.move_review(OWNER, review.id, review.version, "shared", "Ada", date(2026, 10, 2))
    at.button(key=box(review, "save")).click()
    ran(at)
    kept = records.review(OWNER, review.id)
    assert (kept.state, kept.lead_notes) == ("shared", "Mine.")


def test_nothing_is_moved_over_what_somebody_else_changed(entering: Generation) -> None:
    review = review_of(entering)
    at = opened("review", **ADDRESS, part="conversation")
    records.change_review(OWNER, review.id, review.version, lead_notes="Theirs.")
    at.button(key=f"move-{review.id}-draft-go").click()
    assert "Nothing was moved" in words(ran(at))
    assert records.review(OWNER, review.id).state == "draft"


def test_a_frozen_number_stays_and_what_the_data_say_since_stands_beside_it(entering: Generation) -> None:
    review = review_of(entering)
    for state in records.STATES[1:]:
        review = records.move_review(OWNER, review.id, review.version, state, "Ada", date(2026, 10, 2))
    body = review_body.body(answers.sheet(AGENT, OWNER, entering, SPAN, review.metrics))
    (figure,) = body["figures"]
    now = figure["crude"]["value"]
    figure["crude"]["value"] = 0.0123
    records.freeze_pack(OWNER, review.id, body, "000000", review_body.definitions(body))

    at = opened("review", **ADDRESS)
    (table,) = (plain(each.value) for each in at.html if 'tz-review-figures"' in each.value)
    assert "1.2%" in table
    assert f"today {100 * now + 1e-9:.1f}%" in table
    assert "The data say something else since about: Transferred requests" in words(at)

    # Only the comment of the person can be added to.
    at = opened("review", **ADDRESS, part="conversation")
    assert not [each for each in at.text_area if each.key and each.key.endswith("lead_notes")]
    at.text_area(key=f"review-more-{review.id}-0").set_value("I see it otherwise.")
    at.button(key=f"review-more-{review.id}-0-save").click()
    ran(at)
    assert records.review(OWNER, review.id).agent_comment.endswith("I see it otherwise.")
    assert records.pack(OWNER, review.id).body["figures"][0]["crude"]["value"] == 0.0123  # type: ignore[union-attr]


@pytest.fixture
def seven() -> Generation:
    """Seven e-mails that Ann answered, and the agreement on one metric."""
    at = datetime(2026, 8, 3, 9)
    mails = [
        {
            "ticket_id": str(i),
            "channel": "email",
            "agent": "ann",
            "status": "solved",
            "replies": 1 + i % 3,
            "created_at": at + timedelta(hours=6 * i),
            "first_reply_at": at + timedelta(hours=6 * i + 1),
            "resolved_at": at + timedelta(hours=6 * i + 2),
        }
        for i in range(7)
    ]
    return put({"tickets": mails})


def test_the_agreement_is_recorded_where_it_is_missing_and_too_few_are_not_shown(seven: Generation) -> None:
    at = opened("review", agent="ann")
    assert "Figures of single people are off" in words(at)
    at.toggle(key="privacy-own-0-on").set_value(True)
    at.button(key="privacy-save").click()
    ran(at)
    assert "Say when this was agreed with the staff." in words(at)
    assert not records.privacy(OWNER, "own").figures_on

    at.date_input(key="privacy-own-0-agreed-on").set_value(date(2026, 8, 1))
    at.text_input(key="privacy-own-0-agreed-by").set_value("the works council")
    at.multiselect(key="privacy-own-0-told").set_value(["fcr_one_touch"])
    at.text_input(key="privacy-own-0-reason").set_value("agreed")
    at.button(key="privacy-save").click()
    said = words(ran(at))
    held = records.privacy(OWNER, "own")
    assert held.figures_on
    assert held == records.save_privacy(
        OWNER,
        "own",
        held.version,
        PrivacyTerms(
            figures_on=True,
            agreed_on=date(2026, 8, 1),
            agreed_by="the works council",
            told_metrics=("fcr_one_touch",),
        ),
        "the same",
    )
    assert "Too few to show" in said
    assert "The most that a figure of this period rests on is 7." in said
    assert seven.dataset == "own"
