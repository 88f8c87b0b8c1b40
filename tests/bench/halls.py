"""Halls to measure: the demo's, without its own life, on a database of the run's own; and the server of them."""

import http.client
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import create_engine, text

from server.floor.commands.counters import open_counter
from server.floor.commands.forecasting import refresh
from server.floor.commands.issue import issue
from server.kernel.clock import SystemClock
from server.kernel.settings import Settings
from server.preparing import prepare
from server.security.actors import SYSTEM, Actor, ActorKind
from server.security.commands import sign_in
from server.security.rights import DeviceKind, Role
from server.security.setting_up import add_known_staff, add_staff, enrol_device
from server.security.tokens import hash_of, staff_token
from server.store.directory import all_halls
from server.store.engine import Database
from server.store.hall import HEAD, Store

ROOT = Path(__file__).parent.parent.parent
SERVICES = "ABCDE"
COUNTERS = "12345678"
PASSWORD = "of the bench"
WAITING = 300


@dataclass
class Halls:
    """A database with halls in which people wait, and what is needed to speak to their server."""

    folder: Path
    url: str
    codes: list[str]
    kiosks: dict[str, str] = field(default_factory=dict)
    displays: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    clerks: dict[str, str] = field(default_factory=dict)  # who sits at counter 1

    def settings(self) -> Settings:
        """Return the server's settings."""
        return Settings(database_url=self.url, config=self.folder / "halls.toml", data=self.folder)


def configuration(codes: list[str]) -> str:
    """Return the demo's file without the demo: so many halls of its kind."""
    plain = re.sub(r"\[demo\].*?(?=\[\[halls\]\])", "", (ROOT / "config" / "demo.toml").read_text(), flags=re.DOTALL)
    plain = re.sub(r"^(area|capacity) = .*\n", "", plain, flags=re.MULTILINE)  # 300 waiting are no emergency here
    head, hall = plain.split("[[halls]]", 1)
    return head + "".join("[[halls]]" + hall.replace('code = "main"', f'code = "{code}"', 1) for code in codes)


def made(folder: Path, url: str, *, halls: int = 1, waiting: int = WAITING, staffed: int | None = None) -> Halls:
    """Set halls up: all counters open, people waiting, kiosk and display enrolled, a supervisor who may sign in.

    `staffed`: only in so many of them is anybody.
    """
    found = Halls(folder, url, ["main", *(f"hall-{number}" for number in range(2, halls + 1))])
    (folder / "halls.toml").write_text(configuration(found.codes))
    store = Store(Database(url), SystemClock())
    prepare(found.settings(), store)
    with store.look(HEAD) as head:
        found.numbers = all_halls(head)
    add_staff(store, name="Bench", username="bench", role=Role.SUPERVISOR, halls=tuple(found.codes), password=PASSWORD)
    for place, code in enumerate(found.codes):
        found.kiosks[code] = enrol_device(store, hall=code, kind=DeviceKind.KIOSK, counter=None, name="bench")
        found.displays[code] = enrol_device(store, hall=code, kind=DeviceKind.DISPLAY, counter=None, name="bench")
        if staffed is None or place < staffed:
            found.clerks[code] = people(store, code, found.numbers[code], waiting)
    store.database.close()
    return found


def people(store: Store, code: str, hall: int, waiting: int) -> str:
    """Have clerks whom the hall knows sit at all counters (others are closed within seconds), and customers wait.

    Return the token of who sits at counter 1.
    """
    token = staff_token()
    for counter in COUNTERS:
        name = f"{code}-{counter}"
        number = add_known_staff(
            store, name=name, username=name, role=Role.CLERK, halls=(code,), password_hash="of nobody who signs in"
        )
        clerk = Actor(ActorKind.STAFF, number, Role.CLERK, frozenset({hall}))
        with store.hall(hall, clerk) as work:
            open_counter(work, counter=counter, take_over=False)
        if counter == COUNTERS[0]:
            with store.hall(HEAD, clerk) as head:
                sign_in(head, staff=number, token_hash=hash_of(token))
    with store.hall(hall, SYSTEM) as work:
        for number in range(waiting):
            issue(work, service=SERVICES[number % len(SERVICES)], secret=lambda _hall, n=number: f"{hall}.first-{n}")
    with store.hall(hall, SYSTEM) as work:
        refresh(work)
    return token


