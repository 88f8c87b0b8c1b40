"""Facts of tasks."""

from datetime import datetime
from typing import Final

from server.coordination.levels import TaskState
from server.coordination.tables import tasks
from server.kernel.languages import N_
from server.store.events import Event
from server.store.rows import Rows

DUE: Final = "task_late"


class TaskGiven(Event):
    """Written when somebody got something to do; its number is this entry's, the words are kept apart."""

    says = N_("{giver} gave {owner} something to do by {due_at}: {kind}.")

    kind: str
    owner: int
    giver: int
    due_at: datetime
    figure: str
    figure_before: float | None

    def apply(self, rows: Rows) -> None:
        """It is open, and due."""
        rows.add(
            tasks,
            id=rows.seq,
            kind=self.kind,
            owner=self.owner,
            giver=self.giver,
            figure=self.figure,
            figure_before=self.figure_before,
            state=TaskState.OPEN,
            given_at=rows.at,
            due_at=self.due_at,
        )
        rows.due(DUE, rows.seq, self.due_at)


class TaskDone(Event):
    """Written when something was done; what came of it is kept apart."""

    says = N_("{by} did a task.")

    task: int
    by: int
    figure_after: float | None

    def apply(self, rows: Rows) -> None:
        """It is over."""
        over(rows, self.task, TaskState.DONE, by=self.by, figure_after=self.figure_after)


class TaskDropped(Event):
    """Written when whoever gives tasks said that something is not to be done any more; the reason is kept apart."""

    says = N_("{by} dropped a task.")

    task: int
    by: int

    def apply(self, rows: Rows) -> None:
        """It is over."""
        over(rows, self.task, TaskState.DROPPED, by=self.by)


def over(rows: Rows, task: int, state: TaskState, *, by: int, **more: object) -> None:
    """End a task."""
    rows.move(tasks, task, expect={"state": TaskState.OPEN}, state=state, over_at=rows.at, over_by=by, **more)
    rows.settled(DUE, task)


class TaskHandedOn(Event):
    """Written when somebody else got a task."""

    says = N_("{by} handed a task on to {owner}.")

    task: int
    by: int
    owner_before: int
    owner: int

    def apply(self, rows: Rows) -> None:
        """It is theirs."""
        rows.move(tasks, self.task, expect={"owner": self.owner_before}, owner=self.owner)


class TaskPutOff(Event):
    """Written when a task got more time; the reason is kept apart."""

    says = N_("{by} gave a task more time: until {due_at}.")

    task: int
    by: int
    due_before: datetime
    due_at: datetime

    def apply(self, rows: Rows) -> None:
        """It is due later, and late no more."""
        rows.move(tasks, self.task, expect={"due_at": self.due_before}, due_at=self.due_at, late_at=None)
        rows.settled(DUE, self.task)
        rows.due(DUE, self.task, self.due_at)


class TaskLate(Event):
    """Written when something was not done by its time. It is the manager's from then on."""

    says = N_("A task was not done in time; it is the manager's now.")

    task: int

    def apply(self, rows: Rows) -> None:
        """It is late."""
        rows.move(tasks, self.task, expect={"late_at": None}, late_at=rows.at)
        rows.settled(DUE, self.task)
