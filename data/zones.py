"""Local times as UTC: names of time zones, and the two nights a year on which clocks jump."""

import difflib
import tomllib
import zoneinfo
from datetime import timedelta
from functools import cache
from pathlib import Path

import polars as pl

from data.refused import Refused

NO_ZONE = "no time zone: write it as Europe/Budapest, or as Zendesk does, Central Time (US & Canada)"

# Not places, but what a machine is set to.
_NO_PLACES = {"Factory", "localtime"}
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


def names(text: pl.Series) -> tuple[pl.Series, pl.Series]:
    """IANA names of zones that are written so, or as Ruby on Rails (and with it Zendesk) calls them, in any case; and
    the reason where no zone is called that."""
    known = _known()
    meant = {name: known.get(name.casefold()) for name in text.drop_nulls().unique()}
    found = {name: zone for name, zone in meant.items() if zone}
    value = text.replace_strict(found, default=None, return_dtype=pl.String)
    unknown = text.is_not_null() & value.is_null()
    reason = unknown.replace_strict({True: NO_ZONE, False: None}, return_dtype=pl.String)
    return value, reason


@cache
def _known() -> dict[str, str]:
    """Each name, in small letters → IANA name."""
    rails = tomllib.loads((Path(__file__).parent / "zones.toml").read_text(encoding="utf-8"))
    iana = {name: name for name in sorted(zoneinfo.available_timezones() - _NO_PLACES)}
    return {name.casefold(): zone for name, zone in {**rails, **iana}.items()}


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
