"""What is known only over all requests of a source: flags that are blank or disagree with the timestamps, and closings
that stand for resolutions."""

from pathlib import Path
from typing import Any

import polars as pl

EXAMPLES = 5


def of_sources(tickets: Path) -> list[dict[str, Any]]:
    """Findings (kind, count, text, examples) on the derived requests in a Parquet file."""
    rows = pl.scan_parquet(tickets, glob=False).filter("counted")
    c = pl.col
    findings = []
    for clock, flag in (("first_response", "reply_flag"), ("resolution", "resolution_flag")):
        words = clock.replace("_", " ")
        disagrees = f"sla_{clock}_disagrees"
        counted = rows.group_by("source").agg(
            flags=c(flag).count(),
            blank=c(flag).is_null().sum(),
            disagree=c(disagrees).sum(),
            examples=c("ticket_id").filter(c(disagrees)).sort().head(EXAMPLES),
        )
        for row in counted.filter(c("flags") > 0).collect().sort("source").iter_rows(named=True):
            if row["blank"]:
                text = (
                    f"{row['source']}: {row['blank']:,} requests have no {words} flag and are left out of that level."
                )
                findings.append({"kind": "blank_flag", "count": row["blank"], "text": text})
            if row["disagree"]:
                text = (
                    f"{row['source']}: the helpdesk's {words} flag and its timestamps disagree on "
                    f"{row['disagree']:,} requests; the flag counts. The first: {', '.join(row['examples'])}."
                )
                findings.append({"kind": "flag_disagrees", "count": row["disagree"], "text": text})
    closed_only = rows.group_by("source").agg(n=c("closed_at").count(), solved=c("resolved_at").count())
    for row in closed_only.filter((c("n") > 0) & (c("solved") == 0)).collect().sort("source").to_dicts():
        text = f"{row['source']} does not tell solving from closing: the closing time stands for the resolution."
        findings.append({"kind": "closed_is_resolved", "count": row["n"], "text": text})
    return findings
