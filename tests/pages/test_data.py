"""Whoever loads data: a file comes in, is understood or asked about, and the page says what became of it."""

import json
from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from answers.measure import measure, single
from data import engine, home, loading, own_format, queries, records, store
from data.sample import Recipe
from data.scope import OWNER
from data.store import Generation
from metrics.catalogue import CATALOGUE
from tests.data import zendesk
from tests.demonstration import RECIPE
from tests.pages.reading import links, opened, plain, ran, words

OWN = """ticket_id,channel,status,team,created_at,first_reply_at,resolved_at
1,email,solved,North,2026-03-02 09:00:00,2026-03-02 10:00:00,2026-03-03 09:00:00
2,phone,solved,South,2026-03-05 09:00:00,2026-03-05 09:30:00,2026-03-05 12:00:00
3,chat,open,North,the day before,,
"""
STRANGE = """Fall;Eingang;Erste Antwort;Kanal;Zustand
1;03.02.2026 09:15;03.02.2026 10:15;Telefon;erledigt
2;13.02.2026 09:15;13.02.2026 09:45;Brief;offen
"""
# Requests and, in some rows, the customer's answer.
BOTH = """Vorgangsnummer,Eröffnet am,Geschlossen am,Kundenzufriedenheit,Note
1,2026-03-02 09:00,2026-03-02 10:00,5,1
2,2026-03-03 09:00,2026-03-03 10:00,,
3,2026-03-04 09:00,2026-03-04 10:00,2,4
4,the day before,2026-03-04 10:00,2,4
"""
File = tuple[str, str | bytes]


def drop(*files: File, on: AppTest | None = None) -> AppTest:
    """The page after files were dropped onto it."""
    at = on or opened("data")
    contents = [(name, text.encode() if isinstance(text, str) else text, "text/csv") for name, text in files]
    at.file_uploader[0].set_value(contents)
    return ran(at)


def load(at: AppTest) -> AppTest:
    assert not at.button(key="load").disabled
    at.button(key="load").click()
    return ran(at)


def waits(at: AppTest) -> bool:
    return bool(at.button(key="load").disabled)


def look(at: AppTest) -> AppTest:
    """The page after the first rows before and after were asked for."""
    next(button for button in at.button if button.key.endswith("-show")).click()
    return ran(at)


def opens(at: AppTest) -> dict[str, bool]:
    """Each loaded file, as its line says, and whether it is open."""
    return {plain(each.label).replace("**", ""): each.proto.expanded for each in at.expander if "loaded" in each.label}


def titles(at: AppTest, column: str) -> dict[str, str]:
    """The table that has a column: each column's name and what stands above it."""
    [frame] = [each for each in at.dataframe if column in each.value.columns]
    return {name: said["label"] for name, said in json.loads(frame.proto.columns).items() if said.get("label")}


def loaded() -> Generation:
    generation = store.current()
    assert generation is not None
    return generation


def requests() -> int:
    return single(measure("requests", OWNER, loaded())).n


def test_nothing_loaded_yet() -> None:
    at = opened("data")
    assert "Nothing is loaded yet" in words(at)
    assert [button.label for button in at.get("download_button")] == [f"{table}.csv" for table in own_format.TABLES]


def test_what_the_data_can_feed_is_told_metric_by_metric(undated: Generation) -> None:
    said = words(opened("data"))
    assert "enough for **1** of" in said or f"enough for 1 of {len(CATALOGUE)} metrics" in said
    assert "Customer satisfaction is not available: the loaded data has no satisfaction answers." in said


