"""The metrics on a scorecard are each reader's own choice, per company, in the order chosen."""

from datetime import datetime

import pytest

from data import records
from data.errors import Invalid
from data.scope import OWNER, Scope
from tests.data.records.audited import audited

ADA = Scope(actor="ada", teams=("North",))


def test_a_choice_is_its_readers_own_and_of_one_company(noon: datetime) -> None:
    assert records.scorecard_choice(OWNER, "own") is None
    records.choose_scorecard(OWNER, "own", ["nps", "csat"], now=noon)
    assert records.scorecard_choice(OWNER, "own") == ("nps", "csat")
    assert records.scorecard_choice(ADA, "own") is None
    assert records.scorecard_choice(OWNER, "demonstration") is None
    records.choose_scorecard(ADA, "own", ["csat"])
    records.choose_scorecard(OWNER, "own", ["csat", "nps"])
    records.choose_scorecard(OWNER, "own", ["csat", "nps"])  # the same again
    assert records.scorecard_choice(OWNER, "own") == ("csat", "nps")
    assert records.scorecard_choice(ADA, "own") == ("csat",)
    assert [(row.actor, row.action, row.changes["metrics"]) for row in audited("scorecard")] == [
        ("owner", "create", [None, ["nps", "csat"]]),
        ("ada", "create", [None, ["csat"]]),
        ("owner", "change", [["nps", "csat"], ["csat", "nps"]]),
    ]


@pytest.mark.parametrize(
    ("fields", "dataset", "metrics"),
    [
        (["metrics"], "own", []),
        (["metrics"], "own", ["csat", " "]),
        (["metrics"], "own", ["csat", "nps", "csat"]),
        (["dataset", "metrics"], "other", []),
    ],
)
def test_what_can_not_be_kept_is_refused_in_words(fields: list[str], dataset: str, metrics: list[str]) -> None:
    records.choose_scorecard(OWNER, "own", ["csat"])
    with pytest.raises(Invalid) as refused:
        records.choose_scorecard(OWNER, dataset, metrics)
    assert list(refused.value.fields) == fields
    assert all(words.endswith(".") for words in refused.value.fields.values())
    assert records.scorecard_choice(OWNER, "own") == ("csat",)
