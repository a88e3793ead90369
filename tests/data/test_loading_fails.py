"""A load that is refused, breaks, is killed or meets another one: readers keep what they had."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from answers.measure import measure, single
from data import build, derived, facts, home, intake, store
from data.refused import Refused
from data.scope import OWNER
from tests.data.loads import export, fates, load, now, numbers, state, ticket

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.usefixtures("in_process")


def test_one_refused_file_of_a_set_leaves_everything_as_it_was(tmp_path: Path) -> None:
    """Bug: the raw bytes and the batch of the files before it stayed."""
    load(export(tmp_path, "a.csv", [ticket(1)]))
    before, seen = state(), numbers(now())
    good = export(tmp_path, "good.csv", [ticket(1, day=9), ticket(2)])
    bad = export(tmp_path, "bad.csv", [{"shoe": "x", "size": "41"}])
    with pytest.raises(Refused) as told:
        load(good, bad)
    assert told.value.file == "bad.csv"
    assert state() == before
    assert numbers(now()) == seen


def test_a_refused_first_file_leaves_an_empty_store(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        load(export(tmp_path, "bad.csv", [{"shoe": "x", "size": "41"}]))
    assert store.current() is None
    assert {Path(path).name for path in state()} == {"lock"}


@pytest.mark.parametrize("path", ["nowhere.csv", "."])
def test_a_file_that_is_not_there_is_refused_by_its_name(tmp_path: Path, path: str) -> None:
    """Bug: it was told as an error of the operating system, without the file's own name."""
    with pytest.raises(Refused, match="x: there is no such file") as told:
        load(tmp_path / path, names=["x"])
    assert told.value.file == "x"


def test_a_file_beyond_the_limit_is_refused_before_it_is_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    huge = tmp_path / "huge.csv"
    with huge.open("wb") as file:
        file.truncate(1_000_000_001)  # takes no room: a hole
    monkeypatch.setattr(store, "sha256", lambda _: pytest.fail("a gigabyte was read"))
    with pytest.raises(Refused, match=r"huge\.csv: it has 1,000 MB; files up to 1,000 MB are taken") as told:
        load(huge)
    assert told.value.kind == "limit"


STEPS = [
    (intake, "parse"),
    (facts, "counts"),
    (store, "take"),
    (store, "keep"),
    (facts, "write"),
    (derived, "tickets"),
    (derived, "surveys"),
    (build, "of_sources"),
    (store, "to_disk"),
]


@pytest.mark.parametrize("after", [False, True], ids=["before the step", "after it"])
def test_a_failure_at_any_step_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: bool
) -> None:
    """Bug: a half-made generation stayed, and stopped every later load after its switch."""
    load(export(tmp_path, "a.csv", [ticket(1)]))
    before, seen = state(), numbers(now())
    file = export(tmp_path, "b.csv", [ticket(1, day=9), ticket(2)])
    for room, step in STEPS:
        real = getattr(room, step)

        def fails(*args: Any, real: Any = real, **options: Any) -> None:
            if after:
                real(*args, **options)
            raise RuntimeError("the disk is full")

        with monkeypatch.context() as patch:
            patch.setattr(room, step, fails)
            with pytest.raises(RuntimeError, match="the disk is full"):
                load(file)
        raw = str(home.store() / "raw" / store.sha256(file))  # kept from the moment on that all files could be read
        assert {path: digest for path, digest in state().items() if path != raw} == before, step
    assert numbers(now()) == seen
    load(file)
    assert single(measure("requests", OWNER, now())).value == 2


KILLED = """
import os, signal, sys
from pathlib import Path
from data import build, child, intake, loading, store
from data.settings import Settings

intake._run = lambda request, *others: child.answer(request) or 0
room, step = sys.argv[2].split(".")
real = getattr(globals()[room], step)

def killed(*args, **options):
    real(*args, **options)
    os.kill(os.getpid(), signal.SIGKILL)

setattr(globals()[room], step, killed)
path = Path(sys.argv[1])
loading.load([loading.Arrival(path, intake.Options(), path.name)], Settings(zone="Europe/Budapest"))
"""


@pytest.mark.parametrize("step", ["intake.parse", "build.of_sources"])
def test_a_process_that_is_killed_leaves_the_old_generation(tmp_path: Path, step: str) -> None:
    load(export(tmp_path, "a.csv", [ticket(1)]))
    before, seen = now(), numbers(now())
    file = export(tmp_path, "b.csv", [ticket(1, day=9), ticket(2)])
    ended = subprocess.run([sys.executable, "-c", KILLED, str(file), step], cwd=ROOT, env=os.environ, check=False)
    assert ended.returncode == -9
    assert now() == before
    assert numbers(now()) == seen
    [summary] = load(file)
    assert fates(summary) == (1, 1, 0, 0)
    assert single(measure("requests", OWNER, now())).value == 2
    assert len(list((home.store() / "batches").iterdir())) == 2
    assert not list((home.store() / "raw").glob(".*"))


def test_loads_at_the_same_time_take_turns_and_none_is_lost(tmp_path: Path) -> None:
    files = [export(tmp_path, f"{i}.csv", [ticket(i), ticket("both", team=str(i))]) for i in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(load, files))
    assert single(measure("requests", OWNER, now())).value == 5
    assert sorted(one["name"] for one in now().loads) == ["0.csv", "1.csv", "2.csv", "3.csv"]
