"""The command `floor`: becomes the program of its subcommand, importing nothing heavy, so that starting is quick."""

import os
import sys
from difflib import get_close_matches
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
UMASK: Final = 0o077  # what our programs write is for their own user, whatever the shell's habit is
ADMIN: Final = "server.admin"
PROGRAMS: Final = {
    "run": ("server.serve", "the server: --config FILE, --port N, --host ADDRESS"),
    "worker": ("server.worker", "sends messages out, beside the server"),
    "demo": ("server.demo", "the demo hall with one kiosk: --port N, --kiosk-port N"),
    "kiosk": ("kiosk", "a kiosk's agent: --server URL --hall H --token T, --printer URL, --port N"),
    "init": (ADMIN, "set up a database: --config FILE"),
    "staff": (ADMIN, "staff add NAME --role R --hall H: add a person who may sign in"),
    "enrol": (ADMIN, "enrol KIND --hall H --name N: let a device in and print its token"),
    "simulate": (ADMIN, "a simulated day: --hall H --day quiet|busy|rush, --seed N, --speed X, --json, --trace FILE"),
    "evaluate": (ADMIN, "another system's log, and what would have been announced: --log FILE, --fit 1-7 --show 8-14"),
    "import-history": (ADMIN, "service times and arrivals of another system's log: --hall H --log FILE"),
    "verify": (ADMIN, "check the journal: gapless, hashes, folds to the tables: --hall H"),
    "backup": (ADMIN, "backup FILE, or --into FOLDER --keep N: keep everything, also beside a running server"),
    "restore": (ADMIN, "restore FILE: into an empty database"),
    "rehearse": (ADMIN, "rehearse FILE: restore a backup where nobody sees it, and check it"),
    "db": (ADMIN, "db upgrade: migrate the database"),
}


def main() -> None:
    """Become the program of the subcommand."""
    name = sys.argv[1] if len(sys.argv) > 1 else "--help"
    if name in {"-h", "--help", "help"}:
        sys.stdout.write(overview())
        return
    if name in {"-V", "--version", "version"}:
        from importlib.metadata import version  # noqa: PLC0415 - nothing else here needs it

        sys.stdout.write(f"servicefloor {version('servicefloor')}\n")
        return
    if name not in PROGRAMS:
        meant = get_close_matches(name, PROGRAMS, 1)
        guess = f"did you mean {meant[0]}? " if meant else ""
        sys.stderr.write(f"floor: there is no command “{name}”; {guess}floor --help lists them\n")
        raise SystemExit(2)
    module, _ = PROGRAMS[name]
    arguments = sys.argv[1:] if module == ADMIN else sys.argv[2:]
    os.umask(UMASK)  # and no module is taken from the folder that a command is called in (-P)
    os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    os.execv(sys.executable, [sys.executable, "-P", "-m", module, *arguments])  # noqa: S606 - our own interpreter and modules


def overview() -> str:
    """Return what commands there are."""
    lines = [f"  {name:<15}{what}" for name, (_, what) in PROGRAMS.items()]
    return (
        "floor COMMAND …\n\n"
        + "\n".join(lines)
        + "\n\nfloor COMMAND --help says more of each, floor --version which program this is."
        + "\nSettings are environment variables FLOOR_…: docs/settings.md\n"
    )


if __name__ == "__main__":
    main()
