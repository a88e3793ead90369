"""What loading a file does to the store: which rows count, and how they are counted."""

import os
import shutil
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answers.measure import measure, single
from data import facts as written_facts
from data import home, loading, store
from data.loading import OwnDataLoaded
from data.sample import Recipe
from data.scope import OWNER
from data.settings import Settings
from tests.data.loads import BUDAPEST, export, facts, fates, load, now, numbers, state, ticket
from tests.worlds import frame

RECIPE = Recipe(tickets=60, seed=3, until=date(2026, 10, 31))

pytestmark = pytest.mark.usefixtures("in_process")


def test_a_first_file_is_all_new(tmp_path: Path) -> None:
    [summary] = load(export(tmp_path, "a.csv", [ticket(1), ticket(2)]))
    assert (fates(summary), summary["accepted"], summary["already_loaded"]) == ((2, 0, 0, 0), 2, False)
    assert single(measure("requests", OWNER, now())).value == 2
    assert now().dataset == "own"


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    file = export(tmp_path, "a.csv", [ticket(1), ticket(2)])
    load(file)
    before, seen = state(), numbers(now())
    [summary] = load(file)
    assert (fates(summary), summary["already_loaded"]) == ((0, 0, 2, 0), True)
    assert state() == before
    assert numbers(now()) == seen


def test_the_same_file_under_another_name_is_the_same_file(tmp_path: Path) -> None:
    file = export(tmp_path, "a.csv", [ticket(1)])
    load(file)
    before = state()
    [summary] = load(shutil.copy(file, tmp_path / "b.csv"))
    assert summary["already_loaded"]
    assert state() == before


def test_the_same_file_twice_in_one_set_counts_once(tmp_path: Path) -> None:
    file = export(tmp_path, "a.csv", [ticket(1)])
    first, second = load(file, file)
    assert (fates(first), fates(second), second["already_loaded"]) == ((1, 0, 0, 0), (0, 0, 1, 0), True)
    assert len(now().loads) == 1


@pytest.mark.parametrize("in_order", [True, False])
def test_the_row_updated_last_counts_in_whatever_order_files_come(tmp_path: Path, in_order: bool) -> None:
    old = export(tmp_path, "old.csv", [ticket(1, updated=1, team="A"), ticket(2, updated=1, team="A")])
    new = export(tmp_path, "new.csv", [ticket(1, updated=2, team="B"), ticket(2, updated=1, team="A")])
    summaries = [load(file)[0] for file in ((old, new) if in_order else (new, old))]
    assert facts(now()).sort("ticket_id")["team"].to_list() == ["B", "A"]
    assert fates(summaries[1]) == ((0, 1, 1, 0) if in_order else (0, 0, 1, 1))


def test_of_rows_that_tell_no_update_the_later_load_counts(tmp_path: Path) -> None:
    load(export(tmp_path, "a.csv", [ticket(1, team="A"), ticket(2, team="A")]))
    [summary] = load(export(tmp_path, "b.csv", [ticket(1, team="B"), ticket(3)]))
    assert fates(summary) == (1, 1, 0, 0)
    assert facts(now()).sort("ticket_id")["team"].to_list() == ["B", "A", None]


def test_a_row_that_tells_no_update_takes_the_place_of_one_that_does(tmp_path: Path) -> None:
    """Bug: such rows were kept out for good, and counted as replaced."""
    load(export(tmp_path, "a.csv", [ticket(1, updated=5, team="A")]))
    [summary] = load(export(tmp_path, "b.csv", [ticket(1, team="B")]))
    assert fates(summary) == (0, 1, 0, 0)
    assert facts(now())["team"].to_list() == ["B"]


def test_files_of_one_set_are_counted_one_after_another(tmp_path: Path) -> None:
    """Bug: each file of a set was compared with the store before the set, so the same ticket was new twice."""
    a = export(tmp_path, "a.csv", [ticket(1, team="A"), ticket(2)])
    b = export(tmp_path, "b.csv", [ticket(1, team="B"), ticket(2), ticket(3)])
    assert [fates(one) for one in load(a, b)] == [(2, 0, 0, 0), (1, 1, 1, 0)]
    assert facts(now()).sort("ticket_id")["team"].to_list() == ["B", None, None]
    assert [one["name"] for one in now().loads] == ["a.csv", "b.csv"]


