"""The rows behind a point of a chart, on a page: closed at first, as many as the point's n, kept in the address."""

from datetime import date

import pytest

from answers.evidence import asked, behind
from data.scope import OWNER
from data.store import Generation
from tests.pages.goal_kept import keep
from tests.pages.reading import opened, plain, ran, words

JUNE = (date(2026, 6, 1), date(2026, 6, 30))


@pytest.mark.usefixtures("today")
def test_the_rows_behind_a_period_of_a_goal(entering: Generation) -> None:
    where = {"channel": ["email", "chat"]}
    goal = keep(where=where)
    at = opened("goals", goal=goal.id)
    assert "survey answers behind" not in words(at), "closed, and nothing asked for"
    assert "goal-rows" not in at.query_params

    at = opened("goals", **{"goal": goal.id, "goal-rows": JUNE[0].isoformat()})
    found = behind(asked("csat", JUNE, where), OWNER, entering, None)
    assert f"{found.n} survey answers behind E-mail, Chat, June 2026" in words(at)
    shown = next(table.value for table in at.dataframe if "Survey answer" in table.value)
    assert list(shown["Survey answer"]) == found.rows["survey_id"].head(200).to_list()
    assert (shown["Satisfied"] == "yes").sum() == found.rows["hit"].head(200).sum()
    box = at.selectbox(key="goal-rows")
    assert f"n = {found.n}" in plain(next(option for option in box.options if "June 2026" in option))

    box.set_value("2026-05-01")
    ran(at)
    assert "survey answers behind E-mail, Chat, May 2026" in words(at)
    assert at.query_params["goal-rows"] == "2026-05-01"


@pytest.mark.usefixtures("today", "entering")
def test_a_point_that_does_not_exist_opens_nothing() -> None:
    at = opened("goals", **{"goal": keep().id, "goal-rows": "1999-01-01"})
    assert "behind" not in words(at).replace("The rows behind it", "").replace("behind pace", "")
