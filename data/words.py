"""The vocabularies: which canonical columns hold one of a few words, and which words of exports mean them."""

import tomllib
import unicodedata
from functools import cache
from pathlib import Path

from data import columns

# (table, column) → (section of words.toml, the canonical words, what an unknown word becomes: "other", "null", or
# "keep": then schemas.py rejects its row).
_CHANNEL = ("channel", columns.CHANNELS, "other")
_FLAG = ("flag", columns.FLAGS, "null")
VOCABULARIES: dict[tuple[str, str], tuple[str, tuple[str, ...], str]] = {
    ("tickets", "channel"): _CHANNEL,
    ("surveys", "channel"): _CHANNEL,
    ("costs", "channel"): _CHANNEL,
    ("tickets", "direction"): ("direction", columns.DIRECTIONS, "null"),
    ("tickets", "kind"): ("kind", columns.KINDS, "null"),
    ("tickets", "status"): ("status", columns.STATUSES, "null"),
    ("tickets", "waiting_on"): ("waiting_on", ("customer", "department"), "null"),
    ("tickets", "reply_flag"): _FLAG,
    ("tickets", "resolution_flag"): _FLAG,
    ("tickets", "outcome"): ("outcome", columns.OUTCOMES, "null"),
    ("surveys", "kind"): ("survey_kind", columns.SURVEY_KINDS, "keep"),
    ("surveys", "scale"): ("scale", columns.SCALES, "keep"),
    ("agent_time", "kind"): ("agent_time_kind", columns.AGENT_TIME_KINDS, "keep"),
    ("quality_checks", "channel"): _CHANNEL,
    ("events", "kind"): ("event_kind", columns.EVENT_KINDS, "keep"),
    ("events", "actor"): ("actor", columns.ACTORS, "null"),
}
# The kinds of events that are written by somebody and read by somebody; all others set something.
MESSAGES = ("public_reply", "internal_note")
# Columns of which some words are known and all others are taken as they are: (table, column) → section of words.toml.
TRANSLATED = {("surveys", "score"): "score", ("quality_checks", "criterion"): "criterion"}


def normal(text: str) -> str:
    """A header or word without case, spaces, punctuation and byte order mark; symbols such as + or 👍 stay."""
    return "".join(c for c in unicodedata.normalize("NFC", text).casefold() if unicodedata.category(c)[0] not in "PZC")


@cache
def synonyms(section: str) -> dict[str, str]:
    """Normal form of each word of a section of words.toml, and of the canonical words themselves → canonical word."""
    words = _sections().get(section, {})
    return {normal(word): canonical for canonical, spellings in words.items() for word in (*spellings, canonical)}


@cache
def _sections() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
