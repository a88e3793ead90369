"""The pack of a review: the numbers of its body, what both sides wrote, and where they sign."""

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from pypdf import PdfReader

from answers import review as answers
from answers import review_body
from answers.review import Sheet
from data import records
from data.records import ActionTerms, ReviewTerms
from data.sample import TRUTHS
from data.scope import OWNER
from data.store import Generation
from tests.demonstration import make
from ui.reports import review as pack
from ui.reports import typeset
from ui.review import recognition, words
from ui.shell import Reader

SPAN = (date(2025, 11, 1), date(2026, 9, 30))
HOSTILE = "#panic() $x$ *bold* \\ @ref"


def plain(text: str) -> str:
    return "".join(text.replace("\u2060", "").replace("\u2010", "-").split())


def printed(content: bytes) -> str:
    return plain("".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Generation]:
    home = tmp_path_factory.mktemp("review") / "home"
    generation = make(home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TARAZU_HOME", str(home))
        yield generation


@pytest.fixture(scope="module")
def sheet(generation: Generation) -> Sheet:
    return answers.sheet(TRUTHS.better_agent, OWNER, generation, SPAN, answers.available(OWNER, generation))


@pytest.fixture(scope="module")
def who(generation: Generation) -> Reader:
    return Reader(OWNER, generation, "light", "en")


def test_every_figure_is_printed_with_its_n_and_the_lines_to_sign_on(sheet: Sheet, who: Reader) -> None:
    body = review_body.body(sheet)
    said = printed(typeset.pdf(pack.document(who, body, None, None)))
    assert plain(sheet.name) in said
    shown = [each for each in body["figures"] if not each["too_few"]]
    assert shown
    for figure in shown:
        assert plain(words.number(figure["crude"], figure["metric"])) in said
        assert plain(words.number(figure["expected"], figure["metric"])) in said
        assert plain(f"n = {figure['crude']['n']:,}") in said
    assert plain("Reviewed person, date") in said
    assert plain("Lead, date") in said
    assert plain("No decision is made by these numbers") in said
    assert plain("Numbers of today") in said


def test_an_acknowledged_review_prints_what_was_kept_and_who_agreed(
    sheet: Sheet, who: Reader, generation: Generation
) -> None:
    now = datetime(2026, 10, 21, tzinfo=UTC)
    terms = ReviewTerms(
        dataset="demonstration",
        agent=sheet.agent,
        role="Agent",
        first=SPAN[0],
        last=SPAN[1],
        team=sheet.team,
        lead="Noor",
        lead_notes=f"Calm. {HOSTILE}",
        self_assessment="I liked the hard ones.",
        metrics=sheet.metrics,
    )
    review = records.open_review(OWNER, terms, now=now)
    records.add_action(
        OWNER, ActionTerms(review_id=review.id, text="Coach Ben", owner="Noor", due=date(2026, 12, 1)), now=now
    )
    for state in ("shared", "discussed", "acknowledged"):
        review = records.move_review(OWNER, review.id, review.version, state, "Parisa", now.date(), now=now)
    body = review_body.body(sheet)
    body["figures"][0]["crude"]["value"] = 0.123
    records.freeze_pack(OWNER, review.id, body, generation.id, "definitions", now=now)
    kept = records.pack(OWNER, review.id)
    assert kept is not None
    said = printed(typeset.pdf(pack.document(who, kept.body, review, kept)))
    assert plain(words.number(0.123, body["figures"][0]["metric"])) in said
    assert kept.sha256[:12] in said
    for text in (HOSTILE, "I liked the hard ones.", "Coach Ben", "Acknowledged Oct 21, 2026 Parisa"):
        assert plain(text) in said


def test_a_whole_team_is_one_file_each_on_a_page_of_its_own(
    who: Reader, generation: Generation, tmp_path_factory: pytest.TempPathFactory
) -> None:
    from ui.reports import command

    out = tmp_path_factory.mktemp("packs") / "team.pdf"
    agents = answers.of_team("Mail Desk", OWNER, generation)
    assert len(agents) > 2
    assert command.reviews(OWNER, generation, (), "Mail Desk", SPAN, out) == len(agents)
    pages = [plain(page.extract_text()) for page in PdfReader(out).pages]
    begins = [page for page in pages if page.startswith(plain("Review of "))]
    names = {page.split(plain("Sep 30, 2026"))[0] for page in begins}
    assert len(names) >= len(agents)
    noted = {view.what for agent in agents for view in records.views(OWNER, generation.dataset, agent)}
    assert noted == {"report"}
    assert who.generation == generation


def test_what_there_is_to_be_glad_of_is_told_from_the_body(sheet: Sheet, who: Reader) -> None:
    body = review_body.body(sheet)
    records_ = [each["record"] for each in body["figures"] if each["record"]]
    lines = recognition.lines(body, who)
    assert [what for what, _said in lines].count("Record") == len(records_)
    assert any(what == "Praise" and str(len(sheet.comments.praise)) in said for what, said in lines)
    figure = {"metric": "csat", "record": {"month": "2026-03-01", "value": {"value": 0.925, "n": 40}, "months": 14}}
    goal = {"title": "Calm <b>", "metric": "csat", "target": 0.9}
    aim = {"goal": goal, "standing": {"status": "met", "now": {"value": 0.93, "n": 80}}}
    made = {"goals": [aim], "figures": [figure, {"metric": "nps"}], "comments": {"praise": []}, "thanks": ["one"]}
    told = [(what, words_.replace("\u00a0", " ")) for what, words_ in recognition.lines(made, who)]
    assert told == [
        ("Goal met", "Calm <b>: 93.0% against a target of 90%, n = 80."),
        ("Record", "Customer satisfaction in March 2026: 92.5% (n = 40), the best of 14 months so far."),
        ("Thanks", "1 time kept in the file."),
    ]
    assert "Calm &lt;b&gt;" in recognition.listed(made, who)
    nothing = {"goals": [], "figures": [], "comments": {"praise": []}, "thanks": []}
    assert recognition.listed(nothing, who) == ""