@pytest.mark.slow
class TestKnownFile:
    """A file whose headers are recognised needs no question. The first one is read by a process of its own."""

    def test_it_takes_the_place_of_the_demonstration_and_its_rejected_row_is_shown(self) -> None:
        loading.sample(Recipe(tickets=200, seed=1, until=RECIPE.until), records.settings(OWNER))
        at = drop(("march.csv", OWN))
        assert "made-up company" in words(at)
        assert "Recognised: Tarazu's own format" in words(at)
        load(at)
        assert requests() == 2
        said = words(at)
        assert "made-up company" not in said
        assert links(at).keys() >= {"See the month", "Set a goal"}
        assert "1 row rejected" in said
        [table] = [frame.value for frame in at.dataframe if "reason" in frame.value.columns]
        assert table["value"].to_list() == ["the day before"]
        assert table["row"].to_list() == [3]
        batch = loaded().loads[0]["batch"]
        assert store.rejected(loaded(), OWNER, batch).height == len(table)

    @pytest.mark.usefixtures("in_process")
    def test_twice_it_is_one_file_and_a_newer_row_takes_the_place_of_the_older(self) -> None:
        """Dropped twice at once both had the same key, and the page failed."""
        at = load(drop(("march.csv", OWN), ("march.csv", OWN)))
        assert len(loaded().loads) == 1
        assert "load" not in {button.key for button in at.button}, "the box is empty again"
        assert not list((home.home() / "incoming").glob("*"))
        before = loaded()
        at = load(drop(("again.csv", OWN)))
        assert "is loaded already; nothing changed." in words(at)
        assert loaded() == before
        later = OWN.replace("2,phone,solved,South", "2,phone,solved,East").replace(
            "the day before", "2026-03-06 09:00:00"
        )
        load(drop(("april.csv", later)))
        assert requests() == 3
        assert measure("requests", OWNER, loaded(), by=("team",))["team"].to_list() == ["East", "North"]

    @pytest.mark.usefixtures("in_process")
    def test_it_says_what_its_rows_become_and_which_file_becomes_nothing(self) -> None:
        at = drop(("schedule_data.csv", zendesk.SCHEDULES), ("time_zone_data.csv", zendesk.TIME_ZONES))
        said = words(at)
        assert "Recognised: Zendesk's own table of schedules" in said
        assert "Its rows become opening hours." in said
        assert "Nothing to load: the rules of time zones come from the time zone database." in said
        assert len([toggle for toggle in at.toggle if toggle.key.endswith("-remap")]) == 1
        load(at)
        said = words(at)
        assert "3 rows read: 2 opening intervals" in said
        assert "1 row read: nothing to load" in said
        assert "1 row left out: deleted intervals" in said

    @pytest.mark.usefixtures("in_process")
    def test_the_name_of_the_system_is_what_the_file_says_row_by_row(self) -> None:
        """The suggested name overruled the file's own column, and its surveys no longer found their requests."""
        load(drop(("two.csv", "source," + OWN.replace("\n1,", "\ndesk,1,").replace("\n2,", "\nshop,2,"))))
        rows = engine.run(queries.rows("tickets"), OWNER, loaded())
        assert set(rows["source"]) >= {"desk", "shop"}

    @pytest.mark.usefixtures("in_process")
    def test_it_comes_from_the_mounted_folder_too(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        folder = tmp_path / "mount" / "2026"
        folder.mkdir(parents=True)
        rows = {"ticket_id": ["1", "2"], "channel": ["email", "chat"], "created_at": ["2026-03-02", "2026-03-03"]}
        pl.DataFrame(rows).write_parquet(folder / "march.parquet")
        (folder / "notes.pdf").write_bytes(b"%PDF")
        monkeypatch.setenv("TARAZU_MOUNT", str(tmp_path / "mount"))
        at = opened("data")
        box = at.multiselect(key="mounted")
        assert box.options == ["2026/march.parquet"]
        box.set_value(["2026/march.parquet"])
        load(ran(at))
        assert requests() == 2
        assert (folder / "march.parquet").exists()


@pytest.mark.usefixtures("in_process")
@pytest.mark.slow
class TestUnknownFile:
    """A file that nobody knows is asked about once, and known from then on."""

    def box(self, at: AppTest, column: str) -> str:
        """The key of the box that asks for a canonical column."""
        return next(box.key for box in at.selectbox if box.key.endswith(f"-tickets-{column}"))

    def test_it_is_mapped_looked_at_loaded_and_remembered(self) -> None:
        at = drop(("cases.csv", STRANGE))
        assert "These headers are new" in words(at)
        assert waits(at)
        assert "is needed: without it a row means nothing" in words(at)
        at.selectbox(key=self.box(at, "ticket_id")).set_value("Fall")
        at.selectbox(key=self.box(at, "created_at")).set_value("Eingang")
        at.selectbox(key=self.box(at, "first_reply_at")).set_value("Erste Antwort")
        at.selectbox(key=self.box(at, "channel")).set_value("Kanal")
        at.selectbox(key=self.box(at, "status")).set_value("Zustand")
        ran(at)
        meanings = {box.label: box.key for box in at.selectbox if "-word-" in box.key}
        assert meanings.keys() == {"Telefon", "Brief", "erledigt", "offen"}
        for word, meaning in {"Telefon": "phone", "Brief": "other", "erledigt": "solved", "offen": "open"}.items():
            at.selectbox(key=meanings[word]).set_value(meaning)
        zone = next(box.key for box in at.selectbox if box.key.endswith("-zone"))
        at.selectbox(key=zone).set_value("Europe/Berlin")
        ran(at)
        assert waits(at), "nobody has seen what it becomes yet"
        next(button for button in at.button if button.key.endswith("-show")).click()
        ran(at)
        before, after = (frame.value for frame in at.dataframe[:2])
        assert before["Kanal"].to_list() == ["Telefon", "Brief"]
        assert after["channel"].to_list() == ["phone", "other"]
        load(at)
        rows = engine.run(queries.rows("tickets"), OWNER, loaded()).sort("ticket_id")
        assert rows["channel"].to_list() == ["phone", "other"]
        assert rows["status"].to_list() == ["solved", "open"]
        assert str(rows["created_at"][0]) == "2026-02-03 08:15:00"  # 09:15 in Berlin
        assert single(measure("first_response_time", OWNER, loaded())).value == 2700  # of 1 h and 30 min

        following = STRANGE.replace("\n1;", "\n7;").replace("\n2;", "\n8;")
        at = drop(("next month.csv", following))
        assert "Read as last time" in words(at)
        load(at)
        assert requests() == 4

    def test_a_change_after_the_look_asks_for_another_look(self) -> None:
        at = drop(("cases.csv", STRANGE))
        at.selectbox(key=self.box(at, "ticket_id")).set_value("Fall")
        ran(at)
        next(button for button in at.button if button.key.endswith("-show")).click()
        assert not waits(ran(at))
        at.selectbox(key=self.box(at, "created_at")).set_value("Eingang")
        assert waits(ran(at))


@pytest.mark.usefixtures("in_process")
@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.csv", b"", "empty"),
        ("disguised.csv", b"PAR1" + bytes(64), "Parquet"),
        ("broken.xlsx", b"PK\x03\x04 nothing", "damaged"),
        ("list.json", b"[]", "JSON"),
    ],
)
def test_a_refused_file_says_why_and_is_not_loaded(name: str, content: bytes, reason: str) -> None:
    at = drop((name, content))
    assert any(name in plain(error.value) and reason in plain(error.value) for error in at.error)
    assert waits(at)
    assert store.current() is None


