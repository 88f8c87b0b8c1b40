"""The line as queues in which everybody counts in the order in which they stand: each is its head and a pointer.

All queues of all replications lie one behind the other in flat arrays, so that a step moves 200 pointers at once. A
queue is a service's; that of a counter, of those who come back to it; of somebody who asked to be called later, or
booked; or of those who come from now on, who differ from replication to replication. Whatever chance there is in
somebody's service is theirs from the beginning: two plays from one seed differ by what was changed, and by no draw.
"""

import math
from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from server.floor.calling import is_left_to
from server.floor.foretelling.coming import arrivals, checks_in
from server.floor.foretelling.scene import Clerk, Person, Scene
from server.floor.foretelling.survival import Floats

Indices = NDArray[np.intp]
KEPT: Final = -1e12  # what somebody counts from at the counter that they come back to: before everybody
AMONG: Final = 4  # deviations: of those who come within a spell, as many as hardly ever come


Drawing = Callable[..., np.random.Generator]  # what for, and of whom → its own chances


class Queues:
    """All queues of a scene. `names`: what a counter must serve to take from each; a kept one's is “=” and the code.

    `people`: the number of whoever is asked for among them, from 0: the line, then nobody, then those who will come.
    """

    def __init__(self, scene: Scene, codes: dict[str, int], drawing: Drawing, runs: int) -> None:
        self.runs, self.drawing, self.codes = runs, drawing, codes
        self.nobody = len(scene.line)  # the number of whoever is not asked for
        self.people = self.nobody + 1
        self.came: list[Floats] = []  # of those who will come, when, replications × people; infinite: they do not
        self.kinds: list[str] = []  # of those who will come, what for
        self.names: list[str] = []
        self.width = 0
        self.flat: list[tuple[NDArray[Any], ...]] = []
        self.begins: list[Indices] = []
        self.add_line(scene)
        self.add_streams(scene)
        self.add_booked(scene)
        self.add_coming(scene)
        parts = list(zip(*self.flat, strict=True)) or [(np.empty(0),), (np.empty(0, int),)] * 2 + [(np.empty(0),)] * 2
        self.keys, self.whose, self.at, self.service, self.chance, self.wrap = (np.concatenate(each) for each in parts)
        self.pointer = np.stack(self.begins, axis=1) if self.begins else np.empty((runs, 0), dtype=np.intp)

    def add(self, name: str, keys: Floats, *, whose: Indices, at: Floats, service: Indices, chances: Floats) -> None:
        """Put a queue behind the others: arrays of replications × people, in its order; `chances`: 2 × as many."""
        people = keys.shape[1]

        def ended(part: NDArray[Any], last: float) -> NDArray[Any]:
            whole = np.full((self.runs, people + 1), last, dtype=part.dtype)
            whole[:, :people] = part
            return whole.ravel()

        self.flat.append(
            (
                ended(keys, math.inf), ended(whose, self.nobody), ended(at, 0), ended(service, 0),
                ended(chances[0], 0), ended(chances[1], 0),
            )
        )  # fmt: skip
        self.begins.append(self.width + np.arange(self.runs) * (people + 1))
        self.width += self.runs * (people + 1)
        self.names.append(name)

    def add_line(self, scene: Scene) -> None:
        """Add the queues of those who wait."""
        line, chance = scene.line, np.asarray([one.unheeded for one in scene.line]).reshape(-1, 2)
        counts = np.asarray([one.counts_from for one in line], dtype=float)
        doubtful = chance[:, 1] > 0
        keys = np.broadcast_to(counts, (self.runs, len(line)))
        random = self.drawing("line")
        if doubtful.any():
            unheeded = random.random(keys.shape) < chance[:, 1]
            keys = keys + np.where(unheeded, chance[:, 0], 0.0)
        chances = random.random((2, self.runs, len(line)))
        later = np.asarray([one.not_before for one in line], dtype=float)
        service = np.asarray([self.codes[one.service] for one in line], dtype=np.intp)
        for name, places in standing(line, scene.clerks).items():
            members = np.asarray(places, dtype=np.intp)
            its, whose = keys[:, members], np.broadcast_to(members, (self.runs, len(members)))
            if doubtful[members].any():
                order = np.argsort(its, axis=1, kind="stable")
                its, whose = np.take_along_axis(its, order, axis=1), np.take_along_axis(whose, order, axis=1)
            if name.startswith("="):
                its = np.full(its.shape, KEPT)
            theirs = np.take_along_axis(chances, np.broadcast_to(whose, (2, *whose.shape)), axis=2)
            self.add(name.split(">")[0], its, whose=whose, at=later[whose], service=service[whose], chances=theirs)

    def add_streams(self, scene: Scene) -> None:
        """Add those who come from now on, as far as they may count from earlier than somebody in the line."""
        last = last_key(scene)
        for nth, stream in enumerate(scene.streams):
            spell = last + stream.credit
            if spell <= 0 or stream.rate <= 0:
                continue
            likely = spell * stream.rate
            most = int(likely + AMONG * math.sqrt(likely)) + 3
            random = self.drawing("stream", nth)
            arrive = np.cumsum(random.exponential(1 / stream.rate, (self.runs, most)), axis=1)
            comes = arrive <= spell
            self.add(
                stream.service,
                np.where(comes, arrive - stream.credit, math.inf),
                whose=np.array(self.nobody),
                at=np.where(comes, arrive, 0.0),
                service=np.array(self.codes[stream.service]),
                chances=random.random((2, self.runs, most)),
            )

    def add_booked(self, scene: Scene) -> None:
        """Add those who booked and may still come: all where it is asked who comes, else who may pass the line."""
        last = last_key(scene) if scene.coming is None else math.inf
        for nth, one in enumerate(scene.booked):
            if one.service not in self.codes or one.counts_from > last:
                continue
            random = self.drawing("booked", nth)
            at = checks_in(one, random, self.runs)[:, None]
            keys = np.where(at <= one.late_from, one.counts_from, at)
            self.add_asked(scene, one.service, np.where(np.isfinite(at), keys, math.inf), at, random)

    def add_coming(self, scene: Scene) -> None:
        """Add those who come from now on, where it is asked who does."""
        usual, deviation = scene.level
        level = np.full(self.runs, usual)
        if deviation:
            shape = (usual / deviation) ** 2
            level = self.drawing("level").gamma(shape, usual / shape, self.runs)
        for nth, one in enumerate(scene.coming or ()):
            random = self.drawing("coming", nth)
            at = arrivals(one, level, random)
            self.add_asked(scene, one.service, at - one.credit, at, random)

    def add_asked(self, scene: Scene, service: str, keys: Floats, at: Floats, random: np.random.Generator) -> None:
        """Add some who will come; where it is asked who does, their waits are noted."""
        people = at.shape[1]
        whose = np.array(self.nobody)
        if scene.coming is not None:
            whose = self.people + np.broadcast_to(np.arange(people), (self.runs, people))
            self.people += people
            self.came.append(at)
            self.kinds += [service] * people
        there = np.where(np.isfinite(at), at, 0.0)
        code, chances = np.array(self.codes[service]), random.random((2, *at.shape))
        self.add(service, keys, whose=whose, at=there, service=code, chances=chances)


def last_key(scene: Scene) -> float:
    """Return what the last one counts from who is asked for, as late as a counter may count them."""
    last = max(
        [
            *(one.counts_from + (one.unheeded[0] if one.unheeded[1] else 0.0) for one in scene.line),
            *(one.counts_from for one in scene.comers),
        ],
        default=-math.inf,
    )
    return last + max((one.primary_first for one in scene.clerks if one.primary), default=0.0)


def standing(line: Sequence[Person], clerks: Sequence[Clerk]) -> dict[str, list[int]]:
    """Return queue → who stands there, in its order; a later one's is the service, “>” and a number."""
    working = {one.code: one.serves for one in clerks if one.away is None}
    queues: dict[str, list[int]] = {}
    for place in sorted(range(len(line)), key=lambda one: line[one].counts_from):
        one = line[place]
        name = f"={one.keeps}" if is_left_to(one.keeps, one.service, working) else one.service
        queues.setdefault(f"{name}>{place}" if one.not_before > 0 else name, []).append(place)
    return queues
