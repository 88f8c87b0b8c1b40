"""A hall with nothing but its door: sign-in and devices on a real database, for tests of who comes in."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from server.kernel.clock import HandClock
from server.security import setting_up
from server.security.actors import SYSTEM, Actor
from server.security.api import devices, session
from server.security.authenticator import Authenticator, Policy
from server.security.rights import DeviceKind, Role
from server.security.serving import install
from server.store.directory import open_hall
from server.store.engine import Database
from server.store.hall import HEAD, Store
from server.store.tables import metadata

PASSWORD = "correct horse"
SECRET_KEY = "a key of the tests, long enough to sign"
MORNING = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
API = "/api/v1"


class Door:
    """One server process at the door of the halls `main` and `annex`."""

    def __init__(self, folder: Path, *, demo: bool = False) -> None:
        self.clock = HandClock(MORNING)
        self.file = folder / "floor.db"
        self.store = Store(Database(f"sqlite:///{self.file}"), self.clock)
        self.store.database.make_file()
        metadata.create_all(self.store.database.writer)
        with self.store.hall(HEAD, SYSTEM) as head:
            self.halls = {code: open_hall(head, code=code) for code in ("main", "annex")}
        policy = Policy(
            demo_halls=frozenset({"main"}) if demo else frozenset(), has_counter=lambda _hall, counter: counter in "123"
        )
        self.authenticator = Authenticator(self.store, secret_key=SECRET_KEY, policy=policy)
        self.app = Flask("door")
        install(self.app, self.authenticator, [session.api, devices.api])

    def close(self) -> None:
        """Close the database."""
        self.store.database.close()

    def hires(self, username: str, role: Role, *halls: str) -> int:
        """Add a person."""
        return setting_up.add_staff(
            self.store, name=username.title(), username=username, role=role, halls=halls or ("main",), password=PASSWORD
        )

    def enrols(self, kind: DeviceKind, counter: str | None = None, hall: str = "main") -> str:
        """Let a device in and return its token."""
        return setting_up.enrol_device(self.store, hall=hall, kind=kind, counter=counter, name=kind.value)

    def browser(self) -> "Browser":
        """Open a browser without cookies."""
        return Browser(self.app.test_client())

    def knows(self, token: str) -> Actor | None:
        """Return whose token it is."""
        return self.authenticator.resolve(token)

    def later(self, **by: float) -> None:
        """Let time pass."""
        self.clock.forward(timedelta(**by).total_seconds())


class Browser:
    """What a page of ours does: cookies, and the CSRF header with each write."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def cookie(self, name: str) -> str | None:
        """Return a cookie's value."""
        found = self.client.get_cookie(name)
        return found.value if found else None

    def signs_in(self, username: str, password: str = PASSWORD, *, address: str = "127.0.0.1") -> Any:
        """Send name and password from an address, return the answer."""
        body = {"username": username, "password": password}
        return self.client.post(f"{API}/session", json=body, environ_base={"REMOTE_ADDR": address})

    def gets(self, path: str, **options: Any) -> Any:
        """Ask for something."""
        return self.client.get(API + path, **options)

    def sends(self, method: str, path: str, body: object = None) -> Any:
        """Send a command as our pages do."""
        headers = {"X-CSRF-Token": self.cookie("floor_csrf") or ""}
        return self.client.open(API + path, method=method, json=body, headers=headers)
