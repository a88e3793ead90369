"""Eight weeks ahead: the organisation's or a team's, each day with its hours, why it has them, and their names."""

from datetime import date, timedelta

from answers.open_hours import WEEKS, OpenDay, weeks
from data.settings import Settings, TeamCalendar

OFFICE = (("09:00", "17:00"),)
MORNING = (("09:00", "12:30"),)
FIRST = date(2026, 12, 9)  # a Wednesday
HUNGARY = Settings(
    zone="Europe/Budapest",
    country="HU",
    exceptions={date(2026, 12, 12): MORNING, date(2026, 12, 25): MORNING, date(2026, 12, 28): ()},
    half_days={"12-24": MORNING, "12-31": MORNING, "12-27": MORNING},
    notes={"2026-12-12": "Working Saturday", "12-31": "New Year's Eve", "12-27": "a Sunday in 2026"},
    teams={"Night": TeamCalendar(hours=((("00:00", "06:00"), ("22:00", "24:00")),) * 7, exceptions={FIRST: ()})},
)


def day(on: date, settings: Settings = HUNGARY, team: str | None = None) -> OpenDay:
    return next(one for week in weeks(settings, team, FIRST, "en") for one in week if one.date == on)


def test_whole_weeks_follow_each_other_from_the_chosen_first_day() -> None:
    for week_start, begin in ((0, date(2026, 12, 7)), (5, date(2026, 12, 5)), (2, FIRST)):
        found = weeks(Settings(week_start=week_start), None, FIRST, "en")
        assert [len(week) for week in found] == [7] * WEEKS
        assert [one.date for week in found for one in week] == [begin + timedelta(days=n) for n in range(7 * WEEKS)]


def test_a_usual_day_has_the_hours_of_its_weekday() -> None:
    assert day(FIRST) == OpenDay(FIRST, OFFICE, "usual", ())
    assert day(date(2026, 12, 13)) == OpenDay(date(2026, 12, 13), (), "usual", ())


def test_a_public_holiday_is_closed_and_has_its_name_in_the_readers_language() -> None:
    new_year = date(2027, 1, 1)
    assert day(new_year) == OpenDay(new_year, (), "holiday", ("New Year's Day",))
    (own,) = [one for week in weeks(HUNGARY, None, FIRST, "hu") for one in week if one.date == new_year]
    assert own.names == ("Újév",)


def test_an_exception_comes_before_a_holiday_and_keeps_its_name() -> None:
    saturday, christmas, monday = date(2026, 12, 12), date(2026, 12, 25), date(2026, 12, 28)
    assert day(saturday) == OpenDay(saturday, MORNING, "exception", ("Working Saturday",))
    assert day(christmas) == OpenDay(christmas, MORNING, "exception", ("Christmas Day",))
    assert day(monday) == OpenDay(monday, (), "exception", ())


def test_half_days_are_marked_where_they_count() -> None:
    eve, last, sunday = date(2026, 12, 24), date(2026, 12, 31), date(2026, 12, 27)
    assert day(eve) == OpenDay(eve, MORNING, "half_day", ("Christmas Eve",))  # else a holiday
    assert day(last) == OpenDay(last, MORNING, "half_day", ("New Year's Eve",))
    assert day(sunday) == OpenDay(sunday, (), "usual", ())


def test_a_team_has_its_own_weeks_and_another_the_organisations() -> None:
    night = day(date(2026, 12, 25), team="Night")
    assert (night.kind, night.names, night.minutes) == ("usual", (), 8 * 60)
    assert day(FIRST, team="Night") == OpenDay(FIRST, (), "exception", ())
    assert weeks(HUNGARY, "North", FIRST, "en") == weeks(HUNGARY, None, FIRST, "en")


def test_hours_are_summed_up() -> None:
    assert day(FIRST).minutes == 8 * 60
    assert day(date(2026, 12, 31)).minutes == 3 * 60 + 30
    assert day(date(2026, 12, 13)).minutes == 0
