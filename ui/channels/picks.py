"""The numbers of the page whose rows can be looked at, by part of the page."""

from collections.abc import Mapping, Sequence
from datetime import date

from answers import channel_fit, clock
from answers.channel_fit import Judgement
from answers.channels import Hour, Series, SideBySide, Span, Switches
from answers.evidence import asked
from metrics.catalogue import metric as entry
from ui import formats
from ui.channels.clock import hour_name, weekday_name
from ui.channels.fit import what
from ui.evidence import Pick
from ui.filters import channel_name
from ui.scorecard import metric_name
from ui.shell import Reader

Where = Mapping[str, Sequence[str]]


def of_comparison(side: SideBySide, span: Span, where: Where) -> tuple[Pick, ...]:
    """Every number side by side."""
    return tuple(
        Pick(
            f"{metric}:{channel.name}",
            f"{channel_name(channel.name)} · {metric_name(entry(metric))}",
            asked(metric, span, _others(where), channel=channel.name),
            channel.values[metric].n,
        )
        for channel in side.channels
        for metric in side.metrics
        if channel.values[metric].n
    )


def of_strengths(view: Judgement, span: Span, where: Where) -> tuple[Pick, ...]:
    """Each channel's own share of what is compared, as it is asked there; costs have their rows side by side."""
    return tuple(
        Pick(
            f"{each.metric}:{each.channel}",
            f"{channel_name(each.channel)} · {what(each.metric)}",
            asked(each.metric, span, _others(where), channel_fit.params_of(each.metric), channel=each.channel),
            each.own.n,
        )
        for each in view.compared
        if each.metric in channel_fit.COMPARED
    )


def of_hours(hours: Sequence[Hour], span: Span, where: Where) -> tuple[Pick, ...]:
    """The requests of each hour of the week that has any."""
    return tuple(
        Pick(
            f"{hour.weekday}-{hour.hour:02}",
            f"{weekday_name(hour.weekday)} {hour_name(hour.hour)}",
            asked("requests", span, where, created_weekday=str(hour.weekday), created_hour=f"{hour.hour:02}"),
            hour.requests.n,
        )
        for hour in hours
        if hour.requests.n
    )


def of_switches(view: Switches, span: Span, where: Where) -> tuple[Pick, ...]:
    """The requests of each way from one channel to another."""
    return tuple(
        Pick(
            f"{one}:{other}",
            f"{channel_name(one)} → {channel_name(other)}",
            asked("channel_switches", span, _others(where), channel=one, switch_to=other),
            n,
        )
        for (one, other), n in sorted(view.moves.items())
    )


def over_time(metric: str, series: Mapping[str, Series], where: Where, who: Reader) -> tuple[Pick, ...]:
    """Each month of each channel, newest first; ids as the marks of small multiples carry them."""
    return tuple(
        Pick(
            f"{channel}:{day.isoformat()}",
            f"{channel_name(channel)}, {formats.period('month', day, who.locale, who.calendar)}",
            asked(metric, _month(day, who), _others(where), channel=channel),
            value.n,
        )
        for channel, months in series.items()
        for day, value in reversed(months)
        if value.n
    )


def _month(day: date, who: Reader) -> Span:
    return clock.span("month", day, day, who.generation)


def _others(where: Where) -> dict[str, Sequence[str]]:
    """The choice without its channels: the pick names its own."""
    return {name: chosen for name, chosen in where.items() if name != "channel"}
