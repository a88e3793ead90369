"""What a person's requests would have given in the hands of the team: expected counts by indirect standardisation.

How far from it chance takes a count: metrics/funnel.py. What is said about people: metrics/fairness.py.
"""

from collections.abc import Sequence

import polars as pl

LADDER = (("channel", "topic", "priority", "shift"), ("channel", "priority"), ("channel",))  # from fine to coarse
THIN = 30  # requests; a stratum with fewer is no reference of its own
LARGE = 0.1  # of the pool; who holds more would be compared with oneself


def expected(counts: pl.DataFrame) -> pl.DataFrame:
    """Observed and expected per person: `agent`, `requests`, `n`, `observed`, `expected`, `variance`, sorted by agent.

    `counts`: agent, channel, priority, topic and shift (where known), n (requests), hits (how many met the metric, or
    how often it happened); channel, topic and priority as fixed at arrival. Rows of the same agent and stratum are
    summed; rows without agent are left out.
    Reference is the pool of all; for who holds more than a tenth of it, the others, and `variance` is N/(N − n), else
    1. `n` counts the requests that have a reference, `observed` their hits; the rest of `requests` came through a
    channel on which nobody else works.
    """
    counts = _strata(counts)
    pool = int(counts["n"].sum())
    sizes = counts.group_by("agent").agg(requests=pl.col("n").sum())
    large = sizes.filter(pl.col("requests") > LARGE * pool)["agent"].sort()
    rated = [pooled(counts).filter(~pl.col("agent").is_in(large.implode())), *(beside(counts, one) for one in large)]
    people = (
        pl.concat(rated)
        .filter(pl.col("rate").is_not_null())
        .group_by("agent")
        .agg(n=pl.col("n").sum(), observed=pl.col("hits").sum(), expected=(pl.col("n") * pl.col("rate")).sum())
    )
    others = pl.when(pl.col("requests") < pool).then(pool - pl.col("requests"))
    return (
        sizes.join(people, on="agent", how="left")
        .with_columns(
            pl.col("n").fill_null(0),
            variance=pl.when(pl.col("agent").is_in(large.implode())).then(pool / others).otherwise(1.0),
        )
        .select("agent", "requests", "n", "observed", "expected", "variance")
        .sort("agent")
    )


def pooled(counts: pl.DataFrame) -> pl.DataFrame:
    """The counts with `rate`, the pool's hits per request in the same cell; Σ n · rate = Σ hits.

    A cell is a stratum. The thin strata of a channel × priority make a cell together, and where that is still thin,
    those of the channel: every request lies in one cell, which is what keeps the two sums equal.
    """
    left, cells = _strata(counts), []
    for keys in (ladder := _ladder(counts)):
        size = pl.col("n").sum().over(keys)
        rated = left.with_columns(rate=pl.col("hits").sum().over(keys) / size, enough=size >= THIN)
        cells.append(rated if keys == ladder[-1] else rated.filter("enough"))
        left = rated.filter(~pl.col("enough")).select(left.columns)
    return pl.concat(cells).drop("enough")


def beside(counts: pl.DataFrame, agent: str) -> pl.DataFrame:
    """The counts of one agent with `rate`, the hits per request of all others in the same stratum.

    A stratum that is thin without the agent takes the rate of the others' channel × priority, then of their channel;
    null where nobody else works on the channel.
    """
    counts = _strata(counts)
    own, others = counts.filter(pl.col("agent") == agent), counts.filter(pl.col("agent") != agent)
    ladder, rates = _ladder(counts), []
    for step, keys in enumerate(ladder):
        rate = pl.col("hits").sum() / pl.col("n").sum()
        cells = others.group_by(keys).agg(pl.col("n").sum().alias("size"), rate.alias(f"rate_{step}"))
        enough = cells.filter(pl.col("size") >= (1 if keys == ladder[-1] else THIN)).drop("size")
        own = own.join(enough, on=keys, how="left", nulls_equal=True)
        rates.append(f"rate_{step}")
    return own.with_columns(rate=pl.coalesce(rates)).drop(rates)


def _ladder(counts: pl.DataFrame) -> Sequence[list[str]]:
    return [[name for name in keys if name in counts.columns] for keys in LADDER]


def _strata(counts: pl.DataFrame) -> pl.DataFrame:
    keys = ["agent", *_ladder(counts)[0]]
    known = counts.filter(pl.col("agent").is_not_null() & (pl.col("n") > 0))
    return known.group_by(keys).agg(pl.col("n").sum(), pl.col("hits").sum()).sort(keys, nulls_last=True)
