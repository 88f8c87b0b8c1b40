"""Giving tasks, doing them, giving them more time, to somebody else, or up."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import delete, insert

from server.coordination.events import DUE, TaskGiven, TaskLate
from server.coordination.levels import FIGURES, OUTWARD, TaskKind, TaskWords
from server.coordination.measuring import figure_now
from server.coordination.reads import WorkItem, task_of
from server.coordination.states import TASK
from server.coordination.tables import task_words
from server.floor.opening import midnight_after
from server.floor.reads.halls import hall_now
from server.kernel.languages import N_
from server.kernel.refusals import Invalid
from server.security import reads as people
from server.security.actors import staff_number
from server.security.rights import ALLOWED, May, Role
from server.store.hall import HallSnapshot, UnitOfWork

KEEP: Final = insert(task_words)
DROP: Final = delete(task_words)
TITLE, DETAILS = 120, 1000  # characters
LONGEST: Final = timedelta(days=366)
Fault = tuple[str, str, dict[str, object]]
Handler = Callable[[UnitOfWork, int], None]


def give(
    hall: UnitOfWork, *, kind: str, owner: int, due: date | None, words: Mapping[TaskWords, str], figure: str = ""
) -> int:
    """Give somebody something to do by the end of a day; return its number."""
    hall.actor.must(May.GIVE_TASK)
    said = {what: text.strip() for what, text in words.items() if text.strip()}
    faults = [*misfits(kind, said), *whose_faults(hall, kind, owner), *day_faults(hall, due)]
    if figure not in FIGURES:
        faults.append(("figure", N_("Choose one of the figures, or none."), {}))
    if faults or due is None:
        raise Invalid(*faults)
    measured = figure if kind == TaskKind.IMPROVEMENT else ""
    made = hall.record(
        TaskGiven(
            kind=kind,
            owner=owner,
            giver=staff_number(hall),
            due_at=end_of(hall, due),
            figure=measured,
            figure_before=figure_now(hall, measured),
        )
    )
    for what, text in said.items():
        keep(hall, made.number, what, text)
    return made.number


def misfits(kind: str, said: Mapping[TaskWords, str]) -> list[Fault]:
    """Return what is wrong with a task's kind and words."""
    faults: list[Fault] = []
    if kind not in set(TaskKind):
        faults.append(("kind", N_("Choose what it is."), {}))
    if not 0 < len(said.get(TaskWords.TITLE, "")) <= TITLE:
        faults.append(("title", N_("Say in a few words what is to be done."), {}))
    if len(said.get(TaskWords.DETAILS, "")) > DETAILS:
        faults.append(("details", N_("At most {max_length} characters fit here."), {"max_length": DETAILS}))
    if kind in OUTWARD and not 0 < len(said.get(TaskWords.TO, "")) <= TITLE:
        faults.append(("to", N_("Say which department or authority it goes to."), {}))
    return faults


def whose_faults(hall: HallSnapshot, kind: str, owner: int) -> list[Fault]:
    """Return what is wrong with who is to do it: somebody of this hall, and of a problem that goes up its manager."""
    person = people.member(hall, owner)
    post = None if person is None else person.posts.get(hall.id)
    if post not in ALLOWED[May.DO_TASK]:
        return [("owner", N_("Choose who does it."), {})]
    if kind == TaskKind.ESCALATION and post is not Role.MANAGER:
        return [("owner", N_("A problem that goes up goes to a manager."), {})]
    return []


def day_faults(hall: HallSnapshot, due: date | None) -> list[Fault]:
    """Return what is wrong with the day by which it is done."""
    today = hall.at.astimezone(hall_now(hall).settings.zone).date()
    if due is None or not today <= due <= today + LONGEST:
        return [("due", N_("Choose a day, today or within a year."), {})]
    return []


def end_of(hall: HallSnapshot, day: date) -> datetime:
    """Return when a day of the hall ends."""
    settings = hall_now(hall).settings
    return midnight_after(settings, datetime(day.year, day.month, day.day, 12, tzinfo=settings.zone))


def keep(hall: UnitOfWork, task: int, what: TaskWords, words: str) -> None:
    """Keep what was written, outside the journal; the last words about the same thing count."""
    at: dict[str, Any] = {"hall_id": hall.id, "task": task, "what": what.value}
    hall.write_unlogged(
        DROP.where(task_words.c.hall_id == hall.id, task_words.c.task == task, task_words.c.what == what.value),
        {},
    )
    hall.write_unlogged(KEEP, {**at, "words": words, "at": hall.at})


def finish(hall: UnitOfWork, *, task: int, result: str) -> None:
    """Say that a task is done, and what came of it; an improvement is measured again."""
    one = task_of(hall, task)
    take(hall, one, "finish", result=result.strip(), figure_after=figure_now(hall, one.figure))
    keep(hall, task, TaskWords.RESULT, result.strip())


def drop(hall: UnitOfWork, *, task: int, reason: str) -> None:
    """Say that a task is not to be done any more."""
    take(hall, task_of(hall, task), "drop", reason=reason.strip())
    keep(hall, task, TaskWords.REASON, reason.strip())


def put_off(hall: UnitOfWork, *, task: int, due: date | None, reason: str) -> None:
    """Give a task more time."""
    one = task_of(hall, task)
    TASK.must_move(hall.actor, one.state, "put_off", {"reason": reason}, one)
    faults = day_faults(hall, due)
    if due is not None and not faults and end_of(hall, due) == one.due_at:
        faults = [("due", N_("Choose another day than before."), {})]
    if faults or due is None:
        raise Invalid(*faults)
    take(hall, one, "put_off", reason=reason.strip(), due_before=one.due_at, due_at=end_of(hall, due))
    keep(hall, task, TaskWords.REASON, reason.strip())


def hand_on(hall: UnitOfWork, *, task: int, owner: int) -> None:
    """Give a task to somebody else."""
    one = task_of(hall, task)
    TASK.must_move(hall.actor, one.state, "hand_on", {}, one)
    if faults := whose_faults(hall, one.kind, owner):
        raise Invalid(*faults)
    if owner != one.owner:
        take(hall, one, "hand_on", owner_before=one.owner, owner=owner)


def take(hall: UnitOfWork, one: WorkItem, move: str, **given: object) -> None:
    """Make a move of a task, as whoever acts."""
    TASK.take(hall, of=one.id, state=one.state, name=move, thing=one, by=staff_number(hall), **given)


def late(hall: UnitOfWork, task: int) -> None:
    """Mark a task that was not done in time."""
    hall.record(TaskLate(task=task))


HANDLERS: Final[Mapping[str, Handler]] = {DUE: late}
