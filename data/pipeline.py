"""Two steps of a loop at the same time: while one part is made, the part before it is written."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

Part = TypeVar("Part")


@contextmanager
def one_behind(write: Callable[[Part], None]) -> Iterator[Callable[[Part], None]]:
    """A `write` that returns at once: the parts are written by another thread, in order, never more than one behind.

    What writing raises is raised by the next call, or at the end of the block, when all parts are written.
    """
    before: list[Future[None]] = []
    with ThreadPoolExecutor(max_workers=1) as other:

        def later(part: Part) -> None:
            while before:
                before.pop().result()
            before.append(other.submit(write, part))

        yield later
        while before:
            before.pop().result()
