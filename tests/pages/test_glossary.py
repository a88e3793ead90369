"""What does this number mean, and does my data have it? Every metric, with all its words, whatever is loaded."""

import csv
import io
from datetime import datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from answers import glossary, month
from answers.availability import available
from data.queries import COUNTS
from data.scope import OWNER
from data.store import Generation
from metrics.catalogue import CATALOGUE, FAMILIES
from metrics.composed import COMPOSED
from metrics.metric import Metric
from tests.pages.reading import links, opened, plain, ran, words
from tests.worlds import put
from ui import formats
from ui.glossary import export, search
from ui.glossary import words as glossary_words

ADDRESS = "glossary?metric="


def listed(at: AppTest) -> dict[str, str]:
    """Metric → what its line in the list says; the marks of Markdown stay in it."""
    return {
        each.proto.query_string.removeprefix("metric="): plain(each.label)
        for each in at.get("page_link")
        if each.proto.query_string.startswith("metric=") and "`" in each.label
    }


def shown(at: AppTest) -> str:
    """The id of the metric whose entry stands on the page."""
    (head,) = (each.value for each in at.html if 'class="tz-entry-id"' in each.value)
    return plain(head.split('tz-entry-id">')[1].split("</p>")[0])


def searched(at: AppTest, query: str) -> AppTest:
    at.text_input(key="search").set_value(query)
    return ran(at)


# ---- every metric


def test_every_metric_is_listed_under_its_family_with_its_id_and_first_sentence() -> None:
    at = opened("glossary")
    found = listed(at)
    assert list(found) == list(CATALOGUE)
    for metric, said in found.items():
        known = CATALOGUE[metric]
        assert f"**{known.name}**" in said
        assert f"`{metric}`" in said
        assert plain(glossary_words.brief(known)) in said
    headings = [plain(each.value) for each in at.html if 'class="tz-glossary-family"' in each.value]
    assert headings == [family.NAME for family in FAMILIES]


def all_words(metric: Metric) -> list[str]:
    """Every text of a catalogue entry."""
    fields = (metric.name, metric.definition, metric.formula, metric.population, metric.dated_by, metric.source)
    chosen = [parameter.meaning for parameter in metric.parameters.values()]
    return [*fields, *filter(None, [metric.helpdesk]), *chosen, *metric.details]


def test_every_entry_says_all_that_the_catalogue_says() -> None:
    at = opened("glossary")
    for metric in CATALOGUE.values():
        at.query_params["metric"] = metric.id
        said = words(ran(at)).casefold()
        assert shown(at) == metric.id
        for text in all_words(metric):
            assert plain(text).casefold() in said, (metric.id, text)


def test_nothing_shown_anywhere_is_missing() -> None:
    elsewhere = {*month.PREFERRED, *COUNTS, *COMPOSED}
    elsewhere |= {part for composition in COMPOSED.values() for part in composition.parts}
    assert elsewhere <= listed(opened("glossary")).keys()


def test_no_choice_of_a_goal_is_missing(demonstration: Generation) -> None:
    choices = opened("goals", goal="new").selectbox(key="new-metric").options
    names = {each.name for each in CATALOGUE.values()}
    assert set(choices) <= names
    in_list = " ".join(listed(opened("glossary")).values())
    assert all(f"**{plain(name)}**" in in_list for name in choices)


@pytest.mark.parametrize("metric", CATALOGUE.values(), ids=lambda metric: metric.id)
def test_each_metric_says_in_words_what_n_counts_and_which_way_is_better(metric: Metric) -> None:
    fields = dict(glossary_words.fields(metric))
    assert all(fields.values())
    if metric.band:
        assert all(plain(formats.entered(end, metric.unit)) in plain(fields["Direction"]) for end in metric.band)
    for column in {column for need in metric.needs for column in need.split("|")}:
        assert "_" not in column.split(".")[1] or column.split(".")[1] not in " ".join(fields.values())


# ---- states of the data


