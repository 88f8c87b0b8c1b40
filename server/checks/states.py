"""What becomes of a finding, as a table: who may do what, never to themselves, in which time."""

from typing import Final

from server.checks.events import CORRECT, FindingClosed
from server.checks.levels import FindingState
from server.checks.refusals import FindingOver, OwnFinding
from server.kernel.languages import N_
from server.security.rights import May
from server.store.workflow import Move, Need, Separation, TimeLimit, Workflow

OPEN, CLOSED = FindingState

FINDING: Final = Workflow(
    name="finding",
    about="Something that was not as the regulation says: it is corrected, and somebody else sees that it is.",
    states=tuple(FindingState),
    moves=(
        Move(
            "close", (OPEN,), CLOSED, right=May.CHECK, writes=FindingClosed, says=N_("It is corrected"),
            needs=(Need("words", N_("What was corrected, and how you saw it")),),
            never=Separation("whoever is concerned", lambda finding: finding.clerk, OwnFinding),
        ),
    ),
    limits=(TimeLimit(CORRECT, (OPEN,), days=5),),
    closed=FindingOver,
)  # fmt: skip
