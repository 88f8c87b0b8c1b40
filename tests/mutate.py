"""Change the core's decisions one at a time, and see that a test fails each time: `make mutate`.

    python tests/mutate.py [FILE …]

mutmut makes the changes (an operator, a number, a condition, an argument) in a copy of the tree, beside it, and
runs for each only the tests that reach the function. What is changed, and by which tests it is to be caught, stands
below: rules are pure, and so are their tests, which makes a change cost a second or less. At the end stands how many
of those made were caught, and each that was not, as the lines that it changed.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
COPY: Final = Path(tempfile.gettempdir()) / "servicefloor-mutated"
MUTMUT: Final = [sys.executable, "-m", "mutmut"]
WITHIN: Final = 900  # seconds for one part
WANTED: Final = 0.9  # of those made
LEFT_OUT: Final = {".git", ".venv", "node_modules", "build", "__pycache__", "var"}
MADE_BESIDE: Final = ("config", "counter", "display", "docs", "locks", "Makefile", "README.md", "package.json")
PARTS: Final[dict[str, tuple[str, ...]]] = {  # file → the tests that are to catch what is changed in it
    "server/floor/calling.py": ("tests/unit/test_calling.py",),
    "server/floor/numbering.py": ("tests/unit/test_numbering.py",),
    "server/floor/opening.py": ("tests/unit/test_opening.py",),
    "server/floor/telling.py": ("tests/unit/test_telling.py", "tests/unit/test_forecast.py"),
    "server/floor/calibration.py": ("tests/unit/test_forecast.py",),
    "server/floor/forecast.py": ("tests/unit/test_forecast.py",),
    "server/floor/foretelling/levels.py": ("tests/unit/test_foretelling.py",),
    "server/floor/foretelling/survival.py": ("tests/unit/test_foretelling.py",),
    "server/floor/foretelling/play.py": ("tests/unit/test_foretelling.py", "tests/unit/test_looking_ahead.py"),
    "server/floor/foretelling/queues.py": ("tests/unit/test_foretelling.py", "tests/unit/test_looking_ahead.py"),
    "server/floor/foretelling/coming.py": ("tests/unit/test_looking_ahead.py",),
    "server/floor/foretelling/outlook.py": ("tests/unit/test_looking_ahead.py",),
    "server/floor/foretelling/profile.py": ("tests/unit/test_looking_ahead.py",),
    "server/floor/foretelling/staffing.py": ("tests/unit/test_looking_ahead.py",),
    "server/crowd/levels.py": ("tests/unit/test_crowd_rules.py",),
    "server/crowd/watching.py": ("tests/unit/test_crowd_rules.py",),
    "server/crowd/counting.py": ("tests/unit/test_crowd_rules.py",),
    "server/emergency/criteria.py": ("tests/unit/test_criteria.py",),
    "server/emergency/holders.py": ("tests/unit/test_criteria.py",),
    "server/store/workflow.py": ("tests/unit/test_workflow_tables.py",),
    "server/store/journal.py": ("tests/unit/test_journal_chain.py",),
    "server/store/heads.py": ("tests/unit/test_journal_chain.py",),
    "server/store/verify.py": ("tests/unit/test_journal_chain.py",),
    "server/store/events.py": ("tests/unit/test_journal_chain.py",),
    "server/store/sealed.py": ("tests/unit/test_sealing.py",),
    "server/store/group_commit.py": ("tests/unit/test_together.py",),
    "server/store/passing.py": ("tests/unit/test_clocks.py",),
    "server/kernel/clock.py": ("tests/unit/test_clocks.py",),
    "server/security/tokens.py": ("tests/unit/test_tokens.py",),
    "server/security/actors.py": ("tests/unit/test_actors.py", "tests/unit/test_rights.py"),
    "kiosk/issuing.py": ("tests/unit/test_kiosk_issuing.py",),
    "kiosk/journal.py": ("tests/unit/test_kiosk_issuing.py",),
}
COUNTED: Final = re.compile(r"^\s+(\S+__mutmut_\d+): (\w+(?: \w+)*)$", re.MULTILINE)


@dataclass
class Part:
    """What became of the changes in some files: caught of made, and which were not."""

    caught: int = 0
    missed: tuple[str, ...] = ()

    @property
    def made(self) -> int:
        """How many there were."""
        return self.caught + len(self.missed)


def main(asked: list[str]) -> int:
    """Change what is asked for, or everything; return whether enough was caught."""
    wanted = {file: tests for file, tests in PARTS.items() if not asked or file in asked}
    if unknown := {*asked} - wanted.keys():
        print(f"Nothing is said here of {', '.join(sorted(unknown))}: write into PARTS which tests are to catch it.")
        return 2
    prepared(wanted)
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    command = ["nice", *MUTMUT, "run", "--max-children", "2"]
    try:
        with (COPY / "log").open("wb") as log:
            subprocess.run(command, cwd=COPY, env=environment, check=False, timeout=WITHIN, stdout=log, stderr=log)
    except subprocess.TimeoutExpired:
        print(f"\nAfter {WITHIN} s not all was tried.")
    parts = counted()
    missed = [name for part in parts.values() for name in part.missed]
    for name in missed:
        print(f"\nNot caught: {name}\n" + "\n".join(lines_of(name)))
    print(f"\n{'changed':<34} {'caught':>7} of made")
    for file, part in parts.items():
        print(f"{file:<34} {part.caught:>7} of {part.made}")
    caught, made = sum(part.caught for part in parts.values()), sum(part.made for part in parts.values())
    print(f"{'in all':<34} {caught:>7} of {made}  ({caught / max(1, made):.1%}; at least {WANTED:.0%} are wanted)")
    return int(caught < WANTED * made or not made)


def prepared(wanted: dict[str, tuple[str, ...]]) -> None:
    """Copy the tree, with what mutmut is to do in it."""
    shutil.rmtree(COPY, ignore_errors=True)
    shutil.copytree(ROOT, COPY, ignore=lambda _folder, names: LEFT_OUT & set(names))
    (COPY / "mutants").mkdir()
    (COPY / "mutants" / "node_modules").symlink_to(ROOT / "node_modules")
    tests = dict.fromkeys(test for tests in wanted.values() for test in tests)
    settings = {
        "source_paths": ["server", "kiosk"],
        "only_mutate": list(wanted),
        "also_copy": list(MADE_BESIDE),
        "pytest_add_cli_args_test_selection": list(tests),
        "pytest_add_cli_args": ["-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:schemathesis", "-W", "ignore"],
    }
    with (COPY / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write("\n[tool.mutmut]\n" + "".join(f"{name} = {value!r}\n" for name, value in settings.items()))


def counted() -> dict[str, Part]:
    """Return what became of each file's changes that were tried."""
    told = subprocess.run([*MUTMUT, "results", "--all", "true"], cwd=COPY, capture_output=True, text=True, check=False)
    parts: dict[str, Part] = {}
    for name, outcome in COUNTED.findall(told.stdout):
        if outcome == "not checked":
            continue
        module = re.split(r"\.x[_ǁ]", name)[0]
        part = parts.setdefault(f"{module.replace('.', '/')}.py", Part())
        if outcome in {"killed", "timeout", "segfault"}:
            part.caught += 1
        else:
            part.missed += (name,)
    return dict(sorted(parts.items()))


def lines_of(name: str) -> Iterator[str]:
    """Yield the lines that a change takes out and puts in."""
    shown = subprocess.run([*MUTMUT, "show", name], cwd=COPY, capture_output=True, text=True, check=False).stdout
    yield from (line for line in shown.splitlines() if re.match(r"[-+](?![-+])", line))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
