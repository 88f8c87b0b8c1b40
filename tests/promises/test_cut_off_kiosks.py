"""Kiosks that are cut off go on giving numbers, and each slip is in the line once, at its time: whatever happens.

The agent's own code and the server, both on disk; three kiosks, several services. What may happen to them: the network
is down, loses a question or an answer, or brings a question late; the power goes at each step of writing, before and
behind the paper; clocks are wrong; machines and the server are started anew; a disk is set back to an older image; a
printer does not say whether it printed; a night passes.
"""

import json
import shutil
import tempfile
import uuid
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from kiosk.journal import State
from server.store.tables import EPOCH
from tests.cut_off import Sheet, World, opens
from tests.ready_made import on_postgresql

KIOSKS = st.integers(0, 2)
SERVICES = st.sampled_from("ABC")
MODES = st.sampled_from(["up", "up", "down", "down", "down", "lost", "mute", "late", "crash"])
PRINTERS = st.sampled_from(["printed"] * 5 + ["failed", "unknown", "crash before", "crash after"])
STEPS = st.one_of(st.none(), st.none(), st.integers(0, 4))
LIVE = {"waiting", "called", "serving", "held"}
TICKETS = "SELECT id, number, day, state, service, issued_at, print, called_at, counter, outcome, ended_at FROM tickets"
OF_SLIPS = "SELECT s.secret_hash, t.id, t.number, t.state, t.print FROM tickets t JOIN slips s ON s.ticket = t.id"
FAST = "/dev/shm" if Path("/dev/shm").is_dir() else None


