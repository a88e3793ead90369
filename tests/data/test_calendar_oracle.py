"""Open time of 186 closed Zendesk tickets, under four schedules with holidays, as dbt_zendesk computed it."""

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from data.calendar import Schedule, open_seconds
from data.columns import INSTANT
from data.settings import Settings

FOLDER = Path(__file__).resolve().parents[2] / ".." / "shared" / "oracles" / "zendesk_history"
ZONES = {
    "Central Time (US & Canada)": "America/Chicago",
    "Pacific Time (US & Canada)": "America/Los_Angeles",
    "London": "Europe/London",
    "UTC": "UTC",
}

pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason="shared/oracles is not beside the repository")


def raw(name: str) -> pl.DataFrame:
    return pl.read_csv(FOLDER / "raw" / f"{name}.csv")


def settings_of(schedule_id: int) -> Settings:
    """Their hours count minutes from Sunday 00:00, ours begin on Monday; none of them runs past midnight."""
    rows = raw("schedule_data").filter(pl.col("id") == schedule_id).sort("start_time")
    week: list[tuple[tuple[str, str], ...]] = [() for _ in range(7)]
    for start, end in rows.select("start_time", "end_time").iter_rows():
        day, opens = divmod(start, 1440)
        closes = end - day * 1440
        week[(day - 1) % 7] += ((f"{opens // 60:02}:{opens % 60:02}", f"{closes // 60:02}:{closes % 60:02}"),)
    closed: dict[date, tuple[tuple[str, str], ...]] = {}
    holidays = raw("schedule_holiday_data").filter(pl.col("schedule_id") == schedule_id)
    for first, last in holidays.select("start_date", "end_date").iter_rows():
        begin, end = date.fromisoformat(first), date.fromisoformat(last)
        closed |= {begin + timedelta(days=day): () for day in range((end - begin).days + 1)}
    return Settings(zone=ZONES[rows["time_zone"][0]], hours=tuple(week), exceptions=closed)


@pytest.mark.parametrize("schedule_id", [1001, 1002, 1003, 1004])
@pytest.mark.parametrize(
    ("minutes", "solved_at"),
    [
        ("first_resolution_business_minutes", "first_solved_at"),
        ("full_resolution_business_minutes", "last_solved_at"),
    ],
)
def test_resolution_in_business_minutes(schedule_id: int, minutes: str, solved_at: str) -> None:
    chosen = raw("ticket_schedule_data").group_by("ticket_id").agg(pl.col("schedule_id").unique())
    expected = (
        pl.read_csv(FOLDER / "expected" / "ticket_metrics.csv", infer_schema_length=None, try_parse_dates=True)
        .join(chosen, on="ticket_id", how="left")
        .with_columns(pl.col("schedule_id").fill_null(pl.lit([1001])))  # the one they run on without a choice
        .filter(pl.col("schedule_id") == pl.lit([schedule_id]), pl.col("status") == "closed")
        .select(pl.col("created_at", solved_at).cast(INSTANT), minutes)
        .drop_nulls()
    )
    assert expected.height > 0
    seconds = open_seconds(Schedule.of(settings_of(schedule_id)), expected["created_at"], expected[solved_at])
    assert (seconds / 60 - expected[minutes]).abs().max() < 1e-4
