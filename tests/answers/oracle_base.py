"""What the independent checks stand on: the facts as DuckDB tables with the contract's words beside them, and the shape
of a check. Written from the contract and sharing no code with what it checks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import duckdb
import polars as pl

from tests.answers import oracle_history
from tests.answers.oracle_history import histories

ZONE = "Europe/Budapest"
PROMISES = {"phone": 60, "chat": 120, "social": 7200, "email": 86400, "web": 86400, "other": 86400}
TABLES = (
    "tickets",
    "surveys",
    "agents",
    "agent_time",
    "orders",
    "costs",
    "quality_checks",
    "help_sessions",
    "events",
)
DAY, HOUR = 86_400, 3_600


@dataclass(frozen=True)
class Check:
    """A metric once more. `sql` gives the `by` columns, the first day of the period (with a grain), value and n."""

    metric: str
    sql: str
    by: tuple[str, ...] = ("channel",)
    grain: str | None = None
    stat: str | None = None
    params: Mapping[str, float] = field(default_factory=dict)

    @property
    def name(self) -> str:
        words = (self.metric, self.stat, *self.by, self.grain, *self.params.values())
        return "-".join(str(word) for word in words if word is not None)


def of_rows(metric: str, how: str, rows: str, stat: str | None = None, **params: float) -> list[Check]:
    """The same rows by channel and by month. They have channel, on (null: in no period) and x (null: left out)."""
    by_channel = f"SELECT channel, {how} AS value, count(*) AS n FROM ({rows}) WHERE x IS NOT NULL GROUP BY 1"
    by_month = f"""SELECT date_trunc('month', "on")::date, {how}, count(*) FROM ({rows})
        WHERE x IS NOT NULL AND "on" IS NOT NULL GROUP BY 1"""
    return [
        Check(metric, by_channel, stat=stat, params=params),
        Check(metric, by_month, by=(), grain="month", stat=stat, params=params),
    ]


def now_only(metric: str, how: str, rows: str, stat: str | None = None, **params: float) -> list[Check]:
    """How it stands at the end of the data: rows have no period."""
    return of_rows(metric, how, rows, stat, **params)[:1]


def share(metric: str, rows: str, **params: float) -> list[Check]:
    return of_rows(metric, "avg(x::int)", rows, **params)


def duration(metric: str, rows: str, first: str = "median") -> list[Check]:
    how = {"median": "median(x)", "p90": "quantile_cont(x, 0.9)", "mean": "avg(x)"}
    return [check for stat in how for check in of_rows(metric, how[stat], rows, stat)]


def count(metric: str, rows: str) -> list[Check]:
    return of_rows(metric, "count(*)::double", rows)


_MACROS = f"""
CREATE MACRO local_day(t) AS timezone('{ZONE}', timezone('UTC', t))::date;
CREATE MACRO clock(t) AS timezone('{ZONE}', timezone('UTC', t));
CREATE MACRO apart(a, b) AS (epoch_us(b) - epoch_us(a)) / 1e6;
-- elapsed seconds, null where the end comes first
CREATE MACRO seconds(a, b) AS CASE WHEN b >= a THEN apart(a, b) END;
-- the same from Monday to Friday, 9 to 17 by the clock of the zone, day by day
CREATE MACRO open_seconds(a, b) AS CASE WHEN b >= a THEN coalesce(list_sum([
  CASE WHEN isodow(d) < 6 AND least(clock(b), d + INTERVAL 17 HOUR) > greatest(clock(a), d + INTERVAL 9 HOUR)
  THEN apart(greatest(clock(a), d + INTERVAL 9 HOUR), least(clock(b), d + INTERVAL 17 HOUR)) ELSE 0 END
  FOR d IN range(date_trunc('day', clock(a)), clock(b) + INTERVAL 1 DAY, INTERVAL 1 DAY)]), 0) END;
"""

_INSTANTS = """created_at, handoff_at, first_reply_at, first_resolved_at, resolved_at, closed_at, ended_at,
  complaint_answered_at, followed_up_at, routed_at, updated_at"""

# as_of: the latest instant of the source
_NOW = f"""
CREATE TABLE now AS SELECT source, max(instant) AS as_of FROM (
    SELECT source, unnest([{_INSTANTS}]) AS instant FROM facts_tickets
    UNION ALL SELECT source, unnest([sent_at, answered_at, routed_at]) FROM facts_surveys
    UNION ALL SELECT source, "at" FROM facts_events)
  GROUP BY source;
"""

# What a source tells at all. In `every`: requests of both directions; in `w`: those of customers.
_REQUESTS = f"""
CREATE TABLE known AS SELECT source,
    bool_or(first_reply_at IS NOT NULL) AS replies,
    bool_or(reply_flag IS NOT NULL) AS rf, bool_or(resolution_flag IS NOT NULL) AS sf,
    bool_or(resolved_at IS NOT NULL) AS resolves,
    bool_or(complaint IS NOT NULL) AS complaints, bool_or(complaint_answered_at IS NOT NULL) AS complaint_answers,
    bool_or(followed_up_at IS NOT NULL) AS follow_ups, bool_or(bot_solved IS NOT NULL) AS bots,
    bool_or(offer_accepted IS NOT NULL OR revenue IS NOT NULL) AS sales,
    bool_or(agent IS NOT NULL) AS agents,
    bool_or(routed_at IS NOT NULL)
      OR source IN (SELECT source FROM facts_surveys WHERE routed_at IS NOT NULL) AS routes
  FROM facts_tickets GROUP BY source;
