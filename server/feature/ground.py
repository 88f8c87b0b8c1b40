"""What all features stand on, described like one: journal and halls, people, devices, sign-ins."""

from collections.abc import Sequence
from typing import Final

import structlog

from server.feature import events as feature_events
from server.feature import tables as feature_tables
from server.feature.parts import Feature, PeriodicJob
from server.kernel.settings import Settings
from server.security import events as security_events
from server.security import tables as security_tables
from server.security import watch
from server.security.actors import SYSTEM
from server.security.api import devices, session
from server.security.lost import LostDevices
from server.store import directory, heads
from server.store import tables as store_tables
from server.store.directory import all_halls
from server.store.hall import HEAD, Store
from server.store.kept import erase

log = structlog.get_logger()
HOUR: Final = 3600.0


def say_heads(store: Store) -> None:
    """Write how far each journal is into the log, where whoever changes the database does not reach."""
    for head in heads.heads(store.database):
        log.info("journal", line=head.code, seq=head.seq, hash=head.hash)


def erase_everywhere(store: Store) -> None:
    """Erase what was kept for long enough, in every hall and in the company's own line."""
    with store.look(HEAD) as head:
        halls = list(all_halls(head).values())
    for hall_id in [HEAD, *halls]:
        with store.hall(hall_id, SYSTEM) as hall:
            erase(hall)


def in_a_process(_settings: Settings, _features: Sequence[Feature]) -> Feature:
    """Return what a process remembers: which devices it has seen go off."""
    return Feature("ground", jobs=(PeriodicJob("devices", 15.0, LostDevices().look),))


FEATURE: Final = Feature(
    "ground",
    events=(directory, heads, security_events, feature_events),
    tables=(store_tables, directory, security_tables, feature_tables),
    api=(session.api, devices.api),
    reactions=watch.reactions(),
    jobs=(
        PeriodicJob("what was kept for long enough", HOUR, erase_everywhere, erases=True),
        PeriodicJob("how far the journals are", HOUR, say_heads),
    ),
    more=in_a_process,
)
