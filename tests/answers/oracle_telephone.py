"""Independent checks of the telephone, outbound calls and sales."""

from tests.answers.oracle_base import Check, count, duration, of_rows, share

_OFFERED = "channel = 'phone' AND (answered IS NOT NULL OR abandoned IS NOT NULL)"
_OUTBOUND = "FROM every WHERE direction = 'outbound'"
HANDLED = """SELECT channel, ended_on AS "on", agent, team, talk_s + coalesce(hold_s, 0) + coalesce(wrap_s, 0) AS x
  FROM w WHERE channel IN ('phone', 'chat') AND answered AND talk_s IS NOT NULL"""


def _abandoned(short: float, /, **params: float) -> list[Check]:
    return share(
        "abandon_rate",
        f"""SELECT channel, created_on AS "on", abandoned IS TRUE AS x FROM w
            WHERE {_OFFERED} AND NOT coalesce(abandoned AND wait_s < {short}, false)""",
        **params,
    )


def _service_levels(within: float, /, **params: float) -> list[Check]:
    """Three ways to count those who gave up quickly: not at all, as lost, as served."""
    quick = f"wait_s <= {within}"
    calls = f'SELECT channel, created_on AS "on", {{}} AS x FROM w WHERE {_OFFERED} AND wait_s IS NOT NULL'
    served, gave_up = f"answered IS TRUE AND {quick}", f"abandoned IS TRUE AND {quick}"
    return [
        *share("service_level", calls.format(served) + f" AND NOT ({gave_up})", **params),
        *share("service_level_offered", calls.format(served), **params),
        *share("service_level_with_abandoned", calls.format(f"({served}) OR ({gave_up})"), **params),
    ]


def _outbound(metric: str, hit: str, condition: str) -> list[Check]:
    return share(metric, f'SELECT channel, created_on AS "on", {hit} AS x {_OUTBOUND} AND {condition}')


CHECKS = [
    *duration(
        "queue_wait",
        """SELECT channel, created_on AS "on", wait_s AS x FROM w WHERE channel IN ('phone', 'chat') AND answered""",
    ),
    *duration(
        "abandon_wait",
        """SELECT channel, created_on AS "on", wait_s AS x FROM w WHERE channel IN ('phone', 'chat') AND abandoned""",
    ),
    *duration("handle_time", HANDLED),
    *share(
        "answer_rate",
        """SELECT channel, created_on AS "on", answered AS x FROM w
           WHERE channel = 'phone' AND answered IS NOT NULL""",
    ),
    *_abandoned(0),
    *_abandoned(30, short=30),
    *_service_levels(20),
    *_service_levels(60, within=60),
    *count(
        "calls_successful", f"""SELECT channel, created_on AS "on", true AS x {_OUTBOUND} AND outcome = 'success'"""
    ),
    *_outbound("success_rate", "outcome = 'success'", "outcome IS NOT NULL"),
    *_outbound("contact_rate", "right_party", "right_party IS NOT NULL"),
    *_outbound("conversion_rate", "sale", "sales AND right_party"),
    *_outbound("conversion_rate_dials", "sale", "sales"),
    *_outbound("conversion_rate_leads", "sale", "sales AND lead"),
    *share("conversion_inbound", 'SELECT channel, created_on AS "on", sale AS x FROM w WHERE sales'),
    *count("offers_made", 'SELECT channel, created_on AS "on", true AS x FROM every WHERE offer'),
    *share(
        "offer_acceptance", 'SELECT channel, created_on AS "on", offer_accepted IS TRUE AS x FROM every WHERE offer'
    ),
    *of_rows(
        "upsell_revenue",
        "sum(x)",
        'SELECT channel, created_on AS "on", revenue AS x FROM every WHERE offer_accepted',
    ),
]
