"""Kiosks of a test that can be cut off: the agent's own code over a server in the test's process; the world is made.

Made are what no program has in its hand: clocks, paper, the network, sudden ends, and disks that are set back.
"""

import hashlib
import json
import shutil
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from gevent.queue import Empty

from kiosk.alone import Alone
from kiosk.clocks import KioskClock, MachineClock
from kiosk.handing_in import HandingIn
from kiosk.issuing import Issuing
from kiosk.journal import Journal
from kiosk.printers import Printer
from kiosk.printing import Outcome, Paper, Report
from kiosk.printroom import PrintRoom
from kiosk.screen import Link, Screen
from kiosk.settings import Choices
from kiosk.slip import Slip
from kiosk.upstream import CutOffError, RefusedError, Upstream
from server.security.rights import DeviceKind
from server.security.setting_up import enrol_device
from tests.inside import Inside

TAIPEI = ZoneInfo("Asia/Taipei")
VIEW: dict[str, Any] = {
    "hall": {"code": "main", "name": {"en": "Hall"}, "languages": ["en"], "timezone": "Asia/Taipei"},
    "state": "open", "until": None, "emergency": None, "opens_at": None, "back_within": 20.0,
    "track_base": "http://hall.test",
    "services": [{"code": code, "name": {"en": code}, "bring": [], "fee": None} for code in "ABC"],
}  # fmt: skip


class Crash(BaseException):
    """The power went."""


@dataclass
class Sheet:
    """What came out of a printer, or stood on the screen: a number in a customer's hand."""

    kiosk: str
    number: str
    secret: str
    day: str
    alone: bool
    pressed: datetime
    heard: datetime | None  # when the kiosk was last heard of before that
    blind: bool = False  # given by a disk that was set back, before anybody could know


@dataclass
class Network:
    """How the next call goes: up · down · lost (the question) · mute (the answer is lost) · late · crash (answered)."""

    mode: str = "up"
    late: list[Callable[[], object]] = field(default_factory=list)  # questions that are still on their way
    asked: list[float] = field(default_factory=list)  # seconds that each answer may take


class Wire(Upstream):
    """The way to the server inside the test's process."""

    def __init__(self, world: "World", name: str) -> None:
        super().__init__("http://hall.test")
        self.world, self.name, self.token = world, name, world.hall.token(name)
        self.network = Network()

    def _call(self, method: str, path: str, body: Any = None, **how: Any) -> dict[str, Any]:
        mode, token = self.network.mode, self.token if how.get("token", "") == "" else how["token"]
        self.network.asked.append(how.get("seconds", 5.0))
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        if how.get("key"):
            headers["Idempotency-Key"] = how["key"]
        sent = json.dumps(body)

        def arrives() -> Any:
            client = self.world.hall.app.test_client()
            kind = "application/json" if body is not None else None
            data = sent if body is not None else None
            answer = client.open(f"/api/v1{path}", method=method, headers=headers, data=data, content_type=kind)
            if path.endswith("/kiosk/journal") and answer.status_code == 200:
                self.world.heard_in_full(self.name, body, answer.json)
            return answer

        if mode == "late":
            self.network.late.append(arrives)
        if mode in {"down", "lost", "late"}:
            raise CutOffError(mode)
        answer = arrives()
        if mode == "mute":
            raise CutOffError(mode)
        if mode == "crash":
            raise Crash(mode)
        if answer.status_code >= 500:
            raise CutOffError(str(answer.status_code))
        if answer.status_code >= 400:
            raise RefusedError(answer.status_code, answer.json)
        told: dict[str, Any] = answer.json or {}
        return told


class Machine(MachineClock):
    """A kiosk's clocks: the one on its wall may be wrong."""

    def __init__(self, world: "World") -> None:
        self.world, self.skew = world, 0.0
        self.starts()

    def starts(self) -> None:
        """Start anew: the count begins again."""
        self.boot, self.began = uuid.uuid4().hex, self.world.count

    def wall(self) -> float:
        """Return what the wall clock shows."""
        return self.world.now.timestamp() + self.skew

    def mono(self) -> float:
        """Return the seconds since the start."""
        return self.world.count - self.began + 7.0


class Disk(Journal):
    """The agent's journal on a disk whose machine may lose its power at each step of writing."""

    steps: int | None = None  # until the power goes
    before = False  # in the middle of the step, or behind it

    def _commit(self) -> Any:
        last = self.steps == 0
        if self.steps is not None:
            self.steps -= 1
        if last and self.before:
            raise Crash
        return Step(super()._commit(), last=last)


class Step:
    """One step of writing, behind which the power may go."""

    def __init__(self, inner: Any, *, last: bool) -> None:
        self.inner, self.last = inner, last

    def __enter__(self) -> None:
        self.inner.__enter__()

    def __exit__(self, *how: object) -> None:
        self.inner.__exit__(*how)
        if self.last and how[0] is None:
            raise Crash


class Room(PrintRoom):
    """A print room whose printer is the world's."""

    world: "World"
    kiosk: "Kiosk"

    def now(self, slip: Slip, printer: Printer | None, width: int) -> Report:
        """Let paper out, or not, and say so, or not."""
        kind = self.kiosk.printer
        if kind == "crash before":
            raise Crash
        if kind != "failed":
            self.world.out(self.kiosk, slip.number, slip.track_url)
        if kind == "crash after":
            raise Crash
        return Report(
            {"unknown": Outcome.UNCONFIRMED, "failed": Outcome.FAILED}.get(kind, Outcome.PRINTED), Paper.READY
        )


