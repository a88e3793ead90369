"""Everything that the page of channels shows of a span, finished: texts, HTML, rows. Asked once and kept."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

import streamlit as st

from answers import availability, channel_fit, channels
from answers.channels import Span
from data import records
from metrics.catalogue import metric as entry
from ui.cards import Card
from ui.channels import fit, gap_table, panels, picks, promise_cards, sentence, switch_table, table
from ui.evidence import Pick
from ui.filters import Filters
from ui.formats import html
from ui.language import gettext as _
from ui.numbers import Rows
from ui.scorecard import metric_name
from ui.shell import Reader

WORKERS = 4


@dataclass(frozen=True)
class View:
    """`…picks`: the numbers with rows behind them, by part. `over_time`: the metrics that a trend can show. `targets`:
    metric → channel → what it should reach. Empty HTML: there is nothing to show."""

    sentence: str
    requests: int
    channels: tuple[str, ...]
    cards: tuple[Card, ...]
    panels: str
    purposes: str
    strengths: str
    gap_title: str
    gaps: str
    switch_title: str
    switches: str
    absent: tuple[str, ...]
    rows: Rows
    picks: tuple[Pick, ...]
    strength_picks: tuple[Pick, ...]
    switch_picks: tuple[Pick, ...]
    over_time: tuple[str, ...]
    targets: dict[str, dict[str, float]]


def view(who: Reader, span: Span, month: date, chosen: Filters) -> View:
    """The comparison over a span that ends with `month`."""
    scope, generation, where = who.scope, who.generation, chosen.where
    earlier = channels.year_before(span, generation)
    with ThreadPoolExecutor(WORKERS) as pool:
        asked = pool.submit(channels.side_by_side, span, scope, generation, where)
        few = ("requests", sentence.PROMISE, "queue_wait")
        past = pool.submit(channels.side_by_side, earlier, scope, generation, where, few) if earlier else None
        apart = pool.submit(channels.gaps, span, scope, generation, where)
        switched = pool.submit(channels.switches, span, scope, generation, where)
        judged = pool.submit(channel_fit.judgement, span, scope, generation, where)
        known = availability.missing(sentence.PROMISE, generation) is None
        months = pool.submit(channels.over_time, sentence.PROMISE, month, scope, generation, where) if known else None
        side, before = asked.result(), past.result() if past else None
        gaps, switches, judgement = apart.result(), switched.result(), judged.result()
        trend = months.result() if months else {}
    kept = channels.promises(side, generation, records.goals(scope, generation.dataset), where, month)
    promised = generation.settings.promises
    targets: dict[str, dict[str, float]] = {}
    for each in kept:
        targets.setdefault(each.metric, {})[each.channel] = each.target
    names = [channel.name for channel in side.channels]
    judgement = judgement.with_costs(side)
    return View(
        sentence=sentence.sentence(side, kept, promised, before),
        requests=sum(value.n for value in side.of("requests").values()) if "requests" in side.metrics else 0,
        channels=tuple(names),
        cards=promise_cards.cards(side, kept, promised, before, trend),
        panels=panels.panels(side, kept) if names else "",
        purposes=fit.purposes(judgement) if len(names) > 1 else "",
        strengths=fit.strengths(judgement, names) if len(names) > 1 else "",
        gap_title=gap_table.sentence(gaps),
        gaps=gap_table.table(gaps) if gaps else "",
        switch_title=switch_table.title(switches) if switches else "",
        switches=switch_table.table(switches) if switches and switches.whole.n else "",
        absent=_absent(who),
        rows=table.rows(side, kept),
        picks=picks.of_comparison(side, span, where),
        strength_picks=picks.of_strengths(judgement, span, where),
        switch_picks=picks.of_switches(switches, span, where) if switches else (),
        over_time=tuple(metric for metric in side.metrics if "month" in entry(metric).grains and side.of(metric)),
        targets=targets,
    )


def _absent(who: Reader) -> tuple[str, ...]:
    """What one would expect and the data cannot feed, with the missing field."""
    reasons = (availability.missing(metric, who.generation, _) for metric in channels.SHOWN)
    return tuple(reason for reason in reasons if reason is not None)


def section(title: str, note: str = "") -> None:
    """The heading of a part of the page."""
    words = f"<small>{html(note)}</small>" if note else ""
    st.html(f'<h2 class="tz-group">{html(title)} {words}</h2>')


def name(metric: str) -> str:
    """A metric as it is chosen from a list."""
    return metric_name(entry(metric))
