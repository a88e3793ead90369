"""Dates and times written as text → UTC instants. The order of day and month is decided once for a whole file, by what
its values prove; nothing is guessed from one value."""

import calendar
from collections.abc import Collection
from dataclasses import dataclass

import polars as pl

from data.findings import Finding, finding, number
from data.refused import Refused
from data.zones import to_utc

FIRST_YEAR, LAST_YEAR = 1990, 2100
# More values than this share against the order of the others, and the file mixes both.
MIXED = 0.1

NOT_A_DATE = "not a date and time that can be read"
NO_SUCH_DAY = "no such day in the calendar"
NO_SUCH_TIME = "no such time of day"
YEAR = f"the year is not between {FIRST_YEAR} and {LAST_YEAR}"
JALALI = "the year looks like the Jalali (Persian) calendar: export Gregorian dates"
NO_SUCH_LOCAL_TIME = "no such time in this time zone"
_DOTTED = r"^\s*\d{1,2}\.\s?\d{1,2}\."
OTHER_ORDER = "day and month stand in another order than in the rest of the file"
ORDER_NAMES = {"dmy": "day first", "mdy": "month first", "ymd": "year first"}

_MONTHS = tuple(month.lower() for month in calendar.month_name)  # English, as no locale is ever set
_MONTH_NUMBERS = {name: i for i, month in enumerate(_MONTHS) if month for name in (month, month[:3])} | {"sept": 9}

_GAP = r"(?:[-/.,]? |[-/.,])"
_PATTERN = (
    r"(?i)^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? )?"
    rf"(?P<a>\d{{1,2}}|\d{{4}}|[a-z]{{3,9}})\.?{_GAP}(?P<b>\d{{1,2}}|[a-z]{{3,9}})\.?{_GAP}(?P<c>\d{{4}}|\d{{1,2}})\.?"
    r"(?:(?:t|,? (?:at )?)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"(?: ?(?P<half>[ap])\.?m\.?)?(?: ?(?:z|(?:utc|gmt)?(?P<offset>[+-]\d{2}(?::?\d{2})?)|utc|gmt))?)?$"
)
_ZULU = r"(?i)(?:z|utc|gmt)$"
# The form that most exports have is read at once, without the pattern above.
_ISO, _ISO_LENGTH = "%Y-%m-%d %H:%M:%S", 19
_SECONDS, _MILLISECONDS = r"^(\d{10})(?:\.\d+)?$", r"^(\d{13})$"


@dataclass(frozen=True)
class Instants:
    """values: Datetime("us") in UTC without zone; reasons: text, null where a value was read or missing. One of each
    per column, all rows, in order. date_order: None where no value needed one."""

    values: dict[str, pl.Series]
    reasons: dict[str, pl.Series]
    date_order: str | None
    findings: list[Finding]


def parse(
    columns: dict[str, pl.Series],
    zone: str,
    date_order: str | None = None,
    fallback: str | None = None,
    days: Collection[str] = (),
) -> Instants:
    """Read columns of text as UTC instants.

    columns: name in the file → text, stripped, null for missing. zone: IANA zone of times without an offset.
    date_order: what the reader says; fallback: what the mapping says, used last and with a finding. days: the columns
    of calendar days, which no zone moves. Raises Refused where the values leave the order of day and month open and
    nobody tells it, where most contradict the reader, or where they mix both orders.
    """
    iso = {name: _iso(text) for name, text in columns.items()}
    others = {name: text.filter(iso[name].is_null() & text.is_not_null()) for name, text in columns.items()}
    parts = {name: _parts(text) for name, text in others.items()}
    order, findings = _decided(others, parts, date_order, fallback)
    values, reasons = {}, {}
    twofold = jumped = 0
    for name, text in columns.items():
        places = (iso[name].is_null() & text.is_not_null()).arg_true()
        read = parts[name].select(*_read(order or "dmy"))
        local = iso[name].scatter(places, read["local"])
        value, two, none = to_utc(local, "UTC" if name in days else zone)
        twofold += int(two.sum())
        jumped += int(none.sum())
        fixed = read["fixed"].is_not_null()
        value = value.scatter(places.filter(fixed), read["fixed"].filter(fixed))
        reason = pl.Series(name, [None], dtype=pl.String).new_from_index(0, len(text)).scatter(places, read["reason"])
        lost = value.is_null() & reason.is_null() & text.is_not_null()
        values[name] = value
        reasons[name] = reason.zip_with(~lost, pl.Series([NO_SUCH_LOCAL_TIME]))
    if twofold:
        said = f"{number(twofold, 'time')} in the hour that clocks repeat: the earlier of the two is taken"
        findings.append(finding("clock_back", said, twofold))
    if jumped:
        said = f"{number(jumped, 'time')} in the hour that clocks leave out: moved forward by it"
        findings.append(finding("clock_forward", said, jumped))
    return Instants(values, reasons, order, findings)


