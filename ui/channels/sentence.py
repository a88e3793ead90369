"""The sentence that says which channel serves customers well: by rule, from promises, waits and the mix of channels."""

from collections.abc import Mapping, Sequence

from answers.channels import Promise, SideBySide
from metrics import intervals
from metrics.catalogue import metric as entry
from metrics.metric import NO_VALUE, Value
from ui import formats
from ui.filters import channel_name
from ui.language import gettext as _
from ui.language import ngettext

PROMISE = "first_response_within"
GREW = 1.1  # a wait that grew by less is not told
MOVED = 0.03  # of all requests; a channel that gained less is not told


def sentence(
    side: SideBySide, kept: Sequence[Promise], promised: Mapping[str, float], before: SideBySide | None
) -> str:
    """The answer, numbers between ** … **. `promised`: channel → seconds; `before`: the same dates a year earlier."""
    if not side.channels:
        return _("Nothing was counted in this period.")
    said = [*_promises(kept, promised), *_waits(side, before), *_mix(side, before)]
    if not any(each.kept is not None for each in kept if each.metric == PROMISE):
        said = [_volume(side), *said]
    return _("{facts}.").format(facts="; ".join(said))


def _promises(kept: Sequence[Promise], promised: Mapping[str, float]) -> list[str]:
    """Which channel keeps its promise least, and which one most."""
    judged = [each for each in kept if each.metric == PROMISE and each.kept is not None]
    if not judged:
        return []
    least = min(judged, key=lambda each: (each.value.value or 0.0) - each.target)
    value, target = formats.value(least.value.value, "share"), formats.entered(least.target, "share")
    if not least.kept:
        words = _("{channel} keeps its promise least: **{value}** answered in time against **{target}**")
    elif len(judged) > 1:
        words = _(
            "Every channel keeps its promise, {channel} with the least to spare: **{value}** against **{target}**"
        )
    else:
        words = _("{channel} keeps its promise: **{value}** answered in time against **{target}**")
    said = [words.format(channel=channel_name(least.channel), value=value, target=target)]
    best = max(judged, key=lambda each: each.value.value or 0.0)
    if best.channel != least.channel:
        words = _("{channel} answers within {time} in **{value}**")
        time = formats.entered(promised.get(best.channel, promised["other"]), "seconds")
        value = formats.value(best.value.value, "share")
        said.append(words.format(channel=channel_name(best.channel), time=time, value=value))
    return said


def _waits(side: SideBySide, before: SideBySide | None) -> list[str]:
    """The wait that grew most in a year, beyond chance."""
    least = entry("queue_wait").minimum_n
    grown: list[tuple[float, str, Value, Value]] = []
    for channel, now in _of(side, "queue_wait").items():
        then = _of(before, "queue_wait").get(channel, NO_VALUE)
        ends = intervals.difference(now, then)
        if now.value and then.value and ends and min(now.n, then.n) >= least and ends[0] > 0:
            grown.append((now.value / then.value, channel, now, then))
    if not grown or max(grown)[0] < GREW:
        return []
    _ratio, channel, now, then = max(grown, key=lambda each: each[:2])
    words = _("waits by {channel} grew from **{before}** to **{now}** in a year")
    earlier, later = formats.value(then.value, "seconds"), formats.value(now.value, "seconds")
    return [words.format(channel=_lower(channel_name(channel)), before=earlier, now=later)]


def _mix(side: SideBySide, before: SideBySide | None) -> list[str]:
    """The channel whose part of the requests changed most in a year."""
    now, then = shares(side), shares(before) if before else {}
    moved = {name: share - then[name] for name, share in now.items() if name in then}
    if not moved or max(map(abs, moved.values())) < MOVED:
        return []
    channel = max(moved, key=lambda name: (round(abs(moved[name]), 9), name))
    words = _("{channel} has **{share}** of the requests, **{step}** in a year")
    step = formats.change(now[channel], then[channel], "share")
    return [words.format(channel=_lower(channel_name(channel)), share=formats.value(now[channel], "share"), step=step)]


def _volume(side: SideBySide) -> str:
    """How much came in, where no promise can be judged."""
    parts, total = shares(side), sum(value.n for value in _of(side, "requests").values())
    if not parts:
        return _("there are answers to surveys, and no requests")
    most = max(parts, key=lambda name: (parts[name], name))
    words = ngettext("**{n}** request, **{share}** by {channel}", "**{n}** requests, **{share}** by {channel}", total)
    share = formats.value(parts[most], "share")
    return words.format(n=formats.value(total, "count"), share=share, channel=_lower(channel_name(most)))


def shares(side: SideBySide) -> dict[str, float]:
    """Channel → its part of all requests that came by a channel."""
    counted = {name: value.n for name, value in _of(side, "requests").items()}
    total = sum(counted.values())
    return {name: n / total for name, n in counted.items()} if total else {}


def _of(side: SideBySide | None, metric: str) -> dict[str, Value]:
    return side.of(metric) if side is not None and metric in side.metrics else {}


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]
