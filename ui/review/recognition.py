"""What there is to be glad of in a period: goals met, records, praise and thanks. Facts, no findings."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from metrics.catalogue import metric as entry
from ui import formats, periods
from ui.formats import html
from ui.language import gettext as _
from ui.language import ngettext
from ui.review import words
from ui.shell import Reader

Body = Mapping[str, Any]  # of answers.review_body


def note() -> str:
    """How it is to be read."""
    return _("A record is a fact to be glad of, no finding: of so many months one is always the best.")


def lines(body: Body, who: Reader) -> list[tuple[str, str]]:
    """What it is, and the facts; plain text. Empty where there is nothing by these rules."""
    found = [
        (_("Goal met"), f"{each['goal']['title']}: {_reached(each)}")
        for each in body["goals"]
        if each["standing"]["status"] in ("met", "met_within_chance")
    ]
    for figure in body["figures"]:
        record = figure.get("record")  # packs of before have none
        if record is not None:
            found.append((_("Record"), _record(figure["metric"], record, who)))
    praise, thanks = len(body["comments"]["praise"]), len(body["thanks"])
    if praise:
        said = ngettext("{n} customer wrote praise.", "{n} customers wrote praise.", praise)
        found.append((_("Praise"), said.format(n=formats.value(praise, "count"))))
    if thanks:
        said = ngettext("{n} time kept in the file.", "{n} times kept in the file.", thanks)
        found.append((_("Thanks"), said.format(n=formats.value(thanks, "count"))))
    return found


def listed(body: Body, who: Reader) -> str:
    """The same as HTML; empty where there is nothing."""
    items = "".join(f"<div><dt>{html(what)}</dt><dd>{html(said)}</dd></div>" for what, said in lines(body, who))
    return f'<dl class="tz-recognised">{items}</dl>' if items else ""


def _reached(aim: Body) -> str:
    goal, now = aim["goal"], aim["standing"]["now"]
    words_ = _("{value} against a target of {target}, {n}.")
    target = formats.entered(goal["target"], entry(goal["metric"]).unit)
    return words_.format(value=words.number(now, goal["metric"]), target=target, n=formats.n(now["n"]))


def _record(metric: str, record: Body, who: Reader) -> str:
    month = periods.period("month", date.fromisoformat(record["month"]), who.locale, who.calendar)
    return _("{metric} in {month}: {value} ({n}), the best of {months} months so far.").format(
        metric=words.name(metric),
        month=month,
        value=words.number(record["value"], metric),
        n=formats.n(record["value"]["n"]),
        months=formats.value(record["months"], "count"),
    )
