"""What pages and other features may read of tasks: typed values, never rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, or_, select

from server.coordination.levels import TaskState, TaskWords
from server.coordination.refusals import UnknownTask
from server.coordination.tables import task_words, tasks
from server.store.hall import HallSnapshot

HERE: Final[Any] = bindparam("hall")
MOST: Final = 200  # in one list
_TASKS: Final = select(*list(tasks.c)[1:]).where(tasks.c.hall_id == HERE)
ONE: Final = _TASKS.where(tasks.c.id == bindparam("task"))
OPEN: Final = _TASKS.where(tasks.c.state == TaskState.OPEN.value).order_by(tasks.c.due_at)
OVER: Final = _TASKS.where(tasks.c.state != TaskState.OPEN.value).order_by(tasks.c.over_at.desc()).limit(MOST)
OWNED: Final = _TASKS.where(tasks.c.owner == bindparam("owner")).order_by(tasks.c.due_at.desc()).limit(MOST)
LATELY: Final = _TASKS.where(
    tasks.c.given_at <= bindparam("until", type_=tasks.c.given_at.type),
    tasks.c.state != TaskState.DROPPED.value,
    or_(
        tasks.c.over_at.is_(None),
        tasks.c.over_at >= bindparam("since", type_=tasks.c.given_at.type),
    ),
)
WORDS: Final = select(task_words.c.task, task_words.c.what, task_words.c.words).where(
    task_words.c.hall_id == HERE, task_words.c.task.in_(bindparam("tasks", expanding=True))
)


@dataclass(frozen=True, slots=True)
class WorkItem:
    """Something that somebody does by a day; its words are read apart."""

    id: int
    kind: str
    owner: int
    giver: int
    figure: str
    figure_before: float | None
    figure_after: float | None
    state: TaskState
    given_at: datetime
    due_at: datetime
    over_at: datetime | None
    over_by: int | None
    late_at: datetime | None


Told = Mapping[int, Mapping[TaskWords, str]]


def read_tasks(hall: HallSnapshot, question: Any, **asked: object) -> list[WorkItem]:
    """Return the tasks that a question finds."""
    found = []
    for row in hall.connection.execute(question, {"hall": hall.id, **asked}):
        values = list(row)
        values[7] = TaskState(values[7])
        found.append(WorkItem(*values))
    return found


def task_of(hall: HallSnapshot, task: int) -> WorkItem:
    """Return a task; refuse a number that the hall does not have."""
    found = read_tasks(hall, ONE, task=task)
    if not found:
        raise UnknownTask
    return found[0]


def open_tasks(hall: HallSnapshot) -> list[WorkItem]:
    """Return what is open, the next due first."""
    return read_tasks(hall, OPEN)


def tasks_over(hall: HallSnapshot) -> list[WorkItem]:
    """Return what was done or dropped, the newest first."""
    return read_tasks(hall, OVER)


def tasks_of(hall: HallSnapshot, owner: int) -> list[WorkItem]:
    """Return what somebody has to do and has done."""
    return read_tasks(hall, OWNED, owner=owner)


def tasks_between(hall: HallSnapshot, since: datetime, until: datetime) -> list[WorkItem]:
    """Return what was open in a span; what was dropped is not."""
    return read_tasks(hall, LATELY, since=since, until=until)


def words_of(hall: HallSnapshot, found: Sequence[WorkItem]) -> Told:
    """Return task → what was written about it."""
    told: dict[int, dict[TaskWords, str]] = {one.id: {} for one in found}
    if found:
        for row in hall.connection.execute(WORDS, {"hall": hall.id, "tasks": [one.id for one in found]}):
            told[row[0]][TaskWords(row[1])] = row[2]
    return told
