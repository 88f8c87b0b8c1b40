"""When a countdown begins, when it is over, when there is nothing more to count for. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from server.floor.calling import Choice
from server.floor.idle import IdleCounter

LATE: Final = timedelta(seconds=5)  # over for longer: the server was away, or calls were held; nobody saw it count


@dataclass(frozen=True, slots=True)
class Countdown:
    """What is known of a counter's countdown."""

    counter: str
    since: datetime  # since when the counter was free then
    due_at: datetime | None  # None: stopped
    ticket: int | None = None  # called by itself last
    unanswered: bool = False

    @property
    def stopped(self) -> bool:
        """Whether it waits for a key."""
        return self.due_at is None


class Step(StrEnum):
    """What is to be done at a counter."""

    BEGIN = "begin"
    CALL = "call"
    DROP = "drop"


class Doing(NamedTuple):
    """A step at a counter; of a call, whom."""

    step: Step
    counter: str
    choice: Choice | None = None


def doings(
    choices: Mapping[str, Choice], idle: Iterable[IdleCounter], known: Mapping[str, Countdown], *, at: datetime
) -> list[Doing]:
    """Return what is to be done now at counters that call by themselves; those that are stopped are left alone.

    Whom a call is for is decided when it is due: who came meanwhile and comes before is called.
    """
    found = []
    for one in idle:
        code = one.offer.code
        count, choice = known.get(code), choices.get(code)
        runs = count is not None and count.since == one.since
        if runs and count is not None and count.stopped:
            continue
        if choice is None:
            if runs:
                found.append(Doing(Step.DROP, code))
        elif not runs or count is None or count.due_at is None or at - count.due_at > LATE:
            found.append(Doing(Step.BEGIN, code, choice))
        elif count.due_at <= at:
            found.append(Doing(Step.CALL, code, choice))
    return sorted(found, key=lambda doing: doing.choice.ticket.counts_from if doing.choice else at)
