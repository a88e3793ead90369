"""A line as small as a word, for cards: thirteen periods without a chart library, in the colours of the stylesheet."""

from collections.abc import Sequence
from urllib.parse import quote

_WIDE, _HIGH, _EDGE = 100, 36, 4  # the drawing's own units; the edge leaves room for the last dot


def sparkline(values: Sequence[float | None], target: float | None = None) -> str:
    """The values as HTML, the last known one marked, the target as a fine line; null leaves a gap.

    Streamlit strips inline SVG, so the drawing is a mask over the accent, which follows the theme by itself. It stands
    beside a number that is written out and is hidden from screen readers. Empty where no value is known.
    """
    known = {i: x for i, x in enumerate(values) if x is not None}
    if not known:
        return ""
    shown = [*known.values(), *([] if target is None else [target])]
    low, span = min(shown), max(shown) - min(shown)

    def across(i: int) -> float:
        return round(2 + (_WIDE - 5) * i / max(len(values) - 1, 1), 1)

    def down(x: float) -> float:
        return round(_HIGH - _EDGE - (_HIGH - 2 * _EDGE) * ((x - low) / span if span else 0.5), 1)

    strokes = []
    for i, x in known.items():
        # A lone value between gaps is a line of no length, which its round cap turns into a dot.
        alone = i - 1 not in known and i + 1 not in known
        strokes.append(f"{'L' if i - 1 in known else 'M'}{across(i)} {down(x)}" + ("h.01" if alone else ""))
    last = max(known)
    mask = quote(
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {_WIDE} {_HIGH}' preserveAspectRatio='none'>"
        "<g fill='none' stroke='#000' stroke-linecap='round' stroke-linejoin='round'>"
        f"<path vector-effect='non-scaling-stroke' stroke-width='1.75' d='{''.join(strokes)}'/>"
        f"<path vector-effect='non-scaling-stroke' stroke-width='6' d='M{across(last)} {down(known[last])}h.01'/>"
        "</g></svg>",
        safe=" '/:=.",
    )
    aim = "" if target is None else f'<i class="tz-spark-target" style="top:{100 * down(target) / _HIGH:.1f}%"></i>'
    drawing = f"url(&#34;data:image/svg+xml,{mask}&#34;)"
    line = f'<i class="tz-spark-line" style="-webkit-mask-image:{drawing};mask-image:{drawing}"></i>'
    return f'<span class="tz-spark" aria-hidden="true">{aim}{line}</span>'
