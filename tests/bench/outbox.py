"""Messages through the outbox to a gateway that fails a third of them, while the worker is killed twice."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Final

from sqlalchemy import func, select

from server.messages.commands import write
from server.messages.gateways.commands import add
from server.messages.gateways.reads import channel_of
from server.messages.gateways.terms import GatewayIn
from server.messages.letters import Content, Kind
from server.messages.tables import messages
from server.security.actors import Actor, ActorKind
from server.security.rights import Role
from tests.gateway_service import Answer, Asked, GatewayService
from tests.hall import ROOT
from tests.inside import Inside

KIND: Final = Kind("through-the-outbox", "A benchmark")
BATCH: Final = 500  # messages that one command writes
WITHIN: Final = 900  # seconds until it is given up


@dataclass
class FailsAThird:
    """What a gateway answers: every third message is refused for now when it comes first; what it took, by key."""

    taken: Counter[str] = field(default_factory=Counter)
    refused: set[str] = field(default_factory=set)
    texts: dict[str, str] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def took(self, many: int) -> bool:
        """Return whether it took so many."""
        return len(self.taken) >= many

    def __call__(self, asked: Asked) -> Answer:
        """Take a message, or refuse it for now."""
        given = asked.json
        with self.lock:
            if int(given["text"]) % 3 == 0 and given["key"] not in self.refused:
                self.refused.add(given["key"])
                return 500, "not now"
            self.taken[given["key"]] += 1
            self.texts[given["key"]] = given["text"]
        return 200, "taken"


def written(hall: Inside, url: str, many: int) -> None:
    """Set a gateway up, and write so many messages for it."""
    admin = Actor(ActorKind.STAFF, 1, Role.ADMIN, frozenset({hall.hall}))
    call = GatewayIn(
        name="SMS", url=url, body='{"to": "{to}", "text": "{text}", "key": "{key}"}', per_minute=60_000,
        per_day=1_000_000,
    )  # fmt: skip
    with hall.store.hall(hall.hall, admin) as work:
        channel = channel_of(hall.hall, add(work, call, present=0))
    for first in range(0, many, BATCH):
        with hall.store.hall(hall.hall, admin) as work:
            for number in range(first, min(first + BATCH, many)):
                write(
                    work, kind=KIND, channel=channel, recipient=f"+8869{number:08d}", content=Content("", str(number))
                )


def working(folder: Path, database: str, url: str) -> subprocess.Popen[bytes]:
    """Run `floor worker`."""
    environment = {
        **os.environ,
        "FLOOR_DATABASE_URL": database or f"sqlite:///{folder / 'floor.db'}",
        "FLOOR_DATA": str(folder),
        "FLOOR_OUTWARD_HOSTS": f'["{url}"]',
    }
    return subprocess.Popen(
        [sys.executable, "-m", "server.worker"], cwd=ROOT, env=environment, stderr=subprocess.DEVNULL
    )


def killed_at(process: subprocess.Popen[bytes], reached: Callable[[], bool]) -> None:
    """Kill a worker with -9 as soon as something is reached."""
    until = time.monotonic() + WITHIN
    while not reached():
        if time.monotonic() > until or process.poll() is not None:
            raise TimeoutError("the worker does not send")
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()


def states(hall: Inside) -> dict[str, int]:
    """Return how many messages are in each state."""
    with hall.store.look(hall.hall) as sight:
        found = sight.connection.execute(select(messages.c.state, func.count()).group_by(messages.c.state))
        return {state: int(many) for state, many in found}


@dataclass(frozen=True)
class Through:
    """What came of it; `doubles`: messages that the gateway took twice, under one key."""

    seconds: float
    taken: int
    different: int
    doubles: int
    states: dict[str, int]
    faults: list[str]


def sent_through(folder: Path, many: int, database: str = "") -> Through:
    """Send so many, the worker killed after a third and after two thirds of them."""
    answers = FailsAThird()
    with GatewayService(answers) as gateway:
        hall = Inside(folder, at=datetime.now(UTC), database=database)
        try:
            written(hall, gateway.url, many)
            begun = time.monotonic()
            for share in (1, 2):
                part = many * share // 3
                killed_at(working(folder, database, gateway.url), partial(answers.took, part))
            last = working(folder, database, gateway.url)
            killed_at(last, lambda: states(hall).get("sent") == many)
            seconds = time.monotonic() - begun
            doubles = sum(times - 1 for times in answers.taken.values())
            different = len(set(answers.texts.values()))
            return Through(seconds, len(answers.taken), different, doubles, states(hall), hall.faults())
        finally:
            hall.close()
