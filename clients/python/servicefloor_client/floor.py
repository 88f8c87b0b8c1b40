"""The calls. Each command has a key of its own: sent again after a cut it is done once, and answered alike."""

import time
import uuid
from collections.abc import Iterator
from typing import Any, Final, Self

import requests
import socketio
from socketio.exceptions import SocketIOError
from socketio.exceptions import TimeoutError as Late

from servicefloor_client.errors import Refused, Unreachable
from servicefloor_client.models import AtCounter, Crowd, Issued

TIMEOUT: Final = 10.0  # seconds for one answer
PAUSES: Final = (0.2, 0.5, 1.0, 2.0)  # seconds before each further try
NAMESPACE: Final = "/live"
AGAIN: Final = (429, 502, 503, 504)  # statuses that are tried again: too many, or nothing behind the proxy just now
LOOKS: Final = 0.5  # seconds after which it is looked whether the line still stands: waiting alone does not tell
SILENT: Final = 45.0  # seconds without even a pulse, after which a line counts as cut: one comes every 15


class Floor:
    """One hall of a server, as whoever the token belongs to."""

    def __init__(self, url: str, *, hall: str, token: str, language: str = "en", timeout: float = TIMEOUT) -> None:
        self.url, self.hall, self.token, self.timeout = url.rstrip("/"), hall, token, timeout
        self.session = requests.Session()
        self.session.headers["Accept-Language"] = language
        if token:
            self.session.headers["Authorization"] = f"Bearer {token}"

    @classmethod
    def signed_in(cls, url: str, *, hall: str, username: str, password: str, language: str = "en") -> Self:
        """Sign a person in; raise `Refused` where name and password do not fit."""
        found = cls(url, hall=hall, token="", language=language)
        said = found.ask("POST", "/session", {"username": username, "password": password})
        found.session.cookies.clear()
        return cls(url, hall=hall, token=str(said["token"]), language=language)

    def issue(self, service: str, *, key: str | None = None, **more: Any) -> Issued:
        """Give out a number (kiosk, reception); `more`: priority, priority_class, language …"""
        return Issued.of(self.ask("POST", f"/halls/{self.hall}/tickets", {"service": service, **more}, key=key))

    def track(self, secret: str) -> dict[str, Any]:
        """Return what the holder of a slip may know of it."""
        return dict(self.ask("GET", f"/track/{secret}"))

    def at(self, counter: str, act: str, **body: Any) -> AtCounter:
        """Do an act at a counter, as its clerk: open, call, recall, start, finish, no-show, hold, return, close."""
        return AtCounter.of(self.ask("POST", f"/halls/{self.hall}/counters/{counter}/{act}", body))

    def count(self, *, inside: int | None = None, entered: int = 0, left: int = 0) -> None:
        """Say how many are inside, or how many came and went since the last count (sensor, supervisor)."""
        body = {"entered": entered, "left": left} if inside is None else {"inside": inside}
        self.ask("POST", f"/halls/{self.hall}/headcount", body)

    def crowd(self) -> Crowd:
        """Return how full the hall is."""
        return Crowd.of(self.ask("GET", f"/halls/{self.hall}/crowd"))

    def view(self, name: str) -> dict[str, Any]:
        """Return what a screen shows now: `display`, `line`, `sign:3`, `counter:3`, `board`."""
        return dict(self.ask("GET", f"/halls/{self.hall}/views/{name}")["data"])

    def watch(self, name: str, *, within: float | None = None) -> Iterator[dict[str, Any]]:
        """Yield a view as it is, and again whenever it differs; a line that was cut is taken up again.

        `within`: end after so many seconds; else it goes on for ever. Raises `Refused` where the token may not see it.
        """
        until, last, pause = None if within is None else time.monotonic() + within, None, 0.2
        while until is None or time.monotonic() < until:
            try:
                for data in self.pushed(name, until):
                    pause = 0.2
                    if data != last:
                        last = data
                        yield data
            except SocketIOError:
                left = pause if until is None else min(pause, max(0.0, until - time.monotonic()))
                time.sleep(left)
                pause = min(pause * 2, 10.0)

    def pushed(self, name: str, until: float | None) -> Iterator[dict[str, Any]]:
        """Yield what one connection is pushed, the present first; raise where it is cut."""
        with socketio.SimpleClient(reconnection=False) as line:
            auth = {"token": self.token}
            line.connect(self.url, auth=auth, namespace=NAMESPACE, transports=["websocket"], wait_timeout=self.timeout)
            said = line.call("watch", {"hall": self.hall, "view": name}, timeout=self.timeout)
            if "data" not in said:
                raise Refused(403, said)
            yield said["data"]
            heard = time.monotonic()
            while until is None or time.monotonic() < until:
                try:
                    event, value = line.receive(LOOKS)
                except Late:
                    if time.monotonic() - heard > SILENT:
                        raise
                    continue
                heard = time.monotonic()
                if event == "view":
                    yield value["data"]

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None, *, key: str | None = None) -> Any:
        """Call the API under /api/v1 and return what it says; raise `Refused`, or `Unreachable` after some tries."""
        key = key or uuid.uuid4().hex
        headers, url = {"Idempotency-Key": key}, f"{self.url}/api/v1{path}"
        for pause in (*PAUSES, None):
            try:
                answer = self.session.request(method, url, json=body, headers=headers, timeout=self.timeout)
            except requests.ConnectionError:
                answer = None
            except requests.Timeout:
                answer = None
            if answer is not None and (answer.status_code not in AGAIN or pause is None):
                return said(answer)
            if pause is not None:
                time.sleep(pause)
        raise Unreachable(url, key)


def said(answer: requests.Response) -> Any:
    """Return an answer's content; raise `Refused` where it is a refusal."""
    try:
        content = answer.json() if answer.content else None
    except requests.JSONDecodeError:
        content = None
    if answer.ok:
        return content
    raise Refused(answer.status_code, content if isinstance(content, dict) else {"title": answer.reason})
