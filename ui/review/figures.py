"""The figures of a review: a row per metric, the trend of one of them with limits of chance, peers without names."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import streamlit as st

from answers import clock, people
from answers import evidence as rows_behind
from answers.review_body import Correction
from metrics.catalogue import metric as entry
from ui import address, cards, charts, evidence, formats
from ui.channels.scroll import scrolling
from ui.evidence import Pick
from ui.formats import html
from ui.language import gettext as _
from ui.numbers import export
from ui.review import words
from ui.review.chosen import Chosen
from ui.review.shown import Shown
from ui.shell import Reader
from ui.views import Point, Trend

Figure = Mapping[str, Any]
KEY = "figure"
MONTHS = 3  # with a value, from which a line says something


def show(who: Reader, chosen: Chosen, shown: Shown) -> None:
    """The part of the page."""
    figures = shown.body["figures"]
    if not figures:
        cards.empty(
            _("No figures"),
            _("No metric that the staff was told of can be shown with the loaded data. The agreement is in Settings."),
        )
        _left_out(shown)
        return
    if all(each["too_few"] for each in figures):
        most = max(each["crude"]["n"] for each in figures)
        cards.too_few(
            _("Too few to show"),
            _("The most that a figure of this period rests on is {n}.").format(n=formats.value(most, "count"))
            + f" {words.fewest()} {_('Choose a longer period.')}",
        )
    with cards.panel(_("Every figure, fairly compared"), "review-figures", _note()):
        st.html(table(figures, shown.corrections))
        export(rows(figures), f"review-{chosen.agent}-{chosen.span[1]}", key="review-figures")
    _left_out(shown)
    _detail(who, chosen, shown)
    st.caption(
        formats.md(
            _(
                "A request counts for who did it: who replied first, who solved it, who spoke last before the rating. "
                "What helpdesks make of it instead, and the difference, is on the Team page."
            )
        )
    )


def table(figures: Sequence[Figure], corrections: Sequence[Correction] = ()) -> str:
    """HTML: crude, expected, adjusted, verdict, own past; what the data say since beside what was kept."""
    heads = (
        *(_("Figure"), _("This period"), _("Expected of the same requests"), _("With everybody's mix")),
        *(_("Verdict"), _("Own past")),
    )
    head = "".join(f'<th scope="col">{html(text)}</th>' for text in heads)
    body = "".join(_row(each, [one for one in corrections if one.metric == each["metric"]]) for each in figures)
    whole = f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    return scrolling(f'<table class="tz-moved tz-people tz-review-figures">{whole}</table>', _("Figures"))


def rows(figures: Sequence[Figure]) -> list[dict[str, object]]:
    """For a spreadsheet; null where too few are behind a number."""
    return [
        {
            "metric": each["metric"],
            "n": each["crude"]["n"],
            "value": each["crude"]["value"],
            "low": each["crude"]["low"],
            "high": each["crude"]["high"],
            "adjusted": (each["adjusted"] or {}).get("value"),
            "expected": each["expected"],
            "chance_low": each["low"],
            "chance_high": each["high"],
            "verdict": each["verdict"],
            "own_past": each["own_past"]["value"],
            "own_past_n": each["own_past"]["n"],
            "step": each["change"]["verdict"],
        }
        for each in figures
    ]


def _row(figure: Figure, corrections: Sequence[Correction]) -> str:
    metric = figure["metric"]
    now = {each.what: each.now for each in corrections}
    word = words.verdict(figure)
    sign = {"better_beyond_chance": "↑ ", "worse_beyond_chance": "↓ "}.get(figure["verdict"], "")
    mark = f'<span aria-hidden="true">{sign}</span>' if sign else ""
    judged = f"<b>{mark}{html(word)}</b>" if sign and not figure["too_few"] else html(word)
    if "verdict" in now:
        judged += _today(words.verdict({**figure, "verdict": now["verdict"]}))
    expected = html(words.number(figure["expected"], metric))
    if figure["low"] is not None and figure["high"] is not None:
        limits = formats.interval(figure["low"], figure["high"], entry(metric).unit)
        expected += _small(_("by chance {range}").format(range=limits))
    if "expected" in now:
        expected += _today(words.number(now["expected"], metric))
    past = _value(figure["own_past"], metric, now.get("own_past"))
    if figure["own_past"]["value"] is not None:
        past += _small(words.stepped(figure["change"]))
    gone = _small(_("not shown by the data of today")) if "metric" in now else ""
    told = _small(_("its definition has changed since")) if "definition" in now else ""
    cells = (
        _value(figure["crude"], metric, now.get("crude")),
        expected,
        _value(figure["adjusted"], metric, now.get("adjusted"), counted=False),
        judged,
        past,
    )
    plain = "".join(f"<td>{each}</td>" for each in cells)
    return f'<tr><th scope="row">{html(words.name(metric))}{gone}{told}</th>{plain}</tr>'


def _value(value: Mapping[str, Any] | None, metric: str, now: Any = None, *, counted: bool = True) -> str:
    if value is None:
        return html(formats.NO_VALUE)
    said = html(words.number(value, metric))
    beside = [words.interval(value, metric), formats.n(value["n"]) if counted else ""]
    if any(beside):
        said += _small(" · ".join(each for each in beside if each))
    return said + (_today(words.number(now, metric)) if now is not None else "")


def _small(text: str) -> str:
    return f"<small>{html(text)}</small>"


def _today(text: str) -> str:
    return f'<em class="tz-correction">{html(_("today {value}").format(value=text))}</em>'


def _note() -> str:
    return _(
        "As it is, with its 95 % interval; what the team reaches with the same requests, with the range of chance; "
        "what this person would reach with everybody's mix; and the same in as many days before."
    )


def _left_out(shown: Shown) -> None:
    said = []
    if shown.body["untold"]:
        listed = ", ".join(words.name(each) for each in shown.body["untold"])
        said.append(_("Left out, because the staff was not told of them: {metrics}.").format(metrics=listed))
    said += [f"{words.name(metric)}: {reason}" for metric, reason in shown.body["absent"].items()]
    if said:
        st.caption(formats.md(" ".join(said)))


def _detail(who: Reader, chosen: Chosen, shown: Shown) -> None:
    """One figure over time."""
    figures = {each["metric"]: each for each in shown.body["figures"]}
    standing_out = [name for name, each in figures.items() if each["verdict"] in words.BEYOND]
    first = next(iter([*standing_out, *figures]))
    address.restore(KEY, list(figures), first)
    if st.session_state[KEY] not in figures:
        st.session_state[KEY] = first
    with st.container(horizontal=True, vertical_alignment="bottom", key="tz-review-picked"):
        picked = st.selectbox(
            _("One figure over time"),
            list(figures),
            format_func=words.name,
            key=KEY,
            persist_state="session",
            width=300,
        )
        cards.explained(picked)
    address.keep(KEY, first)
    figure = figures[picked]
    view = _trend(figure, who)
    if sum(point.value is not None for point in view.points) < MONTHS:
        cards.too_few(_("Too few months for a line"), words.fewest())
    else:
        usual = _("Grey: where it moves by chance.") if view.usual else _("Fewer than 12 months: no limits of chance.")
        cards.chart(
            _title(figure, view),
            charts.trend(view, who.theme, who.locale, who.calendar),
            charts.trend_alt(view, who.locale, who.calendar),
            "review-trend",
            usual,
        )
    st.html(peers(figure))
    asked = rows_behind.asked(picked, chosen.span, people.rows_of(picked, {}), agent=chosen.agent)
    if not figure["too_few"]:
        label = f"{words.name(picked)}, {chosen.name}"
        evidence.behind(who, [Pick(chosen.agent, label, asked, figure["crude"]["n"])], "review-rows")


def peers(figure: Figure) -> str:
    """HTML: where the colleagues are, without names."""
    told = figure["peers"]
    if told is None:
        text = _("Fewer than five colleagues can be shown by this figure, so nothing is said of them.")
        return f'<p class="tz-none">{html(text)}</p>'
    unit = entry(figure["metric"]).unit
    text = _(
        "Colleagues, without names: of {people} the middle one reaches {middle} with everybody's mix, half of them lie "
        "between {low} and {high}."
    ).format(
        people=told["people"],
        middle=formats.value(told["middle"], unit),
        low=formats.value(told["quarter"], unit),
        high=formats.value(told["three_quarters"], unit),
    )
    return f'<p class="tz-peers">{html(text)}</p>'


def _trend(figure: Figure, who: Reader) -> Trend:
    metric = entry(figure["metric"])
    months = [(date.fromisoformat(first), value) for first, value in figure["trend"]]
    running = clock.last_complete("month", who.generation)
    points = tuple(
        Point(
            first,
            clock.shift("month", first, 1, who.generation) - timedelta(days=1),
            value["value"],
            value["n"],
            value["low"],
            value["high"],
            complete=running is None or first <= running,
        )
        for first, value in months
    )
    return Trend(
        name=_(metric.name), scope="", unit=metric.unit, grain="month", points=points, usual=_limits(figure["limits"])
    )


def _limits(limits: Mapping[str, Any] | None) -> tuple[float, float] | None:
    """The widest limits of the series, so that a month of few is not taken for a signal."""
    if limits is None:
        return None
    low = [each for each in limits["low"] if each is not None]
    high = [each for each in limits["high"] if each is not None]
    return (min(low), max(high)) if low and high else None


def _title(figure: Figure, view: Trend) -> str:
    if view.usual is None:
        return _("{metric} month by month").format(metric=view.name)
    out = sum(_outside(value["value"], figure["limits"], at) for at, (_first, value) in enumerate(figure["trend"]))
    if not out:
        return _("{metric}: every month within its usual range").format(metric=view.name)
    return _("{metric}: {n} of {all} months outside the usual range").format(
        metric=view.name, n=out, all=sum(value["value"] is not None for _first, value in figure["trend"])
    )


def _outside(value: float | None, limits: Mapping[str, Any], at: int) -> bool:
    low, high = limits["low"][at], limits["high"][at]
    return value is not None and low is not None and high is not None and not low <= value <= high
