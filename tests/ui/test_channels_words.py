"""What the page of channels says: the sentence by its rules, gaps, switches, hours, and the small panels."""

import re
from collections.abc import Mapping

from answers.channel_fit import Judgement
from answers.channels import Channel, Hour, Promise, SideBySide, Switches
from metrics.channel_fit import Comparison, Fit, Topics
from metrics.composed import Gap
from metrics.metric import NO_VALUE, Value
from tests.pages.reading import plain
from ui.channels import fit, gap_table, heat, panels, sentence, switch_table

PROMISED = {"phone": 60.0, "chat": 120.0, "email": 86400.0, "other": 86400.0}


def share(value: float, n: int = 1000, half: float = 0.03) -> Value:
    return Value(value, n, value - half, value + half)


def side(**channels: Mapping[str, Value]) -> SideBySide:
    metrics = tuple(dict.fromkeys(metric for values in channels.values() for metric in values))
    made = tuple(Channel(name, {one: of.get(one, NO_VALUE) for one in metrics}) for name, of in channels.items())
    return SideBySide(metrics, made, ())


def counted(n: int) -> Value:
    return Value(float(n), n, None, None)


def promise(channel: str, value: float, target: float = 0.8, n: int = 1000) -> Promise:
    kept = value >= target if n >= 30 else None
    return Promise("first_response_within", channel, target, "at_least", share(value, n), kept, False)


class TestSentence:
    now = side(phone={"requests": counted(200)}, chat={"requests": counted(800)})

    def said(self, *kept: Promise, now: SideBySide | None = None, before: SideBySide | None = None) -> str:
        return plain(sentence.sentence(now or self.now, kept, PROMISED, before))

    def test_it_names_the_channel_that_keeps_its_promise_least_and_the_best(self) -> None:
        found = self.said(promise("phone", 0.71), promise("chat", 0.88))
        assert found == (
            "Phone keeps its promise least: **71.0%** answered in time against **80%**; "
            "Chat answers within 2 min in **88.0%**."
        )

    def test_farthest_below_its_own_target_is_least(self) -> None:
        found = self.said(promise("phone", 0.70, target=0.6), promise("chat", 0.88, target=0.95))
        assert found.startswith("Chat keeps its promise least: **88.0%** answered in time against **95%**")

    def test_all_kept_is_said_so(self) -> None:
        found = self.said(promise("phone", 0.81), promise("chat", 0.88))
        assert found.startswith("Every channel keeps its promise, Phone with the least to spare: **81.0%**")

    def test_too_few_are_not_judged_and_the_volume_stands_instead(self) -> None:
        assert self.said(promise("phone", 0.2, n=29)) == "**1,000** requests, **80.0%** by chat."

    def test_a_wait_that_grew_beyond_chance_and_a_mix_that_moved_are_told(self) -> None:
        def of(wait: float, half: float, phone: int) -> SideBySide:
            waits = Value(wait, 500, wait - half, wait + half)
            return side(
                phone={"requests": counted(phone), "queue_wait": waits}, chat={"requests": counted(1000 - phone)}
            )

        told = self.said(promise("phone", 0.9), now=of(60, 2, 200), before=of(30, 2, 500))
        assert "waits by phone grew from **30 s** to **1 min** in a year" in told
        assert "**20.0%** of the requests, **−30.0 points** in a year" in told
        quiet = self.said(promise("phone", 0.9), now=of(60, 40, 200), before=of(30, 2, 210))
        assert "in a year" not in quiet

    def test_nothing_counted_is_said(self) -> None:
        assert self.said(now=SideBySide((), (), ())) == "Nothing was counted in this period."


def test_a_panel_says_value_interval_n_and_target_and_draws_too_few_not() -> None:
    found = panels.panels(
        side(
            phone={"first_response_within": share(0.71)},
            chat={"first_response_within": share(0.88, n=12)},
            email={"first_response_within": NO_VALUE},
        ),
        [promise("phone", 0.71)],
    )
    assert "Phone: 71.0% (68.0–74.0%), n = 1,000, Target 80%" in plain(found.replace('title="', ">"))
    assert found.count("tz-side-dot") == 1
    assert "too few to show" in found
    assert "not kept, Target 80%" in plain(found)
    places = [float(x) for x in re.findall(r"inset-inline-start:([\d.]+)%", found)]
    assert places
    assert all(0 <= place <= 100 for place in places)