CREATE TABLE every AS
SELECT *, coalesce(handoff_at, created_at) AS began,
    knows_replies AND first_reply_at IS NULL AND NOT is_solved AND ended_at IS NULL
      AND bot_solved IS NOT TRUE AND abandoned IS NOT TRUE AS waits,
    NOT is_solved AND ended_at IS NULL AND abandoned IS NOT TRUE AND bot_solved IS NOT TRUE AS is_open,
    (offer_accepted OR revenue > 0) IS TRUE AS sale,
    CASE channel {" ".join(f"WHEN '{k}' THEN {v}" for k, v in PROMISES.items())} ELSE 86400 END AS promised,
    local_day(created_at) AS created_on,
    local_day(CASE WHEN history THEN solved_at ELSE coalesce(solved_at, closed_at) END) AS solved_on,
    local_day(coalesce(ended_at, created_at)) AS ended_on
FROM (
  SELECT f.* REPLACE (
      coalesce(p.first_reply, f.first_reply_at) AS first_reply_at, coalesce(p.reply_count, f.replies) AS replies,
      coalesce(p.reopen_count, f.reopens) AS reopens,
      coalesce(f.transfers, CASE WHEN told.owners THEN p.owner_changes END) AS transfers),
    p.ticket_id IS NOT NULL AS history, now.as_of,
    known.replies OR told.replies IS TRUE AS knows_replies, known.rf, known.sf, known.complaints,
    known.complaint_answers, known.follow_ups, known.bots, known.sales, known.routes,
    known.agents OR told.owners IS TRUE AS knows_owners,
    CASE WHEN p.ticket_id IS NOT NULL THEN p.first_solve ELSE f.first_resolved_at END AS first_solved_at,
    CASE WHEN p.ticket_id IS NOT NULL THEN p.last_solve
         WHEN known.resolves THEN f.resolved_at ELSE f.closed_at END AS solved_at,
    CASE WHEN p.ticket_id IS NOT NULL THEN p.past_solved
         ELSE (status IN ('solved', 'closed')) IS TRUE OR resolved_at IS NOT NULL OR closed_at IS NOT NULL
    END AS is_solved
  FROM facts_tickets f JOIN now USING (source) JOIN known USING (source)
    LEFT JOIN past p ON p.source = f.source AND p.ticket_id = f.ticket_id
    LEFT JOIN (SELECT source, bool_or(first_reply IS NOT NULL) AS replies, bool_or(owned) AS owners
      FROM past GROUP BY source) told
      ON told.source = f.source
  WHERE coalesce(kind, 'request') = 'request');
CREATE TABLE w AS SELECT *,
    open_seconds(began, first_reply_at) AS reply_open, open_seconds(created_at, solved_at) AS solve_open,
    open_seconds(created_at, first_solved_at) AS first_solve_open,
    CASE WHEN waits THEN open_seconds(began, as_of) END AS waiting_open
  FROM every WHERE coalesce(direction, 'inbound') = 'inbound';
"""

_PAST: dict[str, pl.DataType] = {
    "source": pl.String(),
    "ticket_id": pl.String(),
    "first_reply": pl.Datetime("us"),
    "first_solve": pl.Datetime("us"),
    "last_solve": pl.Datetime("us"),
    "past_solved": pl.Boolean(),
    "reply_count": pl.Int64(),
    "reopen_count": pl.Int64(),
    "owner_changes": pl.Int64(),
    "owned": pl.Boolean(),
    "first_reopening": pl.Datetime("us"),
    "total_response_s": pl.Float64(),
    "last_event": pl.Datetime("us"),
    **{f"{name}{suffix}": pl.Float64() for name in oracle_history.WAITS for suffix in ("_s", "_business_s")},
}
_KEY = {"source": pl.String(), "ticket_id": pl.String()}
_TURNS = _KEY | {"asked_at": pl.Datetime("us"), "response_s": pl.Float64(), "response_business_s": pl.Float64()}
_APPLICATIONS = _KEY | {"clock": pl.String(), "kept": pl.Boolean(), "decided_at": pl.Datetime("us")}
_STEPS = _KEY | {"at": pl.Datetime("us"), "step": pl.Int64()}


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """From the tables facts_… make those that the checks ask: now, every, w, past, turns, applications, steps."""
    connection.execute(_MACROS)
    connection.execute(_NOW)
    now = dict(connection.sql("FROM now").fetchall())
    tickets, events, agents = (_rows(connection, f"facts_{table}") for table in ("tickets", "events", "agents"))
    told = histories([ticket for ticket in tickets if ticket["created_at"] is not None], events, agents, now)
    business = oracle_history.office(ZONE)
    _table(connection, "past", _PAST, [one.row(business) for one in told])
    _table(connection, "turns", _TURNS, [turn for one in told for turn in one.turns(business)])
    _table(connection, "applications", _APPLICATIONS, [each for one in told for each in one.applications(business)])
    _table(connection, "steps", _STEPS, [step for one in told for step in one.steps()])
    connection.execute(_REQUESTS)


def _rows(connection: duckdb.DuckDBPyConnection, table: str) -> list[dict[str, Any]]:
    columns = {
        "facts_tickets": "source, ticket_id, created_at",
        "facts_events": "*",
        "facts_agents": "agent, bot",
    }
    return connection.sql(f"SELECT {columns[table]} FROM {table}").pl().to_dicts()


def _table(
    connection: duckdb.DuckDBPyConnection, name: str, schema: dict[str, pl.DataType], rows: list[dict[str, Any]]
) -> None:
    frame = pl.DataFrame(rows, schema=schema)
    connection.register("given", frame)
    connection.execute(f"CREATE TABLE {name} AS FROM given")
    connection.unregister("given")
