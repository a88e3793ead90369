"""The machine's clock, for what people do: when they entered something, what they promised each other for today.

No number depends on it; those go by the data's own as-of date.
"""

import os
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC)


def today(zone: str) -> date:
    """The date in a zone. TARAZU_TODAY=YYYY-MM-DD stands in for it, to see what another day asks for."""
    given = os.environ.get("TARAZU_TODAY")
    return date.fromisoformat(given) if given else now().astimezone(ZoneInfo(zone)).date()
