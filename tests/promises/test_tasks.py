"""Promise: whoever has something to do finds it, by its day; what is late goes up; an improvement is measured twice."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from server.coordination.reads import WorkItem, open_tasks, task_of
from server.security.reads import names
from tests.inside import Inside
from tests.inside_office import page, sends, words
from tests.rated import on_a_wednesday, serves

TITLE = "Move the forms nearer to the entrance"
MAY_NAME = "Mrs Lin of counter 2 asked for it."
FRIDAY = "2026-11-27"
MONDAY = "2026-11-30"


@pytest.fixture(params=["sqlite", "postgresql"])
def hall(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Inside]:
    """The hall, on either database; whatever happened, its history is whole."""
    database = request.getfixturevalue("new_database") if request.param == "postgresql" else ""
    made = on_a_wednesday(tmp_path, database)
    yield made
    assert made.faults() == []
    made.close()


def number_of(hall: Inside, name: str) -> int:
    """Return the staff number of one of the demo's people."""
    with hall.store.look(hall.hall) as sight:
        return next(number for number, known in names(sight).items() if known == name)


def given(hall: Inside, owner: str = "陳冠宇", who: str = "supervisor", **more: object) -> WorkItem:
    """Give somebody something to do by Friday; return the newest task."""
    fields = {"kind": "task", "title": TITLE, "due": FRIDAY, "owner": number_of(hall, owner), **more}
    status, told = sends(hall, who, "tasks/new", **fields)
    assert status == 200, words(told)
    with hall.store.look(hall.hall) as sight:
        return max(open_tasks(sight), key=lambda one: one.id)


def passes(hall: Inside, **span: float) -> None:
    """Let time pass; sign-ins of before are over."""
    hall.later(timedelta(**span).total_seconds())
    hall.tokens.clear()


def now(hall: Inside, one: WorkItem) -> WorkItem:
    """Return a task as it is now."""
    with hall.store.look(hall.hall) as sight:
        return task_of(sight, one.id)


def test_whoever_has_it_to_do_finds_it_and_says_what_came_of_it(hall: Inside) -> None:
    """On the start page and under My tasks, and nobody else's; the words are in no journal; done once."""
    one = given(hall, details=MAY_NAME)
    assert TITLE in words(page(hall, "clerk2", ""))
    assert TITLE in words(page(hall, "clerk2", "my-tasks"))
    assert TITLE not in words(page(hall, "clerk3", "my-tasks"))
    assert MAY_NAME in words(page(hall, "clerk2", f"my-tasks/{one.id}"))
    assert page(hall, "clerk3", f"my-tasks/{one.id}", status=404)
    assert sends(hall, "clerk3", f"my-tasks/{one.id}", result="Done")[0] == 403
    assert sends(hall, "supervisor", f"tasks/{one.id}", move="finish", result="Done")[0] == 403  # it is not theirs
    status, told = sends(hall, "clerk2", f"my-tasks/{one.id}", result="  ")
    assert (status, "needed for the step" in words(told)) == (422, True)
    assert sends(hall, "clerk2", f"my-tasks/{one.id}", result="They stand at the door now.")[0] == 200
    assert sends(hall, "clerk2", f"my-tasks/{one.id}", result="Again.")[0] == 409
    assert "They stand at the door now." in words(page(hall, "auditor", f"tasks/{one.id}"))
    assert "許文傑 gave 陳冠宇 something to do" in words(page(hall, "auditor", "journal"))
    assert ": Task." in words(page(hall, "auditor", "journal"))
    told = hall.asks("auditor", "GET", "/halls/main/journal?limit=1000").text
    assert [text for text in (TITLE, MAY_NAME, "at the door") if text in told] == []


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"title": " "}, "Say in a few words"),
        ({"owner": ""}, "Choose who does it"),
        ({"owner": "auditor"}, "Choose who does it"),
        ({"due": "2026-11-24"}, "today or within a year"),
        ({"due": "soon"}, "today or within a year"),
        ({"kind": "wish"}, "Choose what it is"),
        ({"kind": "request"}, "which department or authority"),
        ({"kind": "escalation"}, "goes to a manager"),
        ({"kind": "improvement", "figure": "luck"}, "Choose one of the figures"),
    ],
)
def test_what_does_not_hang_together_is_asked_again(hall: Inside, wrong: dict[str, str], told: str) -> None:
    """Each with what to do; what was typed is still there, and nothing is written."""
    fields = {"kind": "task", "title": TITLE, "due": FRIDAY, "owner": number_of(hall, "陳冠宇"), **wrong}
    if fields["owner"] == "auditor":  # who changes nothing
        fields["owner"] = number_of(hall, "周雅雯")
    status, shown = sends(hall, "supervisor", "tasks/new", **fields)
    assert (status, told in words(shown)) == (422, True)
    assert ("title" in wrong) or TITLE in shown
    with hall.store.look(hall.hall) as sight:
        assert open_tasks(sight) == []


