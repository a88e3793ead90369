"""What a reader asks of the board, each a part of the address: grouping and order above it, filters in the sidebar."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from data.records import Goal, Priority
from ui import address, formats
from ui.goals import lines
from ui.goals.lines import ARCHIVED, SORTS, STATUSES, Line
from ui.language import gettext as _

GROUPS = ("status", "priority", "owner")


@dataclass(frozen=True)
class Wanted:
    """What the reader asked the board for; empty choices mean all. Archived goals come where they are asked for."""

    by: str
    sort: str
    statuses: tuple[str, ...]
    owners: tuple[str, ...]
    priorities: tuple[str, ...]
    archived: bool

    def fits(self, line: Line) -> bool:
        pairs = ((self.statuses, line.status), (self.owners, line.owner), (self.priorities, line.priority_id))
        there = self.archived or line.status != ARCHIVED
        return there and all(not wanted or value in wanted for wanted, value in pairs)

    @property
    def filtered(self) -> bool:
        return bool(self.statuses or self.owners or self.priorities)


def ask(goals: Sequence[Goal], priorities: Sequence[Priority]) -> Wanted:
    """All controls of the board. What the address asks for and no goal has is named, and left out."""
    unknown = [
        *address.restore("by", GROUPS, GROUPS[0]),
        *address.restore("sort", SORTS, SORTS[0]),
    ]
    with st.sidebar:
        chosen, strange = _filters(goals, priorities)
        archived = st.toggle(_("Archived goals too"), key="archived", bind="query-params")
    groups = {"status": _("Status"), "priority": _("Strategic priority"), "owner": _("Owner")}
    sorts = {
        "urgency": _("Most urgent first"),
        "deadline": _("Next deadline first"),
        "chance": _("Smallest chance first"),
        "title": _("By title"),
    }
    with st.container(horizontal=True, vertical_alignment="bottom", key="tz-goal-controls"):
        st.segmented_control(
            _("Goals by"),
            GROUPS,
            format_func=lambda each: groups[each],
            required=True,
            key="by",
            persist_state="session",
        )
        st.selectbox(
            _("Order"),
            SORTS,
            format_func=lambda each: sorts[each],
            key="sort",
            persist_state="session",
            width=220,
        )
    address.keep("by", GROUPS[0])
    address.keep("sort", SORTS[0])
    unknown += strange
    if unknown:
        words = _("The address asks for {what}, which no goal here has.")
        st.warning(formats.md(words.format(what=", ".join(unknown))))
    return Wanted(st.session_state["by"], st.session_state["sort"], *chosen, archived)


def _filters(
    goals: Sequence[Goal], priorities: Sequence[Priority]
) -> tuple[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]], list[str]]:
    """Chosen statuses, owners and priorities, and what the address asked for that is none of them."""
    names = {each.id: each.name for each in priorities}
    statuses = _choice("status", _("Status"), STATUSES, lines.status_word, _("All statuses"))
    owners = sorted({goal.owner for goal in goals}, key=str.casefold)
    persons = _choice("owner", _("Owner"), owners, str, _("All owners"))
    served = [each.id for each in priorities if each.id in {goal.priority_id for goal in goals}]
    aims = _choice("priority", _("Strategic priority"), served, names.__getitem__, _("All priorities"))
    return (statuses[0], persons[0], aims[0]), [*statuses[1], *persons[1], *aims[1]]


def _choice(
    key: str, label: str, options: Sequence[str], words: Callable[[str], str], all_: str
) -> tuple[tuple[str, ...], list[str]]:
    """One filter: what is chosen, and what of the address is no option."""
    unknown = address.restore(key, options, many=True)
    st.session_state[key] = [each for each in st.session_state[key] if each in options]  # an owner may be gone
    chosen = st.multiselect(label, options, format_func=words, placeholder=all_, key=key, persist_state="session")
    address.keep(key)
    return tuple(chosen), unknown
