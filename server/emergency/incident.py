"""An incident's way from alert to review, as a table; and who a late step goes up to."""

from collections.abc import Mapping
from typing import Final

from server.emergency.events.incidents import (
    IncidentAcknowledged,
    IncidentClosed,
    IncidentRecovering,
    IncidentReviewed,
    IncidentStabilised,
    IncidentWorsened,
)
from server.emergency.states import AFTER_ACTION, IncidentState
from server.kernel.languages import N_
from server.security.rights import May, Role
from server.store.workflow import Move, Need, TimeLimit, Workflow

ALERT, ACTIVE, STABILISED, RECOVERING, CLOSED, REVIEWED = IncidentState
LEAD: Final = May.LEAD_INCIDENT

INCIDENT: Final = Workflow(
    name="incident",
    about="Something that a plan was made for: raised, led, brought under control, recovered from, learned from.",
    states=tuple(IncidentState),
    moves=(
        Move("acknowledge", (ALERT,), ACTIVE, right=LEAD, writes=IncidentAcknowledged, says=N_("Acknowledge")),
        Move("stabilise", (ACTIVE,), STABILISED, right=LEAD, writes=IncidentStabilised, says=N_("Under control")),
        Move("worsen", (STABILISED,), ACTIVE, right=LEAD, writes=IncidentWorsened, says=N_("No longer under control")),
        Move("recover", (STABILISED,), RECOVERING, right=LEAD, writes=IncidentRecovering, says=N_("Begin recovery")),
        Move(
            "close", (RECOVERING,), CLOSED, right=LEAD, writes=IncidentClosed, says=N_("Close the incident"),
            needs=(Need("review", N_("What happened"), most=2000),),
        ),
        Move(
            "review", (CLOSED,), REVIEWED, right=LEAD, writes=IncidentReviewed, says=N_("Write the review"),
            needs=(Need("findings", N_("What was learned"), most=4000),),
        ),
    ),
    limits=(TimeLimit(AFTER_ACTION, (CLOSED,), days=5),),
)  # fmt: skip

UP: Final[Mapping[str, Role]] = {
    Role.CLERK: Role.SUPERVISOR,
    Role.REVIEWER: Role.SUPERVISOR,
    Role.SUPERVISOR: Role.MANAGER,
}
LEAD_STEPS: Final[Mapping[str, str]] = {
    "acknowledge": N_("Acknowledge the incident"),
    "size_up": N_("Size up: people, exits, who needs help"),
    "stabilise": N_("Say that it is under control"),
    "recover": N_("Begin recovery"),
}
