"""The canonical tables, month by month: columns, counts, keys, and the same rows for the same recipe."""

from datetime import date, time

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from data.columns import KEYS, TABLES
from data.sample import SOURCE, Recipe, chunks, settings
from data.schemas import faults
from data.settings import Settings
from tests.data.sample.rows import BUDAPEST, RECIPE, UNTIL, Company, assert_nothing_after, local, together

c = pl.col


def test_every_chunk_is_one_month_in_the_canonical_columns() -> None:
    months = []
    for part in chunks(Recipe(tickets=3_000, until=UNTIL)):
        assert {name: dict(frame.schema) for name, frame in part.items()} == {name: TABLES[name] for name in part}
        assert [list(frame.columns) for frame in part.values()] == [list(TABLES[name]) for name in part]
        months += part["tickets"].select(local("created_at").dt.strftime("%Y-%m").unique()).to_series().to_list()
    assert len(months) == 24
    assert (months[0], months[-1]) == ("2024-11", "2026-10")
    assert months == sorted(set(months))


def test_counts_and_keys(company: Company) -> None:
    assert company["tickets"].height == RECIPE.tickets
    assert set(TABLES) - set(company) == {"events", "schedules", "schedule_holidays", "teams"}  # there is no history
    for name, frame in company.items():
        assert frame.height > 0
        assert frame.select(KEYS[name]).is_unique().all(), name
        assert frame["source"].unique().to_list() == [SOURCE]
    assert company["tickets"]["ticket_id"][0] == "D-0000001"
    assert company["tickets"]["created_at"].is_sorted()


def test_every_row_passes_the_rules_of_the_store(company: Company) -> None:
    for name, frame in company.items():
        assert faults(name, frame).rows() == [], name


@pytest.mark.parametrize(
    ("tickets", "until", "booked"),
    [
        (1, date(2026, 3, 1), date(2026, 2, 1)),
        (700, date(2026, 3, 29), date(2026, 2, 1)),  # the day of the clock change
        (2_000, date(2024, 2, 29), date(2024, 2, 1)),
        (2_000, date(2026, 11, 21), date(2026, 10, 1)),
    ],
)
def test_any_size_and_any_last_day(tickets: int, until: date, booked: date) -> None:
    company = together(Recipe(tickets=tickets, until=until))
    assert company["tickets"].height == tickets
    assert company["agents"].height == 40
    assert company["costs"]["month"].max() == booked  # the running month is not booked yet
    assert_nothing_after(company, until)


def test_the_same_recipe_gives_the_same_rows() -> None:
    recipe = Recipe(tickets=2_000, until=UNTIL, seed=3)
    first = together(recipe)
    np.random.seed(1)  # other people's randomness must not matter
    interleaved: list[list[Company]] = [[], []]
    for one, other in zip(chunks(recipe), chunks(Recipe(tickets=2_500, until=UNTIL, seed=4)), strict=True):
        interleaved[0].append(one)
        interleaved[1].append(other)
    for name in first:
        assert_frame_equal(first[name], pl.concat([part[name] for part in interleaved[0]]))
    assert not first["tickets"].equals(together(Recipe(tickets=2_000, until=UNTIL, seed=4))["tickets"])


def test_recipe_as_text() -> None:
    assert Recipe.from_json(RECIPE.to_json()) == RECIPE
    assert Recipe(until=UNTIL).to_json() == ('{"seed": 7, "tickets": 200000, "until": "2026-10-31", "version": 2}')


@pytest.mark.parametrize("wrong", [{"tickets": 0}, {"seed": -1}, {"version": 99}])
def test_recipes_that_cannot_be_made(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"\d"):
        Recipe(until=UNTIL, **wrong)


def test_its_settings_are_those_of_its_zone_and_hours(company: Company) -> None:
    chosen = settings()
    assert Settings.from_json(chosen.to_json()) == chosen
    assert (chosen.zone, chosen.country) == (BUDAPEST, "HU")
    assert set(chosen.teams) <= set(company["agents"]["team"])
    # Replies in writing come in opening hours.
    for channel, calendar in (("email", chosen.calendar_of("Mail Desk")), ("social", chosen.teams["Social & Chat"])):
        at = company["tickets"].filter(c("channel") == channel, c("first_reply_at").is_not_null())
        at = at.select(day=local("first_reply_at").dt.weekday(), minute=local("first_reply_at").dt.time())
        for day, hours in enumerate(calendar.hours, start=1):
            of_day = at.filter(day=day)["minute"]
            opens, closes = map(time.fromisoformat, hours[0]) if hours else (time.max, time.min)
            assert of_day.is_between(opens, closes).all()
