"""The next hours of a hall as it stands: who is called in time, how long each service waits, who is there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from server.floor.foretelling.play import Waits, play
from server.floor.foretelling.scene import Manner, Scene
from server.floor.foretelling.survival import Floats

LEAVING: Final = 150.0  # seconds until somebody who was served is out of the door
RANGE: Final = (0.1, 0.5, 0.9)


@dataclass(frozen=True, slots=True)
class Outlook:
    """Everybody who waits now or comes within the horizon, in each replication; a row each, people in columns."""

    kinds: tuple[str, ...]  # what for
    came: Floats  # seconds from now, negative: in the past; infinite: they do not come
    waits: Floats  # from then to the call; infinite: nobody calls them
    left: Floats  # when they are out of the door
    targets: Floats  # seconds that each should wait at most

    def share(self, since: float = -np.inf, until: float = np.inf, *, in_time: bool = False) -> Floats:
        """Return in each replication the share called within the target, of those who came in a span; none: all.

        `in_time`: of those alone who are not over it already.
        """
        those = (self.came >= since) & (self.came < until)
        if in_time:
            those &= self.came >= -self.targets
        many = those.sum(axis=1)
        return np.asarray(np.where(many, (those & (self.waits <= self.targets)).sum(axis=1) / np.maximum(many, 1), 1.0))

    def waits_of(self, service: str) -> Floats:
        """Return all waits of a service, of all replications."""
        its = np.asarray([one == service for one in self.kinds], dtype=bool)
        return np.asarray(self.waits[:, its][np.isfinite(self.came[:, its])])

    def there(self, at: float) -> Floats:
        """Return in each replication how many of them are in the hall at a moment."""
        return np.asarray(((self.came <= at) & (self.left > at)).sum(axis=1))


def outlook(
    scene: Scene, manner: Manner, targets: Mapping[str, float], random: np.random.Generator, *, runs: int
) -> Outlook:
    """Play the hall, with all who come, and return what came of it."""
    return outlook_of(scene, play(scene, manner, random, runs=runs), targets)


def outlook_of(scene: Scene, waits: Waits, targets: Mapping[str, float]) -> Outlook:
    """Return what came of a play."""
    runs = len(waits.line)
    waited = np.asarray([one.waited for one in scene.line], dtype=float)
    kinds = (*(one.service for one in scene.line), *waits.kinds)
    came = np.concatenate([np.broadcast_to(-waited, (runs, len(waited))), waits.came], axis=1)
    whole = np.concatenate([waits.line + waited, waits.coming], axis=1)
    called = came + np.where(np.isfinite(came), whole, np.inf)
    left = np.where(waits.gives_up < called, waits.gives_up, waits.ends + LEAVING)
    return Outlook(kinds, came, whole, left, np.asarray([targets[one] for one in kinds], dtype=float))


def range_of(values: Floats, levels: Sequence[float] = RANGE) -> list[float | None]:
    """Return points of some values; None where they have no end."""
    if not len(values):
        return [None] * len(levels)
    found = np.quantile(values, levels, method="inverted_cdf")
    return [float(one) if np.isfinite(one) else None for one in found]
