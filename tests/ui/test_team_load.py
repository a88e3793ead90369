"""How the workload is told: the sentence, warnings in words and numbers, people by the alphabet, texts as texts."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from answers.workload import RULES, STRIP, Load, Person, Warning
from metrics.fairness import Spread
from metrics.value import NO_VALUE, Value
from ui.team import joiners, load_chart, load_sentence, load_table, warnings

LAST = date(2026, 11, 21)
WEEKS = tuple(LAST - timedelta(days=7 * ago) for ago in reversed(range(STRIP)))
WORN = Warning("occupancy", {"weeks": 3.0, "known": 4.0, "value": 0.891})
OPEN = Warning("open", {"value": 30.0, "median": 10.0, "ratio": 3.0})


def person(agent: str, name: str, requests: float | None = 8.0, **said: object) -> Person:
    usual = Person(
        agent=agent,
        name=name,
        team="Chat",
        days=20,
        requests=NO_VALUE if requests is None else Value(requests, 20, None, None),
        open=3,
        handle_hours=30.25,
        overtime_hours=None,
        occupancy=Value(0.8, 18, 0.75, 0.85),
        absences=None,
        joined_on=None,
        left_on=None,
        warnings=(),
    )
    return replace(usual, **said)  # type: ignore[arg-type]


def load(*people: Person, busiest: float | None = 1.3) -> Load:
    worn = tuple(Value(0.9 if week >= STRIP - 3 else 0.7, 5, 0.6, 0.95) for week in range(STRIP))
    return Load(
        people=people,
        spread={
            "requests": Spread(busiest, 0.1),
            "handle_hours": Spread(1.8, 0.234),
            "open": Spread(None, None),
        },
        first=date(2026, 11, 1),
        last=LAST,
        weeks=WEEKS,
        by_week={one.agent: worn for one in people if one.warnings},
        medians={"Chat": 8.0},
        judged=dict.fromkeys(RULES, 2) | {"short_nights": 0},
    )


@pytest.mark.parametrize(
    ("busiest", "words"),
    [
        (1.2, "spread evenly"),
        (1.5, "spread fairly evenly"),
        (1.51, "spread unevenly"),
        (None, "too few people to tell"),
    ],
)
def test_how_even_it_is(busiest: float | None, words: str) -> None:
    assert words in load_sentence.sentence(load(person("a", "Ann"), busiest=busiest), None, "en", "gregorian")


def test_who_is_at_risk_is_counted_by_the_commonest_rule() -> None:
    people = [person("a", "Ann", warnings=(WORN,)), person("b", "Bea", warnings=(WORN, OPEN)), person("c", "Cleo")]
    said = load_sentence.sentence(load(*people), None, "en", "gregorian")
    assert said == (
        "Work is spread fairly evenly: the busiest has **1.3** times the median of the team. **2** people of Chat are "
        "at risk: above 85% occupancy in at least 3 of the last 4 weeks."
    )
    apart = replace(people[1], team="Mail", warnings=(OPEN,))
    other = person("d", "Dan", team="Mail", warnings=(WORN,))
    said = load_sentence.sentence(load(people[0], apart, other), None, "en", "gregorian")
    assert "**2** people are at risk" in said, "of two teams: none is named"
    assert said.endswith("**1** more is by another rule.")


def test_nobody_is_at_risk_but_later_somebody_is() -> None:
    said = load_sentence.sentence(load(person("a", "Ann")), (date(2026, 12, 5), 1), "en", "gregorian")
    assert "Nobody is at risk" in said
    assert said.endswith("In the four weeks to Dec\u00a05,\u00a02026, the latest data, **1** person is.")


def test_warnings_say_their_rule_and_their_numbers() -> None:
    found = load(person("a", "Ann", warnings=(OPEN,)), person("b", "<b>Bea</b>", warnings=(WORN,)), person("c", "Cleo"))
    shown = warnings.warned(found)
    assert "Above 85% in 3 of 4 weeks, 89.1% overall." in shown
    assert "30 open requests, 3.00 times the team&#39;s median of 10." in shown
    assert shown.index("High occupancy") < shown.index("More open requests"), "in the order of the rules"
    assert "&lt;b&gt;Bea&lt;/b&gt;" in shown
    assert "Cleo" not in shown
    assert warnings.warned(load(person("c", "Cleo"))) == ""
    rules = warnings.rules(found)
    for rule in RULES.values():
        assert rule.name in rules
    assert "Overtime of more than 10% of the regular working time" in rules
    assert "2003/88/EC" in rules
    assert "nobody: the data do not tell" in rules
    assert "{" not in rules


def test_the_chart_marks_the_weeks_above_and_says_them() -> None:
    found = load(person("a", "Ann", warnings=(WORN,)), person("b", "Bea & <i>"), person("c", "Cleo", None))
    shown = load_chart.chart(found, "en", "gregorian")
    assert shown.count("▲") == 3
    assert "occupancy above 85% in 3 of 13 weeks" in shown
    assert "Week to Nov\u00a021,\u00a02026: 90.0% occupied, 5 days at the queue" in shown
    assert "Bea &amp; &lt;i&gt;" in shown
    assert shown.index("Ann") < shown.index("Bea") < shown.index("Cleo")
    assert "<b>–</b>" in shown
    assert "Squares" not in load_chart.note(replace(found, by_week={}), "en", "gregorian")


def test_the_table_tells_unknown_from_nothing() -> None:
    found = load(person("a", "Ann", warnings=(WORN,)), person("b", "Bea", None, overtime_hours=0.0, absences=0))
    ann, bea = load_table.shown(found, "en", "gregorian")
    assert (ann["Overtime hours"], bea["Overtime hours"]) == ("–", "0.0")
    assert (ann["Days absent"], bea["Days absent"]) == ("–", "0")
    assert bea["New requests per day"] == "–"
    assert ann["At risk"] == "High occupancy"
    plain = load_table.plain(found)
    assert (plain[0]["overtime_hours"], plain[1]["overtime_hours"]) == (None, 0.0)
    assert plain[0]["warnings"] == "occupancy"


def test_how_evenly_each_kind_of_work_is_spread() -> None:
    shown = load_table.spread(load(person("a", "Ann"), person("b", "Bea"), person("c", "Cleo", days=4)))
    assert "<td>1.3</td><td>0.10</td>" in shown
    assert "<td>1.8</td><td>0.23</td>" in shown
    assert "<td>–</td><td>–</td>" in shown, "unknown is not 0"
    assert "Of the 2 people with at least 5 days of work" in shown


def test_who_joined_and_who_left() -> None:
    found = load(
        person("a", "Ann", joined_on=date(2026, 11, 5)),
        person("b", "Bea", left_on=date(2026, 11, 9)),
        person("c", "Cleo", joined_on=date(2020, 1, 1)),
    )
    shown = joiners.listed(found, "en", "gregorian")
    assert "joined on Nov\u00a05,\u00a02026" in shown
    assert "left on Nov\u00a09,\u00a02026; still owns 3 open requests" in shown
    assert "Cleo" not in shown
    assert joiners.listed(load(person("c", "Cleo")), "en", "gregorian") == ""
