"""What whoever runs it does from the command line, also beside a running server."""

import argparse
import getpass
import json
import os
import sys
from pathlib import Path
from typing import Final

from server.crowd import events as crowd_events
from server.emergency.events import drills, incidents, measures, steps
from server.floor.configuration import read_configuration
from server.floor.events import calls, counters, restraints, services, tickets
from server.floor.events import settings as settings_events
from server.kernel.clock import SystemClock
from server.kernel.languages import say
from server.kernel.logs import log_as_json
from server.kernel.refusals import Fault, Refusal
from server.kernel.settings import Settings
from server.preparing import prepare
from server.ratings import events as ratings_events
from server.security import events as security_events
from server.security.passwords import LEAST
from server.security.rights import DeviceKind, Role
from server.security.setting_up import add_staff, enrol_device
from server.simulation.command import simulate
from server.simulation.days import DAYS
from server.store.backup import backup, restore
from server.store.engine import Database
from server.store.hall import Store
from server.store.migrating import upgrade
from server.store.verify import verify


def main(arguments: list[str]) -> int:
    """Do what a subcommand says; return the exit code."""
    given = parser().parse_args(arguments)
    log_as_json()
    settings = Settings()
    if getattr(given, "config", None) is not None:
        settings = settings.model_copy(update={"config": given.config})
    try:
        if given.command == "simulate":
            return do_simulate(settings, given)
        store = Store(Database(settings.database_url), SystemClock())
        code: int = COMMANDS[given.command](settings, store, given)
    except Fault as fault:
        sys.stderr.write(f"floor: {fault}\n")
        return 1
    except Refusal as refusal:
        sys.stderr.write(f"floor: {say(refusal.says, 'en', **refusal.values)}\n")
        return 1
    return code


def parser() -> argparse.ArgumentParser:
    """Return what can be said on the command line."""
    whole = argparse.ArgumentParser("floor")
    commands = whole.add_subparsers(dest="command", required=True)
    init = commands.add_parser("init")
    init.add_argument("--config", type=Path, required=True)
    staff = commands.add_parser("staff")
    staff.add_argument("act", choices=["add"])
    staff.add_argument("name")
    staff.add_argument("--role", choices=[role.value for role in Role], required=True)
    staff.add_argument("--hall", action="append", required=True)
    staff.add_argument("--username", help="to sign in; asked for where it is not given")
    enrol = commands.add_parser("enrol")
    enrol.add_argument("kind", choices=[kind.value for kind in DeviceKind])
    enrol.add_argument("--hall", required=True)
    enrol.add_argument("--counter")
    enrol.add_argument("--name", required=True)
    enrol.add_argument("--json", action="store_true")
    day = commands.add_parser("simulate")
    day.add_argument("--hall", required=True)
    day.add_argument("--day", required=True, help=f"one of {', '.join(DAYS)}")
    day.add_argument("--seed", type=int, default=1)
    day.add_argument("--speed", type=float, default=0.0, help="times real time; 0: as fast as possible")
    day.add_argument("--json", action="store_true")
    day.add_argument("--trace", type=Path, help="write a CSV row a ticket")
    day.add_argument("--url", help="send customers and clerks to a running server")
    day.add_argument("--token", help="a kiosk's, for --url")
    day.add_argument("--config", type=Path)
    check = commands.add_parser("verify")
    check.add_argument("--hall")
    for name in ("backup", "restore"):
        commands.add_parser(name).add_argument("file", type=Path)
    commands.add_parser("db").add_argument("act", choices=["upgrade"])
    return whole


def do_init(settings: Settings, store: Store, _given: argparse.Namespace) -> int:
    """Set up a database."""
    configuration = prepare(settings, store)
    print(f"Set up: {', '.join(hall.code for hall in configuration.halls)}")
    return 0


def do_staff(_settings: Settings, store: Store, given: argparse.Namespace) -> int:
    """Add a person; the password is asked for, or taken from FLOOR_PASSWORD."""
    username = given.username or input("Username: ")
    password = os.environ.get("FLOOR_PASSWORD") or getpass.getpass(f"Password (at least {LEAST} characters): ")
    if len(password) < LEAST:
        raise Fault(f"the password is shorter than {LEAST} characters; choose a longer one")
    number = add_staff(
        store, name=given.name, username=username, role=Role(given.role), halls=tuple(given.hall), password=password
    )
    print(f"Added {given.name} as {given.role}, number {number}; sign-in: {username}")
    return 0


def do_enrol(_settings: Settings, store: Store, given: argparse.Namespace) -> int:
    """Let a device in and print its token."""
    token = enrol_device(store, hall=given.hall, kind=DeviceKind(given.kind), counter=given.counter, name=given.name)
    if given.json:
        print(
            json.dumps(
                {"kind": given.kind, "hall": given.hall, "counter": given.counter, "name": given.name, "token": token}
            )
        )
    else:
        print(f"{token}\nKeep it: it is shown once.")
    return 0


def do_simulate(settings: Settings, given: argparse.Namespace) -> int:
    """Play a day."""
    return simulate(
        read_configuration(settings.config or DEMO).halls,
        hall=given.hall,
        day=given.day,
        seed=given.seed,
        speed=given.speed,
        as_json=given.json,
        trace=given.trace,
        url=given.url,
        token=given.token,
    )


def do_verify(_settings: Settings, store: Store, given: argparse.Namespace) -> int:
    """Check the journal and what follows from it."""
    for line in verify(store, given.hall):
        print(line.text)
        if line.fault:
            return 1
    return 0


def do_backup(_settings: Settings, store: Store, given: argparse.Namespace) -> int:
    """Keep everything in one file."""
    print(f"{backup(store.database, given.file)} rows kept in {given.file}")
    return 0


def do_restore(_settings: Settings, store: Store, given: argparse.Namespace) -> int:
    """Bring everything back."""
    print(f"{restore(store.database, given.file)} rows brought back from {given.file}; check with floor verify")
    return 0


def do_db(_settings: Settings, store: Store, _given: argparse.Namespace) -> int:
    """Migrate."""
    print("migrated" if upgrade(store.database) else "nothing to do")
    return 0


FACTS: Final = (
    security_events, crowd_events, ratings_events, calls, counters, services, settings_events, tickets, restraints,
    incidents, measures, steps, drills,
)  # fmt: skip  # imported, so known
DEMO: Final = Path(__file__).parents[1] / "config" / "demo.toml"  # what is simulated where no file is named
COMMANDS = {
    "init": do_init,
    "staff": do_staff,
    "enrol": do_enrol,
    "verify": do_verify,
    "backup": do_backup,
    "restore": do_restore,
    "db": do_db,
}

if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