@given(
    st.lists(
        st.dictionaries(st.sampled_from("xyz"), st.one_of(st.none(), st.integers(1, 4)), min_size=1),
        min_size=1,
        max_size=5,
    )
)
@settings(max_examples=12)
def test_each_row_takes_the_place_of_the_one_before_unless_that_was_updated_later(
    files: list[dict[str, int | None]],
) -> None:
    """Ticket → day of its update in each load; what is stored and counted is what a loop over the loads gives."""
    with store.writing() as root:
        loads: list[dict[str, Any]] = []
        kept: dict[str, tuple[int | None, int]] = {}
        for number, rows in enumerate(files):
            batch = store.new_folder(root, "batches")
            instants = {id: updated and datetime(2026, 4, updated) for id, updated in rows.items()}
            tickets = [{"ticket_id": id, "team": str(number), "updated_at": at} for id, at in instants.items()]
            frame("tickets", tickets).write_parquet(batch / "tickets.parquet")
            load = {"batch": batch.name, "name": str(number), "demonstration": False, "hashes": {}}
            expected = {"new": 0, "replaced": 0, "unchanged": 0, "older": 0}
            for id, updated in rows.items():
                before = kept.get(id)
                older = before is not None and None not in (before[0], updated) and updated < before[0]  # type: ignore[operator]
                expected["new" if before is None else "older" if older else "replaced"] += 1
                if not older:
                    kept[id] = (updated, number)
            assert written_facts.counts(root, None, loads, load) == expected
            loads.append(load)
        assert written_facts.counts(root, written_facts.write(root, loads[:-1] or loads), [], load) == (
            expected if loads[1:] else {"new": 0, "replaced": 0, "unchanged": len(files[0]), "older": 0}
        )
        written = written_facts.fact_files(root, written_facts.write(root, loads), "tickets")
        stored = pl.concat(pl.read_parquet(file, columns=["ticket_id", "team"]) for file in written)
        assert dict(stored.iter_rows()) == {id: str(number) for id, (_, number) in kept.items()}


def test_the_same_bytes_read_in_another_way_take_the_place_of_the_first_reading(tmp_path: Path) -> None:
    file = export(tmp_path, "a.csv", [ticket(1), ticket(2)])
    load(file)
    load(file, zone="Asia/Tehran")
    assert now().settings == BUDAPEST
    assert facts(now())["created_at"].unique().to_list() == [datetime(2026, 3, 1, 5, 30)]
    assert len(now().loads) == 1


def test_a_corrected_name_of_the_source_does_not_double_its_tickets(tmp_path: Path) -> None:
    """Bug: a file that was loaded again under the right name of its source stayed in beside the wrong one."""
    file = export(tmp_path, "a.csv", [ticket(1), ticket(2)])
    load(file)
    load(file, source="helpdesk")
    assert facts(now())["source"].to_list() == ["helpdesk"] * 2


def test_sources_with_the_same_ticket_numbers_stay_apart(tmp_path: Path) -> None:
    load(export(tmp_path, "a.csv", [ticket(1)]), source="desk")
    [summary] = load(export(tmp_path, "b.csv", [ticket(1, day=2)]), source="phone")
    assert fates(summary) == (1, 0, 0, 0)
    assert single(measure("requests", OWNER, now())).value == 2


def test_a_key_may_have_unknown_parts(tmp_path: Path) -> None:
    costs = [{"month": "2026-03-01", "channel": channel, "team": None, "amount": 10} for channel in (None, "phone")]
    load(export(tmp_path, "a.csv", costs))
    [summary] = load(export(tmp_path, "b.csv", [costs[0] | {"amount": 20}]))
    assert fates(summary) == (0, 1, 0, 0)
    assert facts(now(), "costs").sort("channel")["amount"].to_list() == [20, 10]


def test_a_schedule_is_replaced_as_a_whole(tmp_path: Path) -> None:
    """Bug: hours that a later export did not have any more stayed open beside the new ones."""

    def week(*opens: int) -> list[dict[str, Any]]:
        hours = {"schedule": "1", "zone": "UTC", "name": "Office"}
        return [hours | {"opens_minute": minute, "closes_minute": minute + 60} for minute in opens]

    other = week(600)[0] | {"schedule": "2"}
    load(export(tmp_path, "a.csv", [*week(1980, 3420), other]))
    load(export(tmp_path, "b.csv", week(1980, 5000)))
    rows = facts(now(), "schedules").sort("schedule", "opens_minute")
    assert rows.select("schedule", "opens_minute").rows() == [("1", 1980), ("1", 5000), ("2", 600)]


def test_customers_are_the_same_keyed_hash_in_every_file(tmp_path: Path) -> None:
    load(export(tmp_path, "a.csv", [ticket(1, customer="ann@example.com")]))
    load(export(tmp_path, "b.csv", [ticket(2, customer="ann@example.com")]))
    [customer] = facts(now())["customer"].unique()
    assert "ann" not in customer
    assert not any(b"ann@example.com" in Path(path).read_bytes() for path in state() if "/raw/" not in path)


# The demonstration


def test_own_data_takes_the_place_of_the_demonstration(tmp_path: Path) -> None:
    loading.sample(RECIPE, BUDAPEST)
    assert now().dataset == "demonstration"
    [summary] = load(export(tmp_path, "a.csv", [ticket(1)]))
    assert fates(summary) == (1, 0, 0, 0)
    assert now().dataset == "own"
    assert facts(now())["ticket_id"].to_list() == ["1"]
    assert facts(now(), "surveys").is_empty()
    assert [one["name"] for one in now().loads] == ["a.csv"]


