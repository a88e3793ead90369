"""From a file in the browser to an arrival: kept aside under its hash, looked into, and said of it what is needed.

Where the headers are unknown, mapping_form.py asks. What is read out of the file stands in data/intake.py.
"""

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import streamlit as st

from data import home, intake, loading, records
from data.intake import Options, Peek, Refused
from data.mapping import Mapping
from data.scope import Scope
from ui import formats, mapping_form
from ui.language import gettext as _

TYPES = ("csv", "tsv", "txt", "xlsx", "jsonl", "ndjson", "json")
ORDERS = ("", "dmy", "mdy", "ymd")


@dataclass(frozen=True)
class Incoming:
    """A file that waits to be loaded: where it lies, its name, whether it came through the browser."""

    path: Path
    name: str
    uploaded: bool

    @property
    def key(self) -> str:
        return hashlib.sha256(f"{self.path}{self.name}".encode()).hexdigest()[:12]


def uploaded() -> list[Incoming]:
    """Files that the reader drops onto the page, each on disk under its hash."""
    files = st.file_uploader(
        _("Exports: CSV, XLSX or JSON lines"),
        type=list(TYPES),
        accept_multiple_files=True,
        key=f"upload-{st.session_state.get('_uploads', 0)}",
        help=_("Nothing leaves this machine. Columns that are not needed are not kept."),
    )
    # A file that was dropped twice is one file.
    return list(dict.fromkeys(Incoming(_aside(file.getvalue()), file.name, uploaded=True) for file in files))


def clear() -> None:
    """Empty the box and the pick after their files were loaded; what lay aside for them is gone from disk."""
    st.session_state["_uploads"] = st.session_state.get("_uploads", 0) + 1
    st.session_state.pop("mounted", None)
    shutil.rmtree(home.home() / "incoming", ignore_errors=True)


def mounted() -> list[Incoming]:
    """Files of the mounted folder that the reader picks; empty without such a folder."""
    folder = home.mount()
    if folder is None:
        return []
    names = sorted(str(file.relative_to(folder)) for file in folder.rglob("*") if _is_export(file))
    chosen = st.multiselect(
        _("From the mounted folder"), names, placeholder=_("Choose files"), key="mounted", help=formats.md(str(folder))
    )
    return [Incoming(folder / name, name, uploaded=False) for name in chosen]


def _is_export(file: Path) -> bool:
    return file.is_file() and file.suffix.lstrip(".").lower() in (*TYPES, "parquet")


def _aside(content: bytes) -> Path:
    """The bytes in a private folder; they become a raw file only when they are loaded."""
    folder = home.home() / "incoming"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / hashlib.sha256(content).hexdigest()
    if not path.exists():
        path.write_bytes(content)
    return path


def look(file: Incoming) -> Peek | None:
    """What a file seems to be; null, with the reason on the page, where it cannot be read. Looked at once a session."""
    seen: dict[str, Peek] = st.session_state.setdefault("_peeks", {})
    if file.key not in seen:
        try:
            with st.spinner(_("Looking into {name} …").format(name=formats.md(file.name))):
                seen[file.key] = intake.peek(file.path, name=file.name, allow_parquet=not file.uploaded)
        except Refused as refusal:
            st.error(formats.md(str(refusal)), icon=":material/block:")
            return None
    return seen[file.key]


def ask(scope: Scope, file: Incoming, seen: Peek) -> loading.Arrival | None:
    """What a file is and how its times are to be read; null while an unknown file is not mapped yet."""
    remembered = records.mapping(scope, mapping_form.fingerprint(seen.headers))
    known = Mapping.from_dict(dict(remembered.mapping)) if remembered else seen.adapter
    said: dict[str, Any] = {}
    if known is not None:
        words = _("Recognised: {format}.") if remembered is None else _("Read as last time: {format}.")
        st.markdown(words.format(format=formats.md(known.label)))
        st.caption(_fills(known))
        change = bool(known.tables) and st.toggle(_("Map the columns differently"), key=f"{file.key}-remap")
    else:
        st.markdown(_("These headers are new. Say which column is what; the answer is remembered."))
        change = True
    source, zone, order = st.columns(3)
    said["source"] = source.text_input(
        _("Name of the system"),
        remembered.source if remembered else _system(known, seen, file),
        placeholder=_("as the file says"),
        key=f"{file.key}-source",
        help=_("Files of one system belong together."),
    )
    zones = sorted(available_timezones())
    first = (remembered.zone if remembered else None) or (known.zone if known else None) or "UTC"
    said["zone"] = zone.selectbox(_("Time zone of its times"), zones, index=zones.index(first), key=f"{file.key}-zone")
    orders = {"": _("as the values tell"), "dmy": _("day first"), "mdy": _("month first"), "ymd": _("year first")}
    stored = (remembered.date_order if remembered else None) or ""
    said["date_order"] = order.selectbox(
        _("Dates"), ORDERS, index=ORDERS.index(stored), format_func=lambda each: orders[each], key=f"{file.key}-order"
    )
    options = Options(said["source"] or None, said["zone"], said["date_order"] or None, known if remembered else None)
    if change:
        mapping = mapping_form.ask(file.key, seen, known or seen.guess)
        options = Options(options.source, options.zone, options.date_order, mapping)
        if mapping is None or not mapping_form.confirmed(file, options):
            return None
    return loading.Arrival(file.path, options, file.name, file.uploaded)


def _fills(known: Mapping) -> str:
    """What a file of this kind becomes, or why it becomes nothing."""
    if known.nothing:
        return _("Nothing to load: {reason}.").format(reason=formats.md(known.nothing))
    return _("Its rows become {things}.").format(things=", ".join(map(mapping_form.table_name, known.tables)))


def _system(known: Mapping | None, seen: Peek, file: Incoming) -> str:
    """The name to suggest: none where a column of the file says it row by row, which a name would overrule."""
    if known is not None:
        columns = [table["source"] for table in known.tables.values() if "source" in table]
        if any(header in seen.headers for column in columns for header in column.headers):
            return ""
    return (known.source if known else None) or Path(file.name).stem


def remember(scope: Scope, seen: Peek, options: Options) -> None:
    """Keep a mapping that a person made, for the next file with these headers."""
    if options.mapping is not None:
        records.save_mapping(
            scope,
            options.source or options.mapping.name,
            mapping_form.fingerprint(seen.headers),
            options.mapping.to_dict(),
            options.zone,
            options.date_order,
        )
