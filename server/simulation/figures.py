"""What a day came to, in figures: waits, targets, and how good the announced waits were. Seconds throughout."""

import statistics
from collections.abc import Collection, Iterable
from typing import Any

from server.floor.classes import codes
from server.floor.hallfile import Hall
from server.simulation.engine import Engine
from server.simulation.records import CANCELLED, NO_SHOW, SERVED, WAITING, Record

HAD_TO_WAIT = 60.0  # seconds: forecasts are judged on those who were not called at once


def figures(hall: Hall, engine: Engine) -> dict[str, Any]:
    """Return a day's figures, ready for JSON."""
    records = list(engine.records.values())
    targets = {service.code: service.target * 60 for service in hall.services}
    return {
        "tickets": len(records),
        "served": outcome(records, SERVED),
        "no_shows": outcome(records, NO_SHOW),
        "cancelled": outcome(records, CANCELLED),
        "left_waiting": outcome(records, WAITING),
        "turned_away": engine.turned_away,
        "refused": dict(engine.refused),
        "calls": engine.calls,
        "calls_out_of_order": sum(1 for record in records if record.out_of_order),
        "waits": {
            "all": waits(records),
            "by_class": {name or "standard": waits(of_class(records, name)) for name in codes(hall)},
            "by_service": {code: waits(of_service(records, code)) for code in targets},
        },
        "longest_wait": round(max((record.waited or 0.0 for record in records), default=0.0)),
        "within_target": within(records, targets),
        "within_target_by_service": {code: within(of_service(records, code), targets) for code in targets},
        "forecast": forecast(records) | {"by_service": {code: forecast(of_service(records, code)) for code in targets}},
    }


def outcome(records: Iterable[Record], wanted: str) -> int:
    """Return how many tickets ended so."""
    return sum(1 for record in records if record.outcome == wanted)


def of_class(records: Iterable[Record], priority_class: str | None) -> list[Record]:
    """Return the tickets of a class; None: those without priority."""
    return [record for record in records if record.customer.priority_class == priority_class]


def of_service(records: Iterable[Record], code: str) -> list[Record]:
    """Return the tickets that were taken for a service."""
    return [record for record in records if record.customer.service == code]


def waited(records: Iterable[Record]) -> list[float]:
    """Return the waits of those who were called."""
    return [record.waited for record in records if record.waited is not None]


def waits(records: Iterable[Record]) -> dict[str, int | None]:
    """Return mean, median and 90 % point of the waits until the first call."""
    found = waited(records)
    if not found:
        return {"tickets": 0, "mean": None, "median": None, "p90": None, "longest": None}
    return {
        "tickets": len(found),
        "mean": round(statistics.fmean(found)),
        "median": round(statistics.median(found)),
        "p90": round(quantile(found, 0.9)),
        "longest": round(max(found)),
    }


def within(records: Iterable[Record], targets: dict[str, float]) -> float | None:
    """Return the share of those called who were called within their service's target."""
    found = [record.waited <= targets[record.customer.service] for record in records if record.waited is not None]
    return round(statistics.fmean(found), 4) if found else None


def forecast(records: Iterable[Record]) -> dict[str, Any]:
    """Return how good the announced waits were: for those who had to wait and had not asked to be called later."""
    judged = [
        record
        for record in records
        if not record.asked_later and (record.waited or 0.0) > HAD_TO_WAIT and record.taken.likely is not None
    ]
    real = [(record.waited or 0.0, record.taken) for record in judged]
    naive = [abs(taken.naive - wait) for wait, taken in real if taken.naive is not None]
    shared = [abs(taken.shared - wait) for wait, taken in real if taken.shared is not None]
    inside = [
        taken.low <= wait <= taken.high for wait, taken in real if taken.low is not None and taken.high is not None
    ]
    return {
        "tickets": len(judged),
        "likely_error": mean(abs(taken.likely - wait) for wait, taken in real if taken.likely is not None),
        "naive_error": mean(naive),
        "shared_error": mean(shared),
        "coverage": round(statistics.fmean(inside), 4) if inside else None,
        "width": mean(taken.high - taken.low for _, taken in real if taken.low is not None and taken.high is not None),
    }


def mean(values: Iterable[float]) -> float | None:
    """Return a mean in seconds to a tenth; None of nothing."""
    found = list(values)
    return round(statistics.fmean(found), 1) if found else None


def quantile(values: Collection[float], share: float) -> float:
    """Return the value under which a share of them lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
