"""A visit from end to end: booked, moved, reminded, kept at the kiosk, two services, told by push, served, rated."""

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest
import zxingcpp
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import update

from server.appointments.events import REMINDER
from server.appointments.settings import Bookable
from server.floor.commands.settings import save_own
from server.kernel.clock import SystemClock
from server.messages.ways import open_channels
from server.messages.worker import Worker
from server.news.settings import SETTINGS as NEWS
from server.news.settings import NewsSettings
from server.security.rights import DeviceKind
from server.store.tables import deadlines
from tests.appointments import CHEN, can_be_booked, opened
from tests.hall import Clerk, Kiosk, Server, quiet_config
from tests.kiosk_side import AgentProcess
from tests.mail import MailServer
from tests.push_service import PushService
from tests.receivers import Receiver

pytestmark = pytest.mark.xdist_group("browser")

Contexts = Callable[..., BrowserContext]
RunAgent = Callable[..., AbstractContextManager[AgentProcess]]
SOON = 15_000  # ms
T = TypeVar("T")
WITHIN = 30.0  # seconds
AHEAD = 16  # times of five minutes: more than the hour before which somebody is reminded
FIRST = 5  # people who came before, with priority
# The browser's own push service is on no network here: ours takes its place, behind the same call.
OURS = """given => {
  Notification.requestPermission = async () => "granted";
  PushManager.prototype.subscribe = async () => ({toJSON: () => given});
}"""


@dataclass
class World:
    """A hall, and what reaches its customers elsewhere."""

    server: Server
    mail: MailServer
    push: PushService
    worker: Worker

    def mails(self, words: str) -> str:
        """Wait for an e-mail with some words; return it."""
        return self.waits(lambda: next((text for text in map(text_of, self.mail.taken) if words in text), None))

    def shown(self) -> tuple[str, str]:
        """Wait for the next thing that the locked phone shows."""
        told = self.waits(lambda: None if self.push.shown.empty() else self.push.shown.get_nowait())
        return told["title"], told["body"]

    def waits(self, look: Callable[[], T | None]) -> T:
        """Have messages leave until something has come."""
        until = time.monotonic() + WITHIN
        while time.monotonic() < until:
            self.worker.once()
            if (found := look()) is not None:
                return found
            time.sleep(0.1)
        raise AssertionError("it did not come")

    def is_due(self, kind: str) -> None:
        """Have what waits for its time fall due now."""
        store = self.server.store()
        with store.database.writing() as connection:
            connection.execute(update(deadlines).where(deadlines.c.kind == kind).values(due_at=store.clock.now()))
        store.database.close()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A hall that books, reminds, and tells whose turn is near."""
    with MailServer() as mail, PushService() as push:
        pushes = {"push_contact": "it@example.org", "push_services": (push.url,), "push_per_minute": 6000}
        settings = mail.settings(**pushes)
        server = Server(
            tmp_path,
            config=quiet_config(tmp_path, endless=True),
            **mail.environment(),
            FLOOR_PUSH_CONTACT=settings.push_contact or "",
            FLOOR_PUSH_SERVICES=json.dumps([push.url]),
        ).start()
        try:
            rules = {"notice": 0, "change_until": 0, "remind": 1, "check_in_from": 600, "credit": 100}
            can_be_booked(server, [Bookable(service="A", places=1, minutes=5)], **rules)
            with opened(server) as hall:
                save_own(hall, NEWS, NewsSettings(near_people=3, near_minutes=60), before=NEWS.text(hall))
            yield World(server, mail, push, Worker(server.store(), open_channels(settings, SystemClock())))
            assert server.floor("verify").returncode == 0
        finally:
            server.kill()


def text_of(mail: object) -> str:
    """Return an e-mail's words."""
    body = mail.get_body(("plain",))  # type: ignore[attr-defined]  # an EmailMessage
    return str(body.get_content())


