"""The command `floor`: becomes the program of its subcommand, importing nothing heavy, so that starting is quick."""

import os
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
PROGRAMS: Final = {
    "run": ("server.serve", "the server: --config FILE, --port N, --host ADDRESS"),
    "demo": ("server.demo", "the demo hall with one kiosk: --port N, --kiosk-port N"),
    "kiosk": ("kiosk", "a kiosk's agent: --server URL --token T, --printer URL, --port N"),
    "init": ("server.admin", "set up a database: --config FILE"),
    "staff": ("server.admin", "staff add NAME --role R --hall H: add a person who may sign in"),
    "enrol": ("server.admin", "enrol KIND --hall H --name N: let a device in and print its token"),
    "simulate": (
        "server.admin",
        "a simulated day: --hall H --day quiet|busy|rush, --seed N, --speed X, --json, --trace FILE",
    ),
    "verify": ("server.admin", "check the journal: gapless, hashes, folds to the tables: --hall H"),
    "backup": ("server.admin", "backup FILE: keep everything, also beside a running server"),
    "restore": ("server.admin", "restore FILE: into an empty database"),
    "db": ("server.admin", "db upgrade: migrate the database"),
}


def main() -> None:
    """Become the program of the subcommand."""
    name = sys.argv[1] if len(sys.argv) > 1 else "--help"
    if name in {"-h", "--help", "help"}:
        sys.stdout.write(overview())
        return
    if name not in PROGRAMS:
        sys.stderr.write(f"floor: there is no command “{name}”.\n\n{overview()}")
        raise SystemExit(2)
    module, _ = PROGRAMS[name]
    arguments = sys.argv[1:] if module == "server.admin" else sys.argv[2:]
    os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    os.execv(sys.executable, [sys.executable, "-m", module, *arguments])  # noqa: S606 - our own interpreter and modules


def overview() -> str:
    """Return what commands there are."""
    lines = [f"  {name:<10}{what}" for name, (_, what) in PROGRAMS.items()]
    return (
        "floor COMMAND …\n\n" + "\n".join(lines) + "\n\nSettings are environment variables FLOOR_…: docs/settings.md\n"
    )


if __name__ == "__main__":
    main()
