"""A refusal that knows when it will be otherwise says so in its sentence, by the hall's clocks, in each language."""

import ast
import itertools
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from server.kernel.languages import LANGUAGES, say
from server.kernel.refusals import Refusal
from tests.hall import quiet_config
from tests.inside import NINE, Inside

SERVER = Path(__file__).parents[2] / "server"
WEEK = ", ".join(f'{day} = ["09:00-17:00"]' for day in ("mon", "tue", "wed", "thu", "fri"))
A_SPAN = {"IssueSlowed"}  # seconds from now, at most some minutes: a clock shows no seconds


def raised() -> Iterator[tuple[str, dict[str, str], str]]:
    """Yield (class, what it is given, where) of all that is raised with values."""
    for path in SERVER.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        imports = [one for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for one in node.names]
        names = {one.asname: one.name for one in imports if one.asname}
        for node in ast.walk(tree):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and isinstance(node.exc.func, ast.Name):
                given = {one.arg: ast.unparse(one.value) for one in node.exc.keywords if one.arg}
                yield names.get(node.exc.func.id, node.exc.func.id), given, f"{path.relative_to(SERVER)}:{node.lineno}"


def known(of: type[Refusal] = Refusal) -> dict[str, type[Refusal]]:
    """Return all refusals by their class."""
    found = {of.__name__: of}
    for one in of.__subclasses__():
        found |= known(one)
    return found


def test_whoever_is_told_a_moment_is_told_it_in_words() -> None:
    """A moment given to a refusal is given as said, too; and its sentence has a place for it, in three languages."""
    classes, seen = known(), set()
    for name, given, where in raised():
        moments = {key for key, value in given.items() if (key == "until" or key.endswith("_at")) and value != "None"}
        if name not in classes or (not moments and "time" not in given) or name in A_SPAN:
            continue
        assert given.get("time", "").startswith("time_said("), f"{where}: {name} keeps its moment for programs"
        seen.add(name)
    assert {"HallClosed", "IssueStopped", "ServiceClosed", "NobodyWaiting"} <= seen
    for name, language in itertools.product(sorted(seen), LANGUAGES):
        assert "{time}" in classes[name].until, name
        assert "10:25" in say(classes[name].until, language, number="A001", time="10:25"), (name, language)


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Inside]:
    """A hall that is open from nine to five, on Wednesday at nine."""
    config = quiet_config(tmp_path)
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace('hours = "always"', f"hours = {{ {WEEK} }}", 1), encoding="utf-8")
    made = Inside(tmp_path, config=config)
    yield made
    made.close()


def refused(hall: Inside) -> set[str]:
    """Ask for a number in each language; return what stands in every sentence of when."""
    found = []
    for language in ("zh-TW", "zh-CN", "en"):
        answer = hall.asks("kiosk", "POST", "/halls/main/tickets", {"service": "A"}, **{"Accept-Language": language})
        assert answer.status_code == 409, answer.text
        found.append(str(answer.json and answer.json["detail"]))
    assert len(set(found)) == len(found), "each in its language"
    wanted = {"10:25", "11-26 09:00", "09:00"}
    return {time for time in wanted if all(time in one for one in found)}


def test_a_stop_says_until_when_and_a_closed_hall_when_it_opens(hall: Inside) -> None:
    """By the hall's clocks, with the day where that is another one."""
    until = NINE + timedelta(hours=1, minutes=25)
    hall.told("supervisor", "POST", "/halls/main/issue", {"stopped": True, "until": until.isoformat()})
    assert refused(hall) == {"10:25"}
    hall.later(timedelta(hours=9).total_seconds())
    assert refused(hall) == {"11-26 09:00", "09:00"}
