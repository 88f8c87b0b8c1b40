"""A hall called `north`: from an empty machine to the first slip, the first plan and the first backup restored.

By the manual's words: every command is a line of docs/operating.md, every step in the office is a word on its page; a
manual that lacks one, or a page that calls it otherwise, fails here.
"""

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import requests
from playwright.sync_api import BrowserContext, Page, expect

from tests.hall import free_port
from tests.kiosk_side import eventually
from tests.machine import Machine, commands
from tests.receivers import Receiver

pytestmark = pytest.mark.xdist_group("browser")
Contexts = Callable[..., BrowserContext]
SOON = 20_000
OWN = "a password of my own"


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    """An empty machine, whose ports nobody else uses."""
    made = Machine(tmp_path / "machine", of_8000=free_port(), of_8001=free_port())
    yield made
    made.stops()


@pytest.mark.timeout(400)
def test_north(machine: Machine, context: Contexts) -> None:
    """Install, the hall, a kiosk with its printer, the first slip, a plan; a backup, its rehearsal, its restore."""
    server, kiosk = (f"http://127.0.0.1:{port.split()[1]}" for port in machine.ports.values())
    *installing, begin = commands("Install")
    for line in installing:
        machine.types(line)
    machine.writes("/etc/servicefloor/server.env", FLOOR_PUBLIC_URL=server, FLOOR_BEHIND_PROXY="false")
    machine.types(begin)
    eventually(lambda: '"event": "ready"' in machine.types("journalctl -u servicefloor"), "the server says ready", 60)
    page = context(1366, 900, "en-US").new_page()
    (link,) = re.findall(r"http\S+/office/first/\S+", machine.types("journalctl -u servicefloor | grep office/first"))
    the_hall(page, link)
    with Receiver() as printer:
        a_kiosk(machine, page, kiosk)
        its_printer(page, context, kiosk, printer)
        number = the_first_slip(context, kiosk, printer)
    its_first_plan(page, server)
    backed_up_and_restored(machine, server, number)


def the_hall(page: Page, link: str) -> None:
    """Become the administrator, and be led through hall, service and counter."""
    page.goto(link)
    page.get_by_label("Name", exact=True).fill("Anna Nord")
    page.get_by_label("User name").fill("anna")
    page.get_by_label("Password").fill(OWN)
    page.get_by_role("button", name="Begin").click()
    expect(page.locator("h1")).to_have_text("New hall", timeout=SOON)
    page.get_by_label("Short name").fill("north")
    texts(page, "name", "North Hall")
    page.get_by_label("around the clock").check()
    page.get_by_role("button", name="Open the hall").click()
    page.wait_for_url("**/office/north/services*")
    page.get_by_role("link", name="New service").first.click()
    page.get_by_label("Letter", exact=True).fill("A")
    texts(page, "name", "Permits")
    texts(page, "about", "Building permits")
    page.get_by_role("button", name="Save").first.click()
    page.wait_for_url("**/services?said=saved")
    page.get_by_role("link", name="Counters").first.click()
    page.get_by_role("link", name="New counter").first.click()
    page.get_by_label("Number", exact=True).fill("1")
    page.get_by_label("Permits").first.check()
    page.get_by_role("button", name="Save").first.click()
    page.wait_for_url("**/counters?said=saved")


def texts(page: Page, field: str, words: str) -> None:
    """Write a text in each language that the page asks for."""
    for box in page.locator(f"[name^='{field}.']:visible").all():
        box.fill(words)


def a_kiosk(machine: Machine, page: Page, kiosk: str) -> None:
    """Install the agent with the lines that the office shows, and type its code in the office."""
    *installing, begin = commands("A kiosk")
    for line in installing:
        machine.types(line)
    page.get_by_role("link", name="Devices").first.click()
    shown = page.locator(".address").all_inner_texts()
    lines = dict(line.split("=", 1) for line in shown if re.match(r"[A-Z]+=", line))
    assert lines["HALL"] == "north"
    machine.writes("/etc/servicefloor/kiosk.env", **lines)
    machine.types(begin)
    touch = page.context.new_page()
    eventually(lambda: answers(kiosk), "the agent serves", 60)
    touch.goto(f"{kiosk}/kiosk/")
    code = touch.locator("p.code").inner_text(timeout=SOON)
    page.get_by_label("Code that the screen shows").fill(code)
    page.get_by_label("What staff call it").first.fill("Kiosk at the door")
    page.get_by_role("button", name="Let in").click()
    page.wait_for_url("**/devices?said=approved")
    expect(touch.get_by_text("Permits").first).to_be_visible(timeout=SOON)
    touch.close()


