"""What whoever runs it does from the command line, also beside a running server. What may be said: arguments.py."""

import argparse
import getpass
import json
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from server.arguments import PARSERS
from server.files.keeping import bring_home, choose
from server.floor.configuration import read_configuration
from server.floor.reads.halls import all_counters
from server.kernel import patterns
from server.kernel.clock import SystemClock
from server.kernel.environment import read_settings
from server.kernel.languages import say
from server.kernel.logs import log_as_json
from server.kernel.private import keep_private
from server.kernel.refusals import Fault, Refusal
from server.kernel.settings import Settings
from server.office import taking
from server.outcome import DONE, FAILED, concluded
from server.preparing import checked, prepare
from server.security.commands import AT_A_COUNTER
from server.security.passwords import LEAST
from server.security.rights import DeviceKind, Role
from server.security.setting_up import add_staff, enrol_device, folded, known_key
from server.security.strength import must_be_strong
from server.security.tokens import TokenSigner
from server.store import upkeep
from server.store.backup import backup, keep_newest, name_for, newest, restore
from server.store.engine import Database
from server.store.finding import answering, found, halls_of, of_some_version
from server.store.hall import Store
from server.store.heads import HEAD_NAME, heads
from server.store.migrating import upgrade
from server.store.sealed import unlock
from server.store.verify import LineFindings, SinceEntry, verify

LONGEST: Final = 60  # characters of a person's name, and
LONGEST_DEVICE: Final = 80  # of a device's


def main(arguments: list[str]) -> int:
    """Do what a subcommand says; return the exit code."""
    keep_private()
    command, words = arguments[0], arguments[1:]
    given = PARSERS[command]().parse_args(words)
    log_as_json()
    return concluded(lambda: COMMANDS[command](read_settings(), given))


@contextmanager
def working(settings: Settings) -> Iterator[tuple[Store, dict[str, int]]]:
    """Give the store that a command works on, and its halls; say which one it is."""
    database, halls = found(settings)
    with closing(database):
        if (key := known_key(settings)) is not None:
            unlock(key)
        yield named(database, halls), halls


def named(database: Database, halls: Mapping[str, int]) -> Store:
    """Return the store of a database, and say which one it is: on standard error, so that an answer stays clean."""
    has = f"with {', '.join(halls)}" if halls else "empty"
    sys.stderr.write(f"Database: {database.shown} ({has})\n")
    return Store(database, SystemClock())


def know_everything() -> None:
    """Know every fact and every table; what needs neither starts without, and sooner."""
    import server.features  # noqa: F401, PLC0415 - imported, so known


def known_halls(halls: Mapping[str, int], *wanted: str) -> None:
    """Refuse a hall that the database does not have, naming those that it has."""
    for code in wanted:
        if code not in halls:
            raise Fault(f"there is no hall “{code}”; this database has {', '.join(halls)}")


def do_init(settings: Settings, given: argparse.Namespace) -> int:
    """Set up a database."""
    settings = settings.model_copy(update={"config": given.config})
    checked(settings)
    with closing(Database(settings.database_url)) as database, answering(database):
        configuration = prepare(settings, Store(database, SystemClock()))
        named(database, halls_of(database))
    print(f"Set up: {', '.join(hall.code for hall in configuration.halls)}")
    return DONE


def do_staff(settings: Settings, given: argparse.Namespace) -> int:
    """Add a person; the password is asked for, or taken from FLOOR_PASSWORD."""
    with working(settings) as (store, halls):
        known_halls(halls, *given.hall)
        if not given.name.strip() or len(given.name) > LONGEST:
            raise Fault(f"a person has a name, of at most {LONGEST} characters; give it after “add”")
        username = folded(given.username or input("Username: "))
        if not re.fullmatch(patterns.USER_NAME, username):
            raise Fault(f"the user name “{username}” does not fit. {patterns.SAID[patterns.USER_NAME]}")
        password = os.environ.get("FLOOR_PASSWORD") or getpass.getpass(f"Password (at least {LEAST} characters): ")
        try:
            must_be_strong(password, username, given.name)
        except Refusal as refusal:
            raise Fault(f"the password: {say(refusal.says, 'en', **refusal.values)}") from refusal
        number = add_staff(
            store, name=given.name, username=username, role=Role(given.role), halls=tuple(given.hall), password=password
        )
    print(f"Added {given.name} as {given.role}, number {number}; sign-in: {username}")
    return DONE


