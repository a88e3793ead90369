"""Text of any encoding → UTF-8 with one kind of line ends, which is all that the CSV reader takes."""

import codecs
from dataclasses import dataclass
from pathlib import Path

from data.findings import Finding, finding, number
from data.refused import Refused

_CHUNK = 1 << 22
_REPLACED = "\ufffd"
# A file is UTF-8 with a few broken characters, and not another encoding, up to this share of its special characters.
_BROKEN = 0.1


@dataclass(frozen=True)
class Text:
    """A file of UTF-8 text with uniform line ends; the original itself where it is that already."""

    path: Path
    encoding: str
    findings: list[Finding]


@dataclass
class _Bytes:
    """What one pass over a file counts."""

    special: int = 0  # characters beyond ASCII, read as UTF-8
    broken: int = 0  # sequences that are no UTF-8
    lines: int = 0
    returns: int = 0
    returns_with_line: int = 0
    zeros_even: int = 0
    zeros_odd: int = 0
    high: frozenset[int] = frozenset()  # which of the bytes 0x80-0x9f occur


def as_utf8(path: Path, folder: Path) -> Text:
    """The text of a file; a rewritten copy goes to `folder`. Raises Refused where it is no text."""
    with path.open("rb") as file:
        start = file.read(4)
    seen = _count(path)
    encoding, findings = _encoding(start, seen)
    uniform = seen.returns in (0, seen.returns_with_line) and seen.returns_with_line in (0, seen.lines)
    if encoding == "utf-8" and uniform and not seen.broken:
        return Text(path, encoding, findings)
    copy = folder / "text"
    # The copy has plain newlines: text mode turns each kind of line end into one.
    with path.open(encoding=encoding, errors="replace") as old, copy.open("w", encoding="utf-8", newline="") as new:
        while chunk := old.read(_CHUNK):
            new.write(chunk)
    return Text(copy, encoding, findings)


def _count(path: Path) -> _Bytes:
    seen = _Bytes()
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    before = b""
    position = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            text = decoder.decode(chunk)
            if not text.isascii():
                seen.special += len(text) - len(text.encode("ascii", errors="ignore"))
                seen.broken += text.count(_REPLACED)
                seen.high |= {byte for byte in set(chunk) if 0x80 <= byte <= 0x9F}
            seen.lines += chunk.count(b"\n")
            seen.returns += chunk.count(b"\r")
            seen.returns_with_line += chunk.count(b"\r\n") + (before == b"\r" and chunk[:1] == b"\n")
            if b"\x00" in chunk:
                seen.zeros_even += chunk[position % 2 :: 2].count(0)
                seen.zeros_odd += chunk[1 - position % 2 :: 2].count(0)
            before = chunk[-1:]
            position += len(chunk)
    seen.broken += decoder.decode(b"", final=True).count(_REPLACED)
    return seen


def _encoding(start: bytes, seen: _Bytes) -> tuple[str, list[Finding]]:
    if start[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16", [_said("UTF-16")]
    zeros = seen.zeros_even + seen.zeros_odd
    if zeros:
        little = seen.zeros_odd > 10 * seen.zeros_even
        if (little or seen.zeros_even > 10 * seen.zeros_odd) and zeros > seen.lines:
            return ("utf-16-le" if little else "utf-16-be"), [_said("UTF-16")]
        raise Refused(
            f"It holds {number(zeros, 'NUL byte')}: it is no text, or was damaged on its way. Export it again as CSV."
        )
    if seen.broken > _BROKEN * seen.special:
        # The two differ in 0x80-0x9f only, and cp1252 leaves five of those undefined.
        name = "cp1252" if seen.high and not seen.high & {0x81, 0x8D, 0x8F, 0x90, 0x9D} else "latin-1"
        return name, [_said("Western European (cp1252)" if name == "cp1252" else "Western European (Latin-1)")]
    utf8 = "utf-8-sig" if start[:3] == codecs.BOM_UTF8 else "utf-8"
    if not seen.broken:
        return utf8, []
    text = f"{number(seen.broken, 'character')} could not be read and stand as {_REPLACED}"
    return utf8, [finding("broken_characters", text, seen.broken)]


def _said(name: str) -> Finding:
    return finding("encoding", f"The file is not UTF-8: read as {name}. Names with special letters may need a look")
