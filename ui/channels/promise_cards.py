"""One card per channel: whether it keeps its promise, and thirteen months of that."""

from collections.abc import Mapping, Sequence

from answers.channels import Promise, Series, SideBySide
from metrics.catalogue import metric as entry
from metrics.metric import NO_VALUE, Value
from ui import formats
from ui.cards import Card, Change
from ui.channels.sentence import PROMISE
from ui.filters import channel_name
from ui.language import gettext as _
from ui.scorecard import tone, with_interval


def cards(
    side: SideBySide,
    kept: Sequence[Promise],
    promised: Mapping[str, float],
    before: SideBySide | None,
    months: Mapping[str, Series],
) -> tuple[Card, ...]:
    """The cards in the order of the channels; none where the data cannot tell when requests were answered."""
    if PROMISE not in side.metrics:
        return ()
    of = {each.channel: each for each in kept if each.metric == PROMISE}
    earlier = before.of(PROMISE) if before is not None and PROMISE in before.metrics else {}
    return tuple(
        _card(
            channel.name,
            channel.values[PROMISE],
            of.get(channel.name),
            promised.get(channel.name, promised["other"]),
            earlier.get(channel.name, NO_VALUE),
            months.get(channel.name, ()),
        )
        for channel in side.channels
    )


def _card(channel: str, now: Value, promise: Promise | None, seconds: float, before: Value, months: Series) -> Card:
    metric = entry(PROMISE)
    few = now.n < metric.minimum_n
    definition = _("Share of requests by this channel that were answered within {time}, its promise.")
    shown = formats.absence("no_data" if now.value is None else "too_few", metric.unit)
    changes: tuple[Change, ...] = ()
    if not few and before.value is not None and before.n >= metric.minimum_n:
        changes = (_since(now, before),)
    judged = promise is not None and promise.kept is not None
    return Card(
        name=_("{channel}: answered within {time}").format(
            channel=channel_name(channel), time=formats.entered(seconds, "seconds")
        ),
        definition=definition.format(time=formats.entered(seconds, "seconds")),
        value=shown if few else formats.value(now.value, metric.unit),
        n=formats.n(now.n) if few else with_interval(metric, now),
        changes=changes,
        trend=tuple(value.value if value.n >= metric.minimum_n else None for _day, value in months),
        target=promise.target if promise else None,
        goal=target_words(promise) if promise else "",
        status=("met" if promise.kept else "missed") if judged and promise else None,
        verdict=verdict(promise) if judged and promise else "",
        hint=_("Too few requests to judge.") if few and now.n else "",
    )


def _since(now: Value, before: Value) -> Change:
    """The step in a year, and that it is no more than chance where it may be."""
    metric = entry(PROMISE)
    said, meant = formats.change(now.value, before.value, metric.unit), tone(metric, now, before)
    if meant == "neutral" and now.value != before.value:
        said = _("{step}, within chance").format(step=said)
    return Change(said, _("a year before"), meant)


def target_words(promise: Promise) -> str:
    """ "Target 80%", "Goal 85%": by whom it was set."""
    target = formats.entered(promise.target, entry(promise.metric).unit)
    return (_("Goal {value}") if promise.is_goal else _("Target {value}")).format(value=target)


def verdict(promise: Promise) -> str:
    return _("kept") if promise.kept else _("not kept")