def _iso(text: pl.Series) -> pl.Series:
    """The values written as 2016-02-29 01:16:00; null for others, good or bad."""
    likely = (text.str.len_bytes() == _ISO_LENGTH) & ~text.str.ends_with(":60")
    value = text.zip_with(likely.fill_null(False), pl.Series([None], dtype=pl.String)).str.to_datetime(
        _ISO, strict=False, time_unit="us"
    )
    known = value.dt.year().is_between(FIRST_YEAR, LAST_YEAR)
    return value.zip_with(known.fill_null(False), pl.Series([None], dtype=pl.Datetime("us")))


def _parts(text: pl.Series) -> pl.DataFrame:
    """Numbers in the order they are written. `a`, `b` hold the number of a month written as a name, `named` tells
    which; `open` where only the file as a whole tells day from month; `fixed`: instants that need no zone."""
    frame = text.alias("text").to_frame()
    groups = frame.select("text", pl.col("text").str.extract_groups(_PATTERN).struct.unnest())
    groups = groups.with_columns(matched=pl.col("a").is_not_null())
    named = {
        name: pl.col(name).str.to_lowercase().replace_strict(_MONTH_NUMBERS, default=None, return_dtype=pl.Int32)
        for name in ("a", "b")
    }
    whole = [pl.col(name).cast(pl.Int32, strict=False) for name in ("c", "hour", "minute", "second")]
    fraction = pl.col("fraction").str.pad_end(6, "0").str.slice(0, 6).cast(pl.Int32)
    parts = groups.select(
        "text",
        "matched",
        *(pl.coalesce(pl.col(name).cast(pl.Int32, strict=False), month).alias(name) for name, month in named.items()),
        *whole,
        fraction.fill_null(0).alias("microsecond"),
        pl.when(named["b"].is_not_null()).then(2).when(named["a"].is_not_null()).then(1).alias("named"),
        year_first=pl.col("a").str.contains(r"^\d{4}$"),
        long_end=pl.col("c").str.len_bytes() == 4,
        afternoon=pl.col("half").str.to_lowercase() == "p",
        offset=_offset(),
    )
    is_open = pl.col("named").is_null() & ~pl.col("year_first") & pl.all_horizontal(pl.col("a", "b", "c").is_not_null())
    seconds = pl.col("text").str.extract(_SECONDS).cast(pl.Int64) * 1_000_000
    milliseconds = pl.col("text").str.extract(_MILLISECONDS).cast(pl.Int64) * 1_000
    epoch = pl.coalesce(seconds, milliseconds) if not parts["matched"].all() else pl.lit(None, pl.Int64)
    return parts.with_columns(open=is_open, epoch=epoch.cast(pl.Datetime("us")))


def _offset() -> pl.Expr:
    """Seconds ahead of UTC where the text says so, null where its time is local."""
    said = pl.col("offset").str.replace(":", "")
    size = said.str.slice(1, 2).cast(pl.Int32) * 3600 + said.str.slice(3).cast(pl.Int32, strict=False).fill_null(0) * 60
    signed = pl.when(said.str.starts_with("-")).then(-size).otherwise(size)
    zulu = pl.col("hour").is_not_null() & pl.col("text").str.contains(_ZULU)
    return pl.when(said.is_not_null()).then(signed).when(zulu).then(0)


