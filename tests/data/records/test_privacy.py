"""Figures of people are off with own data until the agreement with the staff is recorded, with its reason."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from data import records
from data.errors import Conflict, Invalid, Missing
from data.records import PrivacyTerms
from data.scope import OWNER, Scope
from tests.data.records.audited import audited

AGREED = PrivacyTerms(
    figures_on=True, agreed_on=date(2026, 5, 4), agreed_by="Works council", told_metrics=("csat", "reopen_rate")
)


def test_until_something_is_saved_only_the_demonstration_shows_figures() -> None:
    shown, own = records.privacy(OWNER, "demonstration"), records.privacy(OWNER, "own")
    assert (shown.figures_on, own.figures_on) == (True, False)
    for usual in (shown, own):
        assert (usual.retention_months, usual.told_metrics, usual.agreed_on) == (36, (), None)
        assert (usual.version, usual.changed_at, usual.changed_by) == (0, None, None)
    assert records.privacy(Scope(actor="stranger"), "own") == own


def test_the_agreement_is_kept_with_its_reason(noon: datetime) -> None:
    terms = replace(AGREED, agreed_by=" Works council ", retention_months=24)
    saved = records.save_privacy(OWNER, "own", 0, terms, " Meeting of May ", now=noon)
    assert (saved.figures_on, saved.agreed_by, saved.told_metrics) == (True, "Works council", ("csat", "reopen_rate"))
    assert (saved.dataset, saved.version, saved.changed_at, saved.changed_by) == ("own", 1, noon, "owner")
    assert records.privacy(Scope(actor="a-1", agents=("a-1",)), "own") == saved
    assert records.privacy(OWNER, "demonstration").version == 0
    [row] = audited("privacy")
    assert (row.entity_id, row.action, row.actor, row.reason) == ("own", "change", "owner", "Meeting of May")
    assert row.changes == {
        "figures_on": [False, True],
        "agreed_on": [None, "2026-05-04"],
        "agreed_by": ["", "Works council"],
        "retention_months": [36, 24],
        "told_metrics": [[], ["csat", "reopen_rate"]],
    }
    off = records.save_privacy(OWNER, "own", 1, replace(AGREED, figures_on=False), "Agreement withdrawn")
    assert (off.figures_on, off.version, off.agreed_on) == (False, 2, date(2026, 5, 4))


def test_the_same_again_is_no_change() -> None:
    saved = records.save_privacy(OWNER, "own", 0, AGREED, "Agreed")
    assert records.save_privacy(OWNER, "own", 1, AGREED, "Agreed") == saved
    assert len(audited("privacy")) == 1


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("agreed_on", {"agreed_on": None}),
        ("agreed_on", {"agreed_on": "May"}),
        ("agreed_by", {"agreed_by": " "}),
        ("agreed_by", {"agreed_by": "x" * 201}),
        ("told_metrics", {"told_metrics": ()}),
        ("told_metrics", {"told_metrics": ("csat", " ")}),
        ("told_metrics", {"told_metrics": ("csat", "csat")}),
        ("retention_months", {"retention_months": 0}),
        ("retention_months", {"retention_months": 121}),
        ("retention_months", {"retention_months": True}),
        ("retention_months", {"retention_months": 12.5}),
    ],
)
def test_with_own_data_figures_need_the_whole_agreement(name: str, values: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        records.save_privacy(OWNER, "own", 0, replace(AGREED, **values), "Agreed")
    assert list(refused.value.fields) == [name]
    assert refused.value.fields[name].endswith(".")
    assert not records.privacy(OWNER, "own").figures_on


def test_figures_that_are_off_and_made_up_people_need_no_agreement() -> None:
    for dataset, terms in (("own", PrivacyTerms(figures_on=False)), ("demonstration", PrivacyTerms(figures_on=True))):
        assert records.save_privacy(OWNER, dataset, 0, terms, "For now").version == 1


def test_a_change_says_why_and_of_which_data() -> None:
    for dataset, reason, name in (("own", " ", "reason"), ("other", "Agreed", "dataset")):
        with pytest.raises(Invalid) as refused:
            records.save_privacy(OWNER, dataset, 0, AGREED, reason)
        assert list(refused.value.fields) == [name]


def test_nobody_settles_over_a_version_that_they_did_not_read() -> None:
    with pytest.raises(Conflict) as late:
        records.save_privacy(OWNER, "own", 1, AGREED, "Agreed")
    assert late.value.current_version == 0
    saved = records.save_privacy(OWNER, "own", 0, AGREED, "Agreed")
    with pytest.raises(Conflict) as late:
        records.save_privacy(OWNER, "own", 0, PrivacyTerms(figures_on=False), "No")
    assert late.value.current_version == 1
    assert records.privacy(OWNER, "own") == saved


def test_only_who_sees_everything_settles_it() -> None:
    for scope in (Scope(actor="lead", teams=("North",)), Scope(actor="a-1", agents=("a-1",)), Scope(actor="x")):
        with pytest.raises(Missing):
            records.save_privacy(scope, "own", 0, AGREED, "Agreed")
    assert records.privacy(OWNER, "own").version == 0
