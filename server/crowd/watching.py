"""When an alert is raised, raised further, repeated and cleared: a pure machine over the people in the hall.

Raised at nine tenths of the limit for two minutes running, at once at six fifths or when it is dangerous; cleared
under three quarters for five minutes: a crowd that swings around the limit makes one alert. What it knows survives a
restart.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from server.crowd.levels import Limits

RAISE, CLEAR = 0.9, 0.75  # of the limit (crowded)
FAR_OVER: Final = 1.2  # of the limit: nobody waits two minutes with that
RUNNING: Final = timedelta(minutes=2)
CALM_FOR: Final = timedelta(minutes=5)
REMIND: Final = timedelta(minutes=15)  # where the hall says nothing else
GAP: Final = timedelta(minutes=2)  # without a look: what ran before says nothing any more


class AlertStep(StrEnum):
    """What is to be done."""

    RAISE = "raise"
    STAGE = "stage"  # to the second
    REMIND = "remind"
    CLEAR = "clear"


@dataclass(frozen=True, slots=True)
class Watch:
    """What is known of the crowd so far."""

    stage: int = 0  # 0: no alert
    seen_at: datetime | None = None
    above_since: datetime | None = None
    below_since: datetime | None = None
    told_at: datetime | None = None  # raised, or last reminded
    acknowledged: bool = False


def watched(
    watch: Watch, people: float, limits: Limits, at: datetime, remind: timedelta = REMIND
) -> tuple[Watch, Sequence[AlertStep]]:
    """Return what is known after a look at so many people, and what is to be done."""
    running = watch.seen_at is not None and at - watch.seen_at <= GAP
    above = people >= RAISE * limits.crowded
    below = people < CLEAR * limits.crowded
    now = replace(
        watch,
        seen_at=at,
        above_since=((running and watch.above_since) or at) if above else None,
        below_since=((running and watch.below_since) or at) if below else None,
    )
    dangerous = people >= limits.dangerous
    if now.stage == 0:
        long = now.above_since is not None and at - now.above_since >= RUNNING
        if not dangerous and not long and people < FAR_OVER * limits.crowded:
            return now, ()
        raised = replace(now, stage=2 if dangerous else 1, told_at=at, acknowledged=False)
        return raised, (AlertStep.RAISE, AlertStep.STAGE) if dangerous else (AlertStep.RAISE,)
    if now.below_since is not None and at - now.below_since >= CALM_FOR:
        return Watch(seen_at=at, below_since=now.below_since), (AlertStep.CLEAR,)
    if dangerous and now.stage == 1:
        return replace(now, stage=2, told_at=at, acknowledged=False), (AlertStep.STAGE,)
    if not now.acknowledged and now.told_at is not None and at - now.told_at >= remind:
        return replace(now, told_at=at), (AlertStep.REMIND,)
    return now, ()
