"""Everything that people entered about one agent, for the one who asks what is kept of them."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from sqlalchemy import or_, select

from data.records import goal_rows, people_rows
from data.records.audited_views import views
from data.records.database import plain, reading
from data.records.goal_check_ins import check_ins
from data.records.goal_entries import goals
from data.records.goal_terms import GoalEvent
from data.records.goal_verdicts import verdicts
from data.records.packs import pack
from data.records.review_actions import actions
from data.records.review_goals import linked_goals
from data.records.reviews import reviews
from data.records.tables import AuditRow
from data.records.thanks import thanks
from data.records.trainings import trainings
from data.scope import Scope


def about_agent(scope: Scope, dataset: str, agent: str) -> dict[str, Any]:
    """In JSON's own types: dataset, agent, reviews (each with its actions, goals and pack), trainings, thanks, goals
    set for the agent (each with its check-ins and verdicts), history (what was entered and changed), views (who
    looked).

    Missing where the scope does not see the agent.
    """
    people_rows.check_sees(scope, agent)
    held = reviews(scope, dataset, agent)
    ids = [each.id for each in held]
    done, linked = actions(scope, ids), linked_goals(scope, ids)
    learned, said = trainings(scope, dataset, agent), thanks(scope, dataset, agent)
    found = {
        "dataset": dataset,
        "agent": agent,
        "reviews": [
            asdict(each)
            | {"actions": [asdict(one) for one in done if one.review_id == each.id], "goals": linked.get(each.id, [])}
            | {"pack": asdict(frozen) if (frozen := pack(scope, each.id)) else None}
            for each in held
        ],
        "trainings": [asdict(each) for each in learned],
        "thanks": [asdict(each) for each in said],
        "goals": _goals(scope, dataset, agent),
        "history": [asdict(each) for each in _history(dataset, agent, [one.id for one in done])],
        "views": [asdict(each) for each in views(scope, dataset, agent)],
    }
    return plain(found)


def _goals(scope: Scope, dataset: str, agent: str) -> list[dict[str, Any]]:
    """The goals set for the agent, alone or among others; archived ones too."""
    of_agent = [each for each in goals(scope, dataset, archived=True) if agent in each.where.get("agent", ())]
    ids = [each.id for each in of_agent]
    said, judged = check_ins(scope, ids), verdicts(scope, ids)
    return [
        asdict(each)
        | {"check_ins": [asdict(one) for one in said if one.goal_id == each.id]}
        | {"verdicts": [asdict(one) for one in judged if one.goal_id == each.id]}
        for each in of_agent
    ]


def _history(dataset: str, agent: str, actions: Iterable[str]) -> list[GoalEvent]:
    """What the audit keeps of the agent's entries, oldest first; also of those that were taken away."""
    about = AuditRow.entity.in_(("review", "training", "thanks"))
    of_action = (AuditRow.entity == "review_action") & AuditRow.entity_id.in_(list(actions))
    with reading() as session:
        rows = list(session.scalars(select(AuditRow).where(or_(about, of_action)).order_by(AuditRow.id)))
        mine = {row.entity_id for row in rows if row.action == "create" and _is_of(row, dataset, agent)}
        return [goal_rows.event_of(row) for row in rows if row.entity == "review_action" or row.entity_id in mine]


def _is_of(row: AuditRow, dataset: str, agent: str) -> bool:
    named = {name: change[1] for name, change in row.changes.items()}
    return (named.get("dataset"), named.get("agent")) == (dataset, agent)
