"""What kind of file this is, by its first bytes, and whether it may be opened at all. Nothing is parsed here."""

import zipfile
from pathlib import Path

from data.refused import Refused

CSV, JSON_LINES, WORKBOOK, PARQUET = "csv", "json lines", "workbook", "parquet"

# A workbook is a zip: what it says of itself must stay within these before anything is unpacked.
_ENTRIES = 5_000
_UNPACKED = 2_000_000_000
_RATIO = 200
_RATIO_MATTERS_ABOVE = 50_000_000

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x1f\x8b", "a gzip archive: unpack it and load the file inside"),
    (b"BZh", "a bzip2 archive: unpack it and load the file inside"),
    (b"\xfd7zXZ", "an xz archive: unpack it and load the file inside"),
    (b"7z\xbc\xaf", "a 7z archive: unpack it and load the file inside"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive: unpack it and load the file inside"),
    (b"Rar!", "a RAR archive: unpack it and load the file inside"),
    (b"\xd0\xcf\x11\xe0", "an old Excel file (.xls) or a protected one: save it as .xlsx or CSV without a password"),
    (b"%PDF", "a PDF: export CSV or XLSX instead"),
    (b"\x89PNG", "a picture: export CSV or XLSX instead"),
    (b"\xff\xd8\xff", "a picture: export CSV or XLSX instead"),
    (b"GIF8", "a picture: export CSV or XLSX instead"),
    (b"SQLite format 3", "a database: export CSV or XLSX from it"),
)


def kind_of(path: Path, size_limit: int, allow_parquet: bool) -> str:
    """CSV, JSON_LINES, WORKBOOK or PARQUET. The content decides, not the name. Raises Refused for anything else."""
    size = path.stat().st_size
    if size > size_limit:
        raise Refused(
            f"It has {size / 1e6:,.0f} MB; files up to {size_limit / 1e6:,.0f} MB are taken. "
            "Split it by period and load the parts.",
            "limit",
        )
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith(b"PAR1"):
        if allow_parquet:
            return PARQUET
        raise Refused("It is a Parquet file: these are read from the mounted folder only. Upload CSV or XLSX.")
    if start.startswith(b"PK"):
        return _workbook(path)
    for magic, what in _MAGIC:
        if start.startswith(magic):
            raise Refused(f"It is {what}.")
    if size > 8 and start[8:12] == b"DUCK":
        raise Refused("It is a database: export CSV or XLSX from it.")
    return _text(start)


def _text(start: bytes) -> str:
    text = start.decode("utf-16" if start[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", errors="ignore").lstrip()
    if not text.strip("\x00 \t\r\n,;"):
        raise Refused("It is empty: it has no header line.")
    if text[:1] == "<":
        raise Refused("It is a web page or XML (some tools name that .xls): export CSV or XLSX instead.")
    if text[:1] == "[":
        raise Refused("It is one JSON list: write one object a line (JSON lines, .jsonl) instead.")
    return JSON_LINES if text[:1] == "{" else CSV


def _workbook(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile as error:
        raise Refused(f"It is a damaged zip archive or workbook ({error}): export it again.") from error
    if not any(entry.filename == "xl/workbook.xml" for entry in entries):
        if any(entry.filename == "xl/workbook.bin" for entry in entries):
            raise Refused("It is a binary workbook (.xlsb): save it as .xlsx or CSV.")
        raise Refused("It is a zip archive: unpack it and load the files inside.")
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    blown_up = unpacked > _RATIO_MATTERS_ABOVE and unpacked / packed > _RATIO
    if len(entries) > _ENTRIES or unpacked > _UNPACKED or blown_up:
        raise Refused(
            f"The workbook unpacks to {unpacked / 1e6:,.0f} MB from {packed / 1e6:,.1f} MB in {len(entries):,} parts: "
            "more than is safe to open. Save the table alone as CSV.",
            "limit",
        )
    return WORKBOOK
