"""The one exception of the intake: a file, or a mapping, that cannot be taken. Light to import."""

from typing import Literal

Kind = Literal["refused", "limit", "crash"]


class Refused(Exception):
    """Why nothing of a file was taken: a sentence or two that name what, where and the remedy.

    `kind` tells three cases apart: "refused" is the file's fault, "limit" means too large, too long or too much
    memory, "crash" is our own fault. `file` is the file's name, None where a mapping is at fault.
    """

    def __init__(self, message: str, kind: Kind = "refused", file: str | None = None) -> None:
        super().__init__(message)
        self.kind: Kind = kind
        self.file = file
