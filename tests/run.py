"""Run everything that proves the program, and say at the end what ran, for how long, and what could not: `make test`.

    python tests/run.py [--lint | --quick | PATH …]

`--quick` starts neither servers nor browsers: style, types, units, and the promises that SQLite shows in one process.
A PATH is a file, a folder or a test, and only that is run.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as Xml

ROOT: Final = Path(__file__).parent.parent
BIN: Final = ROOT / ".venv" / "bin"
REPORT: Final = ROOT / "build" / "tests.xml"
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # without bytecode each server that a test starts takes twice as long
IN_CI: Final = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
PACKAGES: Final = {  # Debian's name: where one sees that it is there
    "chromium": "/usr/bin/chromium*",
    "postgresql": "/usr/lib/postgresql/*/bin/initdb",
    "redis-server": "/usr/bin/redis-server",
    "espeak-ng": "/usr/bin/espeak-ng",
    "nginx-light": "/usr/sbin/nginx",
    "systemd": "/usr/bin/systemd-analyze",
    "fonts-noto-cjk": "/usr/share/fonts/**/NotoSansCJK*",
    "fonts-wqy-microhei": "/usr/share/fonts/**/wqy-microhei*",
}
QUICKER: Final = {"chromium-headless-shell": "/usr/bin/chromium-headless-shell"}  # where there is none: chromium itself
LINT: Final[dict[str, list[str | Path]]] = {
    "ruff": [BIN / "ruff", "check", "."],
    "form of Python (ruff format)": [BIN / "ruff", "format", "--check", "--quiet", "."],
    "types of Python (mypy)": [BIN / "mypy"],
    "order of packages (import-linter)": [BIN / "lint-imports", "--no-logo"],
    "scripts and styles of pages (biome)": [
        BIN / "node",
        "node_modules/@biomejs/biome/bin/biome",
        "check",
        "--error-on-warnings",
        ".",
    ],
    "lines of templates": [BIN / "python", "tests/template_lines.py"],
    "types of pages (tsc)": [BIN / "node", "node_modules/typescript/bin/tsc", "--project", "."],
}
TWO: Final = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]  # pytest.ini_options: the longest files first
PYTEST: Final[list[str | Path]] = [BIN / "pytest", "-q", f"--junitxml={REPORT}"]
QUICK: Final = ["tests/promises", "tests/unit", "-m", "not services"]


@dataclass(frozen=True, slots=True)
class Part:
    """What one command did."""

    name: str
    seconds: float
    failed: bool


def main() -> int:
    """Run the parts, print the summary, return the exit status."""
    parts = chosen(sys.argv[1:])
    lacking = [] if {"--lint", "--quick"} & set(sys.argv) else provide()
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.unlink(missing_ok=True)
    done = [run(name, [str(word) for word in command]) for name, command in parts.items()]
    not_run = [f"{package} is not on this machine" for package in lacking] + list(skipped())
    print("\nWhat ran:")
    for part in done:
        print(f"  {part.name:<34} {part.seconds:6.1f} s  {'FAILED' if part.failed else 'ok'}")
    print("\n".join(f"Could not be run: {reason}" for reason in not_run) or "Nothing was left out.")
    return int(any(part.failed for part in done) or (IN_CI and bool(not_run)))


def chosen(asked: list[str]) -> dict[str, list[str | Path]]:
    """Return what is to be run, by its name."""
    if asked == ["--lint"]:
        return LINT
    if asked == ["--quick"]:
        return LINT | {"units and promises": [*PYTEST, *TWO, *QUICK]}
    if asked:
        return {"tests": [*PYTEST, *asked]}
    return LINT | {"tests": [*PYTEST, *TWO]}


def run(name: str, command: list[str]) -> Part:
    """Run one command at the project's root, its output shown."""
    print(f"\n== {name}", flush=True)
    begun = time.monotonic()
    status = subprocess.run(command, cwd=ROOT, check=False).returncode
    return Part(name, time.monotonic() - begun, status != 0)


def provide() -> list[str]:
    """Install the machine's parts that are missing, where this may be done; return what is still missing."""
    missing, quicker = absent(PACKAGES), absent(QUICKER)
    asking = [] if os.geteuid() == 0 else ["sudo", "-n"]
    may = not asking or (
        shutil.which("sudo") and subprocess.run([*asking, "true"], capture_output=True, check=False).returncode == 0
    )
    if (missing or quicker) and shutil.which("apt-get") and may:
        print(f"Installing {', '.join(missing + quicker)} …", flush=True)
        apt = [*asking, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
        subprocess.run([*apt, "update"], stdout=subprocess.DEVNULL, check=False)
        for names in filter(None, (missing, quicker)):  # apart: what is not known to a system must not cost the others
            subprocess.run([*apt, "install", "--no-install-recommends", *names], stdout=subprocess.DEVNULL, check=False)
    return absent(PACKAGES)


def absent(packages: Mapping[str, str]) -> list[str]:
    """Return the Debian packages that are not there."""
    return [name for name, sign in packages.items() if not any(Path("/").glob(sign.lstrip("/")))]


def skipped() -> Iterator[str]:
    """Return the tests that were skipped, with their reasons."""
    if not REPORT.exists():
        return
    for case in Xml.parse(REPORT).iter("testcase"):
        reason = case.find("skipped")
        if reason is not None:
            yield f"{case.get('classname')}.{case.get('name')}: {reason.get('message')}"


if __name__ == "__main__":
    sys.exit(main())
