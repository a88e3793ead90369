"""A document as PDF: its values go to the templates beside this file as data, never as markup. PDF/UA-1."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

import fontpkg_inter
import fontpkg_noto_sans_arabic
import typst

from ui.colours import CHANNELS, ROLES
from ui.language import gettext as _
from ui.reports.document import Block, Document

HERE = Path(__file__).parent


def pdf(document: Document) -> bytes:
    """The typeset document, tagged for screen readers. Raises typst.TypstError where a template is at fault."""
    return pdfs([document])


def pdfs(documents: Sequence[Document]) -> bytes:
    """Several documents as one file, each beginning on a page of its own. The file is named after the first."""
    content = [_plain(document) for document in documents]
    return typst.compile(
        str(HERE / "document.typ"),
        root=str(HERE),
        format="pdf",
        font_paths=_fonts(),
        sys_inputs={"documents": json.dumps(content, ensure_ascii=False, default=str), "look": json.dumps(_look())},
        pdf_standards=["ua-1"],
    )


@cache
def _fonts() -> typst.Fonts:
    """The fonts that the product brings along; those of the machine would differ from one to the next."""
    folders = [str(font.ROOT / "files") for font in (fontpkg_inter, fontpkg_noto_sans_arabic)]
    return typst.Fonts(include_system_fonts=False, font_paths=folders)


def _plain(document: Document) -> Mapping[str, Any]:
    """The document as JSON takes it, without what only the workbook needs."""
    sections = [
        {"title": each.title, "own_page": each.own_page, "blocks": [_block(block) for block in each.blocks]}
        for each in document.sections
    ]
    shown = {name: getattr(document, name) for name in ("title", "period", "facts", "running", "language")}
    page = _("Page {number} of {all}")  # filled in where pages are counted
    return shown | {"sections": sections, "rtl": document.right_to_left, "page": page}


def _block(block: Block) -> Mapping[str, Any]:
    content = {name: value for name, value in asdict(block).items() if name not in ("data", "sheet")}
    if "numbers" in content:
        content["numbers"] = sorted(content["numbers"])
    return content | {"is": type(block).__name__.lower()}


@cache
def _look() -> Mapping[str, str]:
    """The colours of paper, which are those of the light theme."""
    return {role: light for role, (light, _dark) in ROLES.items()} | {
        f"channel-{name}": light for name, (light, _dark) in CHANNELS.items()
    }