def do_enrol(settings: Settings, given: argparse.Namespace) -> int:
    """Let a device in and print its token."""
    kind = DeviceKind(given.kind)
    with working(settings) as (store, halls):
        known_halls(halls, given.hall)
        if not given.name.strip() or len(given.name) > LONGEST_DEVICE:
            raise Fault(f"a device has a name, of at most {LONGEST_DEVICE} characters; give it with --name")
        with store.look(halls[given.hall]) as hall:
            fits_counter(kind, given.counter, list(all_counters(hall)))
        token = enrol_device(store, hall=given.hall, kind=kind, counter=given.counter, name=given.name)
    what = {"kind": given.kind, "hall": given.hall, "counter": given.counter, "name": given.name, "token": token}
    print(json.dumps(what) if given.json else f"{token}\nKeep it: it is shown once.")
    return DONE


def fits_counter(kind: DeviceKind, counter: str | None, desks: list[str]) -> None:
    """Refuse a device of a counter without one that the hall has, and a counter for any other device."""
    if kind in AT_A_COUNTER and counter not in desks:
        said = f"there is no counter “{counter}”" if counter else f"a {kind} is for a counter"
        raise Fault(f"{said}; name one with --counter: {', '.join(desks) or 'the hall has none yet'}")
    if kind not in AT_A_COUNTER and counter:
        raise Fault(f"a {kind} belongs to no counter; leave --counter out")


def do_simulate(settings: Settings, given: argparse.Namespace) -> int:
    """Play a day."""
    if given.trace is not None and not given.trace.absolute().parent.is_dir():
        raise Fault(f"there is no folder {given.trace.absolute().parent} for the trace; make it, or name another")
    from server.simulation.command import simulate  # noqa: PLC0415 - NumPy takes longer to load than other commands run

    return simulate(
        read_configuration(given.config or settings.config or DEMO).halls,
        hall=given.hall,
        day=given.day,
        seed=given.seed,
        speed=given.speed,
        as_json=given.json,
        trace=given.trace,
        url=given.url,
        token=given.token,
    )


def do_evaluate(_settings: Settings, given: argparse.Namespace) -> int:
    """Judge what would have been announced to the people of a log."""
    from server.evaluation.command import evaluate  # noqa: PLC0415 - likewise

    return evaluate(given.log, fit=given.fit, show=given.show, seed=given.seed, as_json=given.json, trace=given.trace)


def do_import_history(settings: Settings, given: argparse.Namespace) -> int:
    """Take over what another system's log teaches."""
    from server.evaluation.importing import import_history  # noqa: PLC0415 - likewise

    know_everything()
    with working(settings) as (store, halls):
        known_halls(halls, given.hall)
        return import_history(store, halls[given.hall], given.log, given.service)


def do_verify(settings: Settings, given: argparse.Namespace) -> int:
    """Check the journal and what follows from it; or whether a file that was taken from it is as it was."""
    know_everything()
    if given.file is not None:
        return whether_unchanged(settings, given.file)
    with working(settings) as (store, halls):
        known_halls(halls, *filter(None, [given.hall]))
        last = said_of(store, given.hall, since=[in_hall(one, given.hall, list(halls)) for one in given.since])
        if given.hall is None:  # what is noted is said of every hall
            upkeep.note(settings.data, upkeep.Upkeep.VERIFY, upkeep.Done(store.clock.now(), not last.fault, last.text))
    return FAILED if last.fault else DONE


