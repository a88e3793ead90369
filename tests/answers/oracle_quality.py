"""Independent checks of the quality of resolution and of quality checks."""

from tests.answers.oracle_base import DAY, Check, of_rows, share

_IN_WRITING = "is_solved AND channel IS DISTINCT FROM 'phone' AND bot_solved IS NOT TRUE AND replies >= 1"


def _no_repeat(days: int, /, **params: float) -> list[Check]:
    """Solved for longer than N days, and no new request of the customer within N days of it."""
    return share(
        "fcr_no_repeat",
        f"""SELECT channel, solved_on AS "on", NOT EXISTS (
              FROM w AS later WHERE later.customer = w.customer
                AND (later.source, later.ticket_id) IS DISTINCT FROM (w.source, w.ticket_id)
                AND later.created_at > w.solved_at AND apart(w.solved_at, later.created_at) <= {days * DAY}
                AND coalesce(later.topic = w.topic, true)) AS x
            FROM w WHERE is_solved AND customer IS NOT NULL AND apart(solved_at, as_of) > {days * DAY}
              AND (solved_at < created_at) IS NOT TRUE""",
        **params,
    )


def _reopened(days: int, /, **params: float) -> list[Check]:
    """By cohort of the first solve, those of the last N days left out."""
    return share(
        "reopen_rate",
        f"""SELECT w.channel, local_day(first_solve) AS "on",
              coalesce(apart(first_solve, first_reopening) <= {days * DAY}, false) AS x
            FROM w JOIN past p ON p.source = w.source AND p.ticket_id = w.ticket_id
            WHERE apart(first_solve, as_of) > {days * DAY}""",
        **params,
    )


def _switched(metric: str, days: int, /, **params: float) -> list[Check]:
    """Followed within N days of its creation by a request of the same customer on another channel."""
    rows = f"""SELECT channel, created_on AS "on", EXISTS (
          FROM w AS later WHERE later.customer = w.customer AND later.channel <> w.channel
            AND later.created_at > w.created_at AND apart(w.created_at, later.created_at) <= {days * DAY}
            AND coalesce(later.topic = w.topic, true)) AS x
        FROM w WHERE customer IS NOT NULL AND channel IS NOT NULL AND apart(created_at, as_of) > {days * DAY}"""
    if metric == "channel_switch_rate":
        return share(metric, rows, **params)
    return of_rows(metric, "count(*)::double", f"FROM ({rows}) WHERE x", **params)


CHECKS = [
    *(
        check
        for metric in ("channel_switch_rate", "channel_switches")
        for check in (*_switched(metric, 7), *_switched(metric, 2, days=2))
    ),
    *share("fcr_one_touch", f'SELECT channel, solved_on AS "on", replies = 1 AS x FROM w WHERE {_IN_WRITING}'),
    *share(
        "fcr_strict",
        f"""SELECT channel, solved_on AS "on", replies = 1 AND reopens = 0 AND transfers = 0 AS x
            FROM w WHERE {_IN_WRITING} AND reopens IS NOT NULL AND transfers IS NOT NULL""",
    ),
    *_no_repeat(7),
    *_no_repeat(3, days=3),
    *share(
        "fcr_flag",
        """SELECT channel, ended_on AS "on", resolved_flag AS x FROM w
           WHERE channel = 'phone' AND answered AND resolved_flag IS NOT NULL""",
    ),
    *_reopened(30),
    *_reopened(2, days=2),
    *share(
        "reopen_rate_simple",
        'SELECT channel, created_on AS "on", reopens > 0 AS x FROM w WHERE reopens IS NOT NULL',
    ),
    *share(
        "transfer_rate",
        'SELECT channel, created_on AS "on", transfers > 0 AS x FROM w WHERE transfers IS NOT NULL',
    ),
    *of_rows(
        "qa_score",
        "sum(x.points) / sum(x.possible)",
        """SELECT channel, local_day(checked_at) AS "on", {'points': points, 'possible': possible} AS x
           FROM facts_quality_checks WHERE points IS NOT NULL AND possible IS NOT NULL""",
    ),
]
