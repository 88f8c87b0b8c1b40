"""Setting a hall up from its configuration: what differs becomes an event a thing."""

from pydantic import BaseModel
from sqlalchemy import bindparam, select

from server.floor.events.settings import CounterSet, HallSet, ServiceSet
from server.floor.hallfile import Hall
from server.floor.reads.halls import all_counters, all_services
from server.floor.reads.tickets import waiting_counts
from server.floor.refusals import StillInUse, StillWaited
from server.floor.states import CounterState
from server.floor.tables import hall_settings
from server.security.rights import May
from server.store.hall import HallWork

SETTINGS = select(hall_settings.c.settings).where(hall_settings.c.hall_id == bindparam("hall"))


def set_up(hall: HallWork, wanted: Hall) -> int:
    """Make the hall what its configuration says; return how many things changed."""
    hall.actor.must(May.SET_UP)
    before = hall.seq
    own = text_of(wanted.without_lists())
    present = hall.connection.execute(SETTINGS, {"hall": hall.id}).scalar()
    if present != own:
        hall.record(HallSet(before=present, after=own))
    set_services(hall, wanted)
    set_counters(hall, wanted)
    return hall.seq - before


def set_services(hall: HallWork, wanted: Hall) -> None:
    """Add, change and remove services; one for which somebody waits is not removed."""
    present = {code: text_of(service) for code, service in all_services(hall).items()}
    after = {service.code: text_of(service) for service in wanted.services}
    waiting = waiting_counts(hall)
    for code in sorted(present.keys() | after.keys()):
        if code not in after and waiting.get(code):
            raise StillWaited(service=code)
        if present.get(code) != after.get(code):
            hall.record(ServiceSet(code=code, before=present.get(code), after=after.get(code)))


def set_counters(hall: HallWork, wanted: Hall) -> None:
    """Add, change and remove counters; one where somebody works is not removed."""
    found = all_counters(hall)
    present = {code: text_of(counter.settings) for code, counter in found.items()}
    after = {counter.code: text_of(counter) for counter in wanted.counters}
    for code in sorted(present.keys() | after.keys()):
        if code not in after and found[code].state is not CounterState.CLOSED:
            raise StillInUse(counter=code)
        if present.get(code) != after.get(code):
            hall.record(CounterSet(code=code, before=present.get(code), after=after.get(code)))


def text_of(settings: BaseModel) -> str:
    """Return settings as they stand in the journal: JSON without what is as by default."""
    return settings.model_dump_json(exclude_defaults=True)
