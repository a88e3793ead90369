"""The metric contract once more, as plain DuckDB SQL over the facts: written from the contract, sharing no code.

Each query gives `grp, value, n` (one row per channel). `{T}` in a promise is the channel's promise.
"""

ZONE = "Europe/Budapest"
PROMISES = {"phone": 60, "chat": 120, "social": 7200, "email": 86400, "web": 86400, "other": 86400}
LOWEST_SATISFIED = {"good_bad": 1, "1-5": 4, "1-7": 6, "1-10": 9, "0-10": 9}


def _case(column: str, words: dict[str, int], fallback: str) -> str:
    return f"CASE {column} " + " ".join(f"WHEN '{k}' THEN {v}" for k, v in words.items()) + f" ELSE {fallback} END"


# as_of: the latest event of the source over both tables
BASE = f"""
WITH now AS (
  SELECT source, max(instant) AS as_of FROM (
    SELECT source, unnest([created_at, handoff_at, first_reply_at, first_resolved_at, resolved_at, closed_at, ended_at,
      complaint_answered_at, followed_up_at, routed_at, updated_at]) AS instant FROM facts_tickets
    UNION ALL
    SELECT source, unnest([sent_at, answered_at, routed_at]) FROM facts_surveys)
  GROUP BY source),
known AS (SELECT source, bool_or(first_reply_at IS NOT NULL) AS replies,
  bool_or(reply_flag IS NOT NULL) AS rf, bool_or(resolution_flag IS NOT NULL) AS sf,
  bool_or(resolved_at IS NOT NULL) AS resolves FROM facts_tickets GROUP BY source),
t AS (
  SELECT f.*, now.as_of, known.replies AS knows_replies, known.rf, known.sf,
    CASE WHEN known.resolves THEN resolved_at ELSE closed_at END AS solved_at,
    coalesce(handoff_at, created_at) AS began,
    (status IN ('solved', 'closed')) IS TRUE OR resolved_at IS NOT NULL OR closed_at IS NOT NULL AS is_solved,
    {_case("channel", PROMISES, "86400")} AS promised
  FROM facts_tickets f JOIN now USING (source) JOIN known USING (source)
  WHERE coalesce(direction, 'inbound') = 'inbound' AND coalesce(kind, 'request') = 'request'),
w AS (SELECT *, knows_replies AND first_reply_at IS NULL AND NOT is_solved AND ended_at IS NULL
    AND bot_solved IS NOT TRUE AND abandoned IS NOT TRUE AS waits FROM t),
"""


def _seconds(start: str, end: str) -> str:
    return f"CASE WHEN {end} >= {start} THEN (epoch_us({end}) - epoch_us({start})) / 1e6 END"


def _open_seconds(start: str, end: str) -> str:
    """Monday to Friday, 9 to 17 by the clock of ZONE, day by day."""
    s, e = (f"timezone('{ZONE}', timezone('UTC', {x}))" for x in (start, end))
    hours = f"""list_sum([
      CASE WHEN isodow(d) < 6 AND least({e}, d + INTERVAL 17 HOUR) > greatest({s}, d + INTERVAL 9 HOUR)
      THEN (epoch_us(least({e}, d + INTERVAL 17 HOUR)) - epoch_us(greatest({s}, d + INTERVAL 9 HOUR))) / 1e6 ELSE 0 END
      FOR d IN range(date_trunc('day', {s}), {e} + INTERVAL 1 DAY, INTERVAL 1 DAY)])"""
    return f"CASE WHEN {end} >= {start} THEN coalesce({hours}, 0) END"


def _within(seconds: str, wait: str) -> str:
    return (
        BASE
        + f"""x AS (SELECT channel, promised, {seconds} AS s, CASE WHEN waits THEN {wait} END AS age FROM w)
      SELECT channel AS grp, (count(*) FILTER (s <= promised))::double / count(*) AS value, count(*) AS n
      FROM x WHERE s IS NOT NULL OR age > promised GROUP BY 1"""
    )


def _quantile(seconds: str, condition: str = "true", how: str = "median(s)") -> str:
    return (
        BASE
        + f"""x AS (SELECT channel, {seconds} AS s FROM w WHERE {condition})
      SELECT channel AS grp, {how} AS value, count(s) AS n FROM x WHERE s IS NOT NULL GROUP BY 1"""
    )


def _share(hit: str, condition: str) -> str:
    return (
        BASE
        + f"""x AS (SELECT channel, ({hit}) AS hit FROM w WHERE {condition})
      SELECT channel AS grp, avg(coalesce(hit, false)::int) AS value, count(*) AS n FROM x GROUP BY 1"""
    )