class CutOff(RuleBasedStateMachine):
    """A hall with three kiosks."""

    def __init__(self, server: str = "") -> None:
        super().__init__()
        self.server, self.name = server, f"cut_off_{uuid.uuid4().hex[:8]}"
        if server:
            on_postgresql(server, f"CREATE DATABASE {self.name}")
        self.world = World(
            Path(tempfile.mkdtemp(prefix="cut-off-", dir=FAST)), 3, f"{server}/{self.name}" if server else ""
        )
        for kiosk in self.world.kiosks:
            kiosk.press("A", "up")
            kiosk.syncs()
        self.gone: set[str] = set()  # secrets of slips whose entries went with a disk that was set back
        self.received: dict[str, Any] = {}

    @rule(n=KIOSKS, service=SERVICES, mode=MODES, printer=PRINTERS, steps=STEPS, before=st.booleans())
    def press(self, *, n: int, service: str, mode: str, printer: str, steps: int | None, before: bool) -> None:
        """Somebody wants a number."""
        kiosk, calm = self.world.kiosks[n], steps is None and mode != "crash"
        kiosk.printer = printer
        has = kiosk.alone.left().get(service, 0) > 0
        taken = kiosk.press(service, mode, steps=steps, before=before)
        self.later(1)
        if calm and (has or mode == "up") and not printer.startswith("crash"):
            assert taken is not None, "numbers in the block, and no slip (I8)"
        assert sum(kiosk.wire.network.asked) <= 1.5, "the customer waited longer (I8)"
        if taken and taken["alone"] and kiosk.trusted:
            last = kiosk.journal.entries.after(kiosk.journal.entries.last() - 3, 9)
            days = [json.loads(line.body)["day"] for line in last if '"reserved"' in line.body]
            assert days[-1] == self.world.day(), "a number of another day was given (I10)"

    @rule(n=KIOSKS, mode=st.sampled_from(["up", "up", "up", "mute", "late", "lost", "crash"]))
    def sync(self, *, n: int, mode: str) -> None:
        """A kiosk hands in."""
        called = self.calls()
        self.world.kiosks[n].syncs(mode)
        assert self.calls() == called, "handing in changed a call (I11)"
        self.later(1)

    @rule(n=KIOSKS, machine=st.booleans())
    def restart(self, *, n: int, machine: bool) -> None:
        """An agent, or its whole machine, is started anew."""
        self.world.kiosks[n].restarts(machine=machine)

    @rule()
    def server_restarts(self) -> None:
        """The server is started anew."""
        self.world.restarts()

    @rule(n=KIOSKS, skew=st.sampled_from([-90_000.0, -600.0, 600.0, 90_000.0]))
    def clock_is_set(self, *, n: int, skew: float) -> None:
        """Somebody sets a kiosk's clock wrong."""
        self.world.kiosks[n].clock_is_set(skew)

    @rule(seconds=st.integers(5, 900))
    def time_passes(self, *, seconds: int) -> None:
        """Time passes."""
        self.later(seconds)

    @rule(hours=st.sampled_from([10, 40]))
    def night_passes(self, *, hours: int) -> None:
        """A day is over, with all that waits of it, or before they have gone."""
        self.later(hours * 3600)

    @precondition(lambda self: any(kiosk.wire.network.late for kiosk in self.world.kiosks))
    @rule(which=st.integers(0, 9))
    def late_question_arrives(self, *, which: int) -> None:
        """What was long on its way comes."""
        waiting = [(kiosk, one) for kiosk in self.world.kiosks for one in kiosk.wire.network.late]
        kiosk, one = waiting[which % len(waiting)]
        kiosk.wire.network.late.remove(one)
        called = self.calls()
        one()
        assert self.calls() == called

    @rule()
    def counter_calls(self) -> None:
        """Counter 3 goes on with its work."""
        hall = self.world.hall
        for act in ("open", "start", "finish", "call"):
            hall.asks("clerk3", "POST", f"/halls/main/counters/3/{act}", {})

    @rule(n=KIOSKS)
    def image_is_made(self, *, n: int) -> None:
        """Somebody makes an image of a kiosk's disk."""
        self.world.kiosks[n].keeps_image()

    @precondition(lambda self: any(kiosk.image for kiosk in self.world.kiosks))
    @rule(n=KIOSKS)
    def disk_is_set_back(self, *, n: int) -> None:
        """The image is put back: what was written since is gone, where it was not handed in."""
        kiosk = self.world.kiosks[n]
        if kiosk.image:
            known = {row[0] for row in self.world.rows(OF_SLIPS)}
            mine = [one for one in self.world.paper if one.kiosk == kiosk.name and one.alone]
            self.gone |= {one.secret for one in mine if opens(one.secret) not in known}
            kiosk.is_set_back()

    @invariant()
    def no_number_is_on_two_slips(self) -> None:
        """I1, and I9: a slip of which nobody knows whether it was printed counts as one."""
        sheets = {(one.day, one.number, one.secret) for one in self.world.paper if not self.is_blind(one)}
        assert [one for one, n in Counter((day, number) for day, number, _ in sheets).items() if n > 1] == []

    @invariant()
    def blocks_are_disjoint(self) -> None:
        """I5: for ever."""
        granted = Counter(
            (day, letter, nth)
            for day, letter, first, last in self.world.rows("SELECT day, letter, first, last FROM number_blocks")
            for nth in range(first, last + 1)
        )
        assert [one for one, n in granted.items() if n > 1] == []
        assert all(801 <= nth <= 999 for _, _, nth in granted)

    @invariant()
    def no_two_who_live_are_alike(self) -> None:
        """I1, of whatever days: yesterday's last ones are still there when today's come."""
        living = f"state IN ({', '.join(repr(one) for one in sorted(LIVE))})"
        alike = f"SELECT number FROM tickets WHERE {living} GROUP BY number HAVING count(*) > 1"
        assert self.world.rows(alike) == []

    @invariant()
    def abandoned_ones_do_not_wait(self) -> None:
        """I7: nor do they come to life."""
        question = "SELECT t.id FROM tickets t JOIN kiosk_slips k ON k.ticket = t.id WHERE k.letter IS NULL"
        assert self.world.rows(f"{question} AND t.state IN ('waiting', 'held')") == []
        late = "SELECT j.seq FROM journal j JOIN kiosk_slips k ON k.uid = j.key AND k.letter IS NULL"
        late += " JOIN tickets t ON t.id = j.seq WHERE t.state IN ('waiting', 'held')"
        assert self.world.rows(late) == []

    def later(self, seconds: float) -> None:
        """Let time pass."""
        self.world.hall.later(seconds)

    def is_blind(self, one: Sheet) -> bool:
        """Return whether nobody could know better: its disk had been set back, or what it had written is gone."""
        return one.blind or one.secret in self.gone

    def calls(self) -> list[Any]:
        """Return all that was called or served."""
        return [row for row in self.world.rows(TICKETS) if row[3] in {"called", "serving", "done", "no_show"}]

    def teardown(self) -> None:
        """Everything comes together again: every slip is in the line once, as it is on paper, and nothing else is."""
        try:
            self.comes_together()
        finally:
            self.world.close()
            shutil.rmtree(self.world.folder, ignore_errors=True)
            if self.server:
                on_postgresql(self.server, f"DROP DATABASE {self.name} WITH (FORCE)")

    def comes_together(self) -> None:
        """Connect all, and look."""
        world = self.world
        for kiosk in world.kiosks:
            kiosk.restarts()
            assert kiosk.syncs()
            for question in list(kiosk.wire.network.late):
                question()
            assert kiosk.journal.waiting(State.INTENT, State.RESERVED, State.PRINTING) == []
        self.abandoned_ones_do_not_wait()
        by_secret = {row[0]: row for row in world.rows(OF_SLIPS)}
        aside = {row[0] for row in world.rows("SELECT body FROM set_aside")}
        for one in world.paper:
            row = by_secret.get(opens(one.secret))
            found = row is not None and row[2] == one.number
            put_aside = any(opens(one.secret) in body for body in aside)
            assert found or self.is_blind(one), f"a slip is lost (I2): {one}"
            assert found or put_aside or one.secret in self.gone, f"a blind slip was dropped (I2): {one}"
        held = {opens(one.secret) for one in world.paper}
        for hashed, ticket, number, state, printed in by_secret.values():
            if state in LIVE and hashed not in held:
                assert printed in {"unconfirmed", "failed"}, f"{number} ({ticket}) lives without a slip (I3)"
        if not any(self.is_blind(one) for one in world.paper):
            assert aside == set(), "put aside for nothing"
        self.order_is_kept(by_secret)
        self.replay_changes_nothing()
        assert world.hall.faults() == []

    def order_is_kept(self, by_secret: dict[str, Any]) -> None:
        """I6: within a kiosk; and nobody came before the kiosk was last heard of, nor after it was heard."""
        came = {row[0]: row[5] for row in self.world.rows(TICKETS)}
        for kiosk in self.world.kiosks:
            mine = [one for one in self.world.paper if one.kiosk == kiosk.name and one.alone and not self.is_blind(one)]
            mine = list({one.secret: one for one in mine}.values())
            arrivals = [came[by_secret[opens(one.secret)][1]] for one in mine]
            assert arrivals == sorted(arrivals)
            for one, at in zip(mine, arrivals, strict=True):
                assert one.heard is None or at >= micros(one.heard), "before the kiosk was last heard of"
                assert at <= micros(self.world.now)

    def replay_changes_nothing(self) -> None:
        """I4: all of it again, from the beginning and from anywhere."""
        last = self.world.hall.last()
        for kiosk in self.world.kiosks:
            handed, entries = kiosk.journal.entries.handed(), kiosk.journal.entries
            for start in {0, entries.last() // 2, max(0, entries.last() - 1)}:
                lines = [vars(line) for line in entries.after(start, 50)]
                body: dict[str, Any] = {"journal": handed.name, "follows": handed.follows, "entries": lines}
                body |= {"last": entries.last()}
                body |= {"turn": 1 + int(kiosk.journal.kept("turn")), "mono": kiosk.machine.mono(), "boot": "again"}
                kiosk.wire.network.mode = "up"
                kiosk.wire.hand_in("main", body)
                kiosk.journal.keep("turn", body["turn"])
        assert self.world.hall.last() == last


def micros(moment: datetime) -> int:
    """Return a moment as the database has it."""
    return int((moment - EPOCH) / timedelta(microseconds=1))


COURSES = settings(
    max_examples=30,
    stateful_step_count=25,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],  # a course of 25 steps says what is wrong; to make it shorter takes minutes
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
    print_blob=False,
)
TestCutOff = CutOff.TestCase
TestCutOff.settings = COURSES


@pytest.mark.xdist_group("postgres")
def test_on_postgresql(postgres: str) -> None:
    """The same there, in fewer courses: what differs is the database alone."""
    run_state_machine_as_test(lambda: CutOff(postgres), settings=settings(COURSES, max_examples=6))  # type: ignore[no-untyped-call]  # published so
