"""The play: all replications step together, a call in each; out comes everybody's wait in each of them.

A step, in each replication: the counter that is free first takes whom the calling rule gives it. Who has given up by
then is passed over, and told the wait all the same: it is that of whoever stays. Who joins now (`Comer`) is noted when
a counter would take them, and keeps nobody waiting. Service times are drawn from those that were seen; of a service
that goes on, from those that lasted longer than it has, one of each part in turn (stratified), so that 200 do. Each
thing has chances of its own, by what it is: so two halls that differ by a counter are played with the same customers.
"""

import zlib
from collections.abc import Sequence
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
POOL: Final = 512  # wrap-ups


@dataclass(frozen=True, slots=True)
class Waits:
    """Seconds until each is called, replications × people; infinite where nobody calls them."""

    line: Floats
    new: Floats
    coming: Floats  # of those who will come, in the order of `kinds`; infinite for those who do not
    came: Floats  # when they come
    ends: Floats  # when the service of each in the line is over, and of each who will come; infinite: it is none
    gives_up: Floats  # when they would have left
    kinds: tuple[str, ...] = ()  # what for


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
    queues, people = playing.queues, len(scene.line)
    if scene.clerks:
        playing.run([*(range(people) if only is None else only), *range(people + 1, queues.people)])
    came = np.concatenate(queues.came, axis=1) if queues.came else np.empty((runs, 0))
    with np.errstate(invalid="ignore"):
        coming = np.where(np.isfinite(came), playing.waits[:, people + 1 :] - came, np.inf)
    ends, gives_up = (np.delete(one, people, axis=1) for one in (playing.ends, playing.gone))
    return Waits(playing.waits[:, :people], playing.new, coming, came, ends, gives_up, tuple(queues.kinds))


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
        self.scene, self.manner, self.runs = scene, manner, runs
        self.root = int(random.integers(2**62))
        self.rows = np.arange(runs)
        self.times = {code: np.sort(np.asarray(seen, dtype=float)) for code, seen in manner.times.items()}
        codes = {code: nth for nth, code in enumerate(self.times)}
        self.queues = Queues(scene, codes, self.drawing, runs)
        self.all_times = np.concatenate(list(self.times.values())) if self.times else np.empty(0)
        self.counts = np.asarray([len(seen) for seen in self.times.values()])
        self.firsts = np.cumsum(self.counts) - self.counts
        self.waits = np.full((runs, self.queues.people), np.inf)  # behind the line: those who are not asked for
        self.ends = np.full(self.waits.shape, np.inf)
        self.new = np.full((runs, len(scene.comers)), np.inf)
        self.late, self.new_late = self.lateness()
        self.free = self.free_at_first()
        self.wrap_ups = self.drawn_wrap_ups(self.drawing("wrap-ups"), POOL)
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

    def drawing(self, what: str, of: str | int = 0) -> np.random.Generator:
        """Return the chances of a thing: the same in every play from one seed, whatever else there is."""
        return np.random.default_rng([self.root, zlib.crc32(f"{what} {of}".encode())])

    def drawn_wrap_ups(self, random: np.random.Generator, count: int) -> Floats:
        """Return how long it takes from the end of a service to the next call."""
        curve = self.manner.wrap_up
        return np.zeros(count) if curve is None else curve.left(0.0, random.exponential(size=count))

    def free_at_first(self) -> Floats:
        """Return when each counter is free for the first time."""
        free = np.empty((self.runs, len(self.scene.clerks)))
        for desk, clerk in enumerate(self.scene.clerks):
            random = self.drawing("desk", clerk.code)
            even = (random.permutation(self.runs) + random.random(self.runs)) / self.runs
            if clerk.serving is not None:
                left = rest(self.times[clerk.serving] * clerk.pace, clerk.since, even)
                free[:, desk] = left + self.drawn_wrap_ups(random, self.runs)
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
        draws = {one.code: self.drawing("serves", one.code).random((self.runs, len(self.times))) for one in clerks}
        nths = {code: nth for nth, code in enumerate(self.times)}
        late = np.full((self.runs, len(clerks), len(self.queues.names)), np.inf)
        new_late = np.full((self.runs, len(clerks), len(asking)), np.inf)
        for desk, clerk in enumerate(clerks):
            for names, array in ((self.queues.names, late), (asking, new_late)):
                for nth, name in enumerate(names):
                    if name == f"={clerk.code}":
                        array[:, desk, nth] = 0.0
                    elif name in clerk.serves:
                        does = draws[clerk.code][:, nths[name]] < clerk.serves[name]
                        array[does, desk, nth] = later_here(clerk, name)
        return late, new_late

    def give_up_at(self) -> Floats:
        """Return when everybody in the line gives up."""
        gone = np.full(self.waits.shape, np.inf)
        patience, people, random = self.manner.patience, len(self.scene.line), self.drawing("patience")
        if patience is not None and people:
            waited = np.asarray([one.waited for one in self.scene.line])
            gone[:, :people] = patience.left(
                np.broadcast_to(waited, (self.runs, people)), random.exponential(size=(self.runs, people))
            )
        if patience is not None and self.queues.came:
            came = np.concatenate(self.queues.came, axis=1)
            gone[:, people + 1 :] = came + patience.left(0.0, random.exponential(size=came.shape))
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
        while True:
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
                until[found] = self.call(desk, now, queue, found)[found]
            if some_later and not found.all():
                until[~found] = self.next_later(desk, now)[~found]
            self.free[rows, desk] = until
            if self.planned:
                self.keep_to_plan(rows, desk)

    def call(self, desk: Indices, now: Floats, queue: Indices, found: Bools) -> Floats:
        """Have the counters call whom they found; return when they are free again. Who gave up keeps nobody."""
        queues, rows = self.queues, self.rows
        pointer = queues.pointer[rows, queue]
        person, service = queues.whose[pointer], queues.service[pointer]
        self.waits[rows[found], person[found]] = now[found]
        self.left -= self.asked[person] & found
        nth = self.firsts[service] + (queues.chance[pointer] * self.counts[service]).astype(int)
        wrap_up = self.wrap_ups[(queues.wrap[pointer] * POOL).astype(int)]
        until = now + self.all_times[nth] * self.pace[desk] + wrap_up
        self.ends[rows[found], person[found]] = (until - wrap_up)[found]
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
