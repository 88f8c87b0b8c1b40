"""Pictures of the main screens from the running demo, for the README: `make screenshots`."""

import os
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

import requests
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "docs" / "pictures"
SERVER, KIOSK = 8610, 8611
LIVES_FOR = 12  # seconds, so that the pictures show a hall at work
QUIET = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-sync"
)


def main() -> None:
    """Start a demo, take the pictures, end it."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "server.demo", "--port", str(SERVER), "--kiosk-port", str(KIOSK)]
        demo = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"FLOOR_DATA": folder})
        try:
            wait_for(Path(folder) / "kiosk.token")
            time.sleep(LIVES_FOR)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET.split())
                take_all(browser, f"http://127.0.0.1:{SERVER}", Path(folder))
        finally:
            demo.send_signal(signal.SIGTERM)
            demo.wait(timeout=20)


def wait_for(file: Path) -> None:
    """Wait until the demo has let its kiosk in."""
    until = time.monotonic() + 90
    while not file.exists():
        assert time.monotonic() < until, "the demo did not start"
        time.sleep(0.2)


def take_all(browser: Browser, server: str, folder: Path) -> None:
    """Take each picture."""
    for name, address, size, language in (
        ("start", f"{server}/", (1366, 768), "en"),
        ("display", f"{server}/display/main", (1920, 1080), "zh-TW"),
        ("sign", f"{server}/sign/main/2", (768, 240), "zh-TW"),
        ("tablet", f"{server}/tablet/main/2", (1280, 800), "zh-TW"),
        ("kiosk", f"http://127.0.0.1:{KIOSK}/kiosk/", (1080, 1920), "zh-TW"),
        ("phone", ticket(server, folder), (390, 844), "en"),
    ):
        page = opened(browser, address, size, language)
        page.wait_for_timeout(11_000 if name == "display" else 3_000)  # a call fills the display for eight seconds
        page.screenshot(path=PICTURES / f"{name}.png")
        page.context.close()
    take_terminal(browser, server)
    take_board(browser, server)
    take_incident(browser, server)
    take_office(browser, server)


def opened(browser: Browser, address: str, size: tuple[int, int], language: str) -> Page:
    """Open a page."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale=language)
    page = context.new_page()
    page.goto(address)
    return page


def take_terminal(browser: Browser, server: str) -> None:
    """Sign in, take counter 3 and look."""
    page = opened(browser, f"{server}/counter/", (1366, 768), "en")
    page.fill("input[name=username]", "clerk3")
    page.fill("input[name=password]", "demo")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="3").first.click()
    page.wait_for_timeout(3_000)
    page.screenshot(path=PICTURES / "terminal.png")
    page.context.close()


def take_board(browser: Browser, server: str) -> None:
    """Sign in as the supervisor and look at the hall."""
    page = opened(browser, f"{server}/board/main", (1920, 1080), "en")
    page.fill("input[name=username]", "supervisor")
    page.fill("input[name=password]", "demo")
    page.keyboard.press("Enter")
    page.wait_for_selector(".strip .big")
    page.wait_for_timeout(1_000)
    page.screenshot(path=PICTURES / "board.png")
    page.context.close()


def take_incident(browser: Browser, server: str) -> None:
    """Begin a drill, confirm its first step and look at its room."""
    page = opened(browser, f"{server}/office/main/incidents", (1920, 1080), "zh-TW")
    page.fill("input[name=username]", "supervisor")
    page.fill("input[name=password]", "demo")
    page.keyboard.press("Enter")
    page.locator("form:has(input[value=crowding]) button[value=yes]").click()
    page.locator("a[href*='/incident/']").click()
    page.wait_for_selector(".digit:not(.moved) >> text=1")
    page.keyboard.press("1")
    page.wait_for_selector(".st.done")  # the next one asks for figures: its form stays closed
    page.wait_for_timeout(1_000)
    page.screenshot(path=PICTURES / "incident.png")
    page.context.close()


def take_office(browser: Browser, server: str) -> None:
    """Have two screens ask to be let in, then look at the office as a supervisor, an administrator and an auditor."""
    for wish in ({"kind": "kiosk", "name": "門口的取號機"}, {"kind": "kiosk", "name": "二樓取號機"}):
        requests.post(f"{server}/api/v1/pairing", json={"hall": "main", **wish}, timeout=10)
    for name, username, address, size in (
        ("office", "supervisor", "", (1366, 900)),
        ("office-phone", "supervisor", "", (390, 844)),
        ("office-service", "admin", "services/A", (1366, 900)),
        ("office-journal", "auditor", "journal", (1366, 900)),
    ):
        page = opened(browser, f"{server}/office/main/{address}", size, "zh-TW")
        page.fill("input[name=username]", username)
        page.fill("input[name=password]", "demo")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/office/main/{address}")
        page.wait_for_timeout(500)
        page.screenshot(path=PICTURES / f"{name}.png")
        page.context.close()


def ticket(server: str, folder: Path) -> str:
    """Take a number and return its page."""
    answer = requests.post(
        f"{server}/api/v1/halls/main/tickets",
        json={"service": "A"},
        headers={
            "Authorization": f"Bearer {(folder / 'kiosk.token').read_text()}",
            "Idempotency-Key": uuid.uuid4().hex,
        },
        timeout=10,
    )
    return str(answer.json()["track_url"])


if __name__ == "__main__":
    main()
