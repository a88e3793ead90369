"""How old the queue is, as a table of counts that darken with their size: all, and by team, owner, priority or
channel."""

from collections.abc import Sequence

from answers.waiting import AGES, Group
from ui import filters, formats
from ui.formats import html
from ui.language import gettext as _
from ui.language import ngettext
from ui.waiting import words

_STRONGEST = 46  # percent of the accent behind the largest count: dark enough to see, light enough to read on


def table(whole: Group, groups: Sequence[Group], by: str) -> str:
    """HTML: a row for all, then one a group; each count on a tint of the accent by its share of the
    largest; the smaller groups together have none."""
    unknown = bool(whole.unknown)
    heads = [words.age_name(age) for age in AGES] + ([_("age unknown")] if unknown else []) + [_("All")]
    head = "".join(f'<th scope="col">{html(name)}</th>' for name in (words.way_name(by), *heads))
    largest = max((max((*each.ages, each.unknown)) for each in groups if not each.rest), default=0)
    rows = [_row(_("All"), whole, max((*whole.ages, whole.unknown)), unknown, "tz-all")]
    rows += [_row(_name(each, by), each, 0 if each.rest else largest, unknown) for each in groups]
    caption = _("Open requests by age and {way}").format(way=words.way_name(by).lower())
    return (
        f'<div class="tz-ages"><table><caption class="tz-heard">{html(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def _row(name: str, group: Group, largest: int, unknown: bool, kind: str = "") -> str:
    counts = [*group.ages, *([group.unknown] if unknown else [])]
    cells = "".join(_cell(count, largest) for count in counts)
    mark = f' class="{kind}"' if kind else ""
    total = html(formats.value(group.total, "count"))
    return f'<tr{mark}><th scope="row">{html(name)}</th>{cells}<td class="tz-sum">{total}</td></tr>'


def _cell(count: int, largest: int) -> str:
    if not count:
        return '<td class="tz-zero">0</td>'
    strength = round(_STRONGEST * count / largest) if largest else 0
    return f'<td style="--tz-heat:{strength}%">{html(formats.value(count, "count"))}</td>'


def _name(group: Group, by: str) -> str:
    if group.rest:
        return ngettext("{n} other", "{n} others", group.rest).format(n=formats.value(group.rest, "count"))
    if group.name is None:
        return words.nobody(by)
    return filters.channel_name(group.name) if by == "channel" else group.name
