"""The process that opens files: the same result as in this one, its limits, and its three kinds of failure."""

import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from data import intake
from tests.data.exports import KEY, LOADED_AT, ZENDESK

ROOT = Path(__file__).resolve().parents[2]


def parse(path: Path, workdir: Path, **limits: Any) -> intake.Parsed:
    return intake.parse(path, intake.Options(), workdir, KEY, LOADED_AT, limits=intake.Limits(**limits))


def test_the_child_gives_what_this_process_gives_and_leaves_nothing_else(
    read, tmp_path: Path, monkeypatch: Any
) -> None:  # type: ignore[no-untyped-def]
    here = read(ZENDESK)
    monkeypatch.undo()
    there = parse(tmp_path / "export.csv", tmp_path / "there")
    assert there.summary() == here.parsed.summary()
    assert pl.read_parquet(there.tables["tickets"][0]).equals(here.tickets)
    names = {file.name for file in (tmp_path / "there").iterdir()}
    assert names == {"tickets.parquet", "surveys.parquet", "rejected.parquet"}


def test_a_workbook_that_asks_for_all_memory_is_over_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
            f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override '
            f'PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/><Override '
            f'PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        )
        book.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
            f'Type="{relation}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        book.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{relation}"><sheets><sheet name="S" sheetId="1" r:id="rId1"/>'
            "</sheets></workbook>",
        )
        book.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
            f'Type="{relation}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        )
        book.writestr(
            "xl/worksheets/sheet1.xml", f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>'
        )
    with pytest.raises(intake.Refused, match=r"bomb\.xlsx: It needs more memory") as refused:
        parse(path, tmp_path / "work")
    assert refused.value.kind == "limit"
    assert list((tmp_path / "work").iterdir()) == []


def test_too_long_and_too_much_memory_are_limits(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text(ZENDESK)
    with pytest.raises(intake.Refused, match="longer than 0 seconds") as refused:
        parse(path, tmp_path / "work", seconds=0.1)
    assert refused.value.kind == "limit"
    started = time.monotonic()
    with pytest.raises(intake.Refused, match="memory") as refused:
        parse(path, tmp_path / "work", resident=20_000_000)
    assert refused.value.kind == "limit"
    assert time.monotonic() - started < 5


def test_a_fault_of_ours_is_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: Any) -> None:
    path = tmp_path / "export.csv"
    path.write_text(ZENDESK)
    broken = tmp_path / "elsewhere"
    (broken / "data").mkdir(parents=True)
    (broken / "data" / "__init__.py").touch()
    (broken / "data" / "child.py").write_text("raise RuntimeError('we broke it')")
    monkeypatch.setattr(intake, "_ROOT", broken)
    with pytest.raises(intake.Refused, match=r"fault of Tarazu.*we broke it") as refused:
        parse(path, tmp_path / "work")
    assert refused.value.kind == "crash"
    assert "Traceback" in caplog.text


def test_the_calling_side_is_light() -> None:
    code = "import sys, data.intake; print([m for m in ('pandera', 'polars', 'duckdb', 'pandas') if m in sys.modules])"
    out = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=os.environ, capture_output=True, text=True, check=True
    )
    assert "pandera" not in out.stdout
    assert "duckdb" not in out.stdout
