"""Which texts the code uses: Python by its syntax tree, ES modules by their calls."""

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

HOUSES: Final = ("server", "kiosk", "counter", "display")
MARKS: Final = {"N_", "say", "words", "t"}
STRING: Final = r'"(?:[^"\\\n]|\\.)*"'
LITERAL: Final = rf"{STRING}(?:\s*\+\s*{STRING})*"
CALL: Final = re.compile(
    rf"(?<![\w.$])(?:(?:t|N_)\(\s*({LITERAL})|t\.in\([^,()]+,\s*({LITERAL})|tn(?:\(|\.in\([^,()]+,)"
    rf"\s*({LITERAL})\s*,\s*({LITERAL}))"
)
COMMENT: Final = re.compile(r"/\*.*?\*/|^\s*//[^\n]*", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Used:
    """A text where it is used; `plural` is its English plural, where it has one."""

    text: str
    plural: str | None
    path: Path

    def __str__(self) -> str:
        return f"{self.text!r} ({self.path})"


def used_texts(root: Path) -> tuple[list[Used], list[str]]:
    """Return the texts looked up or marked below a folder, and the files that could not be read."""
    found: list[Used] = []
    unread: list[str] = []
    for path in [*_files(root, HOUSES, ".js"), *_files(root, ("server",), ".html")]:
        found += [Used(text, plural, path.relative_to(root)) for text, plural in _in_module(path.read_text())]
    for path in _files(root, HOUSES, ".py"):
        try:
            found += [Used(text, plural, path.relative_to(root)) for text, plural in _in_python(path.read_text())]
        except SyntaxError as error:
            unread.append(f"{path.relative_to(root)}: {error}")
    return found, unread


def page_strings(root: Path) -> set[str]:
    """Return every string of the pages and of the kiosk's agent: a text in a table is looked up by a variable."""
    modules = [path.read_text() for path in _files(root, HOUSES, ".js")]
    agent = [path.read_text() for path in _files(root, ("kiosk",), ".py")]
    return {_literal(written) for source in modules + agent for written in re.findall(LITERAL, source)}


def _files(root: Path, houses: tuple[str, ...], suffix: str) -> list[Path]:
    return sorted(path for house in houses for path in (root / house).rglob(f"*{suffix}"))


def _in_python(source: str) -> Iterator[tuple[str, str | None]]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        match [name, *[word.value for word in node.args[:2] if isinstance(word, ast.Constant)]]:
            case ["count" | "tn", str(one), str(many)]:
                yield one, many
            case [mark, str(text), *_] if mark in MARKS and isinstance(node.args[0], ast.Constant):
                yield text, None


def _in_module(source: str) -> Iterator[tuple[str, str | None]]:
    for single, given, one, many in CALL.findall(COMMENT.sub("", source)):
        yield _literal(single or given or one), _literal(many) if many else None


def _literal(written: str) -> str:
    """Return what a literal says, its pieces joined; one with escapes of its own language stays as written."""
    said = ""
    for piece in re.findall(STRING, written):
        try:
            said += json.loads(piece)
        except ValueError:
            said += piece[1:-1]
    return said
