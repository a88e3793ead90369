"""The board of all goals: what needs attention, what changed, what to celebrate, then every goal in its group."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from answers import goal_digest, goal_templates, goal_tree
from answers.goal_digest import Judged
from data import machine_clock, records
from data.records import Goal, Priority, Verdict
from ui import cards, formats, shell
from ui.formats import html
from ui.goals import alerts_list, calendar, controls, news, transfer, tree_view
from ui.goals import cards as goal_cards
from ui.goals import lines as goal_lines
from ui.goals import priorities as goal_priorities
from ui.goals.alerts_list import Need
from ui.goals.calendar import Entry
from ui.goals.controls import Wanted
from ui.goals.lines import Line
from ui.language import gettext as _
from ui.language import ngettext
from ui.shell import Reader

CHANGES = 8  # that are told; each goal's own page has all
Said = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Board:
    """The finished board, but for what the reader asks of it. changed, celebrated: title of the goal, what is said."""

    summary: str
    as_of: date | None
    goals: Mapping[str, Goal]
    lines: tuple[Line, ...]
    needs: tuple[Need, ...]
    changed: Said
    celebrated: Said
    troubles: Mapping[str, tuple[str, ...]]
    priorities: tuple[Priority, ...]
    dates: tuple[Entry, ...]


@st.cache_data(show_spinner=False, max_entries=2048)
def judged_of(key: tuple[object, ...], _who: Reader, _goal: Goal, _kept: Sequence[Verdict]) -> Judged:
    """One goal judged: a change of one leaves the others as they are known."""
    return goal_digest.judged(_goal, _who.scope, _who.generation, _, verdicts=_kept)


def _judged(who: Reader, known: Sequence[Goal]) -> dict[str, Judged]:
    kept = goal_digest.kept_verdicts(known, who.scope)
    data = (str(who.generation.path), who.generation.settings.version, str(who.scope), who.locale)
    return {
        goal.id: judged_of((*data, goal.id, goal.version, len(kept[goal.id])), who, goal, kept[goal.id])
        for goal in known
    }


@st.cache_data(show_spinner=False, max_entries=32)
def board_of(key: tuple[str, ...], _who: Reader) -> Board:
    """Every goal judged and told; `key` says which records, data, day and language that was."""
    known = records.goals(_who.scope, _who.generation.dataset, archived=True)
    today = machine_clock.today(_who.generation.settings.zone)
    told = goal_digest.digest(known, _who.scope, _who.generation, today, _judged(_who, known))
    standings = told.standings
    priorities = records.priorities(_who.scope, archived=True)
    titles = {goal.id: goal.title for goal in known}
    running = [goal for goal in told.goals if not standings[goal.id].final]
    return Board(
        summary=goal_cards.summary([standings[goal.id] for goal in told.goals]) if told.goals else "",
        as_of=told.as_of,
        goals=told.named,
        lines=tuple(goal_lines.line(goal, standings[goal.id], told.alerts, _who.calendar) for goal in known),
        needs=alerts_list.needs(told, _who.calendar),
        changed=tuple((titles[goal_id], said) for goal_id, said in news.changes(told, _who.calendar)),
        celebrated=tuple((titles[goal_id], said) for goal_id, said in news.praises(told, _who.calendar)),
        troubles=news.troubles(goal_tree.troubles(running, priorities), titles),
        priorities=tuple(priorities),
        dates=calendar.entries(told),
    )


def show(who: Reader, key: tuple[str, ...]) -> None:
    """The whole board. `key`: what finished views depend on."""
    with st.spinner(_("Judging every goal …")):
        board = board_of((*key, machine_clock.today(who.generation.settings.zone).isoformat()), who)
    context = [shell.freshness(board.as_of)] if board.goals else []
    cards.headline(_("Which goals do we pursue, and will we meet them?"), board.summary, context)
    st.page_link("pages/goals.py", label=_("Set a goal"), icon=":material/add:", query_params={"goal": "new"})
    if board.goals:
        _news(board)
        wanted = controls.ask(list(board.goals.values()), board.priorities)
        shown = [line for line in board.lines if wanted.fits(line)]
        _groups(board, wanted, goal_lines.ordered(shown, wanted.sort))
    else:
        _empty(who)
    goal_priorities.show(who, board.priorities, [goal for goal in board.goals.values() if goal.archived_at is None])
    transfer.show(who, list(board.goals.values()), board.priorities)


def _empty(who: Reader) -> None:
    """What a goal is, and what many teams begin with."""
    cards.empty(
        _("No goals yet"),
        _("A goal says what is measured, from where to where, and by when. Its baseline comes from your data."),
    )
    titles = [_(template.title) for template in goal_templates.offered(who.generation)]
    if titles:
        words = _("Your data can feed these templates, among others a goal of your own: {titles}.")
        st.caption(formats.md(words.format(titles=", ".join(titles))))


def _news(board: Board) -> None:
    """What needs attention; below it what changed, beside what was achieved."""
    alerts_list.show(board.needs, board.dates)
    changed, celebrated = st.columns(2) if board.celebrated else (st.container(), None)
    with changed:
        _panel(_("What changed since last week"), "goal-changed", board.changed, _("Nothing changed."))
    if celebrated is not None:
        with celebrated:
            _panel(_("Worth celebrating"), "goal-celebrated", board.celebrated, "")


def _panel(title: str, key: str, said: Said, nothing: str) -> None:
    items = "".join(f"<li><b>{html(about)}</b> {html(words)}</li>" for about, words in said[:CHANGES])
    rest = len(said) - CHANGES
    if rest > 0:
        more = ngettext("and {n} more", "and {n} more", rest).format(n=formats.value(rest, "count"))
        items += f"<li>{html(more)}</li>"
    with cards.panel(title, key):
        st.html(f'<ul class="tz-news tz-{key}">{items}</ul>' if said else f'<p class="tz-none">{html(nothing)}</p>')


def _groups(board: Board, wanted: Wanted, lines: Sequence[Line]) -> None:
    """The goals that fit, under their statuses, priorities or owners."""
    if not lines:
        cards.empty(_("No goal fits"), _("Take a filter away: there are goals, but none is like this."))
    elif wanted.by == "priority":
        for section in tree_view.sections(lines, board.goals, board.priorities, empty=not wanted.filtered):
            _heading(tree_view.name(section), len(section.lines), tree_view.aside(section))
            rows = [(line, line.row(depth, board.troubles.get(line.id, ()))) for line, depth in section.lines]
            _rows(rows, section.id)
    else:
        for number, (key, members) in enumerate(goal_lines.grouped(lines, wanted.by)):
            name = goal_lines.status_word(key).capitalize() if wanted.by == "status" else key
            _heading(name, len(members))
            _rows([(line, line.row()) for line in members], str(number))


def _heading(name: str, count: int, aside: str = "") -> None:
    said = f"<span>{html(aside)}</span>" if aside else ""
    number = html(formats.value(count, "count"))
    st.html(f'<h2 class="tz-group">{html(name)} <small>{number}</small>{said}</h2>')


def _rows(rows: Sequence[tuple[Line, str]], key: str) -> None:
    """Lines with their links, two cells each of one grid."""
    if rows:
        with st.container(key=f"tz-rows-{key}", gap=None):
            for line, body in rows:
                st.html(body)
                st.page_link(
                    "pages/goals.py",
                    label=_("Open"),
                    icon=":material/arrow_forward:",
                    query_params={"goal": line.id},
                )