def answers(address: str) -> bool:
    """Return whether somebody serves at an address."""
    try:
        return requests.get(f"{address}/kiosk/", timeout=2).ok
    except requests.ConnectionError:
        return False


def its_printer(page: Page, context: Contexts, kiosk: str, printer: Receiver) -> None:
    """Open the set-up page by the office's code; ask the printer, print a test slip, save."""
    page.reload()
    page.get_by_text("Set-up code").click()
    code = page.locator("details.setup b").inner_text()
    setup = context(1366, 900, "en-US").new_page()
    setup.goto(f"{kiosk}/setup/")
    setup.get_by_label("Set-up code").fill(code)
    setup.get_by_role("button", name="Open the page").click()
    setup.get_by_label("On the network").check(timeout=SOON)
    setup.locator("input[inputmode=url]").fill(f"127.0.0.1:{printer.port}")
    setup.get_by_role("button", name="Print a test slip").click()
    expect(setup.get_by_text("Printed, and confirmed by the printer")).to_be_visible(timeout=SOON)
    assert len(printer.waits_for(1)) == 1
    setup.get_by_role("button", name="Save").click()
    expect(setup.get_by_text("Saved. It counts from the next slip on.")).to_be_visible(timeout=SOON)


def the_first_slip(context: Contexts, kiosk: str, printer: Receiver) -> str:
    """Touch the service, and hold the slip."""
    touch = context(1080, 1920, "en-US", has_touch=True).new_page()
    touch.goto(f"{kiosk}/kiosk/")
    touch.get_by_text("Permits").first.wait_for()
    touch.wait_for_selector("html:not([data-fresh])")  # no press counts on a page that has just come
    touch.get_by_text("Permits").first.tap()
    expect(touch.get_by_text("A001").first).to_be_visible(timeout=SOON)
    assert len(printer.waits_for(2, within=20)) == 2
    return "A001"


def its_first_plan(page: Page, server: str) -> None:
    """Make the plans from their templates with what is so here, and put the one for a crowd in force."""
    page.goto(f"{server}/office/north/")
    page.get_by_role("link", name="Emergency plans").first.click()
    expect(page.locator("h1")).to_have_text("Emergency plans", timeout=SOON)
    page.get_by_role("link", name="Make plans for this hall").click()
    page.get_by_label("Telephone of the manager").fill("8801")
    page.get_by_role("button", name="Begin the drafts").click()
    page.get_by_role("link", name="Crowding").first.click()
    page.get_by_role("button", name="Put it in force").click()
    expect(page.locator(".done")).to_be_visible(timeout=SOON)
    expect(page.get_by_text("approved by Anna Nord")).to_be_visible()


def backed_up_and_restored(machine: Machine, server: str, number: str) -> None:
    """Back up and rehearse by the manual and by the timers' units; restore beside the old one, and serve from there."""
    for line in commands("Back up"):
        said = machine.types(line)
    assert "north: " in said
    for unit in ("servicefloor-backup", "servicefloor-verify"):
        machine.types(f"systemctl start {unit}")
    figures = requests.get(f"{server}/metrics", timeout=20).text
    for what in ("backup", "verify", "rehearsal"):
        assert f'floor_last_done_well{{what="{what}"}} 1.0' in figures
    for line in commands("Restore"):
        machine.types(line)
    eventually(lambda: machine.types("journalctl -u servicefloor").count('"event": "ready"') == 2, "ready again", 60)
    folder = machine.folder / "var/lib/servicefloor"
    assert "new.db (with north)" in machine.types("floor verify")
    assert [file.name for file in folder.iterdir() if file.is_file() and file.stat().st_mode & 0o077] == []
    assert requests.get(f"{server}/readyz", timeout=20).ok
    with closing(sqlite3.connect(folder / "new.db")) as restored:
        assert restored.execute("SELECT number FROM tickets").fetchall() == [(number,)]
        assert restored.execute("SELECT kind FROM plans").fetchall() == [("crowding",)]
