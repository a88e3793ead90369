"""One metric of every channel over thirteen months: small figures with one axis."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from answers import clock
from answers.channels import Series
from metrics.catalogue import metric as entry
from ui import charts, views
from ui.cards import Panel
from ui.channels import picks
from ui.channels.picks import Where
from ui.evidence import Pick
from ui.filters import channel_name
from ui.numbers import Rows, numbers
from ui.scorecard import metric_name, point, stat_name
from ui.shell import Reader
from ui.views import Trend


@dataclass(frozen=True)
class OverTime:
    """Finished panels, one per channel, and the numbers behind them."""

    panels: tuple[Panel, ...]
    rows: Rows
    picks: tuple[Pick, ...]


def over_time(
    metric_id: str,
    series: Mapping[str, Series],
    targets: Mapping[str, float],
    where: Where,
    who: Reader,
    notes: Sequence[tuple[date, str]],
) -> OverTime:
    """`targets`: channel → what it should reach of this metric; `notes`: what happened on which day."""
    metric, generation = entry(metric_id), who.generation
    trends = []
    for channel, months in series.items():
        ends = {day: clock.span("month", day, day, generation)[1] for day, _value in months}
        points = tuple(point(day, ends[day], value, complete=_whole(day, who)) for day, value in months)
        trends.append(
            Trend(
                metric_name(metric),
                channel_name(channel),
                metric.unit,
                "month",
                points,
                channel=channel,
                target=targets.get(channel),
                stat=stat_name(metric.default_stat) if len(metric.estimates) > 1 else "",
                notes=tuple(notes),
            )
        )
    drawn = charts.small_multiples(trends, who.theme, who.locale, who.calendar)
    panels = tuple(
        Panel(each.scope, figure, views.trend_alt(each, who.locale, who.calendar), each.channel)
        for each, figure in zip(trends, drawn, strict=True)
    )
    rows = numbers(trends, who.locale, who.calendar)
    return OverTime(panels, rows, picks.over_time(metric_id, series, where, who))


def _whole(month: date, who: Reader) -> bool:
    """Whether the data hold all of a month."""
    if clock.begins_before_the_data(month, who.generation):
        return False
    return clock.running_days(month, who.generation) is None
