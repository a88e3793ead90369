"""The monthly pack: its text is what the metrics say, whatever people wrote stays text, and it can be read aloud."""

import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader

from answers import explain, goal_standing, month
from data import records, store
from data.records import GoalTerms
from data.scope import OWNER
from data.store import Generation
from metrics.catalogue import CATALOGUE
from tests.demonstration import LATEST, make
from ui import formats, language
from ui.filters import Filters
from ui.overview import adding_up, compared
from ui.reports import month as monthly
from ui.reports import typeset, workbook
from ui.reports.document import Document, Figures, Table
from ui.shell import Reader

HOSTILE = '#panic("x") $x$ *bold* _it_ \\ " @ref =1+1 <tag> [a](b) {"a": 1}'
STARRED = f"{HOSTILE} **stars**"
WHOLE = Filters(LATEST, (), ())


def plain(text: str) -> str:
    """Letters alone: a printed line breaks where it likes."""
    return "".join(text.replace("\u2060", "").replace("\u2010", "-").split())


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Generation]:
    home = tmp_path_factory.mktemp("report") / "home"
    generation = make(home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TARAZU_HOME", str(home))
        priority = records.add_priority(OWNER, "Loyal customers")
        terms = GoalTerms(
            dataset="demonstration",
            title=STARRED,
            metric="csat",
            kind="stay_above",
            target=0.8,
            start=date(2026, 1, 1),
            deadline=date(2026, 12, 31),
            owner="Ada",
            priority_id=priority.id,
        )
        records.create_goal(OWNER, terms)
        records.write_month_summary(OWNER, "demonstration", LATEST, f"A fine month. {HOSTILE}", "Noor", None)
        records.add_date_note(OWNER, "demonstration", date(2026, 9, 3), f"New phone system {STARRED}")
        assert store.current() == generation
        yield generation


@pytest.fixture(scope="module")
def document(generation: Generation) -> Document:
    return monthly.document(Reader(OWNER, generation, "light", "en"), LATEST, WHOLE)


@pytest.fixture(scope="module")
def pdf(document: Document) -> PdfReader:
    return PdfReader(io.BytesIO(typeset.pdf(document)))


@pytest.fixture(scope="module")
def printed(pdf: PdfReader) -> str:
    return plain("".join(page.extract_text() for page in pdf.pages))


def test_every_number_of_the_scorecard_is_printed(generation: Generation, printed: str) -> None:
    lines = month.scorecard(month.usual(generation), LATEST, OWNER, generation, {}, [])
    assert len(lines) > 8
    for line in lines:
        assert plain(formats.value(line.now.value, line.metric.unit)) in printed, line.metric.id
        if line.metric.unit != "count":
            assert plain(formats.n(line.now.n)) in printed, line.metric.id
            assert plain(formats.interval(line.now.low, line.now.high, line.metric.unit)).strip("–") in printed


def test_the_parts_of_a_change_are_printed_and_add_up(generation: Generation, printed: str) -> None:
    lines = month.scorecard(month.headline_metrics(generation)[0], LATEST, OWNER, generation, {}, [])
    line, against = compared.to_explain(lines)[0]
    before, now = compared.spans(line, against, generation)
    whys = explain.whys(line.metric.id, OWNER, generation, before=before, now=now, where={})
    told = [adding_up.told(why) for why in whys.values()]
    assert told
    for each in told:
        assert each.mix + each.rate + each.new + each.vanished == each.change
    most = max(told, key=lambda each: abs(each.mix))
    for tenths in (most.mix, most.rate, most.change):
        assert plain(formats.signed(tenths / 10)) in printed


def test_what_people_wrote_is_printed_as_it_is(printed: str) -> None:
    assert printed.count(plain(HOSTILE)) >= 3  # the goal, the summary, the note
    assert printed.count(plain(STARRED)) >= 2  # the goal, the note: not even what makes our own numbers bold
    assert "WrittenbyNoor" in printed


def test_goals_are_told_as_they_stood_at_the_end_of_the_month(
    generation: Generation, printed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TARAZU_HOME", str(generation.path.parents[2]))
    last = date(2026, 9, 30)
    (standing,) = goal_standing.standings(records.goals(OWNER, "demonstration"), OWNER, generation, on=last).values()
    assert plain(f"Goals on {formats.date(last)}") in printed
    assert plain(formats.value(standing.now.value, "share")) in printed
    assert plain(formats.n(standing.now.n)) in printed


def test_a_screen_reader_finds_title_language_structure_and_words_for_each_chart(pdf: PdfReader) -> None:
    catalogue = pdf.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert str(catalogue["/Lang"]).startswith("en")
    assert pdf.metadata is not None
    assert "September 2026" in str(pdf.metadata.title)
    found: dict[str, list[str]] = {}
    waiting = [catalogue["/StructTreeRoot"]]
    while waiting:
        here = waiting.pop().get_object()
        if isinstance(here, list):
            waiting += here
        elif isinstance(here, dict):
            if "/S" in here:
                found.setdefault(str(here["/S"]), []).append(str(here.get("/Alt", "")))
            if "/K" in here:
                waiting.append(here["/K"])
    assert {"/H1", "/H2", "/Table", "/TH", "/Figure"} <= set(found)
    assert len(found["/Figure"]) > 8
    assert all(len(alt) > 20 for alt in found["/Figure"])


def test_each_page_says_which_it_is(pdf: PdfReader) -> None:
    count = len(pdf.pages)
    assert 4 <= count <= 20
    for number, page in enumerate(pdf.pages, 1):
        assert plain(f"Page {number} of {count}") in plain(page.extract_text())


def test_the_workbook_holds_the_same_numbers_as_numbers(document: Document, generation: Generation) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook.xlsx(document)))
    shown = [block for section in document.sections for block in section.blocks if isinstance(block, Table | Figures)]
    assert len(book.sheetnames) == sum(bool(each.data) for each in shown) + 1
    assert {"Over time", "Scorecard", "Channels", "Waiting", "What customers say", "Notes"} < set(book.sheetnames)
    assert all(each.freeze_panes == "A2" for each in book)
    assert book.sheetnames[-1] == "About"
    sheet = book["Scorecard"]
    head, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    found = {row[head.index("metric")]: row for row in rows}
    (line,) = month.scorecard(["csat"], LATEST, OWNER, generation, {}, [])
    assert found["csat"][head.index("value")] == pytest.approx(line.now.value)
    assert found["csat"][head.index("n")] == line.now.n
    assert STARRED in [cell.value for cell in book["Goals"]["A"]]
    written = {row[0].value: row[head.index("value")].number_format for row in sheet.iter_rows()}
    assert (written["csat"], written["nps"], written["requests"]) == ("0.0%", "#,##0.00", "#,##0")
    months = [[cell.value for cell in row] for row in book["Over time"].iter_rows()]
    told = {(row[0], row[3].date()): row[4] for row in months[1:]}
    (line,) = month.scorecard(["csat"], LATEST, OWNER, generation, {}, [])
    for day, value in line.trend:
        assert told["csat", day] == (None if value.value is None else pytest.approx(value.value))


