"""Somebody in front of a browser: opens pages, waits until they stand, and notes what went wrong behind the scenes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Response

# True once the app has stood still for as long as a run that a click asked for takes to begin, and what it drew has
# come. Counted in frames: on a busy machine they take longer, and so does the run.
STANDS = """() => new Promise(done => { let still = 0
    const drawing = () => [...document.querySelectorAll('[data-testid=stSkeleton]')].some(it => it.checkVisibility())
    const look = () => {
        const app = document.querySelector('[data-testid=stApp]')
        still = app?.dataset.testScriptState === 'notRunning' && !drawing() ? still + 1 : 0
        still > 9 ? done(true) : requestAnimationFrame(look) }
    look() })"""
FADING = """() => document.getAnimations()
    .some(each => each.playState === 'running' && each.effect.getComputedTiming().endTime !== Infinity)"""
UNFOLD = """() => [...document.querySelectorAll('[data-testid=stExpander] details:not([open]) > summary')]
    .filter(each => each.checkVisibility()).forEach(each => each.click())"""


@dataclass
class Visitor:
    """A page in a browser of its own. `strangers`: addresses off this machine that were asked; `troubles`: the rest."""

    page: Page
    url: str
    troubles: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def open(self, address: str = "/") -> "Visitor":
        self.page.goto(f"{self.url}{address}")
        self.page.wait_for_selector(".tz-head h1", timeout=60_000)  # until then it only looks as if it had run
        return self.wait()

    def wait(self) -> "Visitor":
        """Until the page has run, and what it drew last has come."""
        self.page.wait_for_function(STANDS, timeout=30_000)
        return self

    def rest(self) -> "Visitor":
        """Until nothing moves or fades any more either: a button that was pressed fades into its colour."""
        self.wait().page.wait_for_function(f"() => !({FADING})()")
        return self

    def unfold(self) -> "Visitor":
        """Open whatever is folded, at once: clicks one by one would wait until the fold before has moved."""
        self.page.evaluate(UNFOLD)
        return self.rest()

    def fits(self) -> "Visitor":
        """Until nothing is wider than the screen: charts shrink a moment after it."""
        self.page.wait_for_function("() => document.documentElement.scrollWidth <= innerWidth")
        return self

    def sees(self, text: str) -> Locator:
        found = self.page.get_by_text(text, exact=False).first
        found.wait_for(timeout=15_000)
        return found

    def press(self, name: str, role: str = "button") -> "Visitor":
        self.page.get_by_role(role, name=name, exact=False).first.click()  # type: ignore[arg-type]
        return self.wait()

    def choose(self, label: str, option: str) -> "Visitor":
        """Type into a box of choices, and take what was typed."""
        box = self.page.get_by_role("combobox", name=label)
        box.click()
        box.fill(option)
        self.page.get_by_role("option").filter(has_text=option).first.click()
        return self.wait()

    def write(self, label: str, text: str) -> "Visitor":
        box = self.page.get_by_label(label, exact=True)
        box.fill(text)
        box.press("Tab")
        return self.wait()

    def note_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.troubles.append(f"console: {message.text} ({message.location.get('url', '')})")

    def note_response(self, response: Response) -> None:
        if response.status >= 400:
            self.troubles.append(f"{response.status}: {response.url}")

    def note_request(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob") and parts.hostname != "127.0.0.1":
            self.strangers.append(url)


@contextmanager
def visiting(
    browser: Browser, url: str, width: int = 1440, height: int = 900, theme: str = "light"
) -> Iterator[Visitor]:
    """A visitor who has never been there before."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=theme,  # type: ignore[arg-type]
        locale="en-US",
    )
    page = context.new_page()
    visitor = Visitor(page, url)
    page.on("console", visitor.note_console)
    page.on("pageerror", lambda error: visitor.troubles.append(f"page: {error}"))
    page.on("dialog", lambda dialog: (visitor.troubles.append(f"dialog: {dialog.message}"), dialog.dismiss())[0])
    page.on("response", visitor.note_response)
    page.on("request", lambda request: visitor.note_request(request.url))
    page.on("websocket", lambda socket: visitor.note_request(socket.url))
    try:
        yield visitor
    finally:
        context.close()
