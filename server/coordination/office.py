"""Tasks in the office: what everybody has to do, what I have to do, giving something, saying what came of it."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, Final

from server.coordination.commands import drop, finish, give, hand_on, put_off
from server.coordination.events import TaskGiven
from server.coordination.levels import FIGURES, KINDS, OUTWARD, STATES, TaskKind, TaskState, TaskWords
from server.coordination.measuring import figure_said
from server.coordination.reads import WorkItem, open_tasks, task_of, tasks_of, tasks_over, words_of
from server.coordination.refusals import UnknownTask
from server.coordination.states import TASK
from server.kernel.languages import N_
from server.office.context import Go, PageContext
from server.office.pages import Nav, Pages, Todo
from server.security import reads as people
from server.security.rights import ALLOWED, May
from server.store.hall import HEAD, HallSnapshot
from server.store.workflow import UnknownMove

pages: Final = Pages("coordination", Path(__file__).parent / "templates")
SHOWN: Final = 60  # of those that are over


@pages.page("/<hall>/tasks", may=May.SEE_TASKS, nav=Nav(N_("Running the hall"), N_("Tasks"), 6))
def tasks_page(context: PageContext) -> str:
    """Show what is open, the next due first, and what is over; of one kind, where one is asked for."""
    only = context.asked.get("kind", "")
    with context.look() as hall:
        waiting = [one for one in open_tasks(hall) if not only or one.kind == only]
        over = [one for one in tasks_over(hall) if not only or one.kind == only][:SHOWN]
        said, names = words_of(hall, [*waiting, *over]), people.names(hall)
    return context.render(
        "coordination/tasks.html",
        waiting=waiting, over=over, texts=said, staff=names, kinds=KINDS, states=STATES, only=only,
        may_give=context.may(May.GIVE_TASK), to="tasks",
    )  # fmt: skip


@pages.page("/<hall>/my-tasks", may=May.DO_TASK, nav=Nav(N_("Mine"), N_("My tasks"), 2), some=True)
def my_tasks(context: PageContext) -> str:
    """Show what the reader has to do, and has done."""
    with context.look() as hall:
        own = tasks_of(hall, context.actor.id)
        said, names = words_of(hall, own), people.names(hall)
    waiting = sorted((one for one in own if one.state is TaskState.OPEN), key=lambda one: one.due_at)
    return context.render(
        "coordination/tasks.html",
        waiting=waiting, over=[one for one in own if one.state is not TaskState.OPEN][:SHOWN], texts=said,
        staff=names, kinds=KINDS, states=STATES, only=None, may_give=False, to="my-tasks",
    )  # fmt: skip


def here(context: PageContext) -> list[tuple[int, str]]:
    """Return who can have something to do in the hall, by name."""
    able = ALLOWED[May.DO_TASK]
    with context.look(HEAD) as head:
        return [(one.id, one.name) for one in people.colleagues(head) if one.posts.get(context.hall) in able]


@pages.page("/<hall>/tasks/new", may=May.SEE_TASKS)
def new_task(context: PageContext) -> str:
    """Show the form for something to be done."""
    kind = context.given.get("kind") or context.asked.get("kind") or TaskKind.TASK
    return context.render(
        "coordination/new_task.html",
        staff=here(context), kinds=KINDS, kind=kind, figures=FIGURES, outward=OUTWARD, improvement=TaskKind.IMPROVEMENT,
        today=context.local(context.now).date(),
    )  # fmt: skip


@pages.form("/<hall>/tasks/new", may=May.GIVE_TASK, again=new_task)
def give_form(context: PageContext) -> Go:
    """Give somebody something to do."""
    given = context.given
    with context.work() as hall:
        number = give(
            hall,
            kind=given.get("kind", ""),
            owner=chosen(given.get("owner", "")),
            due=day_in(given.get("due", "")),
            words={what: given.get(what.value, "") for what in (TaskWords.TITLE, TaskWords.DETAILS, TaskWords.TO)},
            figure=given.get("figure", ""),
        )
    return context.go(f"tasks/{number}", said="saved")


def chosen(given: str) -> int:
    """Return a staff number that was chosen; 0: none was."""
    return int(given) if given.isdecimal() and len(given) < 19 else 0


def day_in(given: str) -> date | None:
    """Return a day that was given; none: it is none."""
    try:
        return date.fromisoformat(given)
    except ValueError:
        return None


@pages.page("/<hall>/tasks/<int:which>", may=May.SEE_TASKS)
def task_page(context: PageContext, which: int) -> str:
    """Show a task to whoever sees all."""
    with context.look() as hall:
        return drawn(context, hall, task_of(hall, which), "tasks")


@pages.page("/<hall>/my-tasks/<int:which>", may=May.DO_TASK, some=True)
def my_task(context: PageContext, which: int) -> str:
    """Show a task to its owner; to nobody else it is there."""
    with context.look() as hall:
        one = task_of(hall, which)
        if one.owner != context.actor.id:
            raise UnknownTask
        return drawn(context, hall, one, "my-tasks")


def drawn(context: PageContext, hall: HallSnapshot, one: WorkItem, to: str) -> str:
    """Draw a task with what the reader can do with it."""
    moves = {move.name for move in TASK.open_to(context.actor, one.state, one)}
    return context.render(
        "coordination/task.html",
        one=one, texts=words_of(hall, [one])[one.id], staff=people.names(hall), kinds=KINDS, states=STATES,
        figures=FIGURES, figure_said=figure_said, moves=moves, colleagues=here(context) if "hand_on" in moves else [],
        today=context.local(context.now).date(), to=to,
    )  # fmt: skip


@pages.form("/<hall>/tasks/<int:which>", may=May.GIVE_TASK, again=task_page)
def change_form(context: PageContext, which: int) -> Go:
    """Change a task: its time, its owner, its end."""
    move, given = context.given.get("move", ""), context.given
    with context.work() as hall:
        if move == "finish":
            finish(hall, task=which, result=given.get("result", ""))
        elif move == "drop":
            drop(hall, task=which, reason=given.get("reason", ""))
        elif move == "put_off":
            put_off(hall, task=which, due=day_in(given.get("due", "")), reason=given.get("reason", ""))
        elif move == "hand_on":
            hand_on(hall, task=which, owner=chosen(given.get("owner", "")))
        else:
            raise UnknownMove(move=move)
    return context.go(f"tasks/{which}", said="saved")


@pages.form("/<hall>/my-tasks/<int:which>", may=May.DO_TASK, again=my_task)
def finish_form(context: PageContext, which: int) -> Go:
    """Say that one's own task is done."""
    with context.work() as hall:
        finish(hall, task=which, result=context.given.get("result", ""))
    return context.go("my-tasks", said="saved")


