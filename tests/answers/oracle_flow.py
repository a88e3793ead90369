"""Independent checks of volume and flow: the backlog, the forgotten requests, what people need no agent for."""

from tests.answers.oracle_base import DAY, HOUR, Check, now_only, share

# Without a history a request is open from its creation until it is solved, hung up or given up.
_GONE = "coalesce(solved_at, closed_at, ended_at)"
_STEPS = f"""(
  SELECT w.channel, s."at", s.step FROM steps s JOIN w ON w.source = s.source AND w.ticket_id = s.ticket_id
  UNION ALL SELECT channel, created_at, 1 FROM w WHERE NOT history AND (is_open OR {_GONE} IS NOT NULL)
  UNION ALL SELECT channel, greatest({_GONE}, created_at), -1 FROM w
    WHERE NOT history AND NOT is_open AND {_GONE} IS NOT NULL)"""
_BACKLOG = [
    Check("backlog", f"SELECT channel, sum(step)::double, sum(step) FROM {_STEPS} GROUP BY 1"),
    Check(
        "backlog",
        f"""WITH days AS (SELECT local_day("at") AS "on", step FROM {_STEPS} WHERE "at" IS NOT NULL),
          months AS (SELECT unnest(generate_series(date_trunc('month', min("on")), max("on"), INTERVAL 1 MONTH))::date
            AS month FROM days)
        SELECT month, open::double, open
        FROM (SELECT month, (SELECT sum(step) FROM days WHERE "on" < month + INTERVAL 1 MONTH) AS open FROM months)""",
        by=(),
        grain="month",
    ),
]

_AGE = "seconds(created_at, as_of)"
_OPEN_AGE = f"""CASE WHEN {_AGE} < {DAY} THEN 'under_1d' WHEN {_AGE} < {3 * DAY} THEN '1_3d'
  WHEN {_AGE} < {7 * DAY} THEN '3_7d' WHEN {_AGE} < {30 * DAY} THEN '7_30d' ELSE 'over_30d' END"""
_LAST = """list_max(list_filter([created_at, handoff_at, first_reply_at, first_resolved_at, resolved_at, closed_at,
  ended_at, complaint_answered_at, followed_up_at, routed_at, updated_at, p.last_event], lambda x: x IS NOT NULL))"""


def _stale(days: int, /, **params: float) -> list[Check]:
    return now_only(
        "stale",
        "count(*)::double",
        f"""SELECT channel, NULL AS "on", true AS x
            FROM w LEFT JOIN past p ON p.source = w.source AND p.ticket_id = w.ticket_id
            WHERE is_open AND apart({_LAST}, as_of) > {days * DAY}""",
        **params,
    )


def _left(metric: str, condition: str) -> list[Check]:
    rows = f'SELECT channel, NULL AS "on", true AS x FROM w WHERE {condition}'
    return now_only(metric, "count(*)::double", rows)


def _self_service(hours: int, /, **params: float) -> list[Check]:
    """Sessions after which the customer did not ask within N hours; the last N hours are left out."""
    rows = f"""SELECT local_day(started_at) AS "on", NOT EXISTS (
        FROM w WHERE w.customer = s.customer AND w.created_at > s.started_at
          AND apart(s.started_at, w.created_at) <= {hours * HOUR}) AS x
      FROM facts_help_sessions s WHERE customer IS NOT NULL
        AND apart(started_at, (SELECT max(as_of) FROM now WHERE source IN (SELECT source FROM facts_tickets)))
            > {hours * HOUR}"""
    return [
        Check("self_service_rate", f"SELECT avg(x::int), count(x) FROM ({rows})", by=(), params=params),
        Check(
            "self_service_rate",
            f"""SELECT date_trunc('month', "on")::date, avg(x::int), count(x) FROM ({rows}) GROUP BY 1""",
            by=(),
            grain="month",
            params=params,
        ),
    ]


CHECKS = [
    *_BACKLOG,
    *[
        check
        for stat, how in (("median", "median(x)"), ("p90", "quantile_cont(x, 0.9)"), ("mean", "avg(x)"))
        for check in (
            *now_only("backlog_age", how, f'SELECT channel, NULL AS "on", {_AGE} AS x FROM w WHERE is_open', stat),
            Check(
                "backlog_age",
                f"""SELECT {_OPEN_AGE} AS open_age, {how}, count(*) FROM (
                    SELECT *, {_AGE} AS x FROM w WHERE is_open) WHERE x IS NOT NULL GROUP BY 1""",
                by=("open_age",),
                stat=stat,
            ),
        )
    ],
    *_left("unowned", "is_open AND knows_owners AND agent IS NULL"),
    *_left("unanswered", "waits AND seconds(began, as_of) IS NOT NULL"),
    *_stale(7),
    *_stale(30, days=30),
    *_left("waiting_on_department", "is_open AND waiting_on = 'department'"),
    *share(
        "bot_share",
        """SELECT channel, created_on AS "on", bot_solved IS TRUE AS x FROM w
           WHERE bots AND (is_solved OR bot_solved)""",
    ),
    *_self_service(24),
    *_self_service(72, hours=72),
]