@pytest.mark.usefixtures("in_process")
@pytest.mark.slow
def test_of_a_set_with_a_refused_file_nothing_is_loaded() -> None:
    at = drop(("march.csv", OWN), ("empty.csv", b""))
    assert waits(at)
    assert store.current() is None


@pytest.mark.usefixtures("in_process")
@pytest.mark.slow
class TestAnswersInTheSameRows:
    """A file whose rows are requests and survey answers at once."""

    def surveys(self) -> dict[str, float]:
        rows = engine.run(queries.rows("surveys"), OWNER, loaded())
        return dict(zip(rows["ticket_id"].to_list(), rows["score"].to_list(), strict=True))

    def test_the_answers_that_were_found_are_taken_too(self) -> None:
        at = look(drop(("both.csv", BOTH)))
        assert [toggle.value for toggle in at.toggle if toggle.key.endswith("-others")] == [True]
        load(at)
        assert self.surveys() == {"1": 5, "3": 2, "4": 2}
        rows = engine.run(queries.rows("surveys"), OWNER, loaded())
        assert rows["answered_at"].null_count() == 0
        said = words(at)
        assert "4 rows read: 3 requests, 3 survey answers; 1 row rejected" in said
        assert "both.csv: 4 rows read: 3 requests, 3 survey answers; 1 rejection (6 new" in said
        assert "read as your own mapping" in said
        assert "1 file, 4 rows" in said
        following = BOTH.replace("\n1,", "\n11,")
        at = drop(("april.csv", following))
        assert "Read as last time" in words(at)
        load(at)
        assert self.surveys().keys() == {"1", "11", "3", "4"}

    def test_without_the_answers_only_the_requests_are_taken(self) -> None:
        at = drop(("both.csv", BOTH))
        next(toggle for toggle in at.toggle if toggle.key.endswith("-others")).set_value(False)
        load(look(ran(at)))
        assert requests() == 3
        assert self.surveys() == {}

    def test_they_follow_the_number_that_the_reader_chose(self) -> None:
        at = drop(("both.csv", BOTH.replace("Vorgangsnummer", "Wert").replace("Note", "Ticketnummer")))
        number = next(box for box in at.selectbox if box.key.endswith("-tickets-ticket_id"))
        assert number.value == "Ticketnummer"
        number.set_value("Wert")
        load(look(ran(at)))
        assert self.surveys() == {"1": 5, "3": 2, "4": 2}

    def test_a_score_that_was_not_recognised_can_be_chosen(self) -> None:
        at = drop(("both.csv", BOTH.replace("Kundenzufriedenheit", "Smiley")))
        box = next(box for box in at.selectbox if box.key.endswith("-same-row-score"))
        assert box.value is None
        box.set_value("Smiley")
        load(look(ran(at)))
        assert self.surveys() == {"1": 5, "3": 2, "4": 2}

    def test_another_table_is_guessed_as_well(self) -> None:
        at = drop(("both.csv", BOTH))
        next(group for group in at.button_group if group.key.endswith("-table")).set_value("surveys")
        ran(at)
        found = {box.key.rsplit("-", 1)[1]: box.value for box in at.selectbox if "-surveys-" in box.key}
        assert (found["score"], found["ticket_id"]) == ("Kundenzufriedenheit", "Vorgangsnummer")
        next(group for group in at.button_group if group.key.endswith("-table")).set_value("costs")
        ran(at)
        assert "Month is needed" in words(at)

    def test_a_table_that_the_guess_left_out_is_guessed_when_chosen(self) -> None:
        at = drop(("shifts.csv", "Fall,Login,Activity,From,Until\n1,ann,call,2026-01-01 09:00,2026-01-01 10:00\n"))
        group = next(group for group in at.button_group if group.key.endswith("-table"))
        assert group.value == "agent_time"
        group.set_value("agents")
        ran(at)
        assert [box.value for box in at.selectbox if box.key.endswith("-agents-agent")] == ["Login"]


