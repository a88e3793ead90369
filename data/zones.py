"""Local times as UTC: names of time zones, and the two nights a year on which clocks jump."""

import difflib
import zoneinfo
from datetime import timedelta

import polars as pl

from data.refused import Refused

# Longer than any jump of clocks, so that the time this much earlier exists.
_PAST_THE_JUMP = timedelta(hours=3)


def zone(name: str) -> str:
    """The name, where it is one of an IANA time zone; Refused otherwise, with the nearest names."""
    known = zoneinfo.available_timezones()
    if name in known:
        return name
    by_city = [other for other in known if other.lower().split("/")[-1] == name.lower().replace(" ", "_")]
    near = by_city or difflib.get_close_matches(name, known, n=3)
    remedy = f"Did you mean {' or '.join(near)}?" if near else "Write it as Europe/Budapest or Asia/Tehran."
    raise Refused(f"{name!r} is no time zone. {remedy}")


def to_utc(local: pl.Series, zone: str) -> tuple[pl.Series, pl.Series, pl.Series]:
    """UTC instants without a zone; which of them were read of two (clocks go back: the earlier is taken); which do not
    exist (clocks go forward: taken as if they had not yet). Null stays null."""
    if zone == "UTC":
        never = local.is_null() & False
        return local, never, never

    def localised(values: pl.Series, ambiguous: str) -> pl.Series:
        with_zone = values.dt.replace_time_zone(zone, ambiguous=ambiguous, non_existent="null")  # type: ignore[arg-type]
        return with_zone.dt.convert_time_zone("UTC").dt.replace_time_zone(None)

    utc = localised(local, "earliest")
    jumped = utc.is_null() & local.is_not_null()
    twofold = (utc != localised(local, "latest")).fill_null(False)
    if jumped.any():
        earlier = localised(local - _PAST_THE_JUMP, "earliest") + _PAST_THE_JUMP
        utc = utc.fill_null(earlier)
    return utc, twofold, jumped
