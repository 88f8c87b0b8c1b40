"""The worker that sends messages out, as a process: killed between sending and marking, told to end, two at once."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest

from server.messages.commands import write
from server.messages.letters import EMAIL, Content, Kind
from server.messages.outbox import IN_HAND
from server.messages.reads import messages_in
from server.messages.states import MessageState
from server.messages.ways import open_channels
from server.messages.worker import Worker
from server.security.actors import SYSTEM
from tests.hall import ROOT
from tests.inside import Inside
from tests.mail import TAKEN, MailServer

KIND = Kind("killed", "A test")
WITHIN = 60  # seconds, on a busy machine


@contextmanager
def hall_in(folder: Path, database: str = "") -> Iterator[Inside]:
    """A hall on a database that other processes work on, too."""
    made = Inside(folder, at=datetime.now(UTC), database=database)
    try:
        yield made
    finally:
        made.close()


def write_some(hall: Inside, many: int) -> None:
    """Write messages out, each to another address."""
    with hall.store.hall(hall.hall, SYSTEM) as work:
        for number in range(many):
            content = Content("Hello", f"Number {number}")
            write(work, kind=KIND, channel=EMAIL, recipient=f"p{number}@example.org", content=content)


def states(hall: Inside) -> Counter[str]:
    """Return how many messages are in each state."""
    with hall.store.look(hall.hall) as sight:
        return Counter(one.state.value for one in messages_in(sight, MessageState, most=1000))


def wait_for(hall: Inside, wanted: dict[str, int]) -> None:
    """Wait until the messages are in some states."""
    until = time.monotonic() + WITHIN
    while states(hall) != wanted:
        assert time.monotonic() < until, states(hall)
        time.sleep(0.05)


@contextmanager
def working(
    folder: Path, mail: MailServer, database: str = "", many: int = 1
) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Run `floor worker`, once or more."""
    environment = {
        **os.environ,
        "FLOOR_DATABASE_URL": database or f"sqlite:///{folder / 'floor.db'}",
        "FLOOR_DATA": str(folder),
        **mail.environment(),
    }
    command = [sys.executable, "-m", "server.worker"]
    running = [subprocess.Popen(command, cwd=ROOT, env=environment) for _ in range(many)]
    try:
        yield running
    finally:
        for one in running:
            one.kill()
            one.wait(WITHIN)


def test_killed_between_sending_and_marking_it_is_sent_again_under_its_key(tmp_path: Path) -> None:
    """The mail server has it, nobody marked it: once the claim ends another sends it, and the double is known."""
    got, killed = Event(), Event()

    def take(_mail: object, _to: str) -> str:
        got.set()
        assert killed.wait(WITHIN)
        return TAKEN

    with hall_in(tmp_path) as hall, MailServer(take) as mail:
        write_some(hall, 1)
        with working(tmp_path, mail) as (process,):
            assert got.wait(WITHIN)
            process.send_signal(signal.SIGKILL)
            process.wait(WITHIN)
            killed.set()
        other = Worker(hall.store, open_channels(mail.settings(), hall.clock))
        assert (other.once(), states(hall)) == (0, {"waiting": 1})  # the killed one has it in hand still
        hall.clock.forward(IN_HAND.total_seconds() + WITHIN)
        assert (other.once(), states(hall)) == (1, {"sent": 1})
        assert len(mail.keys()) == 2
        assert len(set(mail.keys())) == 1
        assert hall.faults() == []


def test_told_to_end_it_finishes_what_it_has_in_hand(tmp_path: Path) -> None:
    """A restart of the machine's programs sends nothing twice."""
    got, told = Event(), Event()

    def take(_mail: object, _to: str) -> str:
        got.set()
        assert told.wait(WITHIN)
        return TAKEN

    with hall_in(tmp_path) as hall, MailServer(take) as mail:
        write_some(hall, 3)
        with working(tmp_path, mail) as (process,):
            assert got.wait(WITHIN)
            process.send_signal(signal.SIGTERM)
            told.set()
            assert process.wait(WITHIN) == 0
        assert states(hall)["sent"] == len(mail.taken)
        assert states(hall)["waiting"] == 3 - len(mail.taken)


def shared(folder: Path, database: str) -> None:
    """Have two workers share a hundred messages, and look that each was sent once."""
    with hall_in(folder, database) as hall, MailServer() as mail:
        write_some(hall, 100)
        with working(folder, mail, database, many=2):
            wait_for(hall, {"sent": 100})
        assert len(mail.keys()) == len(set(mail.keys())) == 100
        assert {str(one["To"]) for one in mail.taken} == {f"p{number}@example.org" for number in range(100)}
        assert hall.faults() == []


def test_two_at_once_send_nothing_twice(tmp_path: Path) -> None:
    """On SQLite."""
    shared(tmp_path, "")


def test_two_at_once_send_nothing_twice_on_postgresql(tmp_path: Path, new_database: str) -> None:
    """On PostgreSQL."""
    shared(tmp_path, new_database)


def test_without_a_database_it_says_so(tmp_path: Path) -> None:
    """And ends; whoever keeps it running starts it again."""
    with MailServer() as mail, working(tmp_path, mail) as (process,):
        assert process.wait(WITHIN) == 1


@pytest.mark.parametrize("sender", ["", "hall"])
def test_a_channel_that_is_half_named_is_refused(tmp_path: Path, sender: str) -> None:
    """A mail server without the address that e-mails come from."""
    environment = {**os.environ, "FLOOR_DATA": str(tmp_path), "FLOOR_SMTP_HOST": "127.0.0.1", "FLOOR_SMTP_FROM": sender}
    done = subprocess.run(
        [sys.executable, "-m", "server.worker"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "FLOOR_SMTP_FROM" in done.stderr
