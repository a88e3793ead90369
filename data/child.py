"""The process that opens a stranger's file: `python -m data.child`, a request on stdin, the answer in result.json.

Started by intake.py alone. It limits itself before it imports what parses; nothing else of the product runs in it.
"""

import hashlib
import json
import resource
import sys
import traceback
from datetime import datetime
from pathlib import Path
from typing import Any

RESULT = "result.json"
PREVIEW_ROWS = 20
_SAMPLE_ROWS = 200

_KINDS = {
    "csv": (".csv", ".tsv", ".txt", ".tab"),
    "json lines": (".jsonl", ".ndjson", ".json"),
    "workbook": (".xlsx", ".xlsm"),
    "parquet": (".parquet",),
}


def main() -> None:
    """Answer one request from stdin."""
    request = json.load(sys.stdin)
    _limit(request["address_space"], request["seconds"])
    answer(request)


def answer(request: dict[str, Any]) -> None:
    """Write result.json: {"done": …}, or {"refused": message, "kind": …}. Any other error is a fault of ours."""
    from data.refused import Refused  # noqa: PLC0415 - nothing is imported before the limits stand

    folder = Path(request["folder"])
    result: dict[str, Any]
    try:
        result = {"done": _done(request, folder)}
    except Refused as refusal:
        result = {"refused": str(refusal), "kind": refusal.kind}
    except MemoryError:
        traceback.print_exc()
        result = {
            "refused": "It needs more memory than allowed. Split it by period and load the parts.",
            "kind": "limit",
        }
    (folder / RESULT).write_text(json.dumps(result, default=str), encoding="utf-8")


def _limit(address_space: int, seconds: float) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    processor_seconds = int(2 * seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (processor_seconds, processor_seconds))
    if sys.platform == "linux":  # macOS knows the limit and does not keep it
        resource.setrlimit(resource.RLIMIT_AS, (address_space, address_space))


def _done(request: dict[str, Any], folder: Path) -> dict[str, Any]:
    from data.reading import open_file  # noqa: PLC0415

    path = Path(request["path"])
    scratch = folder / "scratch"
    scratch.mkdir()
    file = open_file(path, scratch, request["size_limit"], request["allow_parquet"])
    if request["do"] == "peek":
        return _peek(file)
    return _parse(path, file, folder, request)


def _peek(file: Any) -> dict[str, Any]:
    from data.headers import guess  # noqa: PLC0415
    from data.mapping import detect  # noqa: PLC0415

    sample = file.head(_SAMPLE_ROWS)
    adapter = detect(file.headers)
    return {
        "kind": file.kind,
        "about": file.about,
        "headers": file.headers,
        "rows": sample[:PREVIEW_ROWS],
        "adapter": adapter.to_dict() if adapter else None,
        "guess": guess(file.headers, sample).to_dict(),
    }


def _parse(path: Path, file: Any, folder: Path, request: dict[str, Any]) -> dict[str, Any]:
    from data.canonical import canonical, wanted  # noqa: PLC0415
    from data.completing import Known  # noqa: PLC0415
    from data.mapping import Mapping, detect  # noqa: PLC0415
    from data.refused import Refused  # noqa: PLC0415
    from data.zones import zone  # noqa: PLC0415

    options = request["options"]
    mapping = Mapping.from_dict(options["mapping"]) if options["mapping"] else detect(file.headers)
    if mapping is None:
        raise Refused(
            "No adapter knows its columns. Say what they mean in the mapping form of the Data page, or with a mapping "
            f"file (--map). Its columns: {', '.join(file.headers)}."
        )
    known = Known(
        source=options["source"],
        zone=zone(options["zone"] or mapping.zone or "UTC"),
        date_order=options["date_order"],
        key=bytes.fromhex(request["key"]),
        loaded_at=datetime.fromisoformat(request["loaded_at"]),
    )
    sheet = file.read(wanted(mapping, file.headers))
    result = canonical(sheet, mapping, known)
    findings = [*_of_the_file(file, request["name"], sheet.frame.height, mapping), *result.findings]
    if request["do"] == "preview":
        shown = sheet.frame.with_columns(sheet.rows.alias("row")).head(PREVIEW_ROWS)
        shown.select("row", *sheet.frame.columns).write_parquet(folder / "before.parquet")
    for table, frame in result.tables.items():
        (frame.head(PREVIEW_ROWS) if request["do"] == "preview" else frame).write_parquet(folder / f"{table}.parquet")
    result.rejected.write_parquet(folder / "rejected.parquet")
    reasons = result.rejected.group_by("reason").len().sort("len", "reason", descending=[True, False])
    with path.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    sources = {source for frame in result.tables.values() for source in frame["source"].unique()}
    return {
        "sha256": digest,
        "rows": sheet.frame.height + sheet.rejected.height,
        "mapping": mapping.to_dict(),
        "tables": {table: frame.height for table, frame in result.tables.items()},
        "rejected_by_reason": dict(reasons.iter_rows()),
        "findings": findings,
        "cannot_feed": result.gaps,
        "date_order": result.date_order,
        "zone": known.zone,
        "source": known.source or (sources.pop() if len(sources) == 1 else mapping.source or mapping.name),
    }


def _of_the_file(file: Any, name: str, height: int, mapping: Any) -> list[Any]:
    """Findings on the file as a whole."""
    from data.findings import finding  # noqa: PLC0415
    from data.mapping import adapters, find  # noqa: PLC0415

    found = []
    suffix = Path(name).suffix.lower()
    if any(suffix in suffixes for kind, suffixes in _KINDS.items() if kind != file.kind):
        found.append(finding("wrong_name", f"The name ends with {suffix}, but the content is a {file.kind}"))
    if not height:
        found.append(finding("no_rows", "The file has headers but no row that could be read"))
    if mapping not in adapters():
        said = dict.fromkeys(w.headers for fields in mapping.tables.values() for w in fields.values() if w.headers)
        absent = [" or ".join(names) for names in said if find(file.headers, names) is None]
        if absent:
            text = f"The mapping names columns that the file does not have: {', '.join(absent)}"
            found.append(finding("column_not_found", text, len(absent)))
    return found


if __name__ == "__main__":
    main()
