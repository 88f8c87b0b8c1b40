"""When clerks sit at the counters: from morning to the last customer, with lunches that leave no service alone."""

from dataclasses import dataclass
from random import Random
from typing import Final

from server.floor.hallfile import Hall
from server.floor.states import PauseReason
from server.simulation.customers import staffed_counters
from server.simulation.days import OPENS, Day

HOUR: Final = 3600.0
LUNCHES: Final = (11.5 * HOUR, 12.25 * HOUR, 13 * HOUR)
LUNCH_MINUTES, BREAK_MINUTES = 40, 10
TRIES: Final = 50  # of lunch plans: the first that leaves every service a counter is taken, else the best


@dataclass(frozen=True, slots=True)
class Break:
    """A planned pause: from when (seconds since midnight), for how many minutes, what for."""

    at: float
    minutes: int
    reason: PauseReason


@dataclass(frozen=True, slots=True)
class Shift:
    """A clerk's day at a counter; `speed` multiplies service times."""

    counter: str
    opens: float
    closes: float
    breaks: tuple[Break, ...]
    speed: float
    services: frozenset[str] = frozenset()


def shifts(hall: Hall, day: Day, seed: int) -> list[Shift]:
    """Return the day's shifts."""
    random = Random(f"shifts {hall.code} {day.name} {seed}")  # noqa: S311 - a day that can be played again, no secret
    codes = staffed_counters(hall, day)
    services = {counter.code: frozenset(counter.services) for counter in hall.counters}
    lunch = lunches(hall, codes, random)
    return [
        Shift(
            counter=code,
            opens=OPENS + random.uniform(-240, 180),
            closes=day.closes,
            speed=random.uniform(0.88, 1.14),
            breaks=(
                Break(random.uniform(9.75, 11) * HOUR, BREAK_MINUTES, PauseReason.BREAK),
                Break(lunch[code], LUNCH_MINUTES, PauseReason.LUNCH),
                Break(random.uniform(14.5, 16) * HOUR, BREAK_MINUTES, PauseReason.BREAK),
            ),
            services=services[code],
        )
        for code in codes
    ]


def lunches(hall: Hall, codes: list[str], random: Random) -> dict[str, float]:
    """Return counter → when its clerk has lunch."""
    plans = []
    for _ in range(TRIES):
        order = random.sample(codes, len(codes))
        plan = {code: LUNCHES[index % len(LUNCHES)] for index, code in enumerate(order)}
        plans.append(plan)
        if alone(hall, plan) == 0:
            break
    return min(plans, key=lambda plan: alone(hall, plan))


def alone(hall: Hall, plan: dict[str, float]) -> int:
    """Return how often a service is left without a counter by a plan of lunches."""
    services = {counter.code: set(counter.services) for counter in hall.counters}
    missing = 0
    for slot in LUNCHES:
        there = set().union(*(services[code] for code, at in plan.items() if at != slot))
        missing += sum(1 for service in hall.services if service.code not in there)
    return missing
