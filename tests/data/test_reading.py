"""Readers: every row with its true number and line, nothing lost unseen, nothing opened that should not be."""

import csv
import gzip
import io
import zipfile
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.reading import Readable, open_file
from data.refused import Refused
from data.sheet import Sheet


@pytest.fixture
def opened(tmp_path: Path):  # type: ignore[no-untyped-def]
    """opened(content, name="x.csv") → the file, opened."""

    def open_(content: bytes | str, name: str = "x.csv", parquet: bool = False) -> Readable:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return open_file(path, tmp_path, 50_000_000, parquet)

    return open_


def whole(file: Readable) -> Sheet:
    return file.read(file.headers)


def refusal(opened, content: bytes | str, name: str = "x.csv") -> str:  # type: ignore[no-untyped-def]
    with pytest.raises(Refused) as refused:
        whole(opened(content, name))
    assert refused.value.kind == "refused"
    return str(refused.value)


def test_rejected_rows_do_not_shift_the_numbers_of_the_others(opened) -> None:  # type: ignore[no-untyped-def]
    sheet = whole(opened('a,b,c\n1,"x\ny",3\n4,5\n\n6,7,8,9\n10,11,12\n1,2,"p "q" r"\n13,14,15\n'))
    assert sheet.frame.rows() == [("1", "x\ny", "3"), ("10", "11", "12"), ("13", "14", "15")]
    assert sheet.rows.to_list() == [1, 4, 6]
    assert sheet.lines.to_list() == [2, 7, 9]
    assert sheet.rejected.select("row", "line", "value", "reason").rows() == [
        (2, 4, "2 columns instead of 3", "too few columns"),
        (3, 6, "4 columns instead of 3", "too many columns"),
        (5, 8, None, "a quotation mark inside a quoted value"),
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_delimiters_encodings_and_line_ends(opened, delimiter: str, encoding: str, newline: str) -> None:  # type: ignore[no-untyped-def]
    rows = [["Id", "Név", "Megjegyzés"], ["1", "Ágnes, dr.", 'a "b"; c'], ["2", "علی", "x | y\tz"]]
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=newline).writerows(rows)
    file = opened(text.getvalue().encode(encoding))
    assert file.headers == rows[0]
    assert [list(row) for row in whole(file).frame.rows()] == rows[1:]
    assert file.head(5) == rows[1:]


def test_line_ends_may_be_mixed(opened) -> None:  # type: ignore[no-untyped-def]
    assert whole(opened('a,b\r\n1,"x\ny"\n3,4\r\n5,6\r')).frame.rows() == [("1", "x\ny"), ("3", "4"), ("5", "6")]


@pytest.mark.parametrize(("encoding", "text"), [("latin-1", "café,naïve"), ("cp1252", "café,“naïve”")])
def test_western_encodings_are_said(opened, encoding: str, text: str) -> None:  # type: ignore[no-untyped-def]
    file = opened(f"a,b\n{text}\n".encode(encoding))
    assert whole(file).frame.rows() == [tuple(text.split(","))]
    assert [one["kind"] for one in whole(file).findings] == ["encoding"]
    assert file.about["encoding"] == encoding


def test_utf8_with_a_broken_character_stays_utf8(opened) -> None:  # type: ignore[no-untyped-def]
    sheet = whole(opened(b"a,b\n" + "éáűő,é\n".encode() * 20 + b"\xe9,x\n"))
    assert sheet.frame.row(0) == ("éáűő", "é")
    assert [(one["kind"], one["count"]) for one in sheet.findings] == [("broken_characters", 1)]


def test_headers_are_named_apart(opened) -> None:  # type: ignore[no-untyped-def]
    file = opened(",Comment,Comment, comment ,\n1,2,3,4,5\n")
    assert file.headers == ["column_1", "Comment", "Comment_2", "comment_3", "column_5"]
    assert file.read(["Comment_2", "column_5"]).frame.rows() == [("3", "5")]


def test_blank_lines_and_a_missing_last_line_end(opened) -> None:  # type: ignore[no-untyped-def]
    sheet = whole(opened("\n\na,b\n\n1,2\n\n\n3,4"))
    assert (sheet.rows.to_list(), sheet.lines.to_list()) == ([1, 2], [5, 8])
    assert [one["kind"] for one in sheet.findings] == ["no_final_newline"]
    cut = whole(opened("a,b,c\n1,2,3\n3,4"))
    assert [one["kind"] for one in cut.findings] == ["cut_off"]
    assert cut.rejected["row"].to_list() == [2]


