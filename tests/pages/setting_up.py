"""The settings page as its reader has it: saving it, its tables, its sheets of weeks, the line at its button."""

import re

from streamlit.testing.v1 import AppTest

from data import records
from data.scope import OWNER
from data.settings import Settings
from tests.pages.reading import plain, ran

DEFAULT = Settings()


def save(at: AppTest) -> AppTest:
    at.button(key="settings-save").click()
    return ran(at)


def edit(at: AppTest, key: str, *added: dict[str, object], **edited: dict[str, object]) -> AppTest:
    """Fill in a table as a browser does: `edited` by number of the row ("row0"), `added` at its end."""
    rows = {int(name.removeprefix("row")): values for name, values in edited.items()}
    at.session_state[key] = {"edited_rows": rows, "added_rows": list(added), "deleted_rows": []}
    return ran(at)


def shown(at: AppTest, kind: str) -> list[str]:
    """The pieces of HTML of a kind, without markup."""
    return [plain(each.value) for each in at.html if f'class="{kind}' in each.value]


def effects(at: AppTest) -> list[str]:
    """What the choice of each scale would do, without the picture above it."""
    return [
        plain(re.sub(r'<div class="tz-scale".*?</div>', "", each.value))
        for each in at.html
        if 'class="tz-effect' in each.value
    ]


def bar(at: AppTest) -> str:
    return shown(at, "tz-unsaved")[0]


def days(at: AppTest, sheet: int = 0) -> list[str]:
    """The days of a sheet of weeks: date, what marks it, hours, names."""
    found = [each.value for each in at.html if "tz-weeks" in each.value]
    cells = re.findall(r"<td class=\"(?!tz-week-sum).*?</td>", found[sheet], flags=re.DOTALL)
    return [plain(re.sub(r' title="[^"]*"', "", cell)) for cell in cells]


def kept() -> Settings:
    return records.settings(OWNER)