def test_durations_of_different_size_share_an_axis_of_ratios() -> None:
    found = panels.panels(
        side(
            phone={"first_response_time": Value(60.0, 100, 50.0, 70.0)},
            email={"first_response_time": Value(36_000.0, 100, 30_000.0, 40_000.0)},
            chat={"first_response_time": Value(600.0, 100, 500.0, 700.0)},
        ),
        [],
    )
    dots = [float(x) for x in re.findall(r'tz-side-dot [^"]*" style="inset-inline-start:([\d.]+)%', found)]
    phone, email, chat = dots
    assert phone < chat < email
    assert chat - phone > 20, "on an even axis the two would stand on one spot"


def test_a_name_from_the_data_is_never_markup() -> None:
    bad = "<img src=x>"
    found = panels.panels(side(**{bad: {"requests": counted(100)}}), [])
    assert "<img" not in found


def test_the_gap_tells_what_the_topics_do_and_what_chance_may_be() -> None:
    wide = Gap("chat", "email", Value(0.10, 900, 0.05, 0.15), True, Value(0.16, 900, 0.11, 0.21))
    chance = Gap("chat", "email", Value(0.01, 900, -0.02, 0.04), True, Value(0.012, 900, -0.01, 0.04))
    found = plain(gap_table.table({"csat": wide, "sla_resolution": chance}))
    assert "+10.0 points +5.0 to +15.0, n = 900" in found
    assert "they make it 6.0 points wider" in found
    assert "within chance" in found
    assert "nothing: the gap stays" in found
    assert (
        plain(gap_table.sentence({"csat": wide}))
        == "The widest gap: customer satisfaction, Chat 10.0 points above E-mail"
    )
    assert "more than chance" in gap_table.sentence({"sla_resolution": chance})


def test_who_switched_is_a_table_of_ways() -> None:
    view = Switches(share(0.1, 400), {"phone": share(0.1, 200), "chat": share(0.1, 12)}, {("phone", "chat"): 20})
    assert plain(switch_table.title(view)).endswith("within 7 days, most often from phone to chat")
    found = plain(switch_table.table(view))
    assert "Phone 20 10.0% 7.0–13.0% 200" in found
    assert "Chat too few to show 12" in found
    assert "Too few" in switch_table.title(Switches(share(0.1, 29), {}, {}))


def test_the_week_is_read_without_colours_and_closed_hours_are_said() -> None:
    hours = [
        Hour(day, hour, counted(9 if hour == 10 else 0), share(0.9, 40) if hour == 10 else NO_VALUE, 8 <= hour < 17)
        for day in (6, 0, 1, 2, 3, 4, 5)
        for hour in range(24)
    ]
    found = heat.heat(hours, ())
    assert [row["Weekday"] for row in found.rows[::24]][:2] == ["Sun", "Mon"]
    assert 'title="Sun 3:00: 0 requests, closed"' in found.tables["requests"]
    assert "90.0% answered in time" in found.tables["within"]
    assert found.tables["requests"].count("tz-heat-closed") == 7 * 15 + 1  # and in the legend
    assert plain(found.title) == "Busiest Sun at 10:00; 0.0% come outside opening hours"


def test_strengths_are_told_with_both_numbers_and_none_without() -> None:
    better = Comparison("csat", "phone", share(0.9), share(0.8), Value(0.1, 1800, 0.05, 0.15), True, True)
    same = Comparison("transfer_rate", "phone", share(0.1), share(0.1), Value(0.0, 1800, -0.1, 0.1), False, None)
    view = Judgement((better, same), (Fit("complex", "phone", (better,)),), Topics(("Easy",), ("Hard",)))
    found = plain(fit.strengths(view, ["phone", "chat"]))
    assert "Satisfied customers 90.0% against 80.0% elsewhere" in found
    assert "+10.0 points among the same cases (+5.0 to +15.0), n = 1,800" in found
    assert "No real difference: handed on." in found
    assert "Too few cases to compare it with the others." in found
    purposes = plain(fit.purposes(view))
    assert "Complex topics: Hard." in purposes
    assert "For a quick exchange No channel is better here beyond chance." in purposes
