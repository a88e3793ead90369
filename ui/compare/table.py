"""All numbers of the comparison: as a table to be read, and as rows to be taken away."""

from collections.abc import Sequence

from answers.compare import Compared
from metrics.metric import Metric, Value
from ui import formats, scorecard
from ui.compare import words
from ui.formats import html
from ui.language import gettext as _
from ui.numbers import Rows


def table(compared: Sequence[Compared], a: str, b: str) -> str:
    """A line per metric, as HTML for st.html."""
    heads = [
        _("Metric"),
        _("A: {name}").format(name=a),
        _("B: {name}").format(name=b),
        _("Difference, A − B"),
        _("What it says"),
    ]
    caption = _("{a} against {b}: every metric that was chosen").format(a=a, b=b)
    head = "".join(f'<th scope="col">{html(each)}</th>' for each in heads)
    body = "".join(_line(each, heads) for each in compared)
    return (
        f'<div class="tz-scorecard tz-compared"><table><caption class="tz-heard">{html(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def rows(compared: Sequence[Compared]) -> Rows:
    """The same with exact numbers in each metric's own unit: shares 0–1, durations in seconds."""
    return [
        {
            "metric": each.metric.id,
            "name": scorecard.metric_name(each.metric),
            "unit": each.metric.unit,
            **_numbers("a", each.second),
            **_numbers("b", each.first),
            "difference": each.difference,
            "low": each.low,
            "high": each.high,
            "beyond_chance": each.beyond_chance,
            "verdict": words.verdict(each),
            "a_per_open_day": each.per_day[1] if each.per_day else None,
            "b_per_open_day": each.per_day[0] if each.per_day else None,
            "warnings": " ".join(each.warnings),
        }
        for each in compared
    ]


def _line(each: Compared, heads: Sequence[str]) -> str:
    metric = each.metric
    per_day = each.per_day or (None, None)
    cells = (
        _side(metric, each.second, per_day[1]),
        _side(metric, each.first, per_day[0]),
        _difference(each),
        _said(each),
    )
    tip = f'<span class="tz-tip" role="tooltip">{html(_(metric.definition))}</span>'
    name = f'<span class="tz-term" tabindex="0">{html(scorecard.metric_name(metric))}{tip}</span>'
    written = "".join(f'<td data-of="{html(head)}">{cell}</td>' for head, cell in zip(heads[1:], cells, strict=True))
    return f'<tr><th scope="row">{name}</th>{written}</tr>'


def _side(metric: Metric, value: Value, per_day: float | None) -> str:
    if value.value is None:
        return html(formats.absence("no_data", metric.unit))
    sure = [scorecard.with_interval(metric, value)]
    if per_day is not None:
        sure.append(_("{n} per open day").format(n=formats.value(per_day, "count")))
    return f"<b>{html(formats.value(value.value, metric.unit))}</b> {_small(sure)}"


def _difference(each: Compared) -> str:
    if each.difference is None:
        return formats.NO_VALUE
    facts = [words.bounds(each)]
    if each.per_day is not None:
        whole = formats.change(each.second.value, each.first.value, each.metric.unit)
        facts = [_("per open day"), _("{step} in all").format(step=whole)]
    return f"<b>{html(words.step(each))}</b> {_small(facts)}"


def _said(each: Compared) -> str:
    verdict = words.verdict(each)
    sign = {"better": "✓ ", "worse": "! "}.get(verdict, "")
    minded = [words.warning(one) for one in each.warnings if verdict not in (one, "no_data")]
    return f'<span class="tz-said-{verdict}">{html(sign + words.verdict_name(verdict))}</span> {_small(minded)}'


def _small(facts: Sequence[str]) -> str:
    known = [each for each in facts if each]
    return f'<span class="tz-n">{html(" · ".join(known))}</span>' if known else ""


def _numbers(side: str, value: Value) -> dict[str, float | int | None]:
    return {f"{side}_value": value.value, f"{side}_n": value.n, f"{side}_low": value.low, f"{side}_high": value.high}
