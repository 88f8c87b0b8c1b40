"""Promise: no screen says what another one, or a sentence of its own, says otherwise: on random days, at each step.

A day's customers and clerks are drawn from a seed and played through the hall's commands; clerks leave their counters
at whim, for a while or without a word. After each step kiosk, phones, terminals, signs, display and board are read from
one moment and laid side by side. What was told of people ahead is compared with who was really called before.
"""

from collections.abc import Callable
from pathlib import Path
from random import Random
from statistics import fmean

import pytest

from server.floor.commands.issue import issue
from server.floor.configuration import read_configuration
from server.floor.hallfile import Hall
from server.floor.intake import Intake
from server.floor.reads.halls import all_counters
from server.floor.reads.tickets import line
from server.floor.states import PauseReason
from server.screens.parts import wait_range
from server.simulation.customers import Customer
from server.simulation.days import Day
from server.simulation.engine import Engine
from server.simulation.hands import InHouse, Taken, new_secret
from server.simulation.playing import play
from server.simulation.records import Record
from tests.screens_side_by_side import screens, seen

WHIM = 0.2  # of the steps: a clerk who is free leaves, or one who left comes back
AGAIN = 0.2  # of these, coming back


@pytest.fixture(scope="module")
def hall() -> Hall:
    """The demo's hall: every counter serves several services, every service has several counters."""
    return read_configuration(Path("config/demo.toml")).halls[0]


class Witness(InHouse):
    """Hands that note what the screens say, before and after a number is taken and at each step."""

    def __init__(self, hands: InHouse, codes: list[str], random: Random) -> None:
        super().__init__(hands.store, hands.hall_id, codes)
        self.codes, self.random = codes, random
        self.found: list[str] = []
        self.letters: dict[int, int] = {}  # ticket → people of its own letter before it
        self.version = -1

    def issue(self, customer: Customer) -> Taken:
        """Take a number; the kiosk before it, the slip and the phone after it must say the same."""
        with self.store.look(self.hall_id) as sight:
            rows = {row.code: row for row in seen(sight, "kiosk").services}
        row = rows[customer.service]
        offered = row.priority.ahead if customer.priority else row.ahead
        with self.work(self.kiosk) as work:
            own = [one for one in line(work) if one.service == customer.service]
            slip = issue(work, service=customer.service, secret=new_secret, intake=Intake(priority=customer.priority))
        with self.store.look(self.hall_id) as sight:
            place = seen(sight, "line").waiting[slip.ticket.id]
        self.letters[slip.ticket.id] = sum(one.counts_from < slip.ticket.counts_from for one in own)
        told = (slip.place.ahead, wait_range(slip.place.wait), slip.place.soon)
        if offered != slip.place.ahead or (place.ahead, place.wait, place.soon) != told:
            self.found.append(f"the kiosk offers {offered} ahead, the slip says {slip.place}, the phone {place}")
        return Taken(slip.ticket.id, slip.place.ahead)

    def look(self) -> None:
        """Lay all screens side by side, where something happened."""
        with self.store.look(self.hall_id) as sight:
            if sight.version == self.version:
                return
            self.version = sight.version
            self.found += screens(sight, self.codes).contradictions()

    def whim(self) -> None:
        """Have a clerk leave a free counter without a word of the plan, or come back to one."""
        with self.store.look(self.hall_id) as sight:
            states = {code: one.state for code, one in all_counters(sight).items()}
        back = self.random.random() < AGAIN
        able = [code for code, state in states.items() if state == ("paused" if back else "open")]
        if not able:
            return
        counter = self.random.choice(able)
        if back:
            self.open(counter)
        else:
            self.pause(counter, PauseReason.OTHER, self.random.choice([0, 1, 3, 8]))


def lived(hall: Hall, day: Day, seed: int) -> tuple[Engine, Witness]:
    """Play a day and return it with who looked at it."""
    codes = [counter.code for counter in hall.counters]
    witness: list[Witness] = []

    def step(_now: float, engine: Engine) -> None:
        if not witness:
            assert isinstance(engine.hands, InHouse)
            witness.append(Witness(engine.hands, codes, Random(seed)))
            engine.hands = witness[0]
        witness[0].look()
        if witness[0].random.random() < WHIM:
            witness[0].whim()

    engine = play(hall, day, seed, progress=step)
    return engine, witness[0]


@pytest.mark.parametrize(("name", "staffed", "seed"), [("rush", 0.8, 4), ("busy", 0.5, 5)])
def test_no_two_sentences_contradict_each_other(hall: Hall, name: str, staffed: float, seed: int) -> None:
    """At each step of a morning, from the first customer at closed counters to the last; and who is ahead is so."""
    engine, witness = lived(hall, Day(name, (2.0,), staffed=staffed, line=7), seed)
    assert len(engine.records) > 20
    assert sorted(set(witness.found)) == []
    assert wrong(engine, hall, told=lambda one: one.taken.ahead) < 0.8 * wrong(
        engine, hall, told=lambda one: witness.letters[one.taken.ticket]
    )


def wrong(engine: Engine, hall: Hall, *, told: Callable[[Record], int]) -> float:
    """Return by how many people a figure missed those who were called before one at counters that could take one."""
    able = {counter.code: counter.services for counter in hall.counters}
    called = [one for one in engine.records.values() if one.called is not None and not one.asked_later]

    def before(one: Record) -> int:
        return sum(
            one.customer.at < (other.called or 0) < (one.called or 0)
            and one.customer.service in able[other.counter or ""]
            for other in called
        )

    return fmean(abs(told(one) - before(one)) for one in called)