def test_a_pattern_in_a_file_name_reads_that_file_only(opened, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "x1y.csv").write_text("a,b\nwrong,file\n")
    (tmp_path / "xzzy.csv").write_text("a,b\nwrong,file\n")
    assert whole(opened("a,b\n1,2\n", "x[1]y.csv")).frame.rows() == [("1", "2")]
    assert whole(opened("a,b\n3,4\n", "x*y.csv")).frame.rows() == [("3", "4")]


def test_a_quotation_mark_left_open_refuses_with_its_row(opened) -> None:  # type: ignore[no-untyped-def]
    good = "".join(f'{i},"x",3\n' for i in range(5))
    assert "row 6 (line 7)" in refusal(opened, f'a,b,c\n{good}4,"5,6\n7,8,9\n')
    assert "row 6 (line 7)" in refusal(opened, f'a,b,c\n{good}4,"5,6\n7,8,9\n"x","y","z"\n1,1,1\n')
    assert whole(opened('a,b\n1,5" pipe\n2,x"y"z\n')).frame.height == 2


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"\n\n  \n", "empty"),
        (b"just one column\n1\n", "one column"),
        (b"a,b\n1,\x00\n", "NUL"),
        (gzip.compress(b"a,b\n1,2\n", mtime=0), "gzip"),  # a test's name must not hold the hour
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), r".xls"),
        (b"<!DOCTYPE html><html><table>", "web page"),
        (b"  <?xml version='1.0'?>", "web page"),
        (b'[{"id": 1}]', "JSON lines"),
        (b"PAR1....", "mounted folder"),
        (b"SQLite format 3\x00", "database"),
        (b"PK\x03\x04 not a zip", "damaged"),
    ],
)
def test_what_is_no_table_is_refused_with_the_remedy(opened, content: bytes, says: str) -> None:  # type: ignore[no-untyped-def]
    for name in ("x.csv", "x.xlsx", "x"):
        assert says in refusal(opened, content, name)


def test_a_zip_is_refused_whatever_its_name(opened) -> None:  # type: ignore[no-untyped-def]
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("tickets.csv", "a,b\n1,2\n")
    assert "unpack it" in refusal(opened, archive.getvalue(), "tickets.csv")


def test_a_workbook_that_unpacks_to_far_more_is_refused(opened) -> None:  # type: ignore[no-untyped-def]
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/workbook.xml", b" " * 60_000_000)
    with pytest.raises(Refused, match="60 MB") as refused:
        opened(archive.getvalue(), "x.xlsx")
    assert refused.value.kind == "limit"


def test_a_file_over_the_size_limit_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("a,b\n" * 1000)
    with pytest.raises(Refused, match="Split it") as refused:
        open_file(tmp_path / "x.csv", tmp_path, 100, allow_parquet=False)
    assert refused.value.kind == "limit"


def workbook(*sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"Sheet {number}")
        for row in rows:
            sheet.append(row)
        for cells in sheet.iter_rows():
            for cell in cells:
                if isinstance(cell.value, timedelta):
                    cell.number_format = "[h]:mm:ss"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_workbook_gives_dates_numbers_and_durations_as_text(opened) -> None:  # type: ignore[no-untyped-def]
    rows: list[list[object]] = [
        ["Id", "At", "Day", "Took", "Amount", "Flag", "Text"],
        [
            12345,
            datetime(2024, 3, 5, 14, 7, 9),
            date(2024, 3, 5),
            timedelta(hours=30, minutes=5),
            1.5,
            True,
            "05/03/2024",
        ],
        [],
        [1_000_000, None, None, timedelta(minutes=3, seconds=7), 0.1, False, "x"],
    ]
    titled: list[list[object]] = [["Report of March"], [], *rows]
    file = opened(workbook([], [["A title alone"]], titled, [["other", "table"]]), "x.xlsx")
    sheet = whole(file)
    assert sheet.frame.rows() == [
        ("12345", "2024-03-05 14:07:09", "2024-03-05 00:00:00", "30:05:00", "1.5", "true", "05/03/2024"),
        ("1000000", None, None, "0:03:07", "0.1", "false", "x"),
    ]
    assert (sheet.rows.to_list(), sheet.lines.to_list()) == ([1, 2], [4, 6])
    assert file.about == {"sheets": [f"Sheet {n}" for n in range(4)], "sheet": "Sheet 2"}
    assert "Sheet 3" in sheet.findings[0]["text"]


