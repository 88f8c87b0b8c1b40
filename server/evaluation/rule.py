"""By which rule a line was called: the credit of each service and class, learned from who was called before whom.

Two who waited at the same time, and a counter that serves both: if the one who came later is called, its credit exceeds
the other's by as much as it came later. The credits that contradict the fewest calls are looked for, group by group.
"""

import math
from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from server.evaluation.reading import STANDARD
from server.floor.foretelling.survival import Floats

Group = tuple[str, str]  # service, class
Pair = tuple[Group, Group, float]  # who was called, who waited on, and how much later the former came (seconds)
LAST: Final = 8000  # pairs that count
ENOUGH: Final = 300  # pairs from which a rule is learned at all
FEW: Final = 20  # pairs of a group, below which it has its class's usual credit: none
AS_GOOD: Final = 0.002  # of the pairs: credits that contradict so few more are as good; the middle one of them is taken
ROUNDS: Final = 5
AT_LEAST: Final = 30.0  # seconds of credit that a class must have, for its being unheeded to be seen


@dataclass(frozen=True, slots=True)
class Rule:
    """Credits in seconds by service and class, how often a class's is not heeded, and how many pairs agree."""

    credits: Mapping[Group, float] = field(default_factory=dict)
    unheeded: Mapping[Group, tuple[float, float]] = field(default_factory=dict)  # how much it is, and how likely
    pairs: int = 0
    against: int = 0

    def counts_from(self, group: Group, arrived: float) -> float:
        """Return what somebody counts from."""
        return arrived - self.credits.get(group, 0.0)


def learned(pairs: deque[Pair]) -> Rule:
    """Return the rule that contradicts the fewest of the pairs."""
    if len(pairs) < ENOUGH:
        return Rule()
    seen = Counter(group for called, waited, _ in pairs for group in (called, waited))
    served = Counter(group for group, _, _ in pairs)
    groups = sorted(seen)
    number = {group: nth for nth, group in enumerate(groups)}
    called = np.asarray([number[one] for one, _, _ in pairs])
    waited = np.asarray([number[one] for _, one, _ in pairs])
    later = np.asarray([one for _, _, one in pairs])
    plain = [group for group in groups if group[1] == STANDARD] or groups
    anchor = max(plain, key=lambda group: served[group])
    credit = np.zeros(len(groups))
    for _ in range(ROUNDS):
        before = credit.copy()
        for nth, group in enumerate(groups):
            if group != anchor and seen[group] >= FEW:
                up, down = (called == nth) & (waited != nth), (waited == nth) & (called != nth)
                credit[nth] = fitting(later[up] + credit[waited[up]], credit[called[down]] - later[down])
        if np.array_equal(credit, before):
            break
    against = int(((later > credit[called] - credit[waited]) & (later > 0)).sum())
    found = {group: float(credit[nth]) for group, nth in number.items()}
    return Rule(found, {group: unheeded(group, found, pairs) for group in groups}, len(pairs), against)


def fitting(least: Floats, most: Floats) -> float:
    """Return a credit that is at least, and at most, as much as many pairs want."""
    if not len(least) or not len(most):
        return 0.0
    least, most = np.sort(least), np.sort(most)
    tried = np.unique(np.concatenate([least, most, [0.0]]))
    contradicts = len(least) - np.searchsorted(least, tried, side="right") + np.searchsorted(most, tried, side="left")
    good = tried[contradicts <= contradicts.min() + AS_GOOD * len(least)]
    return float(good[np.argmin(np.abs(good - good.mean()))])


def unheeded(group: Group, credit: Mapping[Group, float], pairs: deque[Pair]) -> tuple[float, float]:
    """Return a class's credit beside the standard one of its service, and how likely staff do not heed it.

    Of two of the same class, the later one passes where its credit is heeded and the other's is not: q (1 − q).
    """
    more = credit[group] - credit.get((group[0], STANDARD), 0.0)
    if group[1] == STANDARD or more < AT_LEAST:
        return 0.0, 0.0
    alike = [
        later for called, waited, later in pairs if called == waited and called[1] == group[1] and abs(later) <= more
    ]
    passed = sum(later > 0 for later in alike) / max(len(alike), FEW)
    return more, (1 - math.sqrt(max(0.0, 1 - 4 * passed))) / 2
