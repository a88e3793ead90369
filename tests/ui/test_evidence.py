"""How the rows behind a number are written, what a click on a chart leads to, and what stands in the file."""

from datetime import date

import polars as pl
import pytest
import streamlit as st

from answers import tables
from data.queries.evidence import _CUTS, _FACTS, _IDS
from metrics.catalogue import CATALOGUE
from tests.ui.test_charts import traces
from ui import cards, charts, evidence, evidence_words
from ui.charts import Point, Trend

ROWS = pl.DataFrame(
    {
        "source": ["desk", "desk"],
        "ticket_id": ["7", "=cmd()"],
        "on": [date(2026, 10, 31), None],
        "hit": [True, False],
        "first_response_s": [3_900.0, None],
        "unanswered_s": [None, 90_000.0],
        "promise": [3_600.0, 3_600.0],
        "channel": ["email", None],
        "topic": pl.Series([None, None], dtype=pl.String),
    }
)
WITHIN = CATALOGUE["first_response_within"]
POINTS = tuple(Point(date(2026, m, 1), date(2026, m, 28), 0.5 + m / 100, 100 * m) for m in (1, 2, 3))


def test_rows_are_written_as_a_person_reads_them() -> None:
    said = evidence_words.written(ROWS, WITHIN, "en", "gregorian")
    assert {name: [cell.replace("\u00a0", " ") for cell in cells] for name, cells in said.items()} == {
        "Request": ["7", "=cmd()"],
        "Date": ["Oct 31, 2026", "–"],
        "In time": ["yes", "no"],
        "First response": ["1 h 5 min", "–"],
        "Waiting so far": ["–", "1 d 1 h"],
        "Promised within": ["1 h", "1 h"],
        "Channel": ["E-mail", "–"],
    }
    assert evidence_words.numeric(ROWS, WITHIN) == {"First response", "Waiting so far", "Promised within"}


def test_sources_are_named_where_there_are_several() -> None:
    several = ROWS.with_columns(source=pl.Series(["desk", "phones"]))
    assert evidence_words.written(several, WITHIN, "en", "gregorian")["Source"] == ["desk", "phones"]


def test_the_file_has_numbers_and_no_formula() -> None:
    lines = tables.csv(evidence_words.plain(ROWS, WITHIN)).splitlines()
    assert lines[0].startswith('Source,Request,Date,In time,"First response, in seconds"')
    assert lines[1] == "desk,7,2026-10-31,true,3900.0,,3600.0,email,"
    assert lines[2].startswith("desk,'=cmd(),")


@pytest.mark.parametrize("metric", CATALOGUE)
def test_every_fact_has_a_heading_of_its_own(metric: str) -> None:
    columns = [*_IDS, "on", "hit", "value", *_FACTS.get(metric, ()), *_CUTS]
    headings = [evidence_words.heading(name, CATALOGUE[metric]) for name in columns]
    assert len(set(headings)) == len(headings)


def test_the_sentence_counts_what_the_rows_are() -> None:
    assert evidence_words.sentence(3_120, "request", "Chat, October 2026", "en") == (
        "**3,120** requests behind Chat, October 2026"
    )
    assert evidence_words.sentence(1, "agent_day", "May", "en") == "**1** agent-day behind May"


def test_points_are_named_after_their_periods() -> None:
    trend = Trend("CSAT", "Chat", "share", "month", POINTS, channel="chat")
    firsts = [point.first.isoformat() for point in POINTS]
    (hover,) = traces(charts.trend(trend, "light", "en"), hoverinfo="text")
    assert hover["customdata"] == firsts
    (small,) = charts.small_multiples([trend], "light", "en")
    assert traces(small, hoverinfo="text")[0]["customdata"] == [f"chat:{first}" for first in firsts]


def test_what_can_be_clicked_neither_fades_nor_stops_a_finger() -> None:
    """Bugs: after a click all other marks were at a fifth of their strength; on a phone a chart caught all drags."""
    figure = charts.trend(Trend("CSAT", "", "share", "month", POINTS), "light", "en")
    shown = cards._Clickable(figure).to_dict()
    assert all(mark["unselected"] == {"marker": {"opacity": 1}} for mark in shown["data"])
    assert shown["layout"]["dragmode"] not in (False, None, "", "zoom", "pan", "select", "lasso")
    assert shown["layout"]["template"]["layout"]["dragmode"] is False


@pytest.mark.parametrize(
    ("customdata", "chosen"),
    [("b", "b"), (["b"], "b"), ("forecast", None), (None, None), ([], None)],
    ids=["text", "list", "unknown", "none", "empty"],
)
def test_a_click_chooses_its_point_and_opens_the_rows(
    monkeypatch: pytest.MonkeyPatch, customdata: object, chosen: str | None
) -> None:
    state = {"trend-figure": {"selection": {"points": [{"customdata": customdata}]}}}
    monkeypatch.setattr(st, "session_state", state)
    evidence._clicked("trend", frozenset("ab"), "trend-figure")
    assert state.get("trend-rows") == chosen
    assert state.get("trend-rows-open", False) == (chosen is not None)
