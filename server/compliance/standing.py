"""How a clause stands by its figures: a pure function, and the only place where that is decided."""

from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum
from typing import Final

from server.feature.evidence import Evidence, Looked

SOON: Final = timedelta(days=30)


class Standing(StrEnum):
    """How a clause stands. It is computed, never typed in."""

    KEPT = "kept"
    AT_RISK = "at_risk"
    BROKEN = "broken"
    NOTHING = "nothing"  # to show yet


WORST: Final = (Standing.BROKEN, Standing.AT_RISK, Standing.KEPT, Standing.NOTHING)


def standing(evidence: Evidence, looked: Looked | None, *, silent: bool = False) -> Standing:
    """Return how a clause stands by one look; None: it could not be looked at, and that is a risk.

    What is late is open past its limit now: one such breaks the clause, whatever is tolerated. What was broken and is
    over counts against the share that is tolerated.
    """
    if looked is None:
        return Standing.AT_RISK
    if looked.population <= 0:
        return Standing.NOTHING
    share = looked.broken / looked.population
    if looked.late or share > evidence.tolerated:
        return Standing.BROKEN
    risky = evidence.risky is not None and share > evidence.risky
    return Standing.AT_RISK if risky or looked.soon or silent else Standing.KEPT


def together(standings: Iterable[Standing]) -> Standing:
    """Return how a clause stands by several looks: by the worst of them; one with nothing to show says nothing."""
    found = set(standings)
    return next((one for one in WORST if one in found), Standing.NOTHING)
