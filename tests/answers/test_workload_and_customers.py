"""Where data end or say nothing: shifts of which only absences are known, orders that end before the requests do."""

from datetime import date, datetime

from answers.measure import measure, single
from data.scope import OWNER
from tests.worlds import put

APRIL = (date(2026, 4, 1), date(2026, 4, 30))


def test_absences_are_no_shifts() -> None:
    """Bug: with absences alone there were no agent-days at all, and no workload."""
    tickets = [{"ticket_id": str(n), "agent": "ann", "created_at": datetime(2026, 4, 1 + n // 2)} for n in range(4)]
    absence = {"agent": "ann", "kind": "absence", "started_at": datetime(2026, 4, 7), "ended_at": datetime(2026, 4, 8)}
    value = single(measure("workload_requests", OWNER, put({"tickets": tickets, "agent_time": [absence]})))
    assert (value.value, value.n) == (2.0, 2)
    shift = absence | {"kind": "available", "started_at": datetime(2026, 4, 9)}
    value = single(measure("workload_requests", OWNER, put({"tickets": tickets, "agent_time": [absence, shift]})))
    assert (value.value, value.n) == (4.0, 1), "where shifts are loaded their days count"


def test_nobody_came_back_after_the_last_order_is_not_known() -> None:
    """Bug: a span after the last order had a retention of 0 %."""
    orders = [{"order_id": "1", "customer": "c", "ordered_at": datetime(2026, 3, 10)}]
    tickets = [{"ticket_id": "1", "created_at": datetime(2026, 4, 15)}]
    generation = put({"tickets": tickets, "orders": orders})
    value = single(measure("retention_rate", OWNER, generation, span=APRIL))
    assert (value.value, value.n) == (None, 0)
    assert measure("retention_rate", OWNER, generation, grain="month", span=APRIL).is_empty()
    later = {"order_id": "2", "customer": "d", "ordered_at": datetime(2026, 4, 2)}
    value = single(measure("retention_rate", OWNER, put({"tickets": tickets, "orders": [*orders, later]}), span=APRIL))
    assert (value.value, value.n) == (0.0, 1), "here it is known"


def test_a_history_without_owners_tells_of_nobody_that_he_owns_nothing() -> None:
    """Bug: every open request of a history that tells no owners was counted as unowned."""
    tickets = [{"ticket_id": "1", "created_at": datetime(2026, 4, 1), "status": "open"}]
    event = {"ticket_id": "1", "at": datetime(2026, 4, 1), "kind": "status", "value": "open"}
    owned = event | {"kind": "owner", "value": None}
    assert single(measure("unowned", OWNER, put({"tickets": tickets, "events": [event]}))).value == 0
    assert single(measure("unowned", OWNER, put({"tickets": tickets, "events": [event, owned]}))).value == 1
