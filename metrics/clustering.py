"""How alike the requests of one person on one day are, and how much less they therefore tell than single ones.

A bad day, an outage, a campaign: what such requests have in common says little about the person.
"""

import polars as pl


def alike(rows: pl.DataFrame, *, of_counts: bool = False) -> float | None:
    """The correlation, 0–1, of a person's requests of one day beyond the reference, over all; null where no day tells.

    `rows`: those of standardisation.rated with `day`. From the excess of the squared differences of days over what
    chance gives (Donner & Klar 2000, ch. 6, by moments). Each person's own mean difference is taken out first: that
    somebody is better every day is no likeness of days.
    """
    days = _days(rows).with_columns(
        chance=pl.col("expected") if of_counts else pl.col("variance"),
        part=pl.col("n") / pl.col("n").sum().over("agent"),
        difference=pl.col("observed") - pl.col("expected"),
    )
    own = pl.col("difference") - pl.col("part") * pl.col("difference").sum().over("agent")
    excess, pairs = days.select(
        (own**2 - pl.col("chance") * (1 - pl.col("part"))).sum(), (pl.col("chance") * (pl.col("n") - 1)).sum()
    ).row(0)
    return min(max(excess / pairs, 0.0), 1.0) if pairs else None


def design_effects(rows: pl.DataFrame, correlation: float) -> pl.DataFrame:
    """Per person, sorted, by what the variance is multiplied: `clustered` = 1 + ρ · (Σ n² of days / n − 1) (Kish)."""
    size = (pl.col("n") ** 2).sum() / pl.col("n").sum()
    return _days(rows).group_by("agent").agg(clustered=1 + correlation * (size - 1)).sort("agent")


def _days(rows: pl.DataFrame) -> pl.DataFrame:
    wanted = pl.col("n") * pl.col("rate")
    return (
        rows.filter(pl.col("rate").is_not_null())
        .group_by("agent", "day")
        .agg(
            pl.col("n").sum(),
            observed=pl.col("hits").sum(),
            expected=wanted.sum(),
            variance=(wanted * (1 - pl.col("rate"))).sum(),
        )
        .sort("agent", "day")
    )
