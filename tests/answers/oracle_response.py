"""Independent checks of response and resolution times and of the service levels."""

from tests.answers.oracle_base import DAY, HOUR, Check, count, duration, share


def _elapsed(metric: str, start: str, end: str, in_opening_hours: str, on: str) -> list[Check]:
    """A duration between two instants, elapsed and in opening hours."""
    return [
        *duration(metric, f'SELECT channel, {on} AS "on", seconds({start}, {end}) AS x FROM w'),
        *duration(f"{metric}_business", f'SELECT channel, {on} AS "on", {in_opening_hours} AS x FROM w'),
    ]


def _status_time(name: str, metric: str) -> list[Check]:
    """Time by status: from the history, else the export's own; only of what is solved."""
    # The export has no word for work time.
    own = {"agent_work": "NULL"}.get(name, f"export_{name}%s_s")
    return [
        check
        for suffix, part in (("", ""), ("_business", "_business"))
        for check in duration(
            f"{metric}{suffix}",
            f"""SELECT w.channel, w.solved_on AS "on", CASE WHEN w.history THEN p.{name}{part}_s
                WHEN is_solved THEN {own.replace("%s", part)} END AS x
                FROM w LEFT JOIN past p ON p.source = w.source AND p.ticket_id = w.ticket_id""",
        )
    ]


def _within(metric: str, replied: str, waiting: str, **params: float) -> list[Check]:
    """Replied within T, of the replied and those that wait for longer than T."""
    within = params.get("within", "promised")
    return share(
        metric,
        f"""SELECT channel, created_on AS "on", CASE WHEN {replied} IS NOT NULL THEN {replied} <= {within}
              WHEN waits AND {waiting} > {within} THEN false END AS x FROM w""",
        **params,
    )


def _verdicts(clock: str) -> str:
    """Decided applications of a clock, from histories."""
    return f"""SELECT w.channel, local_day(a.decided_at) AS "on", a.kept AS x
      FROM applications a JOIN w ON w.source = a.source AND w.ticket_id = a.ticket_id WHERE a.clock = '{clock}'"""


def _level(metric: str, clock: str, flag: str, has: str, due: str, ended: str, judged: str) -> list[Check]:
    """One verdict per request, by the helpdesk's flag where the source has flags, else by the instants."""
    return share(
        metric,
        f"""SELECT channel, local_day(CASE WHEN ended IS NULL OR due < ended THEN coalesce(due, ended) ELSE ended END)
              AS "on", x FROM (
            SELECT channel, {due} AS due, {ended} AS ended, CASE
              WHEN {has} THEN CASE WHEN {flag} = 'breached' THEN false
                                   WHEN {flag} = 'achieved' AND ({ended} IS NOT NULL OR is_solved) THEN true END
              WHEN NOT {judged} OR {due} IS NULL THEN NULL
              WHEN {ended} IS NOT NULL THEN {ended} <= {due}
              WHEN NOT is_solved AND as_of > {due} THEN false END AS x FROM w)
            UNION ALL {_verdicts(clock)}""",
    )


def _solved_within(seconds: int, /, **params: float) -> list[Check]:
    """Solved within T, of the solved and those that are open for longer than T."""
    return share(
        "resolution_within",
        f"""SELECT channel, created_on AS "on", CASE
              WHEN is_solved AND seconds(created_at, solved_at) IS NOT NULL
                THEN seconds(created_at, solved_at) <= {seconds}
              WHEN is_open AND seconds(created_at, as_of) > {seconds} THEN false END AS x FROM w""",
        **params,
    )


# The reply clock: also where a call or chat just ended, the clock is over.
_REPLY_DUE = "coalesce(reply_due_at, created_at + to_microseconds((reply_target_s * 1e6)::bigint))"
_GONE = "coalesce(resolved_at, closed_at, ended_at)"
_REPLY_ENDED = f"list_min(list_filter([first_reply_at, {_GONE}], lambda x: x IS NOT NULL))"
_SOLVE_DUE = "coalesce(resolution_due_at, created_at + to_microseconds((resolution_target_s * 1e6)::bigint))"

_ALL_HOURS = ("seconds(began, first_reply_at)", "seconds(began, as_of)")
_TURNS = """SELECT w.channel, local_day(asked_at) AS "on", t.{} AS x
  FROM turns t JOIN w ON w.source = t.source AND w.ticket_id = t.ticket_id"""

CHECKS = [
    *count("requests", 'SELECT channel, created_on AS "on", true AS x FROM w'),
    *_elapsed("first_response_time", "began", "first_reply_at", "reply_open", "created_on"),
    *duration(
        "first_response_time_customer",
        'SELECT channel, created_on AS "on", seconds(created_at, first_reply_at) AS x FROM w',
    ),
    *_within("first_response_within", *_ALL_HOURS),
    *_within("first_response_within", *_ALL_HOURS, within=HOUR),
    *_within("first_response_within", *_ALL_HOURS, within=DAY),
    *_within("first_response_within_business", "reply_open", "waiting_open"),
    *_within("first_response_within_business", "reply_open", "waiting_open", within=HOUR),
    *duration("next_response_time", _TURNS.format("response_s")),
    *duration("next_response_time_business", _TURNS.format("response_business_s")),
    *duration(
        "total_response_time",
        """SELECT w.channel, w.created_on AS "on", p.total_response_s AS x
           FROM w JOIN past p ON p.source = w.source AND p.ticket_id = w.ticket_id""",
    ),
    *_solved_within(DAY),
    *_solved_within(HOUR, within=HOUR),
    *_elapsed("resolution_time", "created_at", "solved_at", "solve_open", "solved_on"),
    *_elapsed(
        "resolution_time_first", "created_at", "first_solved_at", "first_solve_open", "local_day(first_solved_at)"
    ),
    *_status_time("requester_wait", "requester_wait"),
    *_status_time("agent_wait", "agent_wait_time"),
    *_status_time("agent_work", "agent_work_time"),
    *_status_time("on_hold", "on_hold_time"),
    *_level("sla_first_response", "first_response", "reply_flag", "rf", _REPLY_DUE, _REPLY_ENDED, "knows_replies"),
    *_level(
        "sla_resolution", "resolution", "resolution_flag", "sf", _SOLVE_DUE, "coalesce(resolved_at, closed_at)", "true"
    ),
    *share("sla_next_response", _verdicts("next_response")),
    *share("sla_requester_wait", _verdicts("requester_wait")),
    *share("sla_agent_work", _verdicts("agent_work")),
]
