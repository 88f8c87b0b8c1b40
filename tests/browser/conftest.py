"""What the browser's tests share: one Chromium, a fresh context for each test, a kiosk's agent beside its server."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from server.security.rights import DeviceKind
from tests.hall import Server, free_port
from tests.kiosk_side import AgentProcess

BROWSERS = (Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium"))  # the same pages, without the windows
CHROMIUM = next((path for path in BROWSERS if path.exists()), BROWSERS[-1])
QUIET = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run"
    " --disable-background-networking --disable-component-update --disable-sync"
)
Contexts = Callable[..., BrowserContext]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all."""
    if not CHROMIUM.exists():
        pytest.skip("Chromium is not on this machine")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET.split())
        try:
            yield launched
        finally:
            launched.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[Contexts]:
    """Make a browser's context of a size and a language; all of a test's own are closed after it."""
    made: list[BrowserContext] = []

    def make(width: int, height: int, locale: str = "en-US", *, has_touch: bool = False) -> BrowserContext:
        size = {"width": width, "height": height}
        made.append(browser.new_context(viewport=size, locale=locale, has_touch=has_touch))
        made[-1].set_default_timeout(15_000)
        return made[-1]

    yield make
    for one in made:
        one.close()


@contextmanager
def kiosk_agent(server: Server, folder: Path, printer: str = "") -> Iterator[AgentProcess]:
    """Run a kiosk's agent that the server knows, until it is no longer needed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FLOOR_KIOSK_TOKEN", server.enrol(DeviceKind.KIOSK))
        agent = AgentProcess(server.url, folder / "kiosk", free_port(), printer=printer, token="")
    try:
        agent.is_online()
        yield agent
    finally:
        agent.stop()


@pytest.fixture(scope="session")
def run_agent() -> Callable[..., object]:
    """Lend `kiosk_agent` to a file of tests, which cannot import it from here."""
    return kiosk_agent
