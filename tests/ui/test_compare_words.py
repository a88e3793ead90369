"""Differences in words and as marks around an upright: what is said agrees with the numbers, for any numbers."""

import html
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answers.compare import Compared
from metrics.catalogue import metric
from metrics.metric import Value
from tests.pages.reading import plain
from ui.compare import choice, forest, sentence, table, words
from ui.compare.choice import Choice

OPTIONS = {"channel": ["phone", "email", "chat"], "team": list("PQRSTUVW"), "topic": [], "priority": []}


def made(id: str, a: float | None, b: float | None, half: float | None = None, n: int = 1000, **more: Any) -> Compared:
    """A against B with an interval of the difference of ± `half`."""
    step = None if a is None or b is None else a - b
    low, high = (None, None) if step is None or half is None else (step - half, step + half)
    facts: dict[str, Any] = {"per_day": None, "warnings": ()} | more
    return Compared(
        metric=metric(id),
        first=Value(b, n if b is not None else 0, None, None),
        second=Value(a, n if a is not None else 0, None, None),
        difference=step,
        low=low,
        high=high,
        beyond_chance=None if low is None or high is None else not low <= 0 <= high,
        **facts,
    )


def test_better_and_worse_follow_the_direction_and_only_beyond_chance() -> None:
    def of(id: str, a: float, b: float, half: float) -> words.Verdict:
        """Both sides with intervals of which Newcombe's of the difference comes out as ± `half`."""
        first, second = (Value(x, 1000, x - half / 2**0.5, x + half / 2**0.5) for x in (b, a))
        return words.verdict(replace(made(id, a, b, half), first=first, second=second))

    assert of("csat", 0.85, 0.80, 0.02) == "better"
    assert of("csat", 0.80, 0.85, 0.02) == "worse"
    assert of("complaint_rate", 0.15, 0.10, 0.02) == "differs", "more complaints may be more open ears"
    assert of("reopen_rate_simple", 0.10, 0.05, 0.02) == "worse"
    assert of("reopen_rate_simple", 0.10, 0.09, 0.02) == "chance"
    assert words.verdict(made("requests", 10, 20)) == "exact"
    assert words.verdict(made("csat", 0.9, 0.8, 0.01, n=4, warnings=("too_few",))) == "too_few"
    assert words.verdict(made("csat", None, 0.8)) == "no_data"


def test_a_total_is_compared_per_open_day_and_its_whole_stands_beside() -> None:
    february = made("requests", 2000.0, 2200.0, per_day=(100.0, 110.0))
    assert plain(words.step(february)) == "+10.0%", "per_day has B first: 100 a day before, 110 now"
    assert "−9.1% in all" in plain(table.table([february], "A", "B"))


@pytest.mark.parametrize(
    ("each", "said"),
    [
        (made("csat", 0.85, 0.80, 0.02), "+3.0 to +7.0"),
        (made("csat", 0.81, 0.80, 0.02), "−1.0 to +3.0"),
        (made("resolution_time", 600.0, 1200.0, 300.0), "−15 min to −5 min"),
        (made("resolution_time", 300.0, 0.0, 300.0), "0 s to +10 min"),
        (made("requests", 5.0, 4.0), ""),
    ],
)
def test_the_interval_is_in_the_words_of_its_unit(each: Compared, said: str) -> None:
    assert plain(words.bounds(each)) == said


