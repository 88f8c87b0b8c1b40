"""How good announced waits were: of those who had to wait and were served, in all and by service."""

from collections.abc import Callable, Iterable, Sequence
from statistics import fmean
from typing import Any, Final

from server.evaluation.following import Announced
from server.evaluation.formulas import FORMULAS

PLAYED: Final = "simulation"


def figures(announced: Iterable[Announced]) -> dict[str, Any]:
    """Return the figures of those who were served: in all (“all”) and by service, ready for JSON."""
    judged = [one for one in announced if one.row.called is not None]
    services = sorted({one.row.service for one in judged})
    by = {"all": judged} | {code: [one for one in judged if one.row.service == code] for code in services}
    return {name: of_some(its) for name, its in by.items() if its}


def of_some(judged: Sequence[Announced]) -> dict[str, Any]:
    """Return the figures of some: error, coverage and width of each way, in seconds."""
    ours = way(judged, lambda one: one.likely, lambda one: (one.low, one.high))
    usual = {
        name: way(judged, lambda one, nth=nth: one.usual.waits[nth], lambda one, nth=nth: one.usual.ranges[nth])  # type: ignore[misc]  # the loop's value, bound
        for nth, name in enumerate(FORMULAS)
    }
    for one in usual.values():
        one["ours_is"] = round(ours["error"] / one["error"], 3) if one["error"] else None
    return {
        "customers": len(judged),
        "waited": round(fmean(true_wait(one) for one in judged), 1),
        "ahead": round(fmean(one.ahead for one in judged), 2),
        "ways": {PLAYED: ours} | usual,
    }


def way(
    judged: Sequence[Announced],
    likely: Callable[[Announced], float],
    around: Callable[[Announced], tuple[float, float]],
) -> dict[str, Any]:
    """Return mean absolute error, share of true waits inside the range, and its mean width."""
    ranges = [(around(one), true_wait(one)) for one in judged]
    return {
        "error": round(fmean(abs(likely(one) - true_wait(one)) for one in judged), 1),
        "coverage": round(fmean(low <= true <= high for (low, high), true in ranges), 3),
        "width": round(fmean(high - low for (low, high), _ in ranges), 1),
    }


def true_wait(one: Announced) -> float:
    """Return how long somebody really waited."""
    return one.row.waited or 0.0
