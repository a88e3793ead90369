"""The parts of a change as a table that adds up, to be read and to be taken away. No chart, no choice."""

from metrics.metric import Value
from ui import formats
from ui.formats import html
from ui.language import gettext as _
from ui.numbers import Rows
from ui.overview import adding_up
from ui.overview.adding_up import Row, Told


def table(told: Told, metric: str, earlier: str, month: str) -> str:
    """As HTML, for st.html: a line per group, and the sums. On a phone each line is a small list of its own."""
    heads = _heads(told, earlier, month)
    head = "".join(f'<th scope="col">{html(each)}</th>' for each in heads)
    body = "".join(_line(row, heads) for row in told.rows)
    caption = _("{metric}: what each group adds to the change, in points").format(metric=metric)
    why = told.why
    total = _cells(
        heads,
        _("All"),
        ("", _rate(why.before), _rate(why.now)),
        (told.mix, told.rate, told.new + told.vanished, told.change),
        _apart(told),
    )
    return (
        f'<table class="tz-parts"><caption>{html(caption)}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody><tfoot><tr>{total}</tr></tfoot></table>"
    )


def rows(told: Told) -> Rows:
    """The same with exact numbers, shares and steps as 0–1."""
    return [
        {
            "group": row.name,
            "part_before": row.part.part_before,
            "part_now": row.part.part_now,
            "value_before": row.part.before.value,
            "n_before": row.part.before.n,
            "value_now": row.part.now.value,
            "n_now": row.part.now.n,
            "different_cases": row.part.mix,
            "real_change": row.part.rate,
            "new_or_gone": row.part.apart,
            "together": row.part.moved,
        }
        for row in told.rows
    ]


def _apart(told: Told) -> bool:
    """Whether any group is only on one side: else there is no column for it."""
    return any(row.apart is not None for row in told.rows)


def _heads(told: Told, earlier: str, month: str) -> list[str]:
    return [
        adding_up.dimension(told.why.by),
        _("Of all cases"),
        earlier,
        month,
        _("Different cases"),
        _("Real change"),
        *([_("New or gone")] if _apart(told) else []),
        _("Together"),
    ]


def _line(row: Row, heads: list[str]) -> str:
    part = row.part
    words = _("{before} → {now}")
    of_all = words.format(before=_share(part.part_before), now=_share(part.part_now))
    steps = (row.mix, row.rate, row.apart, row.total)
    cells = _cells(heads, row.name, (html(of_all), _rate(part.before), _rate(part.now)), steps, len(heads) > 7)
    return f"<tr>{cells}</tr>"


def _cells(heads: list[str], name: str, facts: tuple[str, ...], steps: tuple[int | None, ...], apart: bool) -> str:
    shown = steps if apart else (*steps[:2], steps[3])
    written = [*facts, *("–" if each is None else html(formats.signed(each / 10)) for each in shown)]
    last = len(written) - 1
    cells = "".join(
        f'<td data-of="{html(head)}">{f"<b>{cell}</b>" if i == last else cell}</td>'
        for i, (head, cell) in enumerate(zip(heads[1:], written, strict=True))
    )
    return f'<th scope="row">{html(name)}</th>{cells}'


def _rate(value: Value) -> str:
    if value.value is None:
        return formats.NO_VALUE
    return f'{html(formats.value(value.value, "share"))} <span class="tz-n">{html(formats.n(value.n))}</span>'


def _share(x: float) -> str:
    return formats.value(x, "share")