def test_what_a_spreadsheet_would_run_is_defused(document: Document) -> None:
    evil = [{"name": '=HYPERLINK("http://x")', "value": 1.0}]
    table = Table("", ("a",), (), (1,), data=evil, sheet="=A'[1]:*?/" + "x" * 40)
    one = Document("t", "p", (), (monthly.Section("s", (table, table)),), "", "en", False, about=evil)
    book = openpyxl.load_workbook(io.BytesIO(workbook.xlsx(one)))
    assert all(len(name) <= 31 for name in book.sheetnames)
    assert len(set(book.sheetnames)) == 3
    assert book.worksheets[0]["A2"].value.startswith("'=")
    assert book.worksheets[0]["A2"].data_type == "s"


def test_a_running_month_is_marked(generation: Generation) -> None:
    running = monthly.document(
        Reader(OWNER, generation, "light", "en"), date(2026, 10, 1), Filters(date(2026, 10, 1), (), ())
    )
    assert running.period == "October 2026 (still running)"


def test_persian_is_set_from_right_to_left(document: Document) -> None:
    persian = Document("گزارش ماهانه", "آبان ۱۴۰۵", ("همه کانال‌ها",), (), "ترازو", "fa", True)
    with language.speaking("en"):
        read = PdfReader(io.BytesIO(typeset.pdfs([persian, document])))
    assert str(read.trailer["/Root"]["/Lang"]).startswith("fa")
    fonts = {str(font["/BaseFont"]) for page in read.pages for font in _fonts(page)}
    assert any("Arabic" in font for font in fonts)


def _fonts(page: object) -> list[dict[str, object]]:
    return [font.get_object() for font in page["/Resources"]["/Font"].values()]  # type: ignore[index]


def test_all_definitions_are_those_of_the_catalogue(document: Document) -> None:
    said = {row["Value"] for row in document.about}
    assert any(CATALOGUE["csat"].definition in str(each) for each in said)


def test_a_file_is_whole_or_not_there(generation: Generation, tmp_path: Path) -> None:
    from ui.reports import command

    (tmp_path / "out").mkdir()
    nowhere, folder = tmp_path / "nowhere" / "a.pdf", tmp_path / "folder.pdf"
    folder.mkdir()
    for path, refusal in ((nowhere, FileNotFoundError), (folder, IsADirectoryError)):
        with pytest.raises(refusal, match=re.escape(f"'{path}'")):
            command.month(OWNER, generation, "2026-09", (), (), path, "pdf")
    assert {path.name for path in tmp_path.iterdir()} >= {"out", "folder.pdf"}
    assert not list(tmp_path.glob(".*.pdf*"))  # no half of a file is left
    written = command.month(OWNER, generation, "2026-09", (), (), tmp_path / "out" / "a.pdf", "both")
    assert [path.name for path in written] == ["a.pdf", "a.xlsx"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.pdf", "a.xlsx"]