class Line:
    """Holds every hall's line at its length: whoever is too many leaves beside the server, unrecorded.

    So the figure is of giving out alone, at a line of this length: in a real hall counters call as many as come.
    """

    MOST = text("SELECT count(*) FROM tickets WHERE hall_id = :hall AND state = 'waiting'")
    LEAVE = text(
        "UPDATE tickets SET state = 'cancelled' WHERE hall_id = :hall AND id IN (SELECT id FROM tickets "
        "WHERE hall_id = :hall AND state = 'waiting' ORDER BY counts_from, id LIMIT :many)"
    )

    def __init__(self, halls: Halls, length: int = WAITING) -> None:
        self.engine = create_engine(halls.url)
        self.halls, self.length = halls, length

    def hold(self) -> None:
        """Cut all lines to their length."""
        for hall in (self.halls.numbers[code] for code in self.halls.codes):
            with self.engine.connect() as connection:
                many = connection.execute(self.MOST, {"hall": hall}).scalar_one() - self.length
            if many > 0:
                with self.engine.begin() as connection:
                    connection.execute(self.LEAVE, {"hall": hall, "many": many})


class Server:
    """`floor run`."""

    def __init__(self, halls: Halls, port: int, **env: str) -> None:
        self.halls, self.port = halls, port
        settings = halls.settings()
        self.env = {
            **os.environ,
            "FLOOR_DATABASE_URL": settings.database_url,
            "FLOOR_CONFIG": str(settings.config),
            "FLOOR_DATA": str(settings.data),
            **env,
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Start it, wait until it is ready, and return after how many seconds it was."""
        begun = time.monotonic()
        words = [sys.executable, "-m", "server.cli", "run", "--port", str(self.port)]
        self.process = subprocess.Popen(words, cwd=ROOT, env=self.env)
        while not self.is_ready():
            if self.process.poll() is not None or time.monotonic() > begun + 30:
                raise RuntimeError("the server did not start")
            time.sleep(0.01)
        return time.monotonic() - begun

    def is_ready(self) -> bool:
        """Return whether it answers."""
        try:
            return self.call("GET", "/readyz")[0] == 200
        except OSError:
            return False

    def stop(self) -> None:
        """End it."""
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(20)

    def workers(self) -> list[int]:
        """Return the ids of its worker processes."""
        pid = self.process.pid if self.process else 0
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def memory(self) -> int:
        """Return how many bytes its largest worker holds."""
        pages = (int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in self.workers())
        return max(pages) * os.sysconf("SC_PAGESIZE")

    def call(self, method: str, path: str, body: Mapping[str, Any] | None = None, token: str = "") -> tuple[int, bytes]:
        """Call it once."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
        try:
            line.request(method, path, None if body is None else orjson.dumps(body), headers)
            answer = line.getresponse()
            return answer.status, answer.read()
        finally:
            line.close()

    def ask(self, method: str, path: str, body: Mapping[str, Any] | None = None, token: str = "") -> Any:
        """Call the API and return what it says; raise where it refuses."""
        status, answer = self.call(method, f"/api/v1{path}", body, token)
        if status >= 400:
            raise RuntimeError(f"{method} {path}: {status} {answer!r}")
        return orjson.loads(answer)

    def supervisor(self) -> str:
        """Sign the supervisor in and return the token."""
        return str(self.ask("POST", "/session", {"username": "bench", "password": PASSWORD})["token"])


@contextmanager
def postgresql(folder: Path, port: int) -> Iterator[str]:
    """Give a PostgreSQL of one's own: the address of its server, to which a database's name is added."""
    data, binaries = folder / "postgresql", max(Path("/usr/lib/postgresql").glob("*/bin"))
    data.mkdir()
    folder.chmod(0o755)
    asking = []
    if os.geteuid() == 0:
        shutil.chown(data, "postgres")
        asking = ["runuser", "-u", "postgres", "--"]
    control = [*asking, str(binaries / "pg_ctl"), "-s", "-w", "-D", str(data)]
    subprocess.run(
        [*asking, str(binaries / "initdb"), "--no-sync", "-A", "trust", "-U", "floor", "-D", str(data)],
        check=True, capture_output=True, cwd="/",
    )  # fmt: skip
    options = f"-p {port} -k {data} -c listen_addresses=127.0.0.1"
    subprocess.run([*control, "-l", str(data / "log"), "-o", options, "start"], check=True, cwd="/")
    try:
        yield f"postgresql+psycopg://floor@127.0.0.1:{port}"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=True, cwd="/")


def database(server: str, name: str) -> str:
    """Make a database on a PostgreSQL and return its address."""
    engine = create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return f"{server}/{name}"


@contextmanager
def redis(folder: Path, port: int) -> Iterator[str]:
    """Give a Redis of one's own."""
    words = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL) as process:
        try:
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            process.terminate()
