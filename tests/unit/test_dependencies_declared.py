"""What the program imports, it declares: nothing is there only because something else happens to bring it along."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OURS = {"server", "kiosk", "counter", "display", "tests", "clients", "servicefloor_client"}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def named(requirements: list[str]) -> set[str]:
    """Return the distributions that requirements name."""
    return {re.split(r"[\[><=~ ]", one)[0].lower().replace("_", "-") for one in requirements}


def imported(file: Path) -> Iterator[str]:
    """Return the top packages that a file imports."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (one.name.split(".")[0] for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


@pytest.mark.parametrize("room", sorted(OURS))
def test_each_import_is_declared(room: str) -> None:
    """Of the program and of its tests."""
    declared = named(PROJECT["dependencies"])
    if room == "tests":
        declared |= named(PROJECT["optional-dependencies"]["test"])
    known = packages_distributions()
    foreign = {
        name: file.relative_to(ROOT).as_posix()
        for file in (ROOT / room).rglob("*.py")
        for name in imported(file)
        if name not in OURS and name not in sys.stdlib_module_names
    }
    lacking = {
        name: file
        for name, file in foreign.items()
        if not {one.lower().replace("_", "-") for one in known.get(name, [name])} & declared
    }
    assert lacking == {}