def test_the_demonstration_never_takes_the_place_of_own_data(tmp_path: Path) -> None:
    load(export(tmp_path, "a.csv", [ticket(1)]))
    before = state()
    with pytest.raises(OwnDataLoaded, match="TARAZU_HOME"):
        loading.sample(RECIPE, BUDAPEST)
    assert state() == before


def test_another_recipe_takes_the_place_of_the_first(tmp_path: Path) -> None:
    loading.sample(RECIPE, BUDAPEST)
    loading.sample(replace(RECIPE, tickets=80), BUDAPEST)
    assert facts(now()).height == 80
    assert len(now().loads) == 1


def test_a_set_of_own_files_may_come_while_the_demonstration_is_shown(tmp_path: Path) -> None:
    loading.sample(RECIPE, BUDAPEST)
    files = [export(tmp_path, f"{i}.csv", [ticket(i)]) for i in range(2)]
    assert [fates(one) for one in load(*files)] == [(1, 0, 0, 0)] * 2
    assert facts(now()).height == 2


# Times


def test_undated_rows_are_kept_apart_and_counted_in_the_whole(tmp_path: Path) -> None:
    load(export(tmp_path, "a.csv", [ticket(1), ticket(2, created_at=None, resolved_at=None)]))
    assert single(measure("requests", OWNER, now())).value == 2
    assert measure("requests", OWNER, now(), grain="month")["value"].to_list() == [1]
    assert (home.store() / "facts" / now().manifest["facts"] / "tickets" / "month=undated").is_dir()


def test_a_ticket_over_the_new_year_and_two_over_the_change_of_clocks(tmp_path: Path) -> None:
    rows = [
        ("year", "2025-12-31 23:30:00", "2026-01-01 00:30:00", 3600),
        ("spring", "2026-03-29 01:30:00", "2026-03-29 03:30:00", 3600),  # 02:00–03:00 did not exist
        ("autumn", "2026-10-24 12:00:00", "2026-10-25 12:00:00", 25 * 3600),
    ]
    times = [ticket(id, created_at=begun, resolved_at=ended) for id, begun, ended, _ in rows]
    load(export(tmp_path, "a.csv", times), zone="Europe/Budapest")
    tickets = pl.read_parquet(now().path / "tickets.parquet")
    assert dict(tickets.select("ticket_id", "resolution_s").iter_rows()) == {id: s for id, _, _, s in rows}
    solved = measure("resolution_time", OWNER, now(), grain="year").select("period", "n").rows()
    assert solved == [(date(2026, 1, 1), 3)]
    created = measure("requests", OWNER, now(), grain="year").select("period", "n").rows()
    assert created == [(date(2025, 1, 1), 1), (date(2026, 1, 1), 2)]


def test_a_year_that_is_a_typing_error_does_not_stop_the_load(tmp_path: Path) -> None:
    far = ticket(2, created_at="2099-12-31 23:59:59", resolved_at="2099-12-31 23:59:59")
    load(export(tmp_path, "a.csv", [ticket(1), ticket(3, created_at="1990-01-01 00:00:00"), far]))
    assert now().as_of is not None
    assert now().as_of < datetime(2026, 11, 22) + timedelta(days=2)
    assert measure("requests", OWNER, now(), grain="year")["value"].sum() == 3


# Names


def test_files_may_have_any_name(tmp_path: Path) -> None:
    names = ['it\'s "quoted".csv', "100%20 sure.csv", "a*[b]?{c}.csv", "-rf.csv", "تیکت‌ها.csv"]
    load(*(export(tmp_path, name, [ticket(name)]) for name in names))
    assert [one["name"] for one in now().loads] == names
    assert set(facts(now())["ticket_id"]) == set(names)


def test_a_name_that_is_no_text_is_no_obstacle(tmp_path: Path) -> None:
    file = export(tmp_path, "a.csv", [ticket(1)])
    [summary] = load(file.rename(tmp_path / os.fsdecode(b"caf\xe9.csv")))
    assert os.fsencode(summary["file"]) == b"caf\xe9.csv"
    assert now().loads[0]["name"] == summary["file"]


@pytest.mark.parametrize("folder", ['it\'s a "home"', "50% [1] *"])
def test_the_home_may_lie_in_a_folder_of_any_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str) -> None:
    """Bug: characters of a pattern in the folder's name were taken for a pattern."""
    monkeypatch.setenv("TARAZU_HOME", str(tmp_path / folder / "var"))
    load(export(tmp_path, "a.csv", [ticket(1)]))
    load(export(tmp_path, "b.csv", [ticket(1, day=9), ticket(2)]))
    loading.apply(Settings())
    assert measure("requests", OWNER, now())["value"].to_list() == [2]
    assert loading.rebuild(Settings()) == 2
    loading_again = Recipe(tickets=20, until=date(2026, 10, 31))
    with pytest.raises(OwnDataLoaded):
        loading.sample(loading_again, Settings())
