"""What does this person's period look like? Figures are those of answers.review; the conversation keeps its states."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from answers import review as answers
from data import records
from data.records import PrivacyTerms, Review
from data.sample import TRUTHS
from data.scope import OWNER
from data.store import Generation
from tests.pages.reading import opened, plain, ran, words
from ui.review import words as said

AGENT = TRUTHS.better_agent
PERIOD = {"agent": AGENT, "from": "2025-10-01", "to": "2026-09-30"}


def review_page(**more: str) -> AppTest:
    return opened("review", **(PERIOD | more))


def only_review(agent: str = AGENT) -> Review:
    (found,) = records.reviews(OWNER, "demonstration", agent)
    return found


def test_the_figures_are_those_that_the_answers_give(entering: Generation) -> None:
    at = review_page()
    chosen = records.privacy(OWNER, entering.dataset)
    assert chosen.figures_on
    span = (date(2025, 10, 1), date(2026, 9, 30))
    sheet = answers.sheet(AGENT, OWNER, entering, span, answers.available(OWNER, entering))
    text = words(at)
    assert sheet.name in text
    for figure in sheet.figures:
        assert said.name(figure.metric.id) in text
        if not figure.too_few:
            assert said.number(figure.crude.value, figure.metric.id).replace("\u00a0", " ") in text
            assert f"n = {figure.crude.n:,}" in text
    assert "No automated decision." in text


def test_looking_at_a_person_is_noted_once_a_day(entering: Generation) -> None:
    review_page()
    review_page(part="findings")
    noted = records.views(OWNER, entering.dataset, AGENT)
    assert len(noted) == 1
    assert noted[0].actor == "owner"


@pytest.mark.parametrize("part", ["findings", "said", "effort", "learning", "conversation"])
def test_each_part_opens(entering: Generation, part: str) -> None:
    assert len(words(review_page(part=part))) > 300
    assert entering.demonstration


def test_a_review_goes_from_draft_to_acknowledged_and_its_numbers_stay(entering: Generation) -> None:
    at = review_page(part="conversation")
    ends = f"open-{AGENT}-2025-10-01-2026-09-30"
    at.text_input(key=f"{ends}-role").set_value("Agent")
    at.text_input(key=f"{ends}-lead").set_value("Noor")
    at.button(key=f"{ends}-save").click()
    ran(at)
    review = only_review()
    assert (review.state, review.lead) == ("draft", "Noor")

    at.text_area(key=f"review-{review.id}-{review.version}-lead_notes").set_value("Calm with angry people.")
    ran(at)
    at.button(key=f"move-{review.id}-draft-go").click()
    ran(at)
    assert only_review().state == "draft", "what is typed is saved first"
    assert "not saved yet" in words(at)
    at.button(key=f"review-{review.id}-{review.version}-save").click()
    ran(at)
    assert only_review().lead_notes == "Calm with angry people."

    for state in ("draft", "shared", "discussed"):
        at.text_input(key=f"move-{review.id}-{state}-by").set_value("Parisa")
        at.button(key=f"move-{review.id}-{state}-go").click()
        ran(at)
    review = only_review()
    assert (review.state, review.acknowledged_by) == ("acknowledged", "Parisa")
    pack = records.pack(OWNER, review.id)
    assert pack is not None
    assert pack.generation == entering.id
    again = review_page()
    assert "These numbers were kept on" in words(again)
    assert "The data of today say the same." in words(again)


def test_nobody_acknowledges_without_a_name(entering: Generation) -> None:
    at = review_page(part="conversation")
    ends = f"open-{AGENT}-2025-10-01-2026-09-30"
    at.text_input(key=f"{ends}-role").set_value("Agent")
    at.text_input(key=f"{ends}-lead").set_value("Noor")
    at.button(key=f"{ends}-save").click()
    ran(at)
    review = only_review()
    for state in ("draft", "shared"):
        at.button(key=f"move-{review.id}-{state}-go").click()
        ran(at)
    at.button(key=f"move-{review.id}-discussed-go").click()
    ran(at)
    assert only_review().state == "discussed"
    assert records.pack(OWNER, review.id) is None
    assert entering.demonstration


def test_while_figures_are_off_the_page_says_why_and_what_to_record(entering: Generation) -> None:
    held = records.privacy(OWNER, entering.dataset)
    off = PrivacyTerms(figures_on=False, agreed_on=None, agreed_by="", told_metrics=("csat",))
    records.save_privacy(OWNER, entering.dataset, held.version, off, "asked for by the staff")
    text = words(review_page())
    assert "Figures of single people are off" in text
    assert "Customer satisfaction **" not in text
    assert not records.views(OWNER, entering.dataset, AGENT)
    assert "Figures of single people are off" in words(opened("team"))


@pytest.mark.usefixtures("few")
def test_own_data_begin_with_figures_off() -> None:
    assert "Figures of single people are off" in words(opened("review"))


def test_packs_are_made_when_they_are_asked_for_of_one_person_and_of_the_whole_team(entering: Generation) -> None:
    at = review_page()
    assert not [each for each in at.get("download_button") if "PDF" in each.label]
    at.button(key="review-pack-one-make").click()
    ran(at)
    assert "Take it: Review as PDF" in [each.label for each in at.get("download_button")]
    at.button(key="review-pack-team-make").click()
    ran(at)
    team = answers.sheet(AGENT, OWNER, entering, (date(2025, 10, 1), date(2026, 9, 30)), ()).team
    assert team is not None
    taken = [plain(each.label) for each in at.get("download_button")]
    assert f"Take it: Reviews of all of {team} as PDF" in taken
    colleagues = answers.of_team(team, OWNER, entering)
    assert len(colleagues) > 3
    for agent in colleagues:
        seen = {each.what for each in records.views(OWNER, entering.dataset, agent)}
        assert "report" in seen, "whose figures were looked at is written down"
