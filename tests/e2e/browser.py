"""Which Chromium the browser tests drive. As a script: prints its path, or stops with the command that installs one."""

import shutil
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# A container's root has no sandbox; the rest keeps the browser from calling home.
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


def executable() -> str | None:
    """The path of an installed Chromium or Chrome, else of Playwright's own; null when there is none."""
    named = next((path for name in NAMES if (path := shutil.which(name))), None)
    if named:
        return named
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


if __name__ == "__main__":
    found = executable()
    if not found:
        sys.exit(
            "The browser tests need Chromium. Install it and run `make test` again:\n"
            "  Debian, Ubuntu:  sudo apt-get install chromium\n"
            "  macOS, others:   .venv/bin/playwright install chromium"
        )
    print(found)