def test_json_lines_are_flattened_and_bad_lines_rejected(opened) -> None:  # type: ignore[no-untyped-def]
    lines = [
        '{"id": 1, "via": {"channel": "email"}, "tags": ["a", "é"], "ok": true}',
        "{not json}",
        "",
        "[1, 2]",
        '{"id": 12345678901234567890, "via": null, "late": 1.50}',
    ]
    file = opened("\ufeff" + "\n".join(lines) + "\n", "x.jsonl")
    assert file.headers == ["id", "via.channel", "tags", "ok", "via", "late"]
    sheet = whole(file)
    assert sheet.frame.rows() == [
        ("1", "email", '["a", "é"]', "true", None, None),
        ("12345678901234567890", None, None, None, None, "1.50"),
    ]
    assert (sheet.rows.to_list(), sheet.lines.to_list()) == ([1, 4], [1, 5])
    assert sheet.rejected.select("row", "line").rows() == [(2, 2), (3, 4)]
    cut = whole(opened('{"id": 1}\n{"id": 2, "na', "x.jsonl"))
    assert [one["kind"] for one in cut.findings] == ["cut_off"]
    assert "JSON" in refusal(opened, "{oh, no}\n{no}\n", "x.jsonl")


def test_parquet_is_read_where_it_is_allowed(opened) -> None:  # type: ignore[no-untyped-def]
    file = io.BytesIO()
    frame = pl.DataFrame({"id": [1, 2], "at": [datetime(2024, 1, 2, 3, 4, 5), None], "tags": [["a"], []]})
    frame = frame.with_columns(zoned=pl.col("at").dt.replace_time_zone("Asia/Tehran"))
    frame.write_parquet(file)
    parquet = opened(file.getvalue(), "x.parquet", parquet=True)
    assert parquet.headers == ["id", "at", "zoned"]
    rows = whole(parquet).frame.rows()
    assert rows == [("1", "2024-01-02 03:04:05.000000", "2024-01-01 23:34:05.000000Z"), ("2", None, None)]


cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), max_size=8)
tables = st.integers(2, 4).flatmap(lambda width: st.lists(st.lists(cells, min_size=width, max_size=width), max_size=12))


@settings(max_examples=40)
@given(tables, st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]))
def test_whatever_a_csv_writer_writes_is_read_back(tmp_path_factory, table: list[list[str]], quoting: int) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path_factory.mktemp("csv")
    width = len(table[0]) if table else 2
    with (folder / "x.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=quoting, lineterminator="\n")  # type: ignore[arg-type]
        writer.writerow([f"h{place}" for place in range(width)])
        writer.writerows(table)
    sheet = whole(open_file(folder / "x.csv", folder, 10**6, allow_parquet=False))
    assert [[cell or "" for cell in row] for row in sheet.frame.rows()] == table
    assert sheet.rejected.is_empty()
    assert sheet.rows.to_list() == list(range(1, len(table) + 1))


def test_numbers_of_rows_hold_over_the_borders_of_parallel_parts(opened) -> None:  # type: ignore[no-untyped-def]
    rows = [f'{i},"two\nlines, ""quoted""",{"x" * (i % 97)}' if i % 5 else f"{i},too few" for i in range(1, 60_001)]
    sheet = whole(opened("a,b,c\n" + "\n".join(rows) + "\n"))
    assert sheet.rows.to_list() == [i for i in range(1, 60_001) if i % 5]
    assert sheet.frame["a"].cast(pl.Int64).to_list() == sheet.rows.to_list()
    assert sheet.rejected["row"].to_list() == [i for i in range(1, 60_001) if i % 5 == 0]
    assert sheet.lines[0] == 2
    assert sheet.lines[-1] == 2 + 59_998 + 47_999  # 47,999 of the rows before it have two lines
