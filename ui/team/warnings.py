"""Who is at risk of too much, by which rule; and the rules with their thresholds, their sources and their reach.

In the order of the rules, people by the alphabet: it is about relief, not about ranking.
"""

from collections.abc import Mapping

from answers.workload import RULES, Load
from ui import cards, formats
from ui.channels.scroll import scrolling
from ui.formats import html
from ui.language import gettext as _
from ui.language import ngettext


def note() -> str:
    """How the list is to be read."""
    return _("A risk to talk about and to relieve, in the order of the rules and of names. No ranking, no diagnosis.")


def warned(load: Load) -> str:
    """HTML: a group per rule that warns, with everybody of it and by which numbers; empty where none warns."""
    groups = []
    for name, rule in RULES.items():
        found = [(one, each.facts) for one in load.people for each in one.warnings if each.rule == name]
        if not found:
            continue
        items = "".join(
            f"<li><b>{html(one.name)}</b> <span>{html(one.team or '')}</span>"
            f"<small>{html(_written(rule.found, name, facts))}</small></li>"
            for one, facts in found
        )
        count = ngettext("{n} person", "{n} people", len(found)).format(n=formats.value(len(found), "count"))
        head = f"{cards.status('at_risk', _('risk'))} {html(_(rule.name))} <span>{html(count)}</span>"
        groups.append(f'<section><h3 class="tz-risk">{head}</h3><ul>{items}</ul></section>')
    return f'<div class="tz-wall"><div class="tz-risks">{"".join(groups)}</div></div>' if groups else ""


def rules(load: Load) -> str:
    """HTML: every rule in words and numbers, where its threshold comes from, and how many people it could judge."""
    heads = (_("Rule"), _("When it warns"), _("Where the threshold comes from"), _("Judged"), _("At risk"))
    head = "".join(f'<th scope="col">{html(text)}</th>' for text in heads)
    body = []
    for name, rule in RULES.items():
        judged = load.judged[name]
        at_risk = sum(each.rule == name for one in load.people for each in one.warnings)
        cells = (
            _written(rule.states, name, {}),
            _(rule.source),
            formats.value(judged, "count") if judged else _("nobody: the data do not tell"),
            formats.value(at_risk, "count") if judged else formats.NO_VALUE,
        )
        plain = "".join(f"<td>{html(text)}</td>" for text in cells)
        body.append(f'<tr><th scope="row">{html(_(rule.name))}</th>{plain}</tr>')
    days = _(
        "The last 4 weeks are the 28 days that end with the period. Occupancy is that of calls and chats; a week with "
        "fewer than 2 days at the queue or fewer than 5 calls and chats says nothing. Hours of work reach from the "
        "first to the last booking of a day, without breaks. Chance is told from more by 99.8% limits (Poisson)."
    )
    rows = f"<thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody>"
    table = scrolling(f'<table class="tz-moved tz-rules">{rows}</table>', _("Rules of the warnings"))
    return f'{table}<p class="tz-note">{html(days)}</p>'


def _written(text: str, rule: str, facts: Mapping[str, float]) -> str:
    known = RULES[rule]
    numbers = {name: formats.entered(x, known.units[name]) for name, x in known.limits.items()}
    numbers |= {name: formats.value(x, known.units[name]) for name, x in facts.items()}
    return _(text).format(**numbers)
