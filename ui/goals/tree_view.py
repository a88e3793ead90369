"""The goals under the strategic priorities that they serve, as trees, with what does not fit said at its goal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from answers import goal_tree
from answers.goal_tree import Node
from data.records import Goal, Priority
from ui import formats
from ui.goals.lines import Line
from ui.language import gettext as _


@dataclass(frozen=True)
class Section:
    """A priority with its goals in the order of their tree: each line with its depth."""

    id: str
    name: str
    archived: bool
    progress: float | None
    lines: tuple[tuple[Line, int], ...]


def sections(
    shown: Sequence[Line], goals: Mapping[str, Goal], priorities: Sequence[Priority], *, empty: bool = False
) -> list[Section]:
    """The priorities in their order with these lines, siblings as they are given; archived priorities last.

    `empty`: also pursued priorities that no line serves, to be seen as such.
    """
    found = []
    for priority in sorted(priorities, key=lambda each: (each.archived_at is not None, each.position)):
        own = [line for line in shown if line.priority_id == priority.id]
        archived = priority.archived_at is not None
        if not own and (archived or not empty):
            continue
        rank = {line.id: number for number, line in enumerate(own)}
        lines = {line.id: line for line in own}
        roots = goal_tree.trees([goals[line.id] for line in own])
        progress = goal_tree.progress(roots, {line.id: line.progress for line in own})
        walked = tuple((lines[node.goal.id], node.depth) for node in _walk(roots, rank))
        found.append(Section(priority.id, priority.name, archived, progress, walked))
    return found


def _walk(nodes: Sequence[Node], rank: Mapping[str, int]) -> list[Node]:
    """Each goal followed by those under it."""
    walked = []
    for node in sorted(nodes, key=lambda each: rank[each.goal.id]):
        walked += [node, *_walk(node.children, rank)]
    return walked


def name(section: Section) -> str:
    """A priority's name; of an archived one that it is."""
    return _("{name} (archived)").format(name=section.name) if section.archived else section.name


def aside(section: Section) -> str:
    """What stands beside a priority's name: how far its goals are, by their weights."""
    if not section.lines:
        return _("No goal serves it yet.")
    if section.progress is None:
        return ""
    return _("{progress} of the way, by weight").format(progress=formats.entered(round(section.progress, 2), "share"))