def _sla(flag: str, has: str, due: str, ended: str, judged: str) -> str:
    return (
        BASE
        + f"""x AS (SELECT channel, CASE
        WHEN {has} THEN CASE WHEN {flag} = 'breached' THEN 0
                             WHEN {flag} = 'achieved' AND ({ended} IS NOT NULL OR is_solved) THEN 1 END
        WHEN NOT {judged} OR {due} IS NULL THEN NULL
        WHEN {ended} IS NOT NULL THEN ({ended} <= {due})::int
        WHEN NOT is_solved AND as_of > {due} THEN 0 END AS ok FROM w)
      SELECT channel AS grp, avg(ok) AS value, count(ok) AS n FROM x WHERE ok IS NOT NULL GROUP BY 1"""
    )


# The reply clock: also where a call or chat just ended, the clock is over.
_REPLY_DUE = "coalesce(reply_due_at, created_at + to_microseconds((reply_target_s * 1e6)::bigint))"
_GONE = "coalesce(resolved_at, closed_at, ended_at)"
_REPLY_ENDED = f"list_min(list_filter([first_reply_at, {_GONE}], lambda x: x IS NOT NULL))"
_SOLVE_DUE = "coalesce(resolution_due_at, created_at + to_microseconds((resolution_target_s * 1e6)::bigint))"

_FIRST_REPLY = _seconds("began", "first_reply_at")
_FIRST_REPLY_OPEN = _open_seconds("began", "first_reply_at")
_AGE, _AGE_OPEN = _seconds("began", "as_of"), _open_seconds("began", "as_of")
_SURVEYS = """WITH s AS (SELECT s.*, coalesce(s.channel, t.channel) AS ch
    FROM facts_surveys s LEFT JOIN facts_tickets t USING (source, ticket_id)) """

QUERIES = {
    ("requests", None): BASE
    + "x AS (SELECT * FROM w) SELECT channel AS grp, count(*)::double AS value, count(*) AS n FROM x GROUP BY 1",
    ("first_response_time", "median"): _quantile(_FIRST_REPLY),
    ("first_response_time", "p90"): _quantile(_FIRST_REPLY, how="quantile_cont(s, 0.9)"),
    ("first_response_time", "mean"): _quantile(_FIRST_REPLY, how="avg(s)"),
    ("first_response_time_business", "median"): _quantile(_FIRST_REPLY_OPEN),
    ("first_response_time_business", "mean"): _quantile(_FIRST_REPLY_OPEN, how="avg(s)"),
    ("first_response_within", None): _within(_FIRST_REPLY, _AGE),
    ("first_response_within_business", None): _within(_FIRST_REPLY_OPEN, _AGE_OPEN),
    ("resolution_time", "median"): _quantile(_seconds("created_at", "solved_at")),
    ("resolution_time", "p90"): _quantile(_seconds("created_at", "solved_at"), how="quantile_cont(s, 0.9)"),
    ("resolution_time_business", "mean"): _quantile(_open_seconds("created_at", "solved_at"), how="avg(s)"),
    ("sla_first_response", None): _sla("reply_flag", "rf", _REPLY_DUE, _REPLY_ENDED, "knows_replies"),
    ("sla_resolution", None): _sla("resolution_flag", "sf", _SOLVE_DUE, "coalesce(resolved_at, closed_at)", "true"),
    ("fcr_one_touch", None): _share(
        "replies = 1", "is_solved AND channel IS DISTINCT FROM 'phone' AND bot_solved IS NOT TRUE AND replies >= 1"
    ),
    ("reopen_rate_simple", None): _share("reopens > 0", "reopens IS NOT NULL"),
    ("transfer_rate", None): _share("transfers > 0", "transfers IS NOT NULL"),
    ("queue_wait", "median"): _quantile("wait_s", "channel IN ('phone', 'chat') AND answered"),
    ("queue_wait", "mean"): _quantile("wait_s", "channel IN ('phone', 'chat') AND answered", "avg(s)"),
    ("answer_rate", None): _share("answered", "channel = 'phone' AND answered IS NOT NULL"),
    ("csat", None): _SURVEYS
    + f"""SELECT ch AS grp, avg((score >= {_case("scale", LOWEST_SATISFIED, "NULL")})::int) AS value, count(*) AS n
        FROM s WHERE kind = 'csat' AND score IS NOT NULL AND scale IS NOT NULL GROUP BY 1""",
    ("nps", None): _SURVEYS
    + """SELECT ch AS grp, 100.0 * (count(*) FILTER (score >= 9) - count(*) FILTER (score <= 6)) / count(*) AS value,
        count(*) AS n FROM s WHERE kind = 'nps' AND score IS NOT NULL GROUP BY 1""",
    ("survey_response_rate", None): _SURVEYS
    + "SELECT ch AS grp, avg((score IS NOT NULL)::int) AS value, count(*) AS n FROM s WHERE sent GROUP BY 1",
}