@pytest.mark.usefixtures("in_process")
@pytest.mark.slow
def test_a_file_without_an_opening_time_is_warned_of() -> None:
    at = drop(("cases.csv", STRANGE.replace("Fall;", "Ticketnummer;")))
    assert any("Opened" in plain(each.value) and "Eingang" in plain(each.value) for each in at.warning)
    look(at)
    assert "no opening time column: nothing can be placed in a period" in words(at)
    assert titles(at, "ticket_id") == {"ticket_id": "Request number"} | titles(at, "ticket_id")
    assert titles(at, "first_reply_at")["first_reply_at"] == "First reply"
    box = next(box for box in at.selectbox if box.key.endswith("-tickets-created_at"))
    box.set_value("Eingang")
    assert not ran(at).warning


@pytest.mark.usefixtures("in_process")
@pytest.mark.slow
def test_the_file_that_was_just_loaded_is_the_one_that_opens() -> None:
    load(drop(("march.csv", OWN)))
    load(drop(("april.csv", OWN.replace("\n1,", "\n7,"))))
    at = load(drop(("march again.csv", OWN)))
    shown = opens(at)
    assert [name for name, is_open in shown.items() if is_open] == [name for name in shown if name.startswith("march")]
    assert any(name.startswith("april") for name in shown)
    assert "3 rows read: 2 requests; 1 row rejected" in " ".join(shown)
    assert "read as Tarazu's own format: requests" in words(at)


@pytest.mark.usefixtures("in_process")
@pytest.mark.slow
def test_rejected_rows_have_titles_for_people() -> None:
    at = load(drop(("march.csv", OWN)))
    assert titles(at, "reason") | {"row": "Row", "reason": "Reason", "value": "Value"} == titles(at, "reason")
    [table] = [frame.value for frame in at.dataframe if "reason" in frame.value.columns]
    assert table["table"].to_list() == ["requests"]


@pytest.mark.slow
def test_the_demonstration_company_has_a_name() -> None:
    from data import loading
    from data.sample import Recipe
    from tests.demonstration import RECIPE

    loading.sample(Recipe(tickets=200, seed=1, until=RECIPE.until), records.settings(OWNER))
    [line] = opens(opened("data"))
    assert line.startswith("Demonstration company — ")
    assert "demonstration" not in line
