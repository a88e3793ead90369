"""What data/ refuses, as errors that carry words for the person who asked. Broken programs raise other errors."""

from collections.abc import Iterable, Mapping


class Invalid(ValueError):
    """What was entered can't be kept. `fields`: name of the field → what is wrong with it, in words."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self.fields = dict(fields)
        super().__init__("; ".join(f"{field}: {message}" for field, message in self.fields.items()))


def check(rules: Iterable[tuple[str, bool, str]]) -> None:
    """Raises Invalid with the first words of each field of which a rule is not sound: field, sound, words."""
    wrong: dict[str, str] = {}
    for name, sound, words in rules:
        if not sound:
            wrong.setdefault(name, words)
    if wrong:
        raise Invalid(wrong)


class Conflict(Exception):
    """Somebody else changed it first. `current_version` is the one that is kept now; nothing was written."""

    def __init__(self, current_version: int) -> None:
        self.current_version = current_version
        super().__init__(f"This was changed by somebody else in the meantime; its version is now {current_version}.")


class Missing(LookupError):
    """There is no such entry for the one who asks: it does not exist, or lies outside of what they may see."""


class NewerRecords(Exception):
    """The records were written by a newer version of Tarazu; this one would damage them."""


class FiguresOff(Exception):
    """Figures of single people are off until the agreement with the staff on them is recorded."""