def test_from_the_phone_at_home_to_the_rating(
    world: World, context: Contexts, run_agent: RunAgent, tmp_path: Path
) -> None:
    """Each step is done where its customer does it, and each message is read where it arrives."""
    phone = context(390, 844, "en-US", has_touch=True)
    phone.add_init_script(f"({OURS})({json.dumps(world.push.subscription())})")
    books_and_moves(world, phone.new_page())
    code = re.search(r"Your code: (\d{6})", world.mails("Your appointment has another time."))
    assert code
    world.is_due(REMINDER)
    assert f"Your code: {code[1]}" in world.mails("This is a reminder of your appointment.")
    kiosk = Kiosk(world.server, world.server.enrol(DeviceKind.KIOSK))
    others = [kiosk.takes("A", priority=True).json()["ticket"]["number"] for _ in range(FIRST)]
    with Receiver() as printer, run_agent(world.server, tmp_path, printer.url) as agent:
        checks_in(context(1080, 1920, "en-US", has_touch=True).new_page(), agent, code[1])
        (slip,) = printer.waits_for(1)
        (seen,) = zxingcpp.read_barcodes(slip)
    number = adds_a_service_and_leaves(phone.new_page(), seen.text)
    clerk = Clerk(world.server, "clerk3", "3")
    assert clerk.does("open").ok
    assert world.shown()[0] == f"{number}: we tell you when to come"
    called = [serves(clerk) for _ in range(FIRST - 3)]
    assert world.shown() == (f"{number}: your turn is near", "Please come back to the hall now: Central Service Hall.")
    assert called + [serves(clerk) for _ in range(3)] == others
    assert clerk.does("call").json()["ticket"]["number"] == number
    assert world.shown() == (f"{number}: it is your turn", "Please go to counter 3.")
    assert clerk.does("start").ok
    assert clerk.does("finish", outcome="done").ok
    goes_on = clerk.sees()
    assert (goes_on["state"], goes_on["ticket"]["number"], goes_on["ticket"]["service"]) == ("serving", number, "B")
    assert clerk.does("finish", outcome="done").ok
    rates(phone.new_page(), seen.text)


def serves(clerk: Clerk) -> str:
    """Call the next one, serve them, and return whom."""
    called = clerk.does("call")
    assert called.ok, called.text
    for act in ("start", "finish"):
        assert clerk.does(act).ok
    return str(called.json()["ticket"]["number"])


def books_and_moves(world: World, page: Page) -> None:
    """Book a time soon, and move it to a later one."""
    page.goto(f"{world.server.url}/book/main?service=A")
    page.locator(".slots button").first.click()
    page.get_by_label("E-mail address").fill(CHEN)
    page.get_by_role("button", name="Book this time").click()
    expect(page.get_by_role("status")).to_contain_text("Your appointment is booked.")
    page.get_by_role("link", name="Another time").click()
    today = page.locator(".slots button").count()
    if today <= AHEAD:  # late in the evening it is tomorrow
        page.locator(".days a").nth(1).click()
    page.locator(".slots button").nth(AHEAD if today > AHEAD else AHEAD - today).click()
    expect(page.get_by_role("status")).to_contain_text("another time")
    page.close()


def checks_in(page: Page, agent: AgentProcess, code: str) -> None:
    """Type the code at the kiosk."""
    page.goto(f"{agent.base}/kiosk/")
    page.locator(".langs button[lang|=en]").click()
    page.locator("button[data-booked]").tap()
    for digit in code:
        page.locator(f".digits [data-key='{digit}']").tap()
    page.get_by_role("button", name="Check in").tap()
    expect(page.locator("main.ticket")).to_contain_text("your appointment", timeout=SOON)


def adds_a_service_and_leaves(page: Page, address: str) -> str:
    """Scan the slip, add a service, ask to be told on the phone, and close the page; return the number."""
    page.goto(address)
    expect(page.locator("section")).to_contain_text("Your appointment:", timeout=SOON)
    page.get_by_role("button", name=re.compile("Add a service|Change or add a service")).click()
    page.get_by_role("button", name="ID and documents").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("Your visit")).to_contain_text("ID and documents", timeout=SOON)
    page.get_by_role("button", name="Tell me by message").click()
    page.get_by_role("button", name=re.compile("this phone", re.IGNORECASE)).click()
    expect(page.locator("main")).to_contain_text("Phone (127.0.0.1)", timeout=SOON)
    number = page.locator(".plate").first.inner_text().strip()
    page.close()
    return number


def rates(page: Page, address: str) -> None:
    """Come back to the page: both services are done; say how it was."""
    page.goto(address)
    expect(page.locator("h1")).to_have_text("All done for today", timeout=SOON)
    expect(page.get_by_label("Your visit")).to_contain_text("done at counter 3")
    page.get_by_role("button", name="Rate this visit").click()
    page.locator("[data-score='5']").click()
    expect(page.locator("h1")).to_have_text("Thank you, we have it", timeout=SOON)
