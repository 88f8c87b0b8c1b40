"""The play: all replications step together, a call in each; out comes everybody's wait in each of them.

A step, in each replication: the counter that is free first takes whom the calling rule gives it. Who has given up by
then is passed over, and told the wait all the same: it is that of whoever stays. Who joins now (`Comer`) is noted when
a counter would take them, and keeps nobody waiting. Service times are drawn from those that were seen; of a service
that goes on, from those that lasted longer than it has, one of each part in turn (stratified), so that 200 do.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from server.floor.foretelling.queues import Indices, Queues
from server.floor.foretelling.scene import Clerk, Manner, Scene
from server.floor.foretelling.survival import Floats

Bools = NDArray[np.bool_]
RUNS: Final = 200
FEWEST: Final = 8  # service times that lasted longer than this one has, to draw from
TAIL: Final = 24  # else the longest ones, as if they ended at a constant rate
AT_A_TIME: Final = 64  # steps for which chances are drawn
POOL: Final = 512  # wrap-ups


@dataclass(frozen=True, slots=True)
class Waits:
    """Seconds until each is called, replications × people; infinite where nobody calls them."""

    line: Floats
    new: Floats


def play(
    scene: Scene,
    manner: Manner,
    random: np.random.Generator,
    *,
    runs: int = RUNS,
    only: Sequence[int] | None = None,
) -> Waits:
    """Play a scene, until all in the line, or only some of them (their places in it), and all who ask were called."""
    playing = Play(scene, manner, random, runs)
    if scene.clerks:
        playing.run(range(len(scene.line)) if only is None else only)
    return Waits(playing.waits[:, :-1], playing.new)


def rest(times: Floats, since: float, chance: Floats) -> Floats:
    """Return how long a service goes on that has taken so long; `times` sorted, `chance` in [0, 1)."""
    longer = len(times) - int(np.searchsorted(times, since, side="right"))
    if longer >= FEWEST:
        return np.asarray(times[len(times) - longer + (chance * longer).astype(int)] - since)
    tail = times[-min(len(times), TAIL) :]
    return np.asarray(-np.log1p(-chance) * max(1.0, float(tail.mean() - tail[0]) or float(tail.mean())))


class Play:
    """One play, in `runs` replications."""

    def __init__(self, scene: Scene, manner: Manner, random: np.random.Generator, runs: int) -> None:
        self.scene, self.manner, self.random, self.runs = scene, manner, random, runs
        self.rows = np.arange(runs)
        self.times = {code: np.sort(np.asarray(seen, dtype=float)) for code, seen in manner.times.items()}
        codes = {code: nth for nth, code in enumerate(self.times)}
        self.queues = Queues(scene, codes, random, runs)
        self.all_times = np.concatenate(list(self.times.values())) if self.times else np.empty(0)
        self.counts = np.asarray([len(seen) for seen in self.times.values()])
        self.firsts = np.cumsum(self.counts) - self.counts
        self.waits = np.full((runs, len(scene.line) + 1), np.inf)  # the last column: those who are not asked for
        self.new = np.full((runs, len(scene.comers)), np.inf)
        self.late, self.new_late = self.lateness()
        self.free = self.free_at_first()
        self.wrap_ups = self.drawn_wrap_ups(POOL)
        self.pace = np.asarray([one.pace for one in scene.clerks])
        self.leaves = np.asarray([one.leaves for one in scene.clerks])
        most = max((len(one.pauses) for one in scene.clerks), default=0)
        planned = [[*one.pauses, *[(np.inf, 0.0)] * (most + 1 - len(one.pauses))] for one in scene.clerks]
        self.pauses = np.asarray(planned).reshape(len(planned), most + 1, 2)
        self.had = np.zeros(self.free.shape, dtype=np.intp)  # how many of its pauses each counter had
        self.planned = bool(most or np.isfinite(self.leaves).any())
        if self.planned:
            self.keep_to_plan(self.rows.repeat(len(scene.clerks)), np.tile(np.arange(len(scene.clerks)), runs))
        self.gone = self.give_up_at()

    def drawn_wrap_ups(self, count: int) -> Floats:
        """Return how long it takes from the end of a service to the next call."""
        curve = self.manner.wrap_up
        return np.zeros(count) if curve is None else curve.left(0.0, self.random.exponential(size=count))

    def free_at_first(self) -> Floats:
        """Return when each counter is free for the first time."""
        free = np.empty((self.runs, len(self.scene.clerks)))
        for desk, clerk in enumerate(self.scene.clerks):
            even = (self.random.permutation(self.runs) + self.random.random(self.runs)) / self.runs
            if clerk.serving is not None:
                left = rest(self.times[clerk.serving] * clerk.pace, clerk.since, even)
                free[:, desk] = left + self.drawn_wrap_ups(self.runs)
            elif clerk.away is not None:
                free[:, desk] = clerk.away
            else:
                free[:, desk] = 0.0 if clerk.back is None else clerk.back.left(clerk.since, -np.log1p(-even))
        return free

    def lateness(self) -> tuple[Floats, Floats]:
        """Return how much later each queue, and who joins now, counts at each counter: infinite where it is not served.

        Who is not known to serve something does or does not for all of a replication.
        """
        clerks, asking = self.scene.clerks, [one.service for one in self.scene.comers]
        draws = {code: self.random.random((self.runs, len(clerks))) for code in sorted({*self.queues.names, *asking})}
        late = np.full((self.runs, len(clerks), len(self.queues.names)), np.inf)
        new_late = np.full((self.runs, len(clerks), len(asking)), np.inf)
        for desk, clerk in enumerate(clerks):
            for names, array in ((self.queues.names, late), (asking, new_late)):
                for nth, name in enumerate(names):
                    if name == f"={clerk.code}":
                        array[:, desk, nth] = 0.0
                    elif name in clerk.serves:
                        array[draws[name][:, desk] < clerk.serves[name], desk, nth] = later_here(clerk, name)
        return late, new_late

    def give_up_at(self) -> Floats:
        """Return when everybody in the line gives up."""
        gone = np.full(self.waits.shape, np.inf)
        if self.manner.patience is not None and self.scene.line:
            waited = np.asarray([one.waited for one in self.scene.line])
            gone[:, :-1] = self.manner.patience.left(
                np.broadcast_to(waited, (self.runs, len(waited))),
                self.random.exponential(size=(self.runs, len(waited))),
            )
        return gone

    def keep_to_plan(self, rows: Indices, desks: Indices) -> None:
        """Have clerks who would be free after a planned moment pause or leave."""
        free = self.free[rows, desks]
        while True:
            begins, lasts = np.moveaxis(self.pauses[desks, self.had[rows, desks]], -1, 0)
            due = (free >= begins) & np.isfinite(free)
            if not due.any():
                break
            self.had[rows, desks] += due
            free = free + np.where(due, lasts, 0.0)
        self.free[rows, desks] = np.where(free >= self.leaves[desks], np.inf, free)

    def run(self, only: Sequence[int]) -> None:
        """Play until all who are asked for were called in each replication, or nobody calls any more."""
        rows, queues = self.rows, self.queues
        self.asked = np.zeros(self.waits.shape[1], dtype=bool)
        self.asked[list(only)] = True
        self.left = np.full(self.runs, int(self.asked.sum()) + len(self.scene.comers))
        self.heads, self.heads_at = queues.keys[queues.pointer], queues.at[queues.pointer]
        some_later = bool((queues.at > 0).any())
        new_keys = np.asarray([one.counts_from for one in self.scene.comers])
        for chance, wrap_up in self.chances():
            self.free[self.left <= 0] = np.inf
            desk = self.free.argmin(axis=1)
            now = self.free[rows, desk]
            if not np.isfinite(now).any():
                return
            keys = self.heads + self.late[rows, desk]
            if some_later:
                keys = np.where(self.heads_at > now[:, None], np.inf, keys)
            queue = keys.argmin(axis=1) if queues.names else np.zeros_like(rows)
            best = np.where(np.isfinite(now), keys[rows, queue], np.inf) if queues.names else np.full(self.runs, np.inf)
            if len(new_keys):
                self.note_new(new_keys + self.new_late[rows, desk], best, now)
            found, until = np.isfinite(best), np.full(self.runs, np.inf)
            if found.any():
                until[found] = self.call(desk, now, queue, found, chance=chance, wrap_up=wrap_up)[found]
            if some_later and not found.all():
                until[~found] = self.next_later(desk, now)[~found]
            self.free[rows, desk] = until
            if self.planned:
                self.keep_to_plan(rows, desk)

    def chances(self) -> Iterator[tuple[Floats, Floats]]:
        """Yield what is drawn for each step: where among the service times, and the wrap-up in seconds."""
        while True:
            shape = (AT_A_TIME, self.runs)
            yield from zip(self.random.random(shape), self.wrap_ups[self.random.integers(0, POOL, shape)], strict=True)

    def call(
        self, desk: Indices, now: Floats, queue: Indices, found: Bools, *, chance: Floats, wrap_up: Floats
    ) -> Floats:
        """Have the counters call whom they found; return when they are free again. Who gave up keeps nobody."""
        queues, rows = self.queues, self.rows
        pointer = queues.pointer[rows, queue]
        person, service = queues.whose[pointer], queues.service[pointer]
        self.waits[rows[found], person[found]] = now[found]
        self.left -= self.asked[person] & found
        nth = self.firsts[service] + (chance * self.counts[service]).astype(int)
        until = now + self.all_times[nth] * self.pace[desk] + wrap_up
        pointer = pointer + found
        queues.pointer[rows, queue] = pointer
        self.heads[rows, queue], self.heads_at[rows, queue] = queues.keys[pointer], queues.at[pointer]
        return np.where(self.gone[rows, person] < now, now, until)

    def next_later(self, desk: Indices, now: Floats) -> Floats:
        """Return when somebody may be called whom a counter could take, where nobody may yet."""
        comes = (self.heads_at > now[:, None]) & np.isfinite(self.heads + self.late[self.rows, desk])
        return np.asarray(np.where(comes, self.heads_at, np.inf).min(axis=1))

    def note_new(self, keys: Floats, best: Floats, now: Floats) -> None:
        """Note who joins now and would be taken by a counter at this moment."""
        takes = (keys < best[:, None]) & np.isinf(self.new) & np.isfinite(now)[:, None]
        self.new[takes] = np.broadcast_to(now[:, None], takes.shape)[takes]
        self.left -= takes.sum(axis=1)


def later_here(clerk: Clerk, service: str) -> float:
    """Return how much later a service counts at a counter."""
    return clerk.primary_first if clerk.primary and service not in clerk.primary else 0.0