def _read(order: str) -> tuple[pl.Expr, ...]:
    """local: instants in the file's zone; fixed: those that carry an offset or are epochs; reason."""
    a, b, c = pl.col("a"), pl.col("b"), pl.col("c")
    is_open, named, year_first = pl.col("open"), pl.col("named"), pl.col("year_first")
    day_first = (named == 2).fill_null(is_open & (order == "dmy"))
    leading_year = year_first | (is_open & (order == "ymd"))
    year = pl.when(leading_year).then(a).otherwise(c)
    short = ~pl.when(leading_year).then(year_first).otherwise(pl.col("long_end"))
    year += pl.when(~short).then(0).when(year < 70).then(2000).otherwise(1900)
    month = pl.when(leading_year | day_first).then(b).otherwise(a)
    day = pl.when(leading_year).then(c).when(day_first).then(a).otherwise(b)

    hour = pl.col("hour").fill_null(0)
    afternoon = pl.col("afternoon")
    of_day = pl.when(afternoon.is_null()).then(hour).otherwise(hour % 12 + pl.when(afternoon).then(12).otherwise(0))
    minute, second = pl.col("minute").fill_null(0), pl.col("second").fill_null(0)
    clock = (hour <= pl.when(afternoon.is_null()).then(23).otherwise(12)) & (minute < 60) & (second < 60)

    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    february = pl.when(leap).then(29).otherwise(28)
    last = pl.when(month == 2).then(february).when(month.is_in([4, 6, 9, 11])).then(30).otherwise(31)
    in_calendar = month.is_between(1, 12) & day.is_between(1, last)
    known_form = pl.col("matched") & pl.all_horizontal(part.is_not_null() for part in (a, b, c))
    known_form &= ~(year_first & (pl.col("long_end") | (named == 1).fill_null(False)))
    swapped = is_open & (month > 12) & (day <= 12)
    year_last = is_open & pl.col("long_end") & (order == "ymd")
    epoch = pl.col("epoch")
    years = pl.coalesce(epoch.dt.year(), year)
    reason = (
        pl.when(pl.col("text").is_null())
        .then(None)
        .when(~(known_form.fill_null(False) | epoch.is_not_null()))
        .then(pl.lit(NOT_A_DATE))
        .when(year_last | swapped)
        .then(pl.lit(OTHER_ORDER))
        .when(years.is_between(1300, 1499))
        .then(pl.lit(JALALI))
        .when(~years.is_between(FIRST_YEAR, LAST_YEAR))
        .then(pl.lit(YEAR))
        .when(~in_calendar)
        .then(pl.lit(NO_SUCH_DAY))
        .when(~clock)
        .then(pl.lit(NO_SUCH_TIME))
    )
    fine = known_form & in_calendar & clock & years.is_between(FIRST_YEAR, LAST_YEAR) & ~(year_last | swapped)
    components = [
        pl.when(fine).then(part) for part in (year, month, day, of_day, minute, second, pl.col("microsecond"))
    ]
    written = pl.datetime(*components)
    offset = pl.col("offset")
    shifted = written - pl.duration(seconds=offset)
    fixed = pl.when(epoch.is_not_null() & reason.is_null()).then(epoch).otherwise(shifted)
    return (
        pl.when(offset.is_null()).then(written).alias("local"),
        fixed.alias("fixed"),
        reason.cast(pl.String).alias("reason"),
    )


def _decided(
    columns: dict[str, pl.Series], parts: dict[str, pl.DataFrame], said: str | None, fallback: str | None
) -> tuple[str | None, list[Finding]]:
    """The order of day and month in all columns together, from the values that only one order can read."""
    a, b = pl.col("a"), pl.col("b")
    proofs = {
        "dmy": pl.col("open") & a.is_between(13, 31) & b.is_between(1, 12),
        "mdy": pl.col("open") & b.is_between(13, 31) & a.is_between(1, 12),
        "either": pl.col("open") & a.is_between(1, 12) & b.is_between(1, 12) & (a != b),
    }
    counts = dict.fromkeys(proofs, 0)
    shown: dict[str, str] = {}
    dotted = True
    for name, part in parts.items():
        proven = part.select(**proofs)
        dotted &= columns[name].filter(proven["either"].fill_null(False)).str.contains(_DOTTED).all()
        for order in proofs:
            matching = proven[order].fill_null(False)
            counts[order] += int(matching.sum())
            if order not in shown and matching.any():
                shown[order] = columns[name].filter(matching)[0]
    if said == "ymd":
        return said, []
    if counts["dmy"] + counts["mdy"]:
        return _by_proof(counts, shown, said), []
    if not counts["either"]:
        return None, []
    if said:
        return said, []
    if fallback:
        text = (
            f"No date tells day from month (such as {shown['either']}): read {ORDER_NAMES[fallback]}, "
            "as this export usually writes them"
        )
        return fallback, [finding("date_order", text, counts["either"], [{"value": shown["either"]}])]
    if dotted:
        text = (
            f"No date tells day from month (such as {shown['either']}): read day first, as dates with dots are written"
        )
        return "dmy", [finding("date_order", text, counts["either"], [{"value": shown["either"]}])]
    raise Refused(
        f"No date in the file tells day from month: {shown['either']} may be either. "
        "Say which comes first (the form's date order, or --date-order dmy or mdy)."
    )


def _by_proof(counts: dict[str, int], shown: dict[str, str], said: str | None) -> str:
    best, other = ("dmy", "mdy") if counts["dmy"] >= counts["mdy"] else ("mdy", "dmy")
    against = counts[other] / (counts[best] + counts[other])
    if said and said != best and counts[best] > counts[other]:
        raise Refused(
            f"The dates are said to be {ORDER_NAMES[said]}, but {shown[best]} is {ORDER_NAMES[best]}, "
            f"as {number(counts[best], 'value')} show. Leave the date order out, or set it to {best}."
        )
    if not said and against > MIXED:
        raise Refused(
            f"The file mixes dates with the day first ({number(counts['dmy'], 'value')}, such as {shown['dmy']}) and "
            f"with the month first ({number(counts['mdy'], 'value')}, such as {shown['mdy']}). "
            "Export it again in one form; YYYY-MM-DD is the safest."
        )
    return said or best
