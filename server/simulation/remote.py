"""A day sent to a running server over HTTP: the same customers and clerks, at a chosen speed.

Bounded: one request at a time, each with a time limit, on this machine only unless another address is given.
"""

import os
import time
import uuid
from collections.abc import Callable
from random import Random
from typing import Any, Final

import requests

from server.floor.hallfile import Hall
from server.floor.intake import Intake
from server.floor.states import PauseReason
from server.simulation.customers import Customer, customers
from server.simulation.days import OPENS, Day
from server.simulation.engine import Engine
from server.simulation.hands import HallRefused, Summoned, Taken
from server.simulation.shifts import shifts

TIMEOUT: Final = 10.0  # seconds for one answer
TRIES: Final = 3
PASSWORD_FROM: Final = "FLOOR_DEMO_PASSWORD"  # noqa: S105 - the name of a variable


class Unreachable(Exception):
    """The server does not answer, or does not let the simulation in."""


class OverHttp:
    """Hands over HTTP: one kiosk by its token, the clerks by their sign-ins `clerk1`, `clerk2`, …"""

    def __init__(self, url: str, hall: str, token: str, codes: list[str]) -> None:
        self.base, self.hall, self.token = f"{url.rstrip('/')}/api/v1", hall, token
        self.session = requests.Session()
        self.session.trust_env = False
        password = os.environ.get(PASSWORD_FROM, "demo")
        self.clerks = {code: self.sign_in(f"clerk{nth}", password) for nth, code in enumerate(codes, start=1)}
        self.secrets: dict[int, str] = {}

    def sign_in(self, username: str, password: str) -> str:
        """Return a clerk's token."""
        try:
            answer = self.session.post(
                f"{self.base}/session", json={"username": username, "password": password}, timeout=TIMEOUT
            )
            self.session.cookies.clear()
            if answer.status_code != 200:
                raise Unreachable(
                    f"{username} may not sign in ({answer.status_code}); the password is read from {PASSWORD_FROM}"
                )
            return str(answer.json()["token"])
        except requests.RequestException as error:
            raise Unreachable(f"no answer from {self.base}") from error

    def post(self, path: str, body: dict[str, Any], token: str | None) -> dict[str, Any]:
        """Send a command, again under the same key where no answer came; raise what the server declines."""
        headers = {"Idempotency-Key": uuid.uuid4().hex} | ({"Authorization": f"Bearer {token}"} if token else {})
        for attempt in range(TRIES):
            try:
                answer = self.session.post(f"{self.base}{path}", json=body, headers=headers, timeout=TIMEOUT)
            except requests.RequestException:
                time.sleep(0.5 * (attempt + 1))
                continue
            self.session.cookies.clear()
            if answer.status_code == 401:
                raise Unreachable("the server does not know the token any more")
            if answer.ok:
                content: dict[str, Any] = answer.json() if answer.content else {}
                return content
            raise HallRefused(code_of(answer))
        raise Unreachable(f"no answer from {self.base}")

    def at(self, counter: str, act: str, **body: Any) -> dict[str, Any]:
        """Do something at a counter."""
        return self.post(f"/halls/{self.hall}/counters/{counter}/{act}", body, self.clerks[counter])

    def issue(self, customer: Customer) -> Taken:
        """Take a number at the kiosk."""
        body = {"service": customer.service, **Intake.of(customer).taken_down()}
        answer = self.post(f"/halls/{self.hall}/tickets", body, self.token)
        ticket, wait = int(answer["ticket"]["id"]), answer["wait"] or {}
        self.secrets[ticket] = str(answer["track_url"]).rpartition("/")[2]
        return Taken(ticket, answer["ahead"], None, wait.get("low"), wait.get("likely"), wait.get("high"))

    def open(self, counter: str) -> None:
        """Sit down at a counter, or come back to it."""
        self.at(counter, "open")

    def pause(self, counter: str, reason: PauseReason, minutes: int) -> None:
        """Leave a counter for some minutes."""
        self.at(counter, "pause", reason=reason.value, minutes=minutes)

    def close(self, counter: str) -> None:
        """Leave a counter for good."""
        self.at(counter, "close")

    def call(self, counter: str, ticket: int | None = None) -> Summoned:
        """Call the next person, or a certain one out of order."""
        body = {} if ticket is None else {"ticket": ticket, "reason": "simulated"}
        called = self.at(counter, "call", **body)["ticket"]
        return Summoned(int(called["id"]), called["service"], ticket is not None)

    def start(self, counter: str) -> None:
        """Begin to serve."""
        self.at(counter, "start")

    def no_show(self, counter: str) -> None:
        """Say that nobody came."""
        self.at(counter, "no-show")

    def hold(self, counter: str) -> None:
        """Set the ticket aside."""
        self.at(counter, "hold")

    def bring_back(self, counter: str, ticket: int) -> None:
        """Put a held ticket back into the line."""
        self.at(counter, "return", ticket=ticket)

    def transfer(self, counter: str, service: str, *, keep_place: bool) -> None:
        """Send the ticket on."""
        self.at(counter, "transfer", service=service, keep_place=keep_place)

    def finish(self, counter: str) -> None:
        """End the service."""
        self.at(counter, "finish", outcome="done")

    def cancel(self, ticket: int) -> None:
        """Give a number back."""
        self.post(f"/track/{self.secrets[ticket]}/cancel", {}, None)

    def later(self, ticket: int, minutes: int) -> None:
        """Ask to be called later."""
        self.post(f"/track/{self.secrets[ticket]}/later", {"minutes": minutes}, None)

    def come_back(self, ticket: int) -> None:
        """Come back after a missed call."""
        self.post(f"/track/{self.secrets[ticket]}/back", {}, None)


def code_of(answer: requests.Response) -> str:
    """Return a problem's code."""
    try:
        return str(answer.json().get("code", answer.status_code))
    except ValueError:
        return str(answer.status_code)


class WallTime:
    """A day's time by this machine's clock, so much faster; the time before the first clerk comes is left out."""

    def __init__(self, speed: float) -> None:
        self.speed = speed
        self.begun: float | None = None
        self.first = OPENS

    def go_to(self, seconds: float) -> None:
        """Sleep until a moment."""
        if self.begun is None:
            self.begun, self.first = time.monotonic(), seconds
        time.sleep(max(0.0, self.begun + (seconds - self.first) / self.speed - time.monotonic()))


def play_remotely(
    hall: Hall,
    day: Day,
    seed: int,
    *,
    speed: float,
    url: str,
    token: str,
    progress: Callable[[float, Engine], None] = lambda _now, _engine: None,
) -> Engine:
    """Play a day on a running server and return its engine; the server's own 90 seconds for a call are real ones."""
    staff = shifts(hall, day, seed)
    engine = Engine(
        OverHttp(url, hall.code, token, [counter.code for counter in hall.counters]),
        WallTime(speed),
        customers=customers(hall, day, seed),
        shifts=staff,
        random=Random(f"engine {hall.code} {day.name} {seed}"),  # noqa: S311 - a day that can be played again, no secret
        no_show_after=None,
    )
    engine.run(lambda now: progress(now, engine))
    return engine
