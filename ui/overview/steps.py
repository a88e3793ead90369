"""From the parts of a change to the few bars of its chart: the largest are named, the rest stand together."""

from collections.abc import Sequence

from metrics.metric import Metric, Value
from ui import formats
from ui.cards import Tone
from ui.language import gettext as _
from ui.overview.adding_up import Row, Told
from ui.overview.waterfall import Kind, Level, Step, Waterfall

BARS = 8  # both months included: more is not read
Piece = tuple[Kind, Row, int]  # what moved, of which group, in tenths of a point


def waterfall(told: Told, metric: str, earlier: str, month: str) -> Waterfall:
    """The chart of a change. `earlier`, `month`: the names of the two months."""
    why = told.why
    sums: dict[Kind, int] = {"cases": told.mix, "real": told.rate, "apart": told.new + told.vanished}
    words: dict[Kind, str] = {
        "cases": _("Different cases {step}"),
        "real": _("Real change {step}"),
        "apart": _("New and gone {step}"),
    }
    return Waterfall(
        metric=metric,
        before=_level("before", metric, earlier, why.before),
        now=_level("now", metric, month, why.now),
        steps=_steps(told),
        headings={kind: words[kind].format(step=formats.signed(each / 10)) for kind, each in sums.items()},
    )


def pick_id(row: Row) -> str:
    """The name by which a bar, a line of the table and the rows behind them know each other."""
    return f"group:{row.part.group or ''}"


def _level(which: str, metric: str, month: str, value: Value) -> Level:
    shown = formats.value(value.value, "share")
    bounds = formats.interval(value.low, value.high, "share")
    return Level(
        which, month, value.value or 0.0, shown, (f"{metric}, {month}", f"{shown} ({bounds}), {formats.n(value.n)}")
    )


def _steps(told: Told) -> tuple[Step, ...]:
    """As many groups by name as there is room for; what is left of a kind is one bar."""
    largest = sorted(_pieces(told), key=lambda each: -abs(each[2]))
    for count in range(len(largest), -1, -1):
        named, left = largest[:count], largest[count:]
        if len(named) + len({kind for kind, *_rest in left}) <= BARS - 2:
            break
    steps = []
    for kind in ("cases", "real", "apart"):
        steps += [_step(told.why.metric, told.why.by, piece) for piece in named if piece[0] == kind]
        rest = [piece for piece in left if piece[0] == kind]
        if sum(piece[2] for piece in rest):
            alone = len(rest) == sum(piece[0] == kind for piece in largest)
            steps.append(_rest(told.why.metric, rest, _("All together") if alone else _("All others")))
    return tuple(steps)


def _pieces(told: Told) -> list[Piece]:
    """What moved by a tenth of a point at least; the table has the rest."""
    found: list[Piece] = []
    for row in told.rows:
        kinds: tuple[tuple[Kind, int | None], ...] = (("cases", row.mix), ("real", row.rate), ("apart", row.apart))
        found += [(kind, row, tenths) for kind, tenths in kinds if tenths]
    return found


def _step(metric: Metric, by: str, piece: Piece) -> Step:
    kind, row, tenths = piece
    said = (row.name, _moved(kind, row), f"{formats.signed(tenths / 10)} {_points()}")
    return Step(pick_id(row), row.name, kind, tenths / 1000, formats.signed(tenths / 10), said, _tone(metric, tenths))


def _rest(metric: Metric, pieces: Sequence[Piece], name: str) -> Step:
    tenths = sum(piece[2] for piece in pieces)
    names = ", ".join(piece[1].name for piece in pieces)
    said = (name, names, f"{formats.signed(tenths / 10)} {_points()}")
    return Step("", name, pieces[0][0], tenths / 1000, formats.signed(tenths / 10), said, _tone(metric, tenths))


def _moved(kind: Kind, row: Row) -> str:
    """What happened to a group, in the two numbers that made its bar."""
    part = row.part
    if kind == "cases":
        words = _("{before} of all cases before, {now} now")
        before, now = (formats.value(each, "share") for each in (part.part_before, part.part_now))
        return words.format(before=before, now=now)
    if kind == "real":
        before, now = (formats.value(each.value, "share") for each in (part.before, part.now))
        return _("{before} before, {now} now").format(before=before, now=now)
    only = part.now if part.now.n else part.before
    words = _("only now: {value}, {n}") if part.now.n else _("only before: {value}, {n}")
    return words.format(value=formats.value(only.value, "share"), n=formats.n(only.n))


def _points() -> str:
    return _("points")


def _tone(metric: Metric, tenths: int) -> Tone:
    """Better or worse for this metric; a step that is shown as nothing is neither."""
    if not tenths or metric.direction not in ("higher", "lower"):
        return "neutral"
    return "better" if (tenths > 0) == (metric.direction == "higher") else "worse"
