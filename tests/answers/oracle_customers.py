"""Independent checks of customers, costs and workload: metrics that bring several tables together."""

from tests.answers.oracle_base import DAY, Check, share
from tests.answers.oracle_telephone import HANDLED

_ORDERS = """(SELECT customer, local_day(ordered_at) AS "on", date_trunc('month', "on")::date AS month
  FROM facts_orders WHERE customer IS NOT NULL AND ordered_at IS NOT NULL)"""
_ACTIVE = f"(SELECT DISTINCT customer, month FROM {_ORDERS})"
_REACHED = f"(SELECT max(month) FROM {_ORDERS})"


def _monthly(metric: str, sql: str) -> Check:
    return Check(metric, sql, by=(), grain="month")


def _repeated(days: int, /, **params: float) -> list[Check]:
    return share(
        "repeat_request_rate",
        f"""SELECT channel, created_on AS "on", EXISTS (
              FROM w AS earlier WHERE earlier.customer = w.customer AND earlier.created_at < w.created_at
                AND apart(earlier.created_at, w.created_at) <= {days * DAY}) AS x
            FROM w WHERE customer IS NOT NULL AND created_at IS NOT NULL""",
        **params,
    )


CUSTOMERS = [
    _monthly(
        "returning_customers",
        f"""SELECT month, avg((first < month)::int), count(*) FROM {_ACTIVE}
            JOIN (SELECT customer, min("on") AS first FROM {_ORDERS} GROUP BY 1) USING (customer) GROUP BY 1""",
    ),
    _monthly(
        "retention_rate",
        f"""SELECT (before.month + INTERVAL 1 MONTH)::date AS next, avg((now.customer IS NOT NULL)::int), count(*)
            FROM {_ACTIVE} before LEFT JOIN {_ACTIVE} now
              ON now.customer = before.customer AND now.month = before.month + INTERVAL 1 MONTH
            GROUP BY 1 HAVING next <= {_REACHED}""",
    ),
    _monthly(
        "requests_per_customer",
        f"""SELECT month, coalesce(asked, 0) / customers, customers
            FROM (SELECT month, count(DISTINCT customer) AS customers FROM {_ORDERS} GROUP BY 1)
            LEFT JOIN (SELECT date_trunc('month', created_on)::date AS month, count(*) AS asked FROM w GROUP BY 1)
              USING (month)""",
    ),
    Check(
        "requests_per_customer",
        """SELECT (SELECT count(*) FROM w) / count(DISTINCT customer), count(DISTINCT customer) FROM facts_orders
           HAVING count(customer) > 0""",
        by=(),
    ),
    *_repeated(30),
    *_repeated(3, days=3),
]

_CREATED = "(SELECT *, date_trunc('month', created_on)::date AS month FROM w)"
# Costs of months that the requests do not reach say nothing of a request.
_COSTS = f"""(SELECT month, channel, team, amount FROM facts_costs WHERE amount IS NOT NULL
  AND month BETWEEN (SELECT min(month) FROM {_CREATED}) AND (SELECT max(month) FROM {_CREATED}))"""


def _cost_by(cut: str) -> Check:
    """Costs of a channel or team, and its requests of the months in which it has costs."""
    return Check(
        "cost_per_request",
        f"""SELECT {cut}, sum(cost) / nullif(sum(asked), 0), sum(asked) FROM (
              SELECT {cut}, c.month, cost, (SELECT count(*) FROM {_CREATED} r
                WHERE r.month = c.month AND r.{cut} IS NOT DISTINCT FROM c.{cut}) AS asked
              FROM (SELECT {cut}, month, sum(amount) AS cost FROM {_COSTS} GROUP BY 1, 2) c)
            GROUP BY 1 HAVING sum(asked) > 0""",
        by=(cut,),
    )


COSTS = [
    _cost_by("channel"),
    _cost_by("team"),
    _monthly(
        "cost_per_request",
        f"""SELECT month, sum(amount) / any_value(asked), any_value(asked) FROM {_COSTS}
            JOIN (SELECT month, count(*) AS asked FROM {_CREATED} GROUP BY 1) USING (month) GROUP BY 1""",
    ),
]

_SHIFTS = """(SELECT DISTINCT agent, local_day(started_at) AS "on" FROM facts_agent_time
    WHERE kind IN ('available', 'overtime', 'break') AND started_at IS NOT NULL
  UNION SELECT DISTINCT agent, created_on FROM w WHERE agent IS NOT NULL AND created_on IS NOT NULL
    AND NOT EXISTS (FROM facts_agent_time WHERE kind IN ('available', 'overtime', 'break')))"""
_MONTH = """date_trunc('month', "on")::date"""


def _per_agent_day(metric: str, amount: str) -> list[Check]:
    """Amounts (agent, on, x) over the days on which agents were there, by agent and by month."""
    return [
        Check(
            metric,
            f"""SELECT agent, coalesce(amount, 0) / days, days
                FROM (SELECT agent, count(*) AS days FROM {_SHIFTS} GROUP BY 1)
                LEFT JOIN (SELECT agent, sum(x) AS amount FROM ({amount}) GROUP BY 1) USING (agent)""",
            by=("agent",),
        ),
        _monthly(
            metric,
            f"""SELECT month, coalesce(amount, 0) / days, days
                FROM (SELECT {_MONTH} AS month, count(*) AS days FROM {_SHIFTS} GROUP BY 1)
                LEFT JOIN (SELECT {_MONTH} AS month, sum(x) AS amount FROM ({amount}) GROUP BY 1) USING (month)""",
        ),
    ]


_AVAILABLE = """(SELECT agent, local_day(started_at) AS "on", sum(apart(started_at, ended_at)) AS free
  FROM facts_agent_time WHERE kind = 'available' AND ended_at >= started_at GROUP BY 1, 2)"""
_BUSY = f"""(SELECT a.agent, a."on", free, coalesce(sum(h.x), 0) AS busy FROM {_AVAILABLE} a
  LEFT JOIN ({HANDLED}) h ON h.agent = a.agent AND h."on" = a."on" GROUP BY ALL)"""

WORKLOAD = [
    *_per_agent_day("workload_requests", 'SELECT agent, created_on AS "on", 1 AS x FROM w WHERE agent IS NOT NULL'),
    *_per_agent_day("workload_handle_time", f"SELECT * FROM ({HANDLED}) WHERE agent IS NOT NULL"),
    Check(
        "workload_open",
        """SELECT team, count(*) / count(DISTINCT agent), count(DISTINCT agent) FROM w
           WHERE is_open AND agent IS NOT NULL GROUP BY 1""",
        by=("team",),
    ),
    Check(
        "occupancy",
        f"SELECT agent, sum(busy) / sum(busy + free), count(*) FROM {_BUSY} GROUP BY 1",
        by=("agent",),
    ),
    _monthly("occupancy", f"SELECT {_MONTH}, sum(busy) / sum(busy + free), count(*) FROM {_BUSY} GROUP BY 1"),
]

CHECKS = [*CUSTOMERS, *COSTS, *WORKLOAD]
