"""A real server for a test: its own folder, its own port, killed and started again at will; and who goes to it."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from pathlib import Path
from typing import Any, Self

import requests

from server.kernel.clock import SystemClock
from server.security.rights import DeviceKind
from server.security.setting_up import KEY_FILE, enrol_device
from server.store.engine import Database
from server.store.hall import Store
from server.store.sealed import unlock
from tests.forked import Forked, fork
from tests.ready_made import copied, usable

ROOT = Path(__file__).parents[1]
DEMO = ROOT / "config" / "demo.toml"
READY_WITHIN = 60  # seconds, on a busy machine


def free_port() -> int:
    """Return a port that nobody uses just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def taken(port: int) -> bool:
    """Return whether a server of this machine still listens at a port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


class Server:
    """The server as a process group of its own."""

    def __init__(
        self, folder: Path, *, database: str | None = None, config: Path | None = None, **settings: str
    ) -> None:
        self.folder, self.port = folder, free_port()
        self.database = database or f"sqlite:///{folder / 'floor.db'}"
        self.url = f"http://127.0.0.1:{self.port}"
        self.api = f"{self.url}/api/v1"
        self.environment = os.environ | {
            "FLOOR_DATABASE_URL": self.database,
            "FLOOR_DATA": str(folder),
            "FLOOR_CONFIG": str(config or roomy_config(folder)),
            **settings,
        }
        self.within: list[str] = []  # a command that runs it under a limit
        self.process: subprocess.Popen[bytes] | Forked | None = None

    def start(self) -> Self:
        """Start it and wait until it is ready."""
        if usable(self.environment, self.database, self.folder):
            copied(self.folder, Path(self.environment["FLOOR_CONFIG"]), SystemClock())
        words = ["--port", str(self.port)]
        if self.within:
            with (self.folder / "server.log").open("ab") as log:
                self.process = subprocess.Popen(
                    [*self.within, sys.executable, "-m", "server.serve", *words],
                    cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True,
                )  # fmt: skip
        else:
            self.process = fork("server.serve", words, self.environment, self.folder / "server.log")
        until = time.monotonic() + READY_WITHIN
        while time.monotonic() < until and self.process.poll() is None:
            try:
                if requests.get(f"{self.url}/readyz", timeout=2).status_code == 200:
                    return self
            except (requests.ConnectionError, requests.Timeout):
                time.sleep(0.05)
        raise AssertionError(f"not ready: {(self.folder / 'server.log').read_text()[-2000:]}")

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End the master and its workers."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, how)
        self.process.wait(timeout=20)
        self.process = None
        until = time.monotonic() + 20
        while taken(self.port) and time.monotonic() < until:  # a worker goes a moment after its master
            time.sleep(0.01)

    def kill(self) -> None:
        """Kill it as a power cut would: `kill -9` to all its processes."""
        self.end(signal.SIGKILL)

    def store(self) -> Store:
        """Return the database as another program sees it, with this server's key."""
        key = self.environment.get("FLOOR_SECRET_KEY")
        path = self.folder / KEY_FILE
        if key or path.exists():
            unlock(key or path.read_text())
        return Store(Database(self.database), SystemClock())

    def enrol(self, kind: DeviceKind, counter: str | None = None) -> str:
        """Let a device in, as `floor enrol` does, and return its token."""
        store = self.store()
        try:
            return enrol_device(store, hall="main", kind=kind, counter=counter, name="T")
        finally:
            store.database.close()

    def floor(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command of `floor` beside it."""
        command = [sys.executable, "-m", "server.admin", *words]
        return subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)


class Visitor:
    """Somebody who talks to the server by HTTP, under a token."""

    def __init__(self, server: Server, token: str, language: str = "en") -> None:
        self.server = server
        self.http = requests.Session()
        self.http.headers.update({"Authorization": f"Bearer {token}", "Accept-Language": language})

    def asks(self, method: str, path: str, body: object = None, **headers: str) -> requests.Response:
        """Send a request."""
        return self.http.request(method, f"{self.server.api}{path}", json=body, headers=headers, timeout=20)


class Kiosk(Visitor):
    """A kiosk: gives out numbers."""

    def takes(self, service: str = "A", *, key: str | None = None, **more: object) -> requests.Response:
        """Take a number."""
        body = {"service": service, **more}
        return self.asks("POST", "/halls/main/tickets", body, **{"Idempotency-Key": key or uuid.uuid4().hex})


class Clerk(Visitor):
    """A clerk at a counter of the demo hall."""

    def __init__(self, server: Server, username: str, counter: str) -> None:
        said = requests.post(f"{server.api}/session", json={"username": username, "password": "demo"}, timeout=20)
        super().__init__(server, said.json()["token"])
        self.counter = counter

    def does(self, act: str, **body: object) -> requests.Response:
        """Press a button of the terminal."""
        return self.asks("POST", f"/halls/main/counters/{self.counter}/{act}", body)

    def sees(self) -> dict[str, Any]:
        """Look at the terminal."""
        found: dict[str, Any] = self.asks("GET", f"/halls/main/views/counter:{self.counter}").json()["data"]
        return found


FLOOR = "area = 80\ncapacity = 150\n"  # the demo's, which a rush crowds


def roomy_config(folder: Path) -> Path:
    """Write the demo's configuration with a hall that tests can fill: crowded from 450 people, dangerous from 500."""
    text = DEMO.read_text(encoding="utf-8")
    assert FLOOR in text
    path = folder / "demo.toml"
    path.write_text(text.replace(FLOOR, "area = 320\ncapacity = 500\n"), encoding="utf-8")
    return path


def quiet_config(folder: Path, *, endless: bool = False) -> Path:
    """Write the demo's configuration in which nothing happens by itself: the same people in a smaller hall, stopped.

    Crowded from 198 people, dangerous from 220; `endless`: never, for tests that fill it with more than it could hold.
    """
    text = DEMO.read_text(encoding="utf-8").replace('password = "demo"', 'password = "demo"\nliving = false', 1)
    assert FLOOR in text
    text = text.replace(FLOOR, "" if endless else "area = 140\ncapacity = 220\n")
    path = folder / "hall.toml"
    path.write_text(text, encoding="utf-8")
    return path
