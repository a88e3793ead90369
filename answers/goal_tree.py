"""How goals hang together: the tree under each priority, what children add to a parent's gap, what does not fit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from answers.goal_standing import Standing
from answers.measure import measure, single
from data.records import Goal, Priority
from data.scope import Scope
from data.store import Generation
from metrics.catalogue import metric as entry
from metrics.contribution import Part, contributions
from metrics.metric import N_, Value


@dataclass(frozen=True)
class Node:
    """A goal in its tree. depth: 0 at the root."""

    goal: Goal
    depth: int
    children: tuple["Node", ...]


@dataclass(frozen=True)
class Explained:
    """A parent's gap by its children (their ids as keys, null: the rest), or why there is no arithmetic for it."""

    parts: tuple[Part, ...] | None
    reason: str | None = None


@dataclass(frozen=True)
class Trouble:
    """Something about a goal that does not fit, with the other goal that it concerns."""

    goal_id: str
    other_id: str | None
    kind: Literal[
        "opposes", "later_than_parent", "too_little_together", "orphan_priority", "no_parent", "parent_archived"
    ]


def trees(known: Sequence[Goal]) -> list[Node]:
    """The goals as trees; a goal whose parent is not among them is a root. Siblings by deadline, then title."""
    ids = {goal.id for goal in known}
    ordered = sorted(known, key=lambda goal: (goal.deadline, goal.title.casefold(), goal.id))

    def node(goal: Goal, depth: int) -> Node:
        return Node(goal, depth, tuple(node(each, depth + 1) for each in ordered if each.parent_id == goal.id))

    return [node(goal, 0) for goal in ordered if goal.parent_id not in ids]


def progress(roots: Sequence[Node], known: Mapping[str, float | None]) -> float | None:
    """How far a priority's goals are, by their weights, each between nothing and all; null where none is known.

    `known`: progress by goal. Only roots count: what is under them is in their own numbers.
    """
    counted = [(root.goal.weight, share) for root in roots if (share := known[root.goal.id]) is not None]
    if not counted:
        return None
    return sum(weight * min(max(share, 0.0), 1.0) for weight, share in counted) / sum(weight for weight, _ in counted)


def explained(
    parent: Goal, children: Sequence[Goal], scope: Scope, generation: Generation, standing: Standing
) -> Explained:
    """What each child's requests add to the parent's gap, over the days that the parent's value is pooled over.

    Only for children on the same number: another metric drives its parent, but there is no sum of the two.
    """
    known = entry(parent.metric)
    if standing.since is None or standing.until is None or standing.now.value is None:
        return Explained(None, N_("There is no value yet to be explained."))
    same = [child for child in children if _number(child) == _number(parent)]
    if not same:
        return Explained(None, N_("The goals under this one measure something else: they drive it, but do not add up."))
    stat = parent.stat or known.default_stat
    if stat in ("median", "p90") or not known.pools or known.unit == "points":
        return Explained(None, N_("This number is not a sum of its parts, so parts of the gap can't be told."))
    now: dict[str, Value] = {
        child.id: single(
            measure(
                child.metric,
                scope,
                generation,
                span=(standing.since, standing.until),
                where=child.where,
                stat=child.stat,
                params=child.params,
            )
        )
        for child in same
    }
    parts = contributions(standing.now, parent.target, now, total=known.is_total)
    return Explained(parts) if parts else Explained(None, N_("The goals under this one overlap, or have no requests."))


def troubles(known: Sequence[Goal], priorities: Sequence[Priority]) -> list[Trouble]:
    """What does not fit: opposing aims, children later than their parent or too modest for it, and orphans.

    `known`: the goals that are pursued; `priorities`: those too that are archived.
    """
    ids = {goal.id: goal for goal in known}
    archived = {each.id for each in priorities if each.archived_at is not None}
    found = [Trouble(goal.id, None, "orphan_priority") for goal in known if goal.priority_id in archived]
    for goal in known:
        parent = ids.get(goal.parent_id or "")
        if goal.parent_id and parent is None:
            found.append(Trouble(goal.id, None, "parent_archived"))
        if parent is not None and goal.deadline > parent.deadline:
            found.append(Trouble(goal.id, parent.id, "later_than_parent"))
        if goal.parent_id is None:
            found += [Trouble(goal.id, each.id, "no_parent") for each in known if _wider(each, goal)][:1]
    for number, one in enumerate(known):
        found += [Trouble(one.id, other.id, "opposes") for other in known[number + 1 :] if _oppose(one, other)]
    return found + [
        Trouble(parent.id, None, "too_little_together")
        for parent in known
        if _too_little(parent, [goal for goal in known if goal.parent_id == parent.id])
    ]


def _number(goal: Goal) -> tuple[object, ...]:
    return goal.metric, goal.stat or entry(goal.metric).default_stat, tuple(sorted(goal.params.items()))


def _up(goal: Goal) -> bool:
    return goal.kind in ("increase_to", "stay_above")


def _oppose(one: Goal, other: Goal) -> bool:
    """The same number of the same requests is to rise and to fall in days that both span."""
    together = one.start <= other.deadline and other.start <= one.deadline
    meets = (one.target > other.target) if _up(one) else (one.target < other.target)
    return (
        _number(one) == _number(other)
        and _where(one) == _where(other)
        and together
        and _up(one) != _up(other)
        and meets
    )


def _wider(one: Goal, goal: Goal) -> bool:
    """Whether a goal on the same number takes in all requests of another, and more."""
    inside = all(set(goal.where.get(name, ())) and set(goal.where[name]) <= set(v) for name, v in one.where.items())
    return (
        one.id != goal.id
        and _number(one) == _number(goal)
        and inside
        and _where(one) != _where(goal)
        and one.start <= goal.deadline
        and goal.start <= one.deadline
    )


def _too_little(parent: Goal, children: Sequence[Goal]) -> bool:
    """Whether all children on the parent's number could be met and the parent still be missed, whatever their sizes.

    Of totals, whose targets add up, only where children split the parent by the same dimension.
    """
    same = [child for child in children if _number(child) == _number(parent)]
    if len(same) < 2 or len(same) < len(children):
        return False
    if entry(parent.metric).is_total:
        together = sum(child.target for child in same)
        return together < parent.target if _up(parent) else together > parent.target
    return all((child.target < parent.target) if _up(parent) else (child.target > parent.target) for child in same)


def _where(goal: Goal) -> Mapping[str, tuple[str, ...]]:
    return {name: tuple(sorted(values)) for name, values in goal.where.items()}