def test_without_data_the_words_are_there_and_nothing_is_called_loaded() -> None:
    at = opened("glossary", metric="csat")
    assert "Nothing is loaded yet" in words(at)
    assert f"{len(CATALOGUE)} metrics are explained here" in words(at)
    assert links(at)["Load data"] == "data"
    assert "in your data" not in words(at)
    assert "missing satisfaction answers" in words(at)
    assert not any(state in said for said in listed(at).values() for state in ("no data", "not available"))


def test_without_data_no_address_hides_the_list() -> None:
    assert len(listed(opened("glossary", show="fed"))) == len(CATALOGUE)


def test_the_sentence_counts_what_the_data_can_feed(demonstration: Generation) -> None:
    at = opened("glossary")
    able = len(available(demonstration))
    assert f"{able} of {len(CATALOGUE)} metrics can be computed from the loaded data." in words(at)
    assert "values of September 2026" in words(at)


def test_values_in_the_list_are_measured_and_each_absence_has_its_word(demonstration: Generation) -> None:
    found = listed(opened("glossary"))
    for metric, standing in glossary.standings(OWNER, demonstration).items():
        known, value = CATALOGUE[metric], standing.value
        if not standing.fed:
            word = "not available"
        elif value.value is None:
            word = "no data"
        elif value.n < known.minimum_n:
            word = "few cases"
        else:
            word = plain(formats.value(value.value, known.unit))
        assert f":small[{word}]" in found[metric], metric


def test_an_entry_has_its_value_with_n_and_interval(demonstration: Generation) -> None:
    value = glossary.standings(OWNER, demonstration)["csat"].value
    said = words(opened("glossary", metric="csat"))
    for part in (
        formats.value(value.value, "share"),
        formats.interval(value.low, value.high, "share"),
        formats.n(value.n),
        "September 2026",
        "in your data",
    ):
        assert plain(part) in said


def test_what_stands_now_is_not_called_a_month(demonstration: Generation) -> None:
    said = words(opened("glossary", metric="unowned"))
    assert "as the data stand now" in said
    assert "at the end of September 2026" in words(opened("glossary", metric="backlog"))


def test_data_without_replies_say_what_to_load() -> None:
    opened_at = datetime(2026, 8, 3, 9)
    put({"tickets": [{"ticket_id": str(i), "created_at": opened_at + timedelta(days=i)} for i in range(40)]})
    at = opened("glossary", metric="first_response_time")
    assert "missing first reply" in words(at)
    assert "loaded creation time" in words(at)
    assert links(at)["Load what is missing"] == "data"
    assert ":small[not available]" in listed(at)["first_response_time"]
    assert ":small[not available]" not in listed(at)["requests"]


def test_few_cases_are_no_number_in_the_list(few: Generation) -> None:
    at = opened("glossary", metric="csat")
    assert ":small[few cases]" in listed(at)["csat"]
    assert "few cases: read with care" in words(at)


def test_undated_answers_count_all_together(undated: Generation) -> None:
    at = opened("glossary", metric="nps")
    assert "all data" in words(at)
    assert plain(formats.n(44)) in words(at)


# ---- beside the helpdesk's number


def test_both_numbers_stand_side_by_side(demonstration: Generation) -> None:
    own = glossary.beside("first_response_time", OWNER, demonstration)
    assert own is not None
    said = words(opened("glossary", metric="first_response_time"))
    assert plain(f"Both over the same requests, September 2026, {formats.n(own.n)}") in said
    for ours, theirs in ((own.our_median, own.own_median), (own.our_mean, own.own_mean)):
        assert plain(f"{formats.value(ours, 'seconds')} {formats.value(theirs, 'seconds')}") in said
    assert plain(f"Tarazu counts {formats.value(own.ours, 'count')} requests") in said


@pytest.mark.parametrize(
    ("replied", "told", "words_for_it"),
    [
        (60, 60, "Both agree over these requests."),
        (60, 120, "The median of your export is 1 min longer, its mean 1 min longer."),
        (90, 30, "The median of your export is 1 min shorter, its mean 1 min shorter."),
    ],
)
def test_the_difference_is_said_in_words(replied: int, told: int, words_for_it: str) -> None:
    created = datetime(2026, 8, 3, 9)
    reply = {"created_at": created, "first_reply_at": created + timedelta(seconds=replied)}
    put({"tickets": [{"ticket_id": str(i), "export_first_response_s": told, **reply} for i in range(3)]})
    assert words_for_it in words(opened("glossary", metric="first_response_time"))


