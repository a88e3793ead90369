"""The month in three sentences: what they say of goals, of real changes, and of why a share moved."""

import re
from datetime import date

import pytest

from metrics.metric import NO_VALUE, Value
from metrics.pace import Course
from tests.ui.month_made import REAL, SHORT, USUAL, Counts, line, share, why
from ui.overview import adding_up, compared, reason, sentences
from ui.overview import why as explaining

MIDDLE = date(2026, 10, 16)
AIM = Course("stay_above", None, 0.85, date(2026, 1, 1), date(2026, 12, 31))
LOW = Course("stay_above", None, 0.60, date(2026, 1, 1), date(2026, 12, 31))
CSAT = line("csat", share(790, 1000), share(800, 1000), share(830, 1000))
FCR = line("fcr_one_touch", share(640, 1000), share(630, 1000), share(625, 1000))
REQUESTS = line("requests", Value(1200.0, 1200, None, None), Value(1000.0, 1000, None, None))


def plain(text: str) -> str:
    return text.replace("**", "").replace("\u00a0", " ")


def one_sentence(text: str) -> str:
    """The words, which are one sentence."""
    said = plain(text)
    assert re.fullmatch(r"[A-Z][^.]*(?:\.\d[^.]*)*\.", said), said
    return said


def of_goals(*lines: object) -> str:
    return one_sentence(sentences.against_goals(lines, [], REQUESTS, MIDDLE, "gregorian"))  # type: ignore[arg-type]


def test_the_month_without_a_goal_says_so_beside_its_numbers() -> None:
    assert of_goals(CSAT, FCR) == (
        "October 2026 brought 1,200 requests (+20.0% vs Sep 2026), and no goal holds for it yet: "
        "customer satisfaction 79.0%, first-contact resolution 64.0%."
    )


def test_goals_that_hold_are_counted_and_named_first() -> None:
    behind = line("csat", CSAT.now, CSAT.previous, course=AIM)
    kept = line("fcr_one_touch", FCR.now, course=LOW)
    said = of_goals(FCR, behind)
    assert "is on pace for 0 of 1 goal: customer satisfaction 79.0% (goal 85%, behind pace), first-contact" in said
    assert "is on pace for 1 of 2 goals: customer satisfaction" in of_goals(kept, behind), "the worst comes first"
    aside = sentences.against_goals([FCR], [behind], None, MIDDLE, "gregorian")
    assert "0 of 1" in aside, "a goal on a metric without a card counts too"


def test_a_month_without_anything_is_said_to_be_empty() -> None:
    empty = line("csat", NO_VALUE)
    assert sentences.against_goals([empty], [], None, MIDDLE, "gregorian") == "Nothing was counted in October 2026."
    assert sentences.against_the_past([empty], "gregorian") == ""


@pytest.mark.parametrize(
    ("changes", "begins"),
    [
        (
            (REAL, USUAL),
            "Against its own past 1 of 2 really changed: customer satisfaction −1.0 points vs Sep 2026 and",
        ),
        ((REAL, REAL), "Against its own past each of 2 really changed: "),
        ((USUAL, USUAL), "Against its own past none of 2 left its normal variation: customer satisfaction −1.0 points"),
        ((SHORT, SHORT), "It is too early to call anything a change, that takes twelve months of data: "),
        ((SHORT, REAL), "Against its own past each of 1 really changed: first-contact resolution"),
    ],
)
def test_only_what_left_its_normal_variation_is_called_a_change(changes: tuple[object, object], begins: str) -> None:
    lines = [
        line(each.metric.id, each.now, each.previous, each.year_ago, change=change)
        for each, change in zip((CSAT, FCR), changes, strict=True)
    ]
    said = one_sentence(sentences.against_the_past(lines, "gregorian"))
    assert said.startswith(begins)
    assert ("the others stayed within normal variation" in said) == (changes == (REAL, USUAL))


def test_a_running_month_is_not_judged() -> None:
    running = line("csat", CSAT.now, CSAT.previous, CSAT.year_ago, days=20, change=REAL)
    said = one_sentence(sentences.against_the_past([running], "gregorian"))
    assert said.startswith("It still runs, and is judged when it is complete: customer satisfaction −1.0 points vs the")
    assert "vs the first 20 days of Sep 2026" in said


def said_of(before: Counts, now: Counts, by: str = "channel") -> str:
    return one_sentence(reason.sentence(CSAT, "year_ago", adding_up.told(why(before, now, by)), "gregorian"))


def test_a_shift_between_channels_is_different_cases() -> None:
    before = {"phone": (900, 1000), "chat": (150, 200), "social": (140, 200)}
    now = {"phone": (540, 600), "chat": (300, 400), "social": (280, 400)}
    assert said_of(before, now) == (
        "Customer satisfaction fell 5.0 points against Oct 2025: −5.0 because cases moved from phone to chat and "
        "social (different cases), 0.0 real change, within chance."
    )
    assert "from Phone to Chat and Social" not in said_of(before, now)
    teams = {"North": (900, 1000), "South": (140, 200)}, {"North": (450, 500), "South": (490, 700)}
    assert "because cases moved from North to South (different cases)" in said_of(*teams, by="team")


def test_a_real_change_says_where_most_of_it_is() -> None:
    before = {"phone": (900, 1000), "chat": (750, 1000)}
    now = {"phone": (902, 1000), "chat": (600, 1000)}
    assert said_of(before, now) == (
        "Customer satisfaction fell 7.4 points against Oct 2025: nothing from different cases, −7.4 real change, most "
        "of it in chat."
    )


def test_what_is_new_or_gone_stands_apart() -> None:
    said = said_of({"phone": (900, 1000), "email": (500, 1000)}, {"phone": (900, 1000), "chat": (950, 1000)})
    told = adding_up.told(
        why({"phone": (900, 1000), "email": (500, 1000)}, {"phone": (900, 1000), "chat": (950, 1000)})
    )
    assert told.new > 0
    assert told.vanished > 0
    assert f"+{told.new / 10} from what is new, +{told.vanished / 10} from what is no longer there" in said


def test_two_halves_that_cancel_out_are_both_said() -> None:
    before = {"phone": (900, 1000), "chat": (700, 1000)}
    now = {"phone": (850, 1000), "chat": (750, 1000)}
    assert said_of(before, now).startswith("Customer satisfaction stands where it did in Oct 2025: nothing from")


def test_enough_cases_come_before_few_and_the_larger_step_before_the_smaller() -> None:
    few = line("sla_resolution", share(2, 10), share(9, 10))
    nothing = line("answer_rate", share(5, 10))
    found = compared.to_explain([few, FCR, CSAT, nothing, REQUESTS])
    assert [(each.metric.id, against) for each, against in found] == [
        ("csat", "year_ago"),
        ("fcr_one_touch", "year_ago"),
        ("sla_resolution", "previous"),
    ]


def test_the_dimension_that_tells_most_is_said() -> None:
    by_channel = why({"phone": (90, 100), "chat": (70, 100)}, {"phone": (45, 50), "chat": (105, 150)})
    by_team = why({"North": (160, 200)}, {"North": (150, 200)}, "team")
    assert explaining.telling({"team": by_team, "channel": by_channel}) is by_channel
    assert "cannot be told" in reason.sentence(CSAT, "year_ago", None, "gregorian")
    assert "of shares alone" in reason.none([REQUESTS])
    assert "no whole month before it" in reason.none([CSAT])
