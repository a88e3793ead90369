"""Which service-level target a request has by the organisation's policies. Whether it was kept is told elsewhere."""

from collections.abc import Sequence

import polars as pl

from data.settings import Policy

_CONDITIONS = ("priority", "channel", "tier")
_TARGET = {"target_s": pl.Float64(), "business": pl.Boolean()}


def targets(tickets: pl.DataFrame, policies: Sequence[Policy], clock: str) -> pl.DataFrame:
    """Columns target_s (seconds) and business, row by row for priority, channel and tier; null where none matches.

    Of the matching policies of this clock the one that names most conditions counts, of equals the first. Blanks
    around a value and its case make no difference; an unknown value meets no condition.
    """
    matching = sorted(  # stable: policies with as many conditions keep their order
        (policy for policy in policies if policy.clock == clock), key=lambda policy: policy.conditions.count(None)
    )
    if not matching:
        return pl.DataFrame(schema=_TARGET).clear(len(tickets))
    # Requests have few different values together: each combination is looked at once.
    asked = tickets.select(pl.col(_CONDITIONS).cast(pl.String))
    kinds = asked.unique()
    number = pl.coalesce(pl.when(_matches(policy)).then(at) for at, policy in enumerate(matching))
    table = pl.DataFrame(
        [(policy.target_s, policy.business) for policy in matching], schema=_TARGET, orient="row"
    ).with_row_index("number")
    found = kinds.with_columns(number=number.cast(pl.UInt32)).join(table, on="number", how="left")
    matched = asked.join(found, on=_CONDITIONS, how="left", nulls_equal=True, maintain_order="left")
    return matched.select(*_TARGET)


def _matches(policy: Policy) -> pl.Expr:
    named = {name: value for name, value in zip(_CONDITIONS, policy.conditions, strict=True) if value is not None}
    return pl.all_horizontal(
        pl.lit(True),
        *(
            pl.col(name).str.strip_chars().str.to_lowercase().eq(value).fill_null(False)
            for name, value in named.items()
        ),
    )
