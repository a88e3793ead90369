"""Who looked at whose review or figures, when: a row of the audit per reader, person, thing looked at, and day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import Select, select

from data.errors import Missing, check
from data.records import people_rows
from data.records.database import reading, writing
from data.records.tables import AuditRow
from data.scope import Scope


@dataclass(frozen=True, kw_only=True)
class View:
    """Somebody looked at something of a person. `at` is aware, in UTC: the first time on that day."""

    at: datetime
    actor: str
    agent: str
    what: str


def noted_view(scope: Scope, dataset: str, agent: str, what: str, now: datetime | None = None) -> None:
    """Notes that the actor looks at something (a page's name) of an agent, once a day of UTC.

    Whether they may look is decided where it is read; a look is noted of everyone who sees anything. Writes, and so
    moves records.revision() on, the first time only. Raises Invalid for a blank agent or thing, Missing.
    """
    noted_views(scope, dataset, [agent], what, now)


def noted_views(scope: Scope, dataset: str, agents: Sequence[str], what: str, now: datetime | None = None) -> None:
    """The same of all agents whom one page shows, in one transaction."""
    if not scope.anything:
        raise Missing("There is nobody to look at for who sees no data.")
    check(("agent", bool(agent.strip()), "Name the person.") for agent in agents)
    check([("what", bool(what.strip()), "Name what is looked at.")])
    at = now or datetime.now(UTC)
    day = datetime.combine(at.astimezone(UTC).date(), time(), UTC)
    today = select(AuditRow.entity_id).where(
        AuditRow.entity == "view",
        AuditRow.actor == scope.actor,
        AuditRow.action == what,
        AuditRow.at >= day,
        AuditRow.at < day + timedelta(days=1),
    )
    asked = {entity_id(dataset, agent): agent for agent in agents}
    with reading() as session:
        if asked.keys() <= set(session.scalars(today)):
            return
    with writing(scope, at) as transaction:
        known = set(transaction.session.scalars(today))
        for entity, agent in asked.items():
            if entity not in known:
                transaction.audit("view", entity, what, {}, {"dataset": dataset, "agent": agent})


def views(scope: Scope, dataset: str, agent: str) -> list[View]:
    """Who looked at something of an agent, newest first. Missing where the scope does not see the agent."""
    people_rows.check_sees(scope, agent)
    with reading() as session:
        rows = session.scalars(_of(dataset, agent).order_by(AuditRow.id.desc()))
        return [View(at=row.at, actor=row.actor, agent=agent, what=row.action) for row in rows]


def entity_id(dataset: str, agent: str) -> str:
    """What the audit calls the figures of an agent."""
    return f"{dataset}/{agent}"


def _of(dataset: str, agent: str) -> Select[AuditRow]:
    return select(AuditRow).where(AuditRow.entity == "view", AuditRow.entity_id == entity_id(dataset, agent))
