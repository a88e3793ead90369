"""Finding a metric by what people call it: its name, its id, words of its definition, the field's abbreviations."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache

from metrics.catalogue import CATALOGUE
from metrics.metric import Metric
from ui import language
from ui.glossary.words import family
from ui.language import gettext as _

# What the field also calls them, in any language: a name → ids, or how they begin with * at the end.
SYNONYMS: Mapping[str, Sequence[str]] = {
    "FRT": ("first_response_time*",),
    "first reply time": ("first_response_time*",),
    "TTFR": ("first_response_time*",),
    "NRT": ("next_response_time*",),
    "next reply time": ("next_response_time*",),
    "TTR": ("resolution_time*",),
    "MTTR": ("resolution_time*",),
    "full resolution time": ("resolution_time", "resolution_time_business"),
    "SLA": ("sla_*", "channel_gap_sla_resolution"),
    "SLO": ("sla_*", "first_response_within*"),
    "ASA": ("queue_wait",),
    "average speed of answer": ("queue_wait",),
    "ATA": ("abandon_wait",),
    "AHT": ("handle_time", "workload_handle_time"),
    "average handling time": ("handle_time",),
    "GOS": ("service_level*",),
    "TSF": ("service_level*",),
    "grade of service": ("service_level*",),
    "ABA": ("abandon_rate", "abandon_wait"),
    "lost calls": ("abandon_rate", "answer_rate"),
    "utilisation": ("occupancy",),
    "FCR": ("fcr_*", "channel_gap_fcr_one_touch"),
    "first call resolution": ("fcr_*",),
    "one touch": ("fcr_one_touch", "fcr_strict"),
    "escalation": ("transfer_rate",),
    "handover": ("transfer_rate",),
    "QA": ("qa_score",),
    "IQS": ("qa_score",),
    "CSAT": ("csat*", "satisfied_customers", "channel_gap_csat"),
    "DSAT": ("csat",),
    "NPS": ("nps",),
    "CES": ("ces",),
    "RPC": ("contact_rate",),
    "WIP": ("backlog*",),
    "ticket volume": ("requests",),
    "contact rate": ("contact_rate", "requests_per_customer"),
    "deflection": ("self_service_rate", "bot_share"),
    "containment": ("bot_share",),
    "churn": ("retention_rate",),
    "loyalty": ("returning_customers", "retention_rate"),
    "CPT": ("cost_per_request",),
    "cost per contact": ("cost_per_request",),
    "productivity": ("workload_*",),
}


def found(query: str) -> list[str]:
    """Ids of the metrics that fit, in the catalogue's order: known by this name, or with each word of it somewhere.

    A word fits where another one begins with it; case, accents and punctuation do not matter. All where none is asked,
    and only the one whose id was typed in full.
    """
    if "_" in query and query.strip() in CATALOGUE:
        return [query.strip()]
    asked = _words(query)
    if not asked:
        return list(CATALOGUE)
    named = [pattern for name, ids in SYNONYMS.items() if _words(name) == asked for pattern in ids]
    return [
        name
        for name, words in _said(language.current())
        if any(_fits(name, pattern) for pattern in named)
        or all(any(word.startswith(one) for word in words) for one in asked)
    ]


def _fits(name: str, pattern: str) -> bool:
    return name.startswith(pattern[:-1]) if pattern.endswith("*") else name == pattern


@lru_cache(maxsize=8)
def _said(_locale: str) -> list[tuple[str, frozenset[str]]]:
    """Each metric's id and the words of its entry, in the language in force."""
    return [(name, frozenset(_words(" ".join([name, family(one), *_texts(one)])))) for name, one in CATALOGUE.items()]


def _texts(metric: Metric) -> list[str]:
    return [_(text) for text in (metric.name, metric.definition, metric.formula, metric.source)]


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return re.findall(r"[^\W_]+", bare)
