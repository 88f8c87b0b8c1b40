"""Promise: no screen says what another one, or another sentence of its own, says otherwise: on random days, at each step.

A day's customers and clerks are drawn from a seed and played through the hall's commands; clerks leave their counters at
whim, for a while or without a word. After each step kiosk, phones, terminals, signs, display and board are read from one
moment and laid side by side. What was told of people ahead is compared with who was really called before.
"""

from pathlib import Path
from random import Random

import pytest

from server.floor.commands.issue import issue
from server.floor.configuration import read_configuration
from server.floor.hallfile import Hall
from server.floor.states import PauseReason
from server.simulation.customers import Customer
from server.simulation.days import Day
from server.simulation.engine import Engine
from server.simulation.hands import Declined, InHouse, Taken, new_secret
from server.simulation.playing import play
from tests.screens_side_by_side import screens

WHIM = 0.06  # of the steps: a clerk leaves, or comes back
AGAIN = 0.3  # of these, coming back


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

    def issue(self, customer: Customer) -> Taken:
        """Take a number; the kiosk before it, the slip and the phone after it must say the same."""
        with self.store.look(self.hall_id) as sight:
            rows = {row.code: row for row in screens(sight, []).kiosk.services}
        row = rows[customer.service]
        offered = row.priority.ahead if customer.priority else row.ahead
        with self.work(self.kiosk) as work:
            slip = issue(work, service=customer.service, priority=customer.priority, secret=new_secret)
        with self.store.look(self.hall_id) as sight:
            place = screens(sight, []).phones.waiting[slip.ticket.id]
        told = (slip.place.ahead, slip.place.wait, slip.place.soon)
        if offered != slip.place.ahead or (place.ahead, place.wait, place.soon) != told:
            self.found.append(f"the kiosk offers {offered} ahead, the slip says {slip.place}, the phone {place}")
        return Taken(slip.ticket.id, slip.place.ahead)

    def look(self) -> None:
        """Lay all screens side by side."""
        with self.store.look(self.hall_id) as sight:
            self.found += screens(sight, self.codes).contradictions()

    def whim(self) -> None:
        """Have a clerk leave a free counter without a word of the plan, or come back to one."""
        counter = self.random.choice(self.codes)
        try:
            if self.random.random() < AGAIN:
                self.open(counter)
            else:
                self.pause(counter, PauseReason.OTHER, self.random.choice([0, 3, 8]))
        except Declined:
            return


def lived(hall: Hall, day: Day, seed: int) -> tuple[Engine, list[str]]:
    """Play a day and return it with what did not fit together."""
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
    return engine, witness[0].found


@pytest.mark.parametrize(("name", "seed"), [("rush", 3), ("busy", 8)])
def test_no_two_sentences_contradict_each_other(hall: Hall, name: str, seed: int) -> None:
    """At each step of three quarters of an hour, from the first customer at closed counters on."""
    engine, found = lived(hall, Day(name, (1.5,), staffed=0.8, line=7), seed)
    assert len(engine.records) > 20
    assert sorted(set(found)) == []