def whether_unchanged(settings: Settings, file: Path) -> int:
    """Say whether a signed CSV is as this server gave it away."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise Fault(f"{file}: cannot be read ({error.strerror}); name the CSV that was taken away") from error
    key = known_key(settings)
    if key is None:
        raise Fault(f"there is no secret key in {settings.data}; run this where the server's data is")
    whole = taking.unchanged(content, TokenSigner(key))
    print(f"{file}: {'as it was taken away here' if whole else 'changed since, or not signed by this server'}")
    return DONE if whole else FAILED


def in_hall(one: SinceEntry, hall: str | None, halls: list[str]) -> SinceEntry:
    """Return a written-down entry with its line, which may go unsaid where there is but one hall."""
    code = one.code or hall or (halls[0] if len(halls) == 1 else "")
    if code not in {*halls, HEAD_NAME}:
        raise Fault(f"--since says HALL:SEQ:HASH; this database has {', '.join(halls)}, and “{HEAD_NAME}”")
    return replace(one, code=code)


def said_of(store: Store, hall: str | None = None, *, since: Sequence[SinceEntry] = ()) -> LineFindings:
    """Print what a look at the journals finds, a line a hall; return the last one, which is the first fault."""
    line = LineFindings("no journal", fault=True)
    for line in verify(store, hall, since=since):
        print(line.text, flush=True)
    return line


def do_backup(settings: Settings, given: argparse.Namespace) -> int:
    """Keep everything in one file."""
    know_everything()
    if given.keep is not None and (given.into is None or given.keep < 1):
        raise Fault("--keep is a number from 1 on, and goes with --into")
    with working(settings) as (store, _):
        now = store.clock.now()
        file = given.file if given.into is None else given.into / name_for(now)
        choose(settings)
        said = f"{backup(store.database, file, more=bring_home)} rows kept in {file}"
        if given.keep is not None and (gone := keep_newest(given.into, given.keep)):
            said += f"; {len(gone)} older removed"
        upkeep.note(settings.data, upkeep.Upkeep.BACKUP, upkeep.Done(now, well=True, said=said))
        with closing(Database(f"sqlite:///{file}")) as kept:
            reached = heads(kept)
    print(said)
    for head in reached:
        print(f"Journal: {head}")
    return DONE


def do_restore(settings: Settings, given: argparse.Namespace) -> int:
    """Bring everything back."""
    know_everything()
    file = newest(given.file) if given.file.is_dir() else given.file
    with closing(Database(settings.database_url)) as database:
        count = restore(database, file)
        named(database, halls_of(database))
    print(f"{count} rows brought back from {file}; check with floor verify")
    return DONE


def do_rehearse(settings: Settings, given: argparse.Namespace) -> int:
    """Bring a backup back where nobody sees it, and look at its journal."""
    know_everything()
    file = newest(given.file) if given.file.is_dir() else given.file
    with (
        tempfile.TemporaryDirectory(prefix="floor-rehearsal-") as folder,
        closing(Database(f"sqlite:///{Path(folder) / 'rehearsal.db'}")) as database,
    ):
        count = restore(database, file)
        if (key := known_key(settings)) is not None:
            unlock(key)
        print(f"{file}: {count} rows brought back, with {', '.join(halls_of(database))}")
        store = Store(database, SystemClock())
        last = said_of(store)
    done = upkeep.Done(store.clock.now(), not last.fault, f"{file.name}: {last.text}")
    upkeep.note(settings.data, upkeep.Upkeep.REHEARSAL, done)
    return FAILED if last.fault else DONE


def do_db(settings: Settings, _given: argparse.Namespace) -> int:
    """Migrate."""
    with closing(Database(settings.database_url)) as database, answering(database):
        of_some_version(database)
        done = upgrade(database)
        named(database, halls_of(database, wanted=False))
    print("migrated" if done else "nothing to do")
    return DONE


DEMO: Final = Path(__file__).parents[1] / "config" / "demo.toml"  # what is simulated where no file is named
COMMANDS: Final[Mapping[str, Callable[[Settings, argparse.Namespace], int]]] = {
    "init": do_init,
    "staff": do_staff,
    "enrol": do_enrol,
    "simulate": do_simulate,
    "evaluate": do_evaluate,
    "import-history": do_import_history,
    "verify": do_verify,
    "backup": do_backup,
    "restore": do_restore,
    "rehearse": do_rehearse,
    "db": do_db,
}

if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
