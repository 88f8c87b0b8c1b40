"""An incident's way from alert to review, as a table; and who a late step goes up to."""

from collections.abc import Mapping, Sequence
from typing import Final

from server.emergency.events.incidents import (
    IncidentAcknowledged,
    IncidentClosed,
    IncidentRecovering,
    IncidentReviewed,
    IncidentStabilised,
    IncidentWorsened,
)
from server.emergency.reads import Step
from server.emergency.refusals import StepsOpen
from server.emergency.states import AFTER_ACTION, IncidentState, Phase
from server.kernel.languages import N_
from server.security.rights import May, Role
from server.store.workflow import Guard, Move, Need, TimeLimit, Workflow

ALERT, ACTIVE, STABILISED, RECOVERING, CLOSED, REVIEWED = IncidentState
LEAD: Final = May.LEAD_INCIDENT
STABILISE: Final = "stabilise"


def not_settled(steps: Sequence[Step]) -> list[Step]:
    """Return the steps that somebody has to do still."""
    return [one for one in steps if not one.settled]


def before_control(steps: Sequence[Step]) -> list[Step]:
    """Return what is to be settled before an incident is under control: all but the way back and its own moves."""
    return [one for one in not_settled(steps) if one.phase is not Phase.RECOVERY and one.code not in CHAIN]


def open_said(steps: Sequence[Step]) -> Mapping[str, object]:
    """Return what the refusal says of steps that are open."""
    left = [{"id": one.id, "code": one.code, "role": one.role} for one in steps]
    return {"count": len(left), "open": left}


RESPONDED: Final = Guard(
    "no step of the response is open", lambda steps: not before_control(steps), StepsOpen,
    lambda steps: open_said(before_control(steps)),
)  # fmt: skip
ALL_SETTLED: Final = Guard(
    "no step is open", lambda steps: not not_settled(steps), StepsOpen, lambda steps: open_said(not_settled(steps))
)

INCIDENT: Final = Workflow(
    name="incident",
    about="Something that a plan was made for: raised, led, brought under control, recovered from, learned from.",
    states=tuple(IncidentState),
    moves=(
        Move("acknowledge", (ALERT,), ACTIVE, right=LEAD, writes=IncidentAcknowledged, says=N_("Acknowledge")),
        Move(STABILISE, (ACTIVE,), STABILISED, right=LEAD, writes=IncidentStabilised, says=N_("Under control"),
             guards=(RESPONDED,)),
        Move("worsen", (STABILISED,), ACTIVE, right=LEAD, writes=IncidentWorsened, says=N_("No longer under control")),
        Move("recover", (STABILISED,), RECOVERING, right=LEAD, writes=IncidentRecovering, says=N_("Begin recovery")),
        Move(
            "close", (RECOVERING,), CLOSED, right=LEAD, writes=IncidentClosed, says=N_("Close the incident"),
            needs=(Need("review", N_("What happened"), most=2000),), guards=(ALL_SETTLED,),
        ),
        Move(
            "review", (CLOSED,), REVIEWED, right=LEAD, writes=IncidentReviewed, says=N_("Write the review"),
            needs=(Need("findings", N_("What was learned"), most=4000),),
        ),
    ),
    limits=(TimeLimit(AFTER_ACTION, (CLOSED,), days=5),),
)  # fmt: skip
CHAIN: Final = frozenset(move.name for move in INCIDENT.moves)  # steps of these names move the incident
UP: Final[Mapping[str, Role]] = {
    Role.CLERK: Role.SUPERVISOR,
    Role.REVIEWER: Role.SUPERVISOR,
    Role.SUPERVISOR: Role.MANAGER,
}
LEAD_STEPS: Final[Mapping[str, str]] = {
    "acknowledge": N_("Acknowledge the incident"),
    "size_up": N_("Size up: people, exits, who needs help"),
    STABILISE: N_("Say that it is under control"),
    "recover": N_("Begin recovery"),
}
