"""The monthly pack from the command line: files for a mail, words where there is nothing to write."""

from pathlib import Path

import pytest

from tests.commands.terminal import process, run, told


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.usefixtures("loaded")
def test_a_month_is_written_under_its_name(there: Path) -> None:
    result = run("report", "month", "2026-03", "--format", "both")
    assert result.exit_code == 0, result.output
    assert result.stdout.split() == ["tarazu-2026-03.pdf", "tarazu-2026-03.xlsx"]
    assert (there / "tarazu-2026-03.pdf").read_bytes().startswith(b"%PDF-")
    assert (there / "tarazu-2026-03.xlsx").read_bytes().startswith(b"PK")


@pytest.mark.usefixtures("loaded", "there")
def test_what_cannot_be_written_is_said() -> None:
    assert "is no month: write YYYY-MM" in told("report", "month", "March")
    assert "nothing of 1999-01" in told("report", "month", "1999-01")
    assert "has no Nowhere" in told("report", "month", "2026-03", "--team", "Nowhere")
    assert "ends in .xlsx" in told("report", "month", "2026-03", "--out", "a.xlsx", "--format", "pdf")


@pytest.mark.usefixtures("loaded")
def test_a_file_is_what_its_ending_says(there: Path) -> None:
    """Bug: without --format a PDF was written under the name of a workbook."""
    assert run("report", "month", "2026-03", "--out", "a.xlsx").exit_code == 0
    assert (there / "a.xlsx").read_bytes().startswith(b"PK")


def test_without_data_it_says_how_to_load_some(there: Path) -> None:
    result = process("report", "month", "2026-03", "--out", str(there / "a.pdf"))
    assert result.returncode == 1
    assert b"No data is loaded yet" in result.stderr
    assert not list(there.iterdir())