class Kiosk:
    """A kiosk: its disk, its machine, and the agent's parts on it."""

    def __init__(self, world: "World", name: str) -> None:
        self.world, self.name = world, name
        self.folder = world.folder / name
        self.folder.mkdir()
        self.machine = Machine(world)
        self.wire = Wire(world, name)
        self.printer = "printed"
        self.image: Path | None = None
        self.blind = False
        self.trusted = True  # its clock was heard of since it was started or set
        self.starts()

    def starts(self) -> None:
        """Start the agent on what its disk has."""
        self.journal = Disk(self.folder / "kiosk.sqlite3")
        self.journal.clock = KioskClock(self.machine, self.journal.kept("clock"))
        self.screen = Screen("")
        self.room = Room(self.journal, self.screen, Choices(printer="file:///dev/null"))
        self.room.world, self.room.kiosk = self.world, self
        self.alone = Alone(self.journal, self.journal.clock)
        self.handing_in = HandingIn(self.journal, self.wire, self.alone, self.journal.clock)
        self.issuing = Issuing(self.journal, self.wire, self.room, self.screen, self.alone)
        self.issuing.hall = "main"
        self.issuing.recover()
        self.room.recover()

    def restarts(self, *, machine: bool = False) -> None:
        """End without warning, and start again; the machine too, whose count begins anew."""
        self.journal.close()
        if machine:
            self.machine.starts()
            self.trusted = self.machine.skew == 0.0
        self.starts()

    def clock_is_set(self, skew: float) -> None:
        """Set the clock on its wall: a machine that was not heard of since its start knows nothing else."""
        heard = self.journal.clock.heard
        self.trusted = self.trusted and heard is not None and heard.boot == self.machine.boot
        self.machine.skew = skew

    def keeps_image(self) -> None:
        """Make an image of the disk."""
        self.image = self.folder.with_name(f"{self.name}-{uuid.uuid4().hex[:6]}")
        self.journal.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copytree(self.folder, self.image)

    def is_set_back(self) -> None:
        """Put the image in the disk's place."""
        assert self.image is not None
        self.journal.close()
        shutil.rmtree(self.folder)
        shutil.copytree(self.image, self.folder)
        self.blind = True
        self.starts()

    def press(
        self, service: str, mode: str, *, steps: int | None = None, before: bool = False
    ) -> dict[str, Any] | None:
        """Touch; return the number that was shown, None where there was none."""
        self.wire.network.mode, self.wire.network.asked = mode, []
        up = mode != "down"
        self.screen.tell(link=Link(online=up, since=datetime.now(UTC)))
        if up:
            self.alone.keeps(VIEW)
        self.journal.steps, self.journal.before = steps, before
        taken = None
        try:
            taken = self.issuing.take(uuid.uuid4().hex, {"service": service, "language": "en"})
            self.prints()
        except (CutOffError, RefusedError):
            pass
        except Crash:
            self.restarts()
        self.journal.steps = None
        return taken

    def prints(self) -> None:
        """Print what waits for it."""
        with suppress(Empty):
            while True:
                key, copy = self.room.jobs.get_nowait()
                self.room._print(key, copy=copy)

    def syncs(self, mode: str = "up") -> bool:
        """Tell the server all that it has not heard; return whether it was heard to the end."""
        self.wire.network.mode = mode
        try:
            while self.handing_in.once("main"):
                pass
            while self.issuing._reported():
                pass
        except CutOffError:
            return False
        except Crash:
            self.restarts()
            return False
        self.blind, self.trusted = False, True
        return True


class World:
    """A hall, its kiosks, and what customers hold."""

    def __init__(self, folder: Path, kiosks: int, database: str = "") -> None:
        self.folder, self.database = folder, database
        self.hall, self.passed = Inside(folder, database=database), 0.0
        self.paper: list[Sheet] = []
        self.full: dict[str, datetime] = {}  # kiosk → when the server last had all of it
        for name in (names := [f"kiosk-{n}" for n in range(kiosks)]):
            store = self.hall.store
            self.hall.tokens[name] = enrol_device(store, hall="main", kind=DeviceKind.KIOSK, counter=None, name=name)
        self.kiosks = [Kiosk(self, name) for name in names]

    @property
    def now(self) -> datetime:
        """The true time."""
        return self.hall.clock.at

    @property
    def count(self) -> float:
        """Seconds that have passed."""
        return self.passed + self.hall.clock.count

    def restarts(self) -> None:
        """End the server without warning and start it on what its disk has."""
        clock, tokens = self.hall.clock, self.hall.tokens
        self.hall.close()
        self.passed += clock.count
        self.hall = Inside(self.folder, at=clock.at, database=self.database)
        self.hall.tokens = tokens

    def out(self, kiosk: Kiosk, number: str, address: str) -> None:
        """Put a number into a customer's hand."""
        secret, day = address.rpartition("/t/")[2], self.day()
        alone = secret.partition(".")[2].startswith("k.")
        heard = self.full.get(kiosk.name)
        self.paper.append(Sheet(kiosk.name, number, secret, day, alone, self.now, heard, kiosk.blind))

    def day(self) -> str:
        """Return the hall's day."""
        return self.now.astimezone(TAIPEI).date().isoformat()

    def heard_in_full(self, name: str, body: dict[str, Any], answer: Any) -> None:
        """Note that the server has all that a kiosk had."""
        if not answer["broken"] and answer["seq"] >= body["last"]:
            self.full[name] = self.now

    def rows(self, question: str) -> list[Any]:
        """Ask the server's database."""
        with self.hall.store.database.reading() as connection:
            return list(connection.exec_driver_sql(question))

    def close(self) -> None:
        """Let everything go."""
        for kiosk in self.kiosks:
            kiosk.journal.close()
        self.hall.close()


def opens(secret: str) -> str:
    """Return what the server keeps of a slip's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()
