"""Which texts the code uses: Python by its syntax tree, ES modules by their calls."""

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

HOUSES: Final = ("server", "kiosk", "counter", "display")
MARKS: Final = {"N_", "say", "words"}
STRING: Final = r'"(?:[^"\\\n]|\\.)*"'
LITERAL: Final = rf"{STRING}(?:\s*\+\s*{STRING})*"
CALL: Final = re.compile(
    rf"(?<![\w.$])(?:(?:t|N_)\(\s*({LITERAL})|t\.in\([^,()]+,\s*({LITERAL})|tn\(\s*({LITERAL})\s*,\s*({LITERAL}))"
)
COMMENT: Final = re.compile(r"/\*.*?\*/|^\s*//[^\n]*", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Used:
    """A text where it is used; `plural` is its English plural, where it has one."""

    text: str
    plural: str | None
    path: Path
    in_pages: bool

    def __str__(self) -> str:
        return f"{self.text!r} ({self.path})"


def used_texts(root: Path) -> tuple[list[Used], list[str]]:
    """Return the texts used below a folder, and the files that could not be read."""
    found: list[Used] = []
    unread: list[str] = []
    for path in sorted(path for house in HOUSES for path in (root / house).rglob("*") if path.suffix in {".py", ".js"}):
        source = path.read_text(encoding="utf-8")
        where = path.relative_to(root)
        if path.suffix == ".js":
            found += [Used(text, plural, where, in_pages=True) for text, plural in _in_module(source)]
            continue
        try:
            found += [Used(text, None, where, in_pages=where.parts[0] == "kiosk") for text in _in_python(source)]
        except SyntaxError as error:
            unread.append(f"{where}: {error}")
    return found, unread


def _in_python(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and node.args):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        first = node.args[0]
        if name in MARKS and isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield first.value


def _in_module(source: str) -> Iterator[tuple[str, str | None]]:
    for single, given, one, many in CALL.findall(COMMENT.sub("", source)):
        yield _literal(single or given or one), _literal(many) if many else None


def _literal(written: str) -> str:
    return "".join(str(json.loads(piece)) for piece in re.findall(STRING, written))
