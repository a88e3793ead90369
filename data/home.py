"""Where this installation keeps its state: folders and the customer key. Nothing about their content."""

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path


def home() -> Path:
    """TARAZU_HOME (default ./var): the store, the people's entries and the customer key."""
    return Path(os.environ.get("TARAZU_HOME", "var")).resolve()


def store() -> Path:
    return home() / "store"


def mount() -> Path | None:
    """TARAZU_MOUNT: a folder that others fill, read and never written; null when none is set."""
    folder = os.environ.get("TARAZU_MOUNT")
    return Path(folder).resolve() if folder else None


def customer_key() -> bytes:
    """The secret that turns customers into hashes; lies outside the store, so that a copied store names nobody."""
    path = home() / "customer.key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, made = tempfile.mkstemp(dir=path.parent)  # readable by this user alone
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(32))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):  # of two processes the first one's key counts, and nobody reads half of it
            os.link(made, path)
        os.unlink(made)
    return path.read_bytes()
