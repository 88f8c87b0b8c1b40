"""What can be said to the commands of `floor` that work on a database, each with its sentence."""

import argparse
from pathlib import Path
from typing import Final

from server.outcome import Arguments
from server.security.rights import DeviceKind, Role
from server.simulation.days import DAYS
from server.store.verify import since_of

CHECK_CODES: Final = "Exit codes: 0 whole; 1 a fault was found, or it could not be looked at; 2 the call was wrong."


def init() -> argparse.ArgumentParser:
    """`floor init`."""
    parser = Arguments("floor init", "Set up the halls of a file, in a new database or one that is there.")
    parser.add_argument("--config", type=Path, required=True, help="the file that says what the halls are")
    return parser


def staff() -> argparse.ArgumentParser:
    """`floor staff add`."""
    parser = Arguments("floor staff", "Add a person who may sign in; the password is asked for, or FLOOR_PASSWORD.")
    parser.add_argument("act", choices=["add"], help="what is done")
    parser.add_argument("name", help="as colleagues and customers read it")
    parser.add_argument("--role", choices=[role.value for role in Role], required=True, help="what they may do")
    parser.add_argument("--hall", action="append", required=True, help="where they work; once a hall")
    parser.add_argument("--username", help="to sign in; asked for where it is not given")
    return parser


def enrol() -> argparse.ArgumentParser:
    """`floor enrol`."""
    parser = Arguments("floor enrol", "Let a device in and print its token, which is shown once.")
    parser.add_argument("kind", choices=[kind.value for kind in DeviceKind], help="what it is")
    parser.add_argument("--hall", required=True, help="the hall that it belongs to")
    parser.add_argument("--counter", help="the desk that it is for: signs and tablets")
    parser.add_argument("--name", required=True, help="what staff call it")
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser


def simulate() -> argparse.ArgumentParser:
    """`floor simulate`."""
    parser = Arguments("floor simulate", "Play a day through the real commands and print its figures.")
    parser.add_argument("--hall", required=True, help="a hall of the file")
    parser.add_argument("--day", required=True, help=f"one of {', '.join(DAYS)}")
    parser.add_argument("--seed", type=int, default=1, help="the same number gives the same day")
    parser.add_argument("--speed", type=float, default=0.0, help="times real time; 0: as fast as possible")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--trace", type=Path, help="write a CSV row a ticket")
    parser.add_argument("--url", help="send customers and clerks to a running server")
    parser.add_argument("--token", help="a kiosk's, for --url")
    parser.add_argument("--config", type=Path, help="the file of the halls; else FLOOR_CONFIG, else the demo's")
    return parser


def evaluate() -> argparse.ArgumentParser:
    """`floor evaluate`."""
    parser = Arguments("floor evaluate", "Say what would have been announced to the people of another system's log.")
    parser.add_argument("--log", type=Path, required=True, help="the CSV: arrived, class, service, called, counter, …")
    parser.add_argument("--fit", help="days on which is learned, as 1-7; else the first half")
    parser.add_argument("--show", help="days on which is judged, as 8-14; else those after them")
    parser.add_argument("--seed", type=int, default=1, help="the same number gives the same figures")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--trace", type=Path, help="write a CSV row for each who was announced a wait")
    return parser


def import_history() -> argparse.ArgumentParser:
    """`floor import-history`."""
    parser = Arguments("floor import-history", "Take over service times and arrivals from another system's log.")
    parser.add_argument("--hall", required=True, help="the hall that they are for")
    parser.add_argument("--log", type=Path, required=True, help="the CSV, as floor evaluate reads it")
    parser.add_argument("--service", action="append", default=[], help="NW=B: the log's NW is B here; once a service")
    return parser


def verify() -> argparse.ArgumentParser:
    """`floor verify`."""
    about = "Check the journal: without gaps, its hashes right, and the tables follow from it."
    parser = Arguments("floor verify", about, codes=CHECK_CODES)
    parser.add_argument("--hall", help="one hall only; else all")
    parser.add_argument(
        "--since",
        action="append",
        type=since_of,
        default=[],
        metavar="HALL:SEQ:HASH",
        help="an entry that was written down elsewhere: from the log, /metrics or a backup; it must still stand",
    )
    parser.add_argument("--file", type=Path, help="a signed CSV of the journal: only whether it was changed")
    return parser


def backup() -> argparse.ArgumentParser:
    """`floor backup`."""
    parser = Arguments("floor backup", "Keep everything in one new file, also beside a running server.")
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("file", type=Path, nargs="?", help="the new file")
    where.add_argument("--into", type=Path, metavar="FOLDER", help="a new file in this folder, named by day and time")
    parser.add_argument("--keep", type=int, metavar="N", help="with --into: remove all but the N newest there")
    return parser


def restore() -> argparse.ArgumentParser:
    """`floor restore`."""
    parser = Arguments("floor restore", "Bring a backup back, into an empty or a new database.")
    parser.add_argument("file", type=Path, help="what floor backup wrote, or a folder: its newest")
    return parser


def rehearse() -> argparse.ArgumentParser:
    """`floor rehearse`."""
    about = "Rehearse a restore: bring a backup back into a database that is thrown away, and check its journal."
    parser = Arguments("floor rehearse", about, codes=CHECK_CODES)
    parser.add_argument("file", type=Path, help="what floor backup wrote, or a folder: its newest")
    return parser


def db() -> argparse.ArgumentParser:
    """`floor db upgrade`."""
    parser = Arguments("floor db", "Bring a database to this program's version, as the server does at its start.")
    parser.add_argument("act", choices=["upgrade"], help="what is done")
    return parser


PARSERS: Final = {
    "init": init,
    "staff": staff,
    "enrol": enrol,
    "simulate": simulate,
    "evaluate": evaluate,
    "import-history": import_history,
    "verify": verify,
    "backup": backup,
    "restore": restore,
    "rehearse": rehearse,
    "db": db,
}
