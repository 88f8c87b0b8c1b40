"""What becomes of a task, as a table."""

from typing import Final

from server.coordination.events import TaskDone, TaskDropped, TaskHandedOn, TaskPutOff
from server.coordination.levels import TaskState
from server.coordination.refusals import TaskOver
from server.kernel.languages import N_
from server.security.rights import May
from server.store.workflow import Move, Need, Workflow

OPEN, DONE, DROPPED = TaskState
RESULT: Final = (Need("result", N_("What came of it")),)
REASON: Final = (Need("reason", N_("Why")),)

TASK: Final = Workflow(
    name="task",
    about="Something that somebody does by a day: its owner says what came of it, whoever gave it can change its time.",
    states=tuple(TaskState),
    moves=(
        Move(
            "finish", (OPEN,), DONE, right=May.DO_TASK, writes=TaskDone, says=N_("It is done"), needs=RESULT,
            whose=lambda task: task.owner,
        ),
        Move("drop", (OPEN,), DROPPED, right=May.GIVE_TASK, writes=TaskDropped, says=N_("Drop it"), needs=REASON),
        Move("put_off", (OPEN,), None, right=May.GIVE_TASK, writes=TaskPutOff, says=N_("More time"), needs=REASON),
        Move("hand_on", (OPEN,), None, right=May.GIVE_TASK, writes=TaskHandedOn, says=N_("Hand it on")),
    ),
    closed=TaskOver,
)  # fmt: skip