def test_the_sentence_names_what_is_largest_beside_chance() -> None:
    found = [
        made("csat", 0.90, 0.80, 0.09),
        made("transfer_rate", 0.12, 0.10, 0.005),
        made("complaint_rate", 0.02, 0.01, 0.004),
        made("answer_rate", 0.80, 0.81, 0.02),
        made("requests", 10.0, 20.0),
    ]
    said = plain(sentence.sentence(found, "Phone", "Chat"))
    assert said.startswith(
        "Phone differs from Chat beyond chance in **3 of 4** metrics: transferred requests **12.0%**"
    )
    assert "against **10.0%** (+2.0 points; n = 1,000 and n = 1,000); complaint rate" in said
    assert "customer satisfaction" not in said
    none = sentence.sentence(found[3:], "Phone", "Chat")
    assert none == "Phone and Chat do not differ beyond chance in the **one** metric that can be told."
    assert "requests **−50.0%**" in plain(sentence.sentence(found[4:], "Phone", "Chat"))
    few = made("csat", 0.9, 0.8, 0.01, n=3, warnings=("too_few",))
    assert "too few cases" in sentence.sentence([few], "Phone", "Chat")
    assert "no data" in sentence.sentence([made("csat", None, 0.8)], "Phone", "Chat")


def test_a_warning_says_of_what_it_holds() -> None:
    found = [
        made("csat", 0.9, 0.8, 0.01, warnings=("different_response_rates", "overlap")),
        made("nps", 9.0, 8.0, 5.0, n=3, warnings=("overlap", "too_few")),
        made("answer_rate", None, 0.8, warnings=("too_few",)),
    ]
    said = words.minded(found)
    assert len(said) == 3
    assert said[0].endswith("may have answered: Customer satisfaction.")
    assert said[2] == "One of the sides has too few cases to tell: Net promoter score."


numbers = st.floats(0.001, 0.999)


@settings(max_examples=30)
@given(st.lists(st.tuples(numbers, numbers, st.floats(0.0, 0.4)), min_size=1, max_size=4))
def test_every_mark_lies_on_its_axis_and_on_its_side_of_the_upright(drawn: list[tuple[float, float, float]]) -> None:
    shares = ("csat", "transfer_rate", "complaint_rate", "answer_rate")
    found = [made(id, a, b, half) for id, (a, b, half) in zip(shares, drawn, strict=False)]
    lines = re.findall(r"<li .*?</li>", forest.forest(found, "<b>", "B"), flags=re.DOTALL)
    assert len(lines) == len(found)
    for each, line in zip(found, lines, strict=True):
        zero, dot = (
            float(re.search(rf'tz-forest-{kind}[^"]*" style="inset-inline-start:([\d.-]+)%', line)[1])  # type: ignore[index]
            for kind in ("zero", "dot")
        )
        start, width = map(float, re.search(r"start:([\d.-]+)%;width:([\d.]+)%", line).groups())  # type: ignore[union-attr]
        assert zero == 50
        assert 0 <= start <= dot + 0.11 <= start + width + 0.22 <= 100.4
        assert each.difference is not None
        assert (dot - zero) * each.difference >= -0.06
        assert "<b>" not in html.unescape(line).split("</span>")[0].split('title="')[0]


def test_in_percent_what_lies_beyond_the_axis_is_an_arrow_and_nothing_stands_for_no_base() -> None:
    drawn = forest.forest([made("requests", 900.0, 100.0), made("backlog", 5.0, 0.0)], "A", "B")
    requests, backlog = re.findall(r"<li .*?</li>", drawn, flags=re.DOTALL)
    assert 'data-to="high"' in requests
    assert "+800.0%" in plain(requests)
    assert "tz-forest-dot" not in backlog
    assert "+5 " in plain(backlog) + " "


def test_sides_are_called_by_what_tells_them_apart() -> None:
    def name(values: list[str]) -> str:
        return choice.values_name("team", values, OPTIONS)

    assert choice.values_name("channel", ["phone", "chat"], OPTIONS) == "Phone, Chat"
    assert choice.values_name("channel", [], OPTIONS) == "all channels"
    assert name(list("PQRSTUV")) == "all but W"
    assert name(list("PQRST")) == "all but U, V, W"
    assert name(list("PQRS")) == "4 teams"
    assert name(list("PQR")) == "P, Q, R"
    phone = Choice.of(None, {"channel": ["phone"], "team": ["P"]})
    assert Choice.of(None, {"team": ["P"], "channel": ["phone"], "topic": []}) == phone
    assert phone.side.where == {"channel": ["phone"], "team": ["P"]}