@pages.names(TaskGiven)
def task_said(context: PageContext, _hall: HallSnapshot, fact: TaskGiven) -> dict[str, object]:
    """Say of which kind a task is."""
    return {"kind": context.t(KINDS[fact.kind])}


@pages.todo(may=May.DO_TASK)
def own_tasks(context: PageContext, hall: HallSnapshot) -> Iterable[Todo]:
    """Name what the reader has to do."""
    own = [one for one in tasks_of(hall, context.actor.id) if one.state is TaskState.OPEN]
    said = words_of(hall, own)
    for one in own:
        yield Todo(
            what=said[one.id].get(TaskWords.TITLE) or context.t(KINDS[one.kind]),
            why=context.t(KINDS[one.kind]),
            due=one.due_at,
            to=context.path(f"my-tasks/{one.id}"),
            act=context.t("See it"),
        )


@pages.todo(may=May.GIVE_TASK)
def late_tasks(context: PageContext, hall: HallSnapshot) -> Iterable[Todo]:
    """Name how many tasks of others are late."""
    late: list[Any] = [one for one in open_tasks(hall) if one.late_at is not None and one.owner != context.actor.id]
    if late:
        yield Todo(
            what=context.tn("{n} task of others is late", "{n} tasks of others are late", len(late)),
            to=context.path("tasks"),
            act=context.t("See them"),
        )
