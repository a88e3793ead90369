"""What a rerun of each page costs on the demonstration company, beside an empty page.

    python benchmarks/rerun.py [--tickets 200000] [--tickets 1000000] [--reruns 30] [--profile overview]

Cached: the same page again. Changed: a choice that nobody has made before. In process, through AppTest, whose own work
(reading all elements) is in the numbers; the empty page shows how much that is.
"""

import argparse
import cProfile
import itertools
import logging
import os
import pstats
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from streamlit.components.v2.component_manager import BidiComponentManager  # noqa: E402 (after the path)
from streamlit.runtime.pages_manager import PagesManager  # noqa: E402
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner  # noqa: E402
from streamlit.testing.v1 import AppTest  # noqa: E402

from data import loading, records, store  # noqa: E402
from data.records import GoalTerms  # noqa: E402
from data.sample import Recipe  # noqa: E402
from data.scope import OWNER  # noqa: E402

UNTIL = date(2026, 10, 20)
FILTERED = ("channels", "customers_say", "team")
GOALS = (("csat", 0.85, 0.9), ("first_response_within", 0.8, 0.9), ("sla_resolution", 0.85, 0.95), ("nps", 10, 30))


def company(tickets: int) -> None:
    """The demonstration company with four goals, in the home of this process."""
    loading.sample(Recipe(tickets=tickets, seed=7, until=UNTIL), records.settings(OWNER))
    priority = records.add_priority(OWNER, "Loyal customers")
    for metric, baseline, target in GOALS:
        terms = GoalTerms(
            dataset="demonstration",
            title=metric,
            metric=metric,
            kind="increase_to",
            baseline=baseline,
            baseline_reason="benchmark",
            target=target,
            start=date(2026, 1, 1),
            deadline=date(2026, 12, 31),
            owner="Ada",
            priority_id=priority.id,
        )
        records.create_goal(OWNER, terms)


def opened(page: str, **address: str) -> AppTest:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    at.query_params.update(address)
    return at.switch_page(f"pages/{page}.py").run()


def measured(at: AppTest, change: Callable[[], object], reruns: int) -> tuple[float, float, float]:
    """Median and 90th percentile in ms, and median CPU ms, of reruns that each follow a change."""
    seconds, busy = [], []
    for _again in range(reruns):
        change()
        before, before_cpu = time.perf_counter(), time.process_time()
        at.run()
        seconds.append(1000 * (time.perf_counter() - before))
        busy.append(1000 * (time.process_time() - before_cpu))
        assert not at.exception
    return statistics.median(seconds), statistics.quantiles(seconds, n=10)[-1], statistics.median(busy)


def profiled(at: AppTest, change: Callable[[], object], reruns: int) -> None:
    """Print where the time of reruns goes, in the thread that runs the page."""
    profile, run = cProfile.Profile(), ScriptRunner._run_script

    def watched(runner: ScriptRunner, *given: object) -> None:
        profile.runcall(run, runner, *given)

    ScriptRunner._run_script = watched  # type: ignore[method-assign, assignment]
    for _again in range(reruns):
        change()
        at.run()
    ScriptRunner._run_script = run  # type: ignore[method-assign]
    pstats.Stats(profile).sort_stats("cumulative").print_stats(60)


def filtered(page: str) -> tuple[AppTest, Callable[[], None]]:
    """A page whose month and team are others each time."""
    at = opened(page)
    months, teams = at.selectbox(key="month").options, at.multiselect(key="team").options
    choices = itertools.product(teams, months)

    def choose() -> None:
        team, month = next(choices)
        at.multiselect(key="team").set_value([team])
        at.selectbox(key="month").select_index(months.index(month))

    return at, choose


def cases() -> Iterator[tuple[str, AppTest, Callable[[], object]]]:
    """What is measured: its name, the open page, what changes before each rerun."""

    def nothing() -> None:
        pass

    yield "empty page", AppTest.from_string("import streamlit as st\nst.title('empty')").run(), nothing
    goal = records.goals(OWNER, "demonstration")[0].id
    for name, page, address in (
        ("overview", "overview", {}),
        ("goals", "goals", {}),
        ("one goal", "goals", {"goal": goal}),
        ("new goal", "goals", {"goal": "new"}),
        *((page, page, {}) for page in (*FILTERED, "waiting", "compare", "review")),
        ("data", "data", {}),
        ("settings", "settings", {}),
    ):
        yield name, opened(page, **address).run(), nothing
    for page in ("overview", *FILTERED):
        yield f"{page}, changed", *filtered(page)
    form = opened("goals", goal="new")
    metrics = itertools.cycle(form.selectbox(key="new-metric").options)

    def choose_metric() -> None:
        box = form.selectbox(key="new-metric")
        box.select_index(box.options.index(next(metrics)))

    yield "new goal, changed", form, choose_metric


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tickets", type=int, action="append", help="size of the company; may be given several times")
    parser.add_argument("--reruns", type=int, default=30)
    parser.add_argument("--profile", help="name of one line of the table: where its time goes")
    chosen = parser.parse_args()
    logging.disable(logging.CRITICAL)
    begin = PagesManager.__init__

    def later(manager: PagesManager, *given: object, **named: object) -> None:
        """As in a server that has run before: every run goes through app.py."""
        begin(manager, *given, **named)  # type: ignore[arg-type]
        PagesManager.uses_pages_directory = False

    PagesManager.__init__ = later  # type: ignore[method-assign]
    BidiComponentManager.discover_and_register_components = lambda *_given, **_named: None  # type: ignore[method-assign]
    for tickets in chosen.tickets or [200_000]:
        with tempfile.TemporaryDirectory() as home:
            os.environ["TARAZU_HOME"] = home
            company(tickets)
            print(f"{tickets:,} tickets: ms per rerun, of {chosen.reruns}")
            print(f"{'':20}{'median':>9}{'p90':>9}{'CPU':>9}{'× empty':>9}")
            empty = None
            for name, at, change in cases():
                if chosen.profile in (None, name):
                    median, high, busy = measured(at, change, chosen.reruns)
                    empty = empty or median
                    print(f"{name:20}{median:9.1f}{high:9.1f}{busy:9.1f}{median / empty:9.1f}")
                if chosen.profile == name:
                    profiled(at, change, chosen.reruns)
        store._generation.cache_clear()


if __name__ == "__main__":
    main()