def test_other_ways_to_count_stand_below_each_other(demonstration: Generation) -> None:
    at = opened("glossary", metric="service_level")
    for way in glossary.ways("service_level", OWNER, demonstration):
        row = f"{CATALOGUE[way.metric].name} {plain(formats.value(way.value.value, 'share'))}"
        assert row in words(at)
    assert links(at)[formats.md(CATALOGUE["service_level_offered"].name)] == f"{ADDRESS}service_level_offered"


# ---- finding one


def test_the_address_chooses_and_a_wrong_one_is_named() -> None:
    assert shown(opened("glossary", metric="occupancy")) == "occupancy"
    at = opened("glossary", metric="happiness")
    assert "The address asks for happiness, which is no metric." in words(at)
    assert shown(at) == next(iter(CATALOGUE))


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("FRT", "first_response_time"),
        ("asa", "queue_wait"),
        ("AHT", "handle_time"),
        ("fcr", "fcr_one_touch"),
        ("SLA", "sla_first_response"),
        ("CSAT", "csat"),
        ("nps", "nps"),
        ("CES", "ces"),
        ("cost per", "cost_per_request"),
        ("service_level_offered", "service_level_offered"),
        ("Net  Promoter", "nps"),
    ],
)
def test_a_search_knows_names_ids_words_and_abbreviations(query: str, first: str) -> None:
    at = searched(opened("glossary", metric="occupancy"), query)
    assert next(iter(listed(at))) == shown(at) == first
    assert len(listed(at)) < 9


def test_a_search_does_not_look_inside_words() -> None:
    assert search.found("CES") == ["ces"], "success and processes are no effort score"


def test_every_abbreviation_leads_somewhere() -> None:
    for name in search.SYNONYMS:
        assert search.found(name), name
    assert search.found("") == list(CATALOGUE)


def test_a_search_without_a_hit_says_so() -> None:
    at = searched(opened("glossary"), "zebra")
    assert "No metric fits" in words(at)
    assert not listed(at)


def test_only_what_the_data_can_feed(demonstration: Generation) -> None:
    at = opened("glossary", show="fed")
    assert list(listed(at)) == available(demonstration)
    at = searched(at, "sla_requester_wait")
    assert "1 metric fits, but the loaded data cannot feed it." in words(at)
    at.segmented_control(key="show").set_value("all")
    assert list(listed(ran(at))) == ["sla_requester_wait"]
    assert "show" not in at.query_params


def test_numbers_elsewhere_lead_to_their_entry(demonstration: Generation) -> None:
    assert links(opened("overview", open="trend", metric="csat"))["What is this?"] == f"{ADDRESS}csat"
    assert links(opened("goals", goal="new"))["What is this?"] == f"{ADDRESS}first_response_within"


# ---- to take away


def test_the_table_holds_every_metric_with_its_words_and_value(demonstration: Generation) -> None:
    standings = glossary.standings(OWNER, demonstration)
    file = export.csv(standings, glossary.period(demonstration)).decode("utf-8-sig")
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(file))}
    assert list(rows) == list(CATALOGUE)
    for metric, row in rows.items():
        assert row["Name"] == CATALOGUE[metric].name
        assert row["Definition"] == CATALOGUE[metric].definition
        value = standings[metric].value.value
        assert row["value"] == "" if value is None else float(row["value"]) == value
    assert rows["csat"]["first_day"] == "2026-09-01"
    assert rows["unowned"]["first_day"] == ""
    assert rows["reopen_rate"]["In the loaded data"] == ("yes" if standings["reopen_rate"].fed else "no")


def test_the_text_holds_all_words_of_every_metric() -> None:
    text = export.markdown(glossary.standings(OWNER, None)).decode().casefold()
    for metric in CATALOGUE.values():
        assert f"### {metric.name} (`{metric.id}`)".casefold() in text
        assert all(said.casefold() in text for said in all_words(metric)), metric.id