def test_late_it_is_the_managers_and_more_time_takes_that_back(hall: Inside) -> None:
    """Not at its last moment, a microsecond after; then a new day, and somebody else; the board of clauses follows."""
    one = given(hall)
    passes(hall, seconds=(one.due_at - hall.clock.now()).total_seconds() - 1)
    assert now(hall, one).late_at is None
    passes(hall, seconds=1, microseconds=1)
    assert now(hall, one).late_at is not None
    assert "open, and late: 1" in words(page(hall, "manager", "regulation/R2.2.7"))
    assert "1 task of others is late" in words(page(hall, "supervisor", ""))
    status, told = sends(hall, "supervisor", f"tasks/{one.id}", move="put_off", due=MONDAY, reason=" ")
    assert (status, "needed for the step" in words(told)) == (422, True)
    assert sends(hall, "supervisor", f"tasks/{one.id}", move="put_off", due=MONDAY, reason="She was ill.")[0] == 200
    assert now(hall, one).late_at is None
    owner = number_of(hall, "黃淑芬")
    assert sends(hall, "manager", f"tasks/{one.id}", move="hand_on", owner=owner)[0] == 200
    assert TITLE in words(page(hall, "clerk3", ""))
    assert TITLE not in words(page(hall, "clerk2", ""))
    assert sends(hall, "clerk3", f"my-tasks/{one.id}", result="Moved.")[0] == 200
    assert "1 of 1" in words(page(hall, "manager", "regulation/R2.2.7"))


def test_what_is_dropped_counts_nowhere(hall: Inside) -> None:
    """With a reason, by whoever gives tasks; it is over."""
    one = given(hall, kind="plan")
    assert sends(hall, "clerk2", f"tasks/{one.id}", move="drop", reason="No.")[0] == 403
    assert sends(hall, "supervisor", f"tasks/{one.id}", move="drop", reason="The forms are gone.")[0] == 200
    assert sends(hall, "supervisor", f"tasks/{one.id}", move="drop", reason="Again.")[0] == 409
    assert "Nothing of this happened" in words(page(hall, "manager", "regulation/R2.1.1"))
    assert sends(hall, "supervisor", f"tasks/{one.id}", move="wish")[0] == 404


def test_an_improvement_is_measured_before_and_after(hall: Inside) -> None:
    """By the same figure of the four weeks before: none at first, then how many waits were within target."""
    one = given(hall, kind="improvement", figure="within")
    assert one.figure_before is None
    serves(hall)
    passes(hall, days=1)
    assert sends(hall, "clerk2", f"my-tasks/{one.id}", result="Two counters at noon.")[0] == 200
    assert now(hall, one).figure_after == 1.0
    assert "Within target: – → 100 %" in words(page(hall, "manager", f"tasks/{one.id}"))


def test_a_problem_goes_up_to_the_manager(hall: Inside) -> None:
    """And to nobody below; the manager answers."""
    one = given(hall, owner="鄭美玲", kind="escalation")
    assert TITLE in words(page(hall, "manager", ""))
    assert sends(hall, "manager", f"my-tasks/{one.id}", result="Budget found.")[0] == 200
    assert "1 of 1" in words(page(hall, "auditor", "regulation/R2.1.4"))
