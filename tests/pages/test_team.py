"""How is the work spread, and who stands out beyond chance? The comparison's numbers are those of the answers; names
stand by nobody who does not stand out; and nothing is shown of single people where that was not agreed."""

from datetime import date, datetime, timedelta

import pytest

from answers import people
from data import records
from data.records import PrivacyTerms
from data.scope import OWNER
from data.store import Generation
from tests.pages.reading import figures, links, opened, plain, ran, words
from tests.worlds import put

SPAN = (date(2024, 10, 1), date(2026, 9, 30))


def table(at: object) -> list[list[str]]:
    """The cells of the table of people."""
    htmls = [each.value for each in at.html]  # type: ignore[attr-defined]
    (found,) = (each for each in htmls if 'class="tz-moved tz-people"' in each and "tz-simpson" not in each)
    rows = found.split("<tr>")[2:]
    return [[plain(cell) for cell in row.replace("</th>", "</td>").split("</td>")[:-1]] for row in rows]


def test_everybody_is_compared_and_nobody_named_who_does_not_stand_out(entering: Generation) -> None:
    found = people.fair(OWNER, entering, SPAN, {})
    names = people.names(OWNER, entering)
    at = opened("team", compare="transfer_rate")
    said = words(at)
    assert f"Of {found.table['agent'].n_unique()} people" in said
    mine = found.table.filter(metric="transfer_rate")
    few = mine.filter(mine["verdict"].is_in(["too_few_to_show", "too_few_to_tell"])).height
    assert (f"for {few} there are too few requests to tell" in said) == (few > 0)
    assert "no ranking" in said
    assert "Nothing is decided here." in said

    # One dot for each who is shown; a name only where somebody stands out.
    shown = mine.drop_nulls("value")
    drawn = max(figures(at), key=lambda figure: figure["layout"]["height"])
    dots = [mark for mark in drawn["data"] if mark["mode"].startswith("markers")]
    assert sorted(n for mark in dots for n in mark["x"]) == sorted(shown["n"])
    out = shown.filter(shown["verdict"].str.ends_with("beyond_chance"))
    assert [text for mark in dots for text in mark.get("text", [])] == [names[agent] for agent in out["agent"]]
    assert drawn["layout"]["yaxis"]["range"][0] > drawn["layout"]["yaxis"]["range"][1], "fewer is better, so it is up"

    # The table opens on demand, in alphabetical order, with the numbers of the answer.
    at.session_state["people-open"] = True
    cells = table(ran(at))
    assert [row[0] for row in cells] == sorted((names[agent] for agent in mine["agent"]), key=_plainly)
    values = dict(mine.select("agent", "value").iter_rows())
    by_name = {names[agent]: value for agent, value in values.items()}
    for name, n, value, *_rest in cells:
        assert value == ("–" if by_name[name] is None else f"{100 * by_name[name] + 1e-9:.1f}%"), (name, n)

    # Who looked at whose figures is written down, once a day.
    for agent in shown["agent"]:
        (view,) = records.views(OWNER, "demonstration", agent)
        assert (view.actor, view.what) == ("owner", "team")


def _plainly(name: str) -> str:
    accents = str.maketrans("áéíóöőúüűÁÉÍÓÖŐÚÜŰ", "aeiooouuuAEIOOOUUU")
    return "".join(sign for sign in name.translate(accents) if sign.isalnum()).casefold()


def test_the_choice_comes_from_the_address(entering: Generation) -> None:
    at = opened("team", last="12", compare="fcr_one_touch", attribution="helpdesk", **{"people-rows": "a10"})
    assert "October 2025 – Sep 30, 2026" in words(at)
    span = (date(2025, 10, 1), date(2026, 9, 30))
    found = people.fair(OWNER, entering, span, {}, attribution="helpdesk").table
    (n,) = found.filter(metric="fcr_one_touch", agent="a10")["requests"]
    assert f"{n} request" in words(at)
    at.session_state["attribution-open"] = True
    both = people.attribution_difference("fcr_one_touch", OWNER, entering, span, {})
    assert len(table(ran(at))) == both.height


@pytest.fixture
def own() -> Generation:
    """Forty e-mails that Ann and Bob answered."""
    at = datetime(2026, 8, 3, 9)
    mails = [
        {
            "ticket_id": str(i),
            "channel": "email",
            "agent": ("ann", "bob")[i % 2],
            "status": "solved",
            "replies": 1 + i % 3,
            "transfers": 0,
            "created_at": at + timedelta(hours=6 * i),
            "first_reply_at": at + timedelta(hours=6 * i + 1),
            "resolved_at": at + timedelta(hours=6 * i + 2),
        }
        for i in range(40)
    ]
    return put({"tickets": mails, "agents": [{"agent": "ann", "name": "<b>Ann</b>"}]})


def test_with_own_data_no_figure_is_shown_before_the_agreement(own: Generation) -> None:
    at = opened("team")
    assert "Figures of single people are off" in words(at)
    assert links(at)["Go to Settings"] == "settings"
    assert not figures(at)
    assert "bob" not in words(at)

    agreed = PrivacyTerms(
        figures_on=True, agreed_on=date(2026, 8, 1), agreed_by="the works council", told_metrics=("fcr_one_touch",)
    )
    records.save_privacy(OWNER, "own", 0, agreed, "agreed")
    at = opened("team")
    said = words(at)
    assert "Left out, because the staff was not told of them:" in said
    assert "Transferred requests" in said.split("was not told of them:")[1]
    assert "for 2 there are too few requests to tell" in said
    assert "Fewer than ten people can be compared" in said
    at.session_state["people-open"] = True
    assert [row[0] for row in table(ran(at))] == ["<b>Ann</b>", "bob"]


def test_without_dates_there_is_no_period(undated: Generation) -> None:
    at = opened("team")
    assert "No months" in words(at)
    assert links(at)["Go to Data"] == "data"
