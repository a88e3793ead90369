"""How long reports take: the monthly pack (numbers, typesetting, workbook, 50 pages in one file), and 50 reviews.

python -m benchmarks.report [TICKETS, default 100,000]; the demonstration is made in a folder that is thrown away.
The 50 pages are the packs of the whole company, of its channels and of its teams, one after another; the 50 reviews are
those of everybody, of some of them twice.
"""

import io
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

from pypdf import PdfReader

from answers import review, world
from data import loading
from data.sample import Recipe
from data.sample.settings import settings
from ui.filters import Filters
from ui.reports import month, review_packs, typeset, workbook
from ui.reports.document import Document
from ui.shell import Reader

PAGES = 50
LAST, FIRST = date(2026, 11, 21), date(2026, 10, 1)
QUARTER = date(2026, 7, 1), date(2026, 9, 30)
Result = TypeVar("Result")


def timed(what: str, work: Callable[[], Result]) -> Result:
    """The result, after a line with the seconds of the clock and of the processor that it took."""
    begun, worked = time.perf_counter(), time.process_time()
    result = work()
    print(f"{what:<52}{time.perf_counter() - begun:8.2f} s, {time.process_time() - worked:6.2f} s of the processor")
    return result


def packs(who: Reader, count: int) -> list[Document]:
    """So many packs: the company's, each channel's, each team's."""
    known = world.choices(who.scope, who.generation)
    chosen = [Filters(FIRST, (), ())]
    chosen += [Filters(FIRST, (channel,), ()) for channel in known.channels]
    chosen += [Filters(FIRST, (), (team,)) for team in known.teams]
    return [month.document(who, FIRST, each) for each in chosen[:count]]


def review_people(who: Reader) -> list[str]:
    """Everybody who is no bot."""
    teams = world.choices(who.scope, who.generation).teams
    return [agent for team in teams for agent in review.of_team(team, who.scope, who.generation)]


def main(tickets: int) -> None:
    loading.sample(Recipe(tickets=tickets, until=LAST), settings())
    generation = world.current()
    assert generation is not None
    who = Reader(world.OWNER, generation, "light", "en")
    whole = Filters(FIRST, (), ())
    print(f"{tickets:,} tickets")
    document = timed("gathering one pack, cold", lambda: month.document(who, FIRST, whole))
    timed("gathering it again", lambda: month.document(who, FIRST, whole))
    pdf = timed("typesetting it, fonts read", lambda: typeset.pdf(document))
    timed("its workbook", lambda: workbook.xlsx(document))
    alone = len(PdfReader(io.BytesIO(pdf)).pages)
    print(f"{alone} pages, {len(pdf):,} bytes")
    several = timed("gathering the packs of channels and teams", lambda: packs(who, PAGES // alone + 1))
    pages = timed("typesetting them", lambda: typeset.pdfs(several))
    count = len(PdfReader(io.BytesIO(pages)).pages)
    print(f"{count} pages, {len(pages):,} bytes")
    assert count >= PAGES, f"{count} pages are fewer than {PAGES}"
    people = sorted(review_people(who))
    asked = (people * PAGES)[:PAGES]
    made = timed("50 packs of reviews, cold", lambda: typeset.pdfs(review_packs.documents(who, asked, QUARTER)))
    print(f"{len(people)} people, {len(PdfReader(io.BytesIO(made)).pages)} pages")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TARAZU_HOME"] = str(Path(folder) / "home")
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
