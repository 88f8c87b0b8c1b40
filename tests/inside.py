"""The whole application inside the test's process, under a clock that the test moves; who goes to it, by their role."""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, select
from werkzeug.test import TestResponse

from server.app import Floor, make_app
from server.feature.parts import Feature
from server.features import FEATURES
from server.floor.learning import PROCESSES
from server.kernel.clock import HandClock
from server.kernel.settings import Settings
from server.preparing import prepare
from server.security import setting_up
from server.security.rights import DeviceKind
from server.store.directory import hall_number
from server.store.engine import Database
from server.store.hall import HEAD, Store
from server.store.tables import lines, metadata
from server.store.verify import verify
from tests.hall import quiet_config
from tests.ready_made import copied
from tests.remembered import remember_rules

LAST = select(lines.c.seq).where(lines.c.hall_id == bindparam("hall"))
NINE = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)  # nine o'clock in Taipei, a Wednesday
OUTWARD = frozenset({"outward_hosts"})  # what says nothing of what stands in the database
remember_rules()


class Inside:
    """The demo's hall, standing still."""

    def __init__(
        self,
        folder: Path,
        *,
        at: datetime = NINE,
        config: Path | None = None,
        database: str = "",
        features: Sequence[Feature] = FEATURES,
        **more: Any,
    ) -> None:
        self.clock = HandClock(at)
        settings = Settings(
            database_url=database or f"sqlite:///{folder}/floor.db",
            data=folder,
            config=config or quiet_config(folder),
            **more,
        )
        if not any(name not in OUTWARD for name in more) and settings.config is not None:
            copied(folder, settings.config, self.clock, str(at), database)
        self.store = Store(Database(settings.database_url), self.clock)
        prepare(settings, self.store)
        self.app = make_app(settings, self.store, clock=self.clock, features=features)
        self.floor: Floor = self.app.extensions["floor"]
        self.authenticator = self.floor.authenticator
        with self.store.look(HEAD) as head:
            self.hall = hall_number(head, "main")
        self.tokens: dict[str, str] = {}

    def token(self, who: str) -> str:
        """Return the token of "kiosk", "tablet:3", "clerk1", "supervisor" …, made when first asked for."""
        if who not in self.tokens:
            kind, _, counter = who.partition(":")
            if kind in {one.value for one in DeviceKind}:
                self.tokens[who] = setting_up.enrol_device(
                    self.store, hall="main", kind=DeviceKind(kind), counter=counter or None, name=who
                )
            else:
                self.tokens[who] = self.signed_in(who)
        return self.tokens[who]

    def signed_in(self, who: str) -> str:
        """Sign one of the demo's people in."""
        answer = self.app.test_client().post("/api/v1/session", json={"username": who, "password": "demo"})
        assert answer.json is not None
        return str(answer.json["token"])

    def asks(self, who: str | None, method: str, path: str, body: object = None, **headers: str) -> TestResponse:
        """Send a request; `path` without the prefix, `main` standing for the hall."""
        sent = {"Accept-Language": "en", **headers}
        if who is not None:
            sent["Authorization"] = f"Bearer {self.token(who)}"
        if method == "POST":
            sent.setdefault("Idempotency-Key", uuid.uuid4().hex)
        return self.app.test_client().open(f"/api/v1{path}", method=method, json=body, headers=sent)

    def told(self, who: str | None, method: str, path: str, body: object = None) -> Any:
        """Send a request that must go well, and return its answer."""
        answer = self.asks(who, method, path, body)
        assert answer.status_code < 300, answer.text
        return answer.json

    def ticket(self, service: str = "A", **more: object) -> dict[str, Any]:
        """Take a number; return the whole answer."""
        taken: dict[str, Any] = self.told("kiosk", "POST", "/halls/main/tickets", {"service": service, **more})
        return taken

    def at_counter(self, counter: str, act: str, who: str | None = None, **body: object) -> dict[str, Any]:
        """Do something at a counter, as its clerk."""
        path = f"/halls/main/counters/{counter}/{act}"
        done: dict[str, Any] = self.told(who or f"clerk{counter}", "POST", path, body)
        return done

    def later(self, seconds: float) -> None:
        """Let time pass, and do what falls due."""
        self.clock.forward(seconds)
        self.floor.scheduler.sweeper.sweep()

    def journal(self) -> list[str]:
        """Return the events' names, oldest first."""
        return [entry["event"] for entry in self.told("auditor", "GET", "/halls/main/journal?limit=1000")["items"]]

    def last(self) -> int:
        """Return the number of the hall's last entry."""
        with self.store.look(self.hall) as sight:
            return int(sight.connection.execute(LAST, {"hall": self.hall}).scalar_one())

    def everything(self) -> dict[str, list[tuple[Any, ...]]]:
        """Return all rows of all tables."""
        with self.store.database.reading() as connection:
            return {
                table.name: sorted(map(tuple, connection.execute(table.select())), key=repr)
                for table in metadata.sorted_tables
            }

    def faults(self) -> list[str]:
        """Return what is wrong with the journal: gaps, hashes, tables that do not follow from it."""
        return [line.text for line in verify(self.store) if line.fault]

    def close(self) -> None:
        """Let the database go, the lead that this process may have, and whoever plays its halls beside it."""
        if (playing := PROCESSES.get(self.store.database.url.render_as_string(hide_password=False))) is not None:
            playing.stop()
        if self.floor.scheduler.leading is not None:
            self.floor.scheduler.leading.close()
        self.store.database.close()
