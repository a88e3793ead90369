"""What the demonstration company would have set on the Settings page: where it is, its hours and its promises."""

from data.sample.company import SOCIAL_CHAT, TEAMS
from data.sample.days import COUNTRY, MAIL_WEEK, SOCIAL_WEEK, ZONE, Week
from data.settings import Day, Settings, TeamCalendar

PROMISES = {"email": 86_400.0, "social": 43_200.0}  # seconds to the first response; the others are the usual ones


def settings() -> Settings:
    """Its zone, country, opening hours (those of Social & Chat are longer), and promises."""
    usual = Settings()
    return Settings(
        zone=ZONE.key,
        hours=_hours(MAIL_WEEK),
        country=COUNTRY,
        teams={TEAMS[SOCIAL_CHAT]: TeamCalendar(zone=ZONE.key, hours=_hours(SOCIAL_WEEK), country=COUNTRY)},
        promises={**usual.promises, **PROMISES},
    )


def _hours(week: Week) -> tuple[Day, ...]:
    return tuple(() if span is None else ((_clock(span[0]), _clock(span[1])),) for span in week)


def _clock(hour: float) -> str:
    return f"{int(hour):02}:{round(hour % 1 * 60):02}"
