"""A case beside the line by keys alone, counted: from the ticket to an accepted one of four materials, eight fields."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from server.procedures.commands import set_version
from server.procedures.procedure import DatumKind, Material, Procedure, ProcedureField
from server.security.actors import SYSTEM
from server.security.rights import DeviceKind
from server.store.directory import hall_number
from server.store.hall import HEAD
from tests.cases import said
from tests.hall import Clerk, Kiosk, Server, quiet_config
from tests.looking import Watched, stands

pytestmark = pytest.mark.xdist_group("browser")
Contexts = Callable[..., BrowserContext]
SOON = 15_000  # ms
FIELDS = ("name", "number", "phone", "mail", "street", "town", "job", "since")
KINDS = {"number": DatumKind.IDENTITY, "phone": DatumKind.PHONE, "mail": DatumKind.EMAIL}
ENTERED = {"name": "王小明", "number": "A123456789", "phone": "0912345678", "mail": "a@example.org"}
RULES = Procedure(
    days=5,
    materials=[Material(code=f"m-{n}", name=said(f"Paper {n}"), checks=said("the seal")) for n in range(1, 5)],
    fields=[ProcedureField(code=code, name=said(code), kind=KINDS.get(code, DatumKind.LINE)) for code in FIELDS],
)
MOST_PRESSES = 14  # the key of the case, four materials, seven Tabs, two keys at once


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Server]:
    """A hall in which service A has a procedure, and clerk 2 serves somebody at counter 2."""
    server = Server(tmp_path, config=quiet_config(tmp_path))
    try:
        server.start()
        store = server.store()
        with store.look(HEAD) as head:
            number = hall_number(head, "main")
        with store.hall(number, SYSTEM) as work:
            set_version(work, "A", RULES, note="", written_by=None)
        store.database.close()
        Kiosk(server, server.enrol(DeviceKind.KIOSK)).takes("A")
        clerk = Clerk(server, "clerk2", "2")
        for act in ("open", "call", "start"):
            assert clerk.does(act).status_code == 200
        yield server
    finally:
        server.kill()


def at_counter(server: Server, context: Contexts) -> Page:
    """Sign in at the terminal, where somebody is served."""
    page = context(1366, 768).new_page()
    page.goto(f"{server.url}/counter/")
    page.fill("input[name=username]", "clerk2")
    page.fill("input[name=password]", "demo")
    page.keyboard.press("Enter")
    expect(page.locator("button.big")).to_be_visible(timeout=SOON)
    return page


def test_accepted_by_keys_alone(hall: Server, context: Contexts) -> None:
    """No mouse; the large key stays where it is; what was wrong is said at its field; then it is accepted."""
    page = at_counter(hall, context)
    watched = Watched(page)
    big = page.locator("button.big").bounding_box()
    pressed = ["s"]
    page.keyboard.press("s")
    expect(page.locator(".materials li")).to_have_count(4, timeout=SOON)
    assert page.locator("button.big").bounding_box() == big
    for place in range(4):
        expect(page.locator(".materials li").nth(place)).to_have_attribute("aria-current", "true", timeout=SOON)
        page.keyboard.press("Enter")
        pressed.append("Enter")
        expect(page.locator(".materials li.good")).to_have_count(place + 1, timeout=SOON)
    expect(page.locator("[data-field=name]")).to_be_focused(timeout=SOON)
    for place, code in enumerate(FIELDS):
        expect(page.locator(f"[data-field={code}]")).to_be_focused()
        page.keyboard.type(ENTERED.get(code, "x"))
        if place + 1 < len(FIELDS):
            page.keyboard.press("Tab")
            pressed.append("Tab")
    expect(page.locator(".moves .main")).to_contain_text("Accept it", timeout=SOON)
    page.keyboard.press("Shift+Enter")
    pressed += ["Shift", "Enter"]
    expect(page.locator(".case")).to_contain_text("accepted", timeout=SOON)
    assert len(pressed) <= MOST_PRESSES
    stands(page)
    assert watched.wrong == []
    assert watched.findings() == []
    page.keyboard.press("Escape")
    expect(page.locator(".my")).to_be_visible()


def test_what_was_typed_survives_a_colleague(hall: Server, context: Contexts) -> None:
    """The same field, entered elsewhere meanwhile: both stand there, and the clerk chooses."""
    page = at_counter(hall, context)
    page.keyboard.press("s")
    expect(page.locator("[data-field=name]")).to_be_visible(timeout=SOON)
    clerk = Clerk(hall, "clerk2", "2")
    case = clerk.sees()["cases"][0]["id"]
    elsewhere = {"values": {"name": "陳大文"}, "seen": {}}
    assert clerk.asks("POST", f"/halls/main/cases/{case}/form", elsewhere).status_code == 200
    page.fill("[data-field=name]", "王小明")
    page.keyboard.press("Tab")
    expect(page.locator(".both")).to_contain_text("陳大文", timeout=SOON)
    expect(page.locator("[data-field=name]")).to_have_value("王小明")
    page.locator(".both button").first.click()
    expect(page.locator(".both")).to_have_count(0, timeout=SOON)
    kept = clerk.asks("GET", f"/halls/main/cases/{case}").json()["fields"][0]["value"]
    assert kept == "王小明"
