"""What data/ refuses, as errors that carry words for the person who asked. Broken programs raise other errors."""

from collections.abc import Mapping


class Invalid(ValueError):
    """What was entered can't be kept. `fields`: name of the field → what is wrong with it, in words."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self.fields = dict(fields)
        super().__init__("; ".join(f"{field}: {message}" for field, message in self.fields.items()))


class Conflict(Exception):
    """Somebody else changed it first. `current_version` is the one that is kept now; nothing was written."""

    def __init__(self, current_version: int) -> None:
        self.current_version = current_version
        super().__init__(f"This was changed by somebody else in the meantime; its version is now {current_version}.")


class Missing(LookupError):
    """There is no such entry for the one who asks: it does not exist, or lies outside of what they may see."""


class NewerRecords(Exception):
    """The records were written by a newer version of Tarazu; this one would damage them."""
