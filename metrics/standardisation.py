"""What a person's requests would have given in the hands of the team: expected counts by indirect standardisation.

How far from it chance takes a count: metrics/funnel.py. What is said about people: metrics/fairness.py.
"""

from collections.abc import Sequence

import polars as pl

# From fine to coarse; columns that the counts lack are left out.
LADDER = (("team", "channel", "topic", "priority", "shift"), ("team", "channel", "priority"), ("team", "channel"))
THIN = 30  # requests; a stratum with fewer is no reference of its own
LARGE = 0.1  # of the pool; who holds more would be compared with oneself


def expected(counts: pl.DataFrame) -> pl.DataFrame:
    """Observed and expected per person: `agent`, `requests`, `n`, `observed`, `expected`, `variance`, sorted by agent.

    `counts`: agent, channel, priority, topic, team and shift (where known), n (requests), hits (how many met the
    metric, or how often it happened); channel, topic and priority as fixed at arrival, team: the one that got the
    request. Rows of the same agent and stratum are summed; rows without agent are left out.
    Reference is the team's pool; for who holds more than a tenth of it, the others. `variance` is what the reference
    does to the one of observed − expected: N/(N − n) beside the others, (N − n)/N within the pool, which follows the
    person by that much. `n` counts the requests that have a reference, `observed` their hits; the
    rest of `requests` came through a channel on which nobody else works.
    """
    return summed(rated(counts))


def rated(counts: pl.DataFrame) -> pl.DataFrame:
    """The counts with the `rate` of each person's reference, and `variance` as in `expected`.

    Rows are those of agent and stratum, and of `day` where the counts have one.
    """
    strata = _strata(counts)
    parts = _parts(strata)
    small, large = parts.filter(pl.col("part") <= LARGE), parts.filter(pl.col("part") > LARGE)
    among = pooled(strata).join(small, on="agent").with_columns(variance=1 - pl.col("part")).drop("part")
    rates = pl.concat([among, beside(strata).join(large, on="agent", how="semi")])
    if "day" not in counts.columns:
        return rates
    keys = ["agent", *_ladder(counts)[0]]
    days = _known(counts).group_by(*keys, "day").agg(pl.col("n", "hits").sum())
    return days.join(rates.drop("n", "hits"), on=keys, nulls_equal=True).sort(*keys, "day", nulls_last=True)


def summed(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of `rated` as one per person, as `expected` has them."""
    n = pl.col("n").filter(pl.col("rate").is_not_null())
    total = n.sum()
    return (
        rows.lazy()
        .group_by("agent")
        .agg(
            requests=pl.col("n").sum(),
            n=total,
            observed=pl.when(total > 0).then(pl.col("hits").filter(pl.col("rate").is_not_null()).sum()),
            expected=pl.when(total > 0).then((pl.col("n") * pl.col("rate")).sum()),
            variance=(pl.col("n") * pl.col("variance")).sum() / pl.when(total > 0).then(total),
        )
        .sort("agent")
        .collect()
    )


def pooled(counts: pl.DataFrame) -> pl.DataFrame:
    """The counts with `rate`, the pool's hits per request in the same cell; Σ n · rate = Σ hits.

    A cell is a stratum. The thin strata of a channel × priority make a cell together, and where that is still thin,
    those of the channel: every request lies in one cell, which is what keeps the two sums equal.
    """
    rows, ladder = _strata(counts).lazy().with_columns(rate=pl.lit(None, pl.Float64)), _ladder(counts)
    for keys in ladder:
        left = pl.col("rate").is_null()
        rows = rows.with_columns(left_n=pl.when(left).then("n"), left_hits=pl.when(left).then("hits"))
        n, hits = (pl.col(name).sum().over(keys) for name in ("left_n", "left_hits"))
        enough = n >= (0 if keys == ladder[-1] else THIN)
        rows = rows.with_columns(rate=pl.when(left & enough).then(hits / n).otherwise("rate"))
    return rows.drop("left_n", "left_hits").collect()


def beside(counts: pl.DataFrame) -> pl.DataFrame:
    """The counts with `rate`, the hits per request of all others in the same stratum, and `variance`, N/(N − n).

    A stratum that is thin without the person takes the rate of the others' channel × priority, then of their channel;
    null where nobody else works on the channel. N and the person's own n are counted where the rate is from: who does
    most of a topic is compared with the few requests that are left of it.
    """
    unknown = pl.lit(None, pl.Float64)
    rows, ladder = _strata(counts).lazy().with_columns(rate=unknown, variance=unknown), _ladder(counts)
    for keys in ladder:
        others, hits = (
            pl.col(name).sum().over(keys) - pl.col(name).sum().over("agent", *keys) for name in ("n", "hits")
        )
        rows = rows.with_columns(others=others, hits_of_others=hits)
        here = pl.col("rate").is_null() & (pl.col("others") >= (1 if keys == ladder[-1] else THIN))
        own = pl.when(here).then("n").sum().over("agent", *keys)
        rows = rows.with_columns(
            rate=pl.when(here).then(pl.col("hits_of_others") / pl.col("others")).otherwise("rate"),
            variance=pl.when(here).then(1 + own / pl.col("others")).otherwise("variance"),
        )
    return rows.drop("others", "hits_of_others").collect()


def _parts(strata: pl.DataFrame) -> pl.DataFrame:
    """The `part` of the team's requests that each `agent` holds; of several teams the mean over the own requests."""
    team = "team" if "team" in strata.columns else pl.lit(None, pl.String).alias("team")
    cells = strata.group_by("agent", team).agg(pl.col("n").sum())
    held = cells.with_columns(part=pl.col("n") / pl.col("n").sum().over("team")).group_by("agent")
    # A tenth is a tenth, whatever the last digit of the sum.
    return held.agg(part=((pl.col("n") * pl.col("part")).sum() / pl.col("n").sum()).round(12))


def _ladder(counts: pl.DataFrame) -> Sequence[list[str]]:
    return [[name for name in keys if name in counts.columns] for keys in LADDER]


def _known(counts: pl.DataFrame) -> pl.DataFrame:
    return counts.filter(pl.col("agent").is_not_null() & (pl.col("n") > 0))


def _strata(counts: pl.DataFrame) -> pl.DataFrame:
    keys = ["agent", *_ladder(counts)[0]]
    return _known(counts).group_by(keys).agg(pl.col("n", "hits").sum()).sort(keys, nulls_last=True)
