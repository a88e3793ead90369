"""Independent checks of the voice of the customer: surveys, complaints, and what is done about them."""

from tests.answers.oracle_base import DAY, Check, count, duration, of_rows, share

LOWEST_SATISFIED = {"good_bad": 1, "1-5": 4, "1-7": 6, "1-10": 9, "0-10": 9}
ENDS = {"good_bad": (0, 1), "1-5": (1, 5), "1-7": (1, 7), "1-10": (1, 10), "0-10": (0, 10)}


def _of_scale(values: dict[str, float]) -> str:
    return "CASE scale " + " ".join(f"WHEN '{scale}' THEN {value}" for scale, value in values.items()) + " END"


_SATISFIED = f"score >= {_of_scale(LOWEST_SATISFIED)}"
_LOWEST = _of_scale({scale: low for scale, (low, _) in ENDS.items()})
_LENGTH = _of_scale({scale: high - low for scale, (low, high) in ENDS.items()})
_PART = f"((score - {_LOWEST}) / {_LENGTH})"
_NEGATIVE = f"""CASE kind WHEN 'csat' THEN NOT ({_SATISFIED}) AND {_PART} < 0.5 WHEN 'nps' THEN score <= 6 END"""
_SURVEYS = """(SELECT s.* REPLACE (coalesce(s.channel, t.channel) AS channel), now.as_of, told.routes,
    local_day(answered_at) AS answered_on
  FROM facts_surveys s JOIN now USING (source)
    LEFT JOIN facts_tickets t ON t.source = s.source AND t.ticket_id = s.ticket_id
    LEFT JOIN (SELECT source, bool_or(routed_at IS NOT NULL) AS routes FROM (
        SELECT source, routed_at FROM facts_surveys UNION ALL SELECT source, routed_at FROM facts_tickets)
      GROUP BY source) told ON told.source = s.source)"""
_CSAT = f"{_SURVEYS} WHERE kind = 'csat' AND score IS NOT NULL AND scale IS NOT NULL"


def _answered_within(seconds: int, /, **params: float) -> list[Check]:
    return share(
        "complaint_answered_within",
        f"""SELECT channel, created_on AS "on", CASE
              WHEN complaint_answered_at IS NOT NULL THEN seconds(created_at, complaint_answered_at) <= {seconds}
              WHEN complaint_answers AND seconds(created_at, as_of) > {seconds} THEN false END AS x
            FROM w WHERE complaint""",
        **params,
    )


def _routed_within(seconds: int, /, **params: float) -> list[Check]:
    def verdict(start: str) -> str:
        return f"""CASE WHEN routed_at IS NOT NULL THEN seconds({start}, routed_at) <= {seconds}
          WHEN routes AND seconds({start}, as_of) > {seconds} THEN false END"""

    return share(
        "feedback_routed_within",
        f"""SELECT channel, answered_on AS "on", {verdict("answered_at")} AS x FROM {_SURVEYS}
              WHERE score IS NOT NULL AND {_NEGATIVE}
            UNION ALL SELECT channel, created_on, {verdict("created_at")} FROM w WHERE complaint""",
        **params,
    )


CHECKS = [
    *share("csat", f'SELECT channel, answered_on AS "on", {_SATISFIED} AS x FROM {_CSAT}'),
    *of_rows("csat_mean", "avg(x)", f'SELECT channel, answered_on AS "on", {_PART} AS x FROM {_CSAT}'),
    *count("satisfied_customers", f'SELECT channel, answered_on AS "on", true AS x FROM {_CSAT} AND {_SATISFIED}'),
    *share(
        "survey_response_rate",
        f"""SELECT channel, local_day(sent_at) AS "on", score IS NOT NULL AS x FROM {_SURVEYS} WHERE sent""",
    ),
    *of_rows(
        "nps",
        "100.0 * (count(*) FILTER (x >= 9) - count(*) FILTER (x <= 6)) / count(*)",
        f"""SELECT channel, answered_on AS "on", score AS x FROM {_SURVEYS} WHERE kind = 'nps'""",
    ),
    *of_rows(
        "ces", "avg(x)", f"""SELECT channel, answered_on AS "on", score AS x FROM {_SURVEYS} WHERE kind = 'ces'"""
    ),
    *count("complaints", 'SELECT channel, created_on AS "on", true AS x FROM w WHERE complaint'),
    *share("complaint_rate", 'SELECT channel, created_on AS "on", complaint IS TRUE AS x FROM w WHERE complaints'),
    *_answered_within(30 * DAY),
    *_answered_within(DAY, within=DAY),
    *duration(
        "complaint_resolution_time",
        'SELECT channel, solved_on AS "on", seconds(created_at, solved_at) AS x FROM w WHERE complaint',
    ),
    *_routed_within(DAY),
    *_routed_within(5 * DAY, within=5 * DAY),
    *share(
        "follow_up_rate",
        """SELECT channel, solved_on AS "on", followed_up_at IS NOT NULL AS x FROM w WHERE is_solved AND follow_ups""",
    ),
]
