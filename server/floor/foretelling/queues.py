"""The line as queues in which everybody counts in the order in which they stand: each is its head and a pointer.

All queues of all replications lie one behind the other in flat arrays, so that a step moves 200 pointers at once. A
queue is a service's; that of a counter, of those who come back to it; of somebody who asked to be called later; or of
those who come from now on, who differ from replication to replication.
"""

import math
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from server.floor.calling import is_left_to
from server.floor.foretelling.scene import Clerk, Person, Scene
from server.floor.foretelling.survival import Floats

Indices = NDArray[np.intp]
KEPT: Final = -1e12  # what somebody counts from at the counter that they come back to: before everybody
AMONG: Final = 4  # deviations: of those who come within a spell, as many as hardly ever come


class Queues:
    """All queues of a scene. `names`: what a counter must serve to take from each; a kept one's is “=” and the code."""

    def __init__(self, scene: Scene, codes: dict[str, int], random: np.random.Generator, runs: int) -> None:
        self.runs, self.random, self.codes = runs, random, codes
        self.nobody = len(scene.line)  # the number of whoever is not asked for
        self.names: list[str] = []
        self.width = 0
        self.flat: list[tuple[Floats, Indices, Floats, Indices]] = []
        self.begins: list[Indices] = []
        self.add_line(scene)
        self.add_streams(scene)
        parts = list(zip(*self.flat, strict=True)) or [(np.empty(0),), (np.empty(0, int),)] * 2
        self.keys, self.whose, self.at, self.service = (np.concatenate(each) for each in parts)
        self.pointer = np.stack(self.begins, axis=1) if self.begins else np.empty((runs, 0), dtype=np.intp)

    def add(self, name: str, keys: Floats, whose: Indices, at: Floats, service: Indices) -> None:
        """Put a queue behind the others: arrays of replications × people, in its order."""
        people = keys.shape[1]

        def ended(part: NDArray[Any], last: float) -> NDArray[Any]:
            whole = np.full((self.runs, people + 1), last, dtype=part.dtype)
            whole[:, :people] = part
            return whole.ravel()

        self.flat.append((ended(keys, math.inf), ended(whose, self.nobody), ended(at, 0), ended(service, 0)))
        self.begins.append(self.width + np.arange(self.runs) * (people + 1))
        self.width += self.runs * (people + 1)
        self.names.append(name)

    def add_line(self, scene: Scene) -> None:
        """Add the queues of those who wait."""
        line, chance = scene.line, np.asarray([one.unheeded for one in scene.line]).reshape(-1, 2)
        counts = np.asarray([one.counts_from for one in line], dtype=float)
        doubtful = chance[:, 1] > 0
        keys = np.broadcast_to(counts, (self.runs, len(line)))
        if doubtful.any():
            unheeded = self.random.random(keys.shape) < chance[:, 1]
            keys = keys + np.where(unheeded, chance[:, 0], 0.0)
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
            self.add(name.split(">")[0], its, whose, later[whose], service[whose])

    def add_streams(self, scene: Scene) -> None:
        """Add those who come from now on, as far as they may count from earlier than somebody in the line."""
        last = max(
            [
                *(one.counts_from + (one.unheeded[0] if one.unheeded[1] else 0.0) for one in scene.line),
                *(one.counts_from for one in scene.comers),
            ],
            default=-math.inf,
        )
        last += max((one.primary_first for one in scene.clerks if one.primary), default=0.0)  # as late as they count
        for stream in scene.streams:
            spell = last + stream.credit
            if spell <= 0 or stream.rate <= 0:
                continue
            likely = spell * stream.rate
            most = int(likely + AMONG * math.sqrt(likely)) + 3
            arrive = np.cumsum(self.random.exponential(1 / stream.rate, (self.runs, most)), axis=1)
            comes = arrive <= spell
            self.add(
                stream.service,
                np.where(comes, arrive - stream.credit, math.inf),
                np.array(self.nobody),
                np.where(comes, arrive, 0.0),
                np.array(self.codes[stream.service]),
            )


def standing(line: Sequence[Person], clerks: Sequence[Clerk]) -> dict[str, list[int]]:
    """Return queue → who stands there, in its order; a later one's is the service, “>” and a number."""
    working = {one.code: one.serves for one in clerks if one.away is None}
    queues: dict[str, list[int]] = {}
    for place in sorted(range(len(line)), key=lambda one: line[one].counts_from):
        one = line[place]
        name = f"={one.keeps}" if is_left_to(one.keeps, one.service, working) else one.service
        queues.setdefault(f"{name}>{place}" if one.not_before > 0 else name, []).append(place)
    return queues
