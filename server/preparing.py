"""Before the server starts: the database migrated, the halls set up as their file says, the demo's people there."""

from collections.abc import Container, Mapping

import structlog

from server.appointments.settings import SETTINGS, AppointmentSettings, Bookable
from server.emergency.commands.plans import set_plans
from server.emergency.plans import Plan
from server.emergency.templates import read_plans
from server.feature.events import FeatureSet
from server.feature.settings import AS_BY_DEFAULT
from server.files.keeping import choose
from server.floor.commands.settings import save_own, set_up
from server.floor.configuration import read_configuration
from server.floor.hallfile import Configuration
from server.floor.reads.halls import hall_text
from server.kernel.settings import Settings
from server.security import reads as people
from server.security.actors import SYSTEM
from server.security.passwords import hashed
from server.security.rights import Role
from server.security.setting_up import add_known_staff, folded, secret_key
from server.store.directory import all_halls, open_hall
from server.store.hall import HEAD, Store
from server.store.heads import JournalKeyed, heads, of_another_key
from server.store.journal import last_of
from server.store.migrating import upgrade
from server.store.sealed import unlock

log = structlog.get_logger()


def checked(settings: Settings) -> None:
    """Read the files that the settings name; raise `Fault` naming a mistake in them, before a database is made."""
    read_configuration(settings.config)
    read_plans(settings.plans)
    choose(settings, reach=True)


def prepare(settings: Settings, store: Store) -> Configuration:
    """Migrate and set up; raise `Fault` where the configuration has a mistake, before anything is touched."""
    configuration = read_configuration(settings.config)
    plans = read_plans(settings.plans)
    store.database.reach()  # before a secret is made that belongs to nothing
    unlock(secret_key(settings))
    upgrade(store.database)
    begin_keyed(store)
    for wanted in configuration.halls:
        with store.hall(HEAD, SYSTEM) as head:
            number = open_hall(head, code=wanted.code)
        with store.hall(number, SYSTEM) as hall:
            set_up(hall, wanted)
    if settings.plans is not None:
        bring_plans(store, plans)
    elif configuration.demo is not None:
        bring_plans(store, plans, [hall.code for hall in configuration.halls])
    if configuration.demo is not None:
        add_people(store, configuration)
        if configuration.demo.living:
            offer_appointments(store, configuration)
    return configuration


def begin_keyed(store: Store) -> None:
    """Have each line of before go on with keyed hashes; say so where one was kept with another key than this."""
    for head in heads(store.database):
        if not head.keyed:
            with store.hall(head.hall, SYSTEM) as hall:
                hall.record(JournalKeyed())
        elif of_another_key(store.database, head):
            log.error("the journal was hashed with another secret key; verify will fail at it", line=head.code)


def bring_plans(store: Store, plans: Mapping[str, Plan], only: Container[str] | None = None) -> None:
    """Bring emergency plans into force: in every hall, also in those set up in the office, or only in some."""
    with store.look(HEAD) as head:
        halls = [number for code, number in all_halls(head).items() if only is None or code in only]
    for number in halls:
        with store.hall(number, SYSTEM) as hall:
            if hall_text(hall) is not None:
                set_plans(hall, plans)


def offer_appointments(store: Store, configuration: Configuration) -> None:
    """Let two services of a demo's halls be booked at any hour, where nobody has set anything yet."""
    with store.look(HEAD) as head:
        halls = all_halls(head)
    for wanted in configuration.halls:
        rows = [Bookable(service=one.code, places=2) for one in wanted.services[:2]]
        with store.hall(halls[wanted.code], SYSTEM) as hall:
            if SETTINGS.text(hall) == AS_BY_DEFAULT and last_of(hall.connection, hall.id, FeatureSet.__name__) is None:
                wished = AppointmentSettings(services=rows, notice=0, change_until=0)
                save_own(hall, SETTINGS, wished, before=SETTINGS.text(hall))


def add_people(store: Store, configuration: Configuration) -> None:
    """Add the demo's people who are not there yet."""
    demo = configuration.demo
    if demo is None:
        return
    halls = tuple(hall.code for hall in configuration.halls)
    with store.look(HEAD) as head:
        missing = [one for one in demo.people if people.sign_in_of(head, folded(one.username)) is None]
    if not missing:
        return
    kept = hashed(demo.password)  # once: everybody knows it, and a hash takes 45 ms of each start
    for one in missing:
        add_known_staff(
            store, name=one.name, username=one.username, role=Role(one.role), halls=halls, password_hash=kept
        )
