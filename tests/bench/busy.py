"""How many busy halls one small machine bears.

Every hall has 1,200 tickets in eight hours with all their acts, 30 screens and 60 phones, its forecast and its crowd.
Measured is, in one of them, from a clerk's press until the last of its screens has the call.
"""

import http.client
import select
import statistics
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any, Final

import orjson

from tests.bench.halls import COUNTERS, ROOT, Halls, Server
from tests.bench.raw_screen import Screen

CYCLE: Final = 24.0  # seconds from one ticket of a hall to the next: 1,200 in eight hours
SCREENS: Final = ("display",) * 14 + tuple(f"counter:{code}" for code in COUNTERS) * 2  # 30
PHONES: Final = ("line",) * 60
TOLD: Final = ("display",) * 14 + PHONES  # those of the measured hall that show a call
PRESSES: Final = 60
PATIENCE: Final = 10.0  # seconds until a screen counts as left out
DRIVERS: Final = 4
SERVED: Final = "EC"  # by counter 1, at which all are served
ACTS: Final = ("issue", "track", "call", "start", "finish")


class Caller:
    """One kept-alive connection."""

    def __init__(self, port: int) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)

    def ask(self, method: str, path: str, body: dict[str, Any] | None, token: str) -> Any:
        """Call the API; raise where it refuses."""
        headers = {"Content-Type": "application/json", "Idempotency-Key": uuid.uuid4().hex}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        self.line.request(method, f"/api/v1{path}", None if body is None else orjson.dumps(body), headers)
        answer = self.line.getresponse()
        content = answer.read()
        if answer.status >= 400:
            raise RuntimeError(f"{method} {path}: {answer.status} {content!r}")
        return orjson.loads(content) if content else None

    def act(self, halls: Halls, code: str, what: str, secrets: dict[str, str], nth: int) -> Any:
        """Do one of a ticket's acts in a hall."""
        if what == "issue":
            body = {"service": SERVED[nth % len(SERVED)]}
            answer = self.ask("POST", f"/halls/{code}/tickets", body, halls.kiosks[code])
            secrets[code] = str(answer["track_url"]).rpartition("/")[2]
            return answer
        if what == "track":
            return self.ask("GET", f"/track/{secrets[code]}", None, "")
        body = {"outcome": "done"} if what == "finish" else {}
        return self.ask("POST", f"/halls/{code}/counters/1/{what}", body, halls.clerks[code])


class Driver(threading.Thread):
    """Has some halls go on as on a usual day, each act at its time."""

    def __init__(self, port: int, halls: Halls, codes: list[str]) -> None:
        super().__init__(daemon=True)
        self.caller, self.halls, self.codes = Caller(port), halls, codes
        self.ended = threading.Event()
        self.done, self.late, self.failed = 0, 0.0, ""

    def run(self) -> None:
        """Go on until told to end."""
        draw, secrets, begun = Random(len(self.codes)), dict[str, str](), time.monotonic()
        due = [(begun + draw.random() * CYCLE, code, 0) for code in self.codes]
        while due and not self.ended.is_set():
            due.sort()
            at, code, nth = due.pop(0)
            if self.ended.wait(max(0.0, at - time.monotonic())):
                return
            self.late = max(self.late, time.monotonic() - at)
            try:
                self.caller.act(self.halls, code, ACTS[nth % len(ACTS)], secrets, nth)
            except (OSError, RuntimeError, http.client.HTTPException) as error:
                self.failed = self.failed or repr(error)
                return
            self.done += 1
            due.append((at + CYCLE / len(ACTS), code, nth + 1))


class Watchers(threading.Thread):
    """The screens of the measured hall; it notes when each was pushed what."""

    def __init__(self, port: int, token: str, hall: str) -> None:
        super().__init__(daemon=True)
        self.poll, self.screens = select.epoll(), dict[int, Screen]()
        for view in TOLD:
            screen = Screen(port, {"token": token})
            if "data" not in screen.watch(view, hall):
                raise PermissionError(view)
            screen.sock.setblocking(False)
            self.screens[screen.sock.fileno()] = screen
            self.poll.register(screen.sock.fileno(), select.EPOLLIN)
        self.heard: dict[int, list[tuple[float, bytes]]] = {number: [] for number in self.screens}

    def run(self) -> None:
        """Read for ever."""
        while True:
            for number, _ in self.poll.poll():
                data = self.screens[number].sock.recv(1 << 18)
                if data.endswith(b"\x81\x012"):
                    self.screens[number].say("3")
                self.heard[number] = [*self.heard[number][-20:], (time.monotonic(), data)]

    def last(self, ticket: int, counter: str) -> float:
        """Return when the last screen had a call; raise where one never has it."""
        keys = (f'"ticket":{ticket},'.encode(), f'"{ticket}":"{counter}"'.encode())
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            found = [
                next((at for at, data in heard if any(key in data for key in keys)), None)
                for heard in self.heard.values()
            ]
            if None not in found:
                return max(at for at in found if at is not None)
            time.sleep(0.005)
        raise TimeoutError(f"{found.count(None)} screens never had the call")


@contextmanager
def other_screens(port: int, token: str, codes: list[str]) -> Iterator[None]:
    """Have all screens and phones of the other halls watch."""
    views = [*SCREENS, *PHONES]
    pairs = [(code, view) for view in views for code in codes]
    words = [sys.executable, "-m", "tests.bench.crowd_of_screens", str(port), str(len(pairs)), token]
    words += [",".join(code for code, _ in pairs), ",".join(view for _, view in pairs)]
    with subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as crowd:
        try:
            if crowd.stdout is None or crowd.stdout.readline() != "ready\n":
                raise RuntimeError("the screens did not come up")
            yield
        finally:
            crowd.terminate()


def pressed(server: Server, halls: Halls, busy: int) -> tuple[list[float], float]:
    """Return the milliseconds from press to last screen, with so many halls going on; and how late an act came."""
    token, codes = server.supervisor(), halls.codes[1:busy]
    drivers = [Driver(server.port, halls, codes[nth::DRIVERS]) for nth in range(DRIVERS)]
    with other_screens(server.port, token, codes):
        watchers = Watchers(server.port, token, "main")
        for thread in (watchers, *drivers):
            thread.start()
        time.sleep(CYCLE / 4)
        caller, found, secrets = Caller(server.port), [], dict[str, str]()
        for nth in range(PRESSES):
            caller.act(halls, "main", "issue", secrets, nth)
            begun = time.monotonic()
            ticket = caller.act(halls, "main", "call", secrets, nth)["ticket"]["id"]
            found.append((watchers.last(ticket, "1") - begun) * 1000)
            caller.act(halls, "main", "start", secrets, nth)
            caller.act(halls, "main", "finish", secrets, nth)
            time.sleep(0.3)
        for driver in drivers:
            driver.ended.set()
            driver.join()
            if driver.failed:
                raise RuntimeError(driver.failed)
    return found, max(driver.late for driver in drivers)


def told(times: list[float]) -> str:
    """Return them in words."""
    late = statistics.quantiles(times, n=100, method="inclusive")[98]
    return f"p50 {statistics.median(times):.0f}, p99 {late:.0f} ms"
