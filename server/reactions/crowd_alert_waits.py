"""When an alert stands, somebody has to take note of it, or to lead the plan that it started."""

from collections.abc import Iterator
from datetime import timedelta

from server.crowd.acts import take_note
from server.crowd.levels import Level
from server.crowd.reads import crowd_now
from server.crowd.settings import SETTINGS
from server.emergency.acts import start_plan, take_the_lead
from server.emergency.plan_reads import plans_to_start
from server.emergency.reads import going_on
from server.feature.todos import Obligation
from server.floor.reads.halls import hall_now
from server.kernel.languages import N_, words
from server.reactions.crowd_alert_starts_plan import KIND
from server.store.hall import HallSnapshot


def crowd_waits(hall: HallSnapshot) -> Iterator[Obligation]:
    """An alert of which nobody took note; a hall that is crowded before any alert."""
    started = next((one for one in going_on(hall) if one.kind == KIND and not one.drill), None)
    crowd = crowd_now(hall)
    alert, limits = crowd.alert, crowd.limits
    if alert is not None and not alert.acknowledged:
        text = N_("Crowd alert: {people} people, the limit is {limit}")
        if alert.stage == 2:
            text = N_("Dangerously full: {people} people, from {limit} on it is dangerous")
        again = SETTINGS.of(hall).remind_after
        yield Obligation(
            "alert",
            words(text, people=alert.people, limit=alert.limit),
            "crowd",
            words(N_("Take note")),
            words(
                N_("Now {people}. Until somebody takes note, it is repeated every {minutes} minutes."),
                people=crowd.people,
                minutes=again,
            ),
            due=alert.raised_at + timedelta(minutes=again),
            act=(started and take_the_lead(started, hall_now(hall).settings.code)) or take_note(alert.id),
        )
    elif alert is None and started is None and limits is not None and crowd.level in {Level.CROWDED, Level.DANGEROUS}:
        text = N_("Crowded: {people} people, the limit is {limit}")
        if crowd.level == Level.DANGEROUS:
            text = N_("Dangerously full: {people} people, from {limit} on it is dangerous")
        limit = limits.dangerous if crowd.level == Level.DANGEROUS else limits.crowded
        yield Obligation(
            "crowded",
            words(text, people=crowd.people, limit=limit),
            "crowd",
            words(N_("See it")),
            words(N_("No alert stands yet: it comes after two minutes. The plan can be started now.")),
            due=hall.at,
            act=start_plan(KIND) if KIND in plans_to_start(hall) else None,
        )
