"""Setting a hall up: from its file, or a thing at a time in the office; what differs becomes an event a thing.

Whoever set a thing last keeps it: the file is followed until a person has changed the thing in the office.
"""

from datetime import date
from typing import Final, TypeVar

import structlog
from pydantic import BaseModel

from server.feature.events import FeatureSet
from server.feature.settings import OwnSettings
from server.floor.classes import class_named
from server.floor.commands.days import follow_hours
from server.floor.events.settings import CounterSet, HallSet, ServiceSet
from server.floor.hallfile import Counter, Group, Hall, HallOnly, Holiday, PriorityClass, Service, Words
from server.floor.reads.halls import (
    all_counters,
    all_services,
    counter_of,
    counter_texts,
    hall_now,
    hall_text,
    service_of,
    service_texts,
)
from server.floor.reads.tickets import in_state, waiting_counts
from server.floor.refusals import (
    ChangedMeanwhile,
    ClassStillWaits,
    CodeTaken,
    OneRoll,
    StillInUse,
    StillServed,
    StillWaited,
    UnknownClass,
    UnknownGroup,
    UnknownService,
)
from server.floor.states import CounterState, TicketState
from server.security.rights import May
from server.store.events import Event
from server.store.hall import UnitOfWork
from server.store.journal import last_of

log = structlog.get_logger()
M = TypeVar("M", bound=BaseModel)
IN_USE: Final = (TicketState.WAITING, TicketState.CALLED, TicketState.SERVING, TicketState.HELD)


def set_up(hall: UnitOfWork, wanted: Hall) -> int:
    """Make the hall what its file says, but for what a person has changed; return how many things changed."""
    hall.actor.must(May.SET_UP)
    own, present = text_of(wanted.without_lists()), hall_text(hall)
    changed = present != own and not set_by_a_person(hall, HallSet)
    if changed:
        set_hall(hall, present, own)
    return changed + set_services(hall, wanted) + set_counters(hall, wanted)


def set_services(hall: UnitOfWork, wanted: Hall) -> int:
    """Add, change and remove services, and return how many; one for which somebody waits is not removed."""
    changed = 0
    present = service_texts(hall)
    after = {service.code: text_of(service) for service in wanted.services}
    for code in sorted(present.keys() | after.keys()):
        if present.get(code) == after.get(code) or set_by_a_person(hall, ServiceSet, code):
            continue
        if code not in after and waiting_counts(hall).get(code):
            raise StillWaited(service=code)
        hall.record(ServiceSet(code=code, before=present.get(code), after=after.get(code)))
        changed += 1
    return changed


def set_counters(hall: UnitOfWork, wanted: Hall) -> int:
    """Add, change and remove counters, and return how many; one where somebody works is not removed."""
    changed = 0
    found, present = all_counters(hall), counter_texts(hall)
    after = {counter.code: text_of(counter) for counter in wanted.counters}
    for code in sorted(present.keys() | after.keys()):
        if present.get(code) == after.get(code) or set_by_a_person(hall, CounterSet, code):
            continue
        if code not in after and found[code].state is not CounterState.CLOSED:
            raise StillInUse(counter=code)
        hall.record(CounterSet(code=code, before=present.get(code), after=after.get(code)))
        changed += 1
    return changed


def set_by_a_person(hall: UnitOfWork, event: type[Event], code: str | None = None) -> bool:
    """Return whether a person changed a thing last. Asked only where the file says otherwise: it reads the journal."""
    last = last_of(hall.connection, hall.id, event.__name__, holding(code))
    kept = last is not None and last.actor.startswith("staff:")
    if kept:
        log.info("kept as set in the office", hall=hall.id, what=event.__name__, code=code)
    return kept


def holding(code: str | None) -> str:
    """Return what stands in the data of a thing's events."""
    return "" if code is None else f'"code":"{code}"'


def save_hall(hall: UnitOfWork, wanted: HallOnly, *, before: str | None) -> bool:
    """Set a hall's own settings, as somebody saw them before; return whether anything differed."""
    hall.actor.must(May.SET_UP)
    present, after = hall_text(hall), text_of(wanted)
    if present == after:
        return False
    if present != before:
        raise ChangedMeanwhile
    set_hall(hall, present, after)
    return True


def set_hall(hall: UnitOfWork, before: str | None, after: str) -> None:
    """Set a hall's own settings; what was made from the hours of before follows."""
    hall.record(HallSet(before=before, after=after))
    if before is not None:
        follow_hours(hall)


def save_group(hall: UnitOfWork, wanted: Group, *, new: bool, before: str | None) -> bool:
    """Add a group of services, or name it anew; return whether anything differed."""
    settings = hall_now(hall).settings
    present = {group.code: group for group in settings.groups}
    if new and wanted.code in present:
        raise CodeTaken(code=wanted.code)
    groups = [*(present | {wanted.code: wanted}).values()]
    return save_hall(hall, settings.model_copy(update={"groups": groups}), before=before)


def move_group(hall: UnitOfWork, *, code: str, by: int, before: str | None) -> bool:
    """Move a group by some places in the kiosk's order; return whether it moved: ends are ends."""
    settings = hall_now(hall).settings
    groups = list(settings.groups)
    place = next((nth for nth, group in enumerate(groups) if group.code == code), None)
    if place is None:
        raise UnknownGroup(group=code)
    groups.insert(min(len(groups), max(0, place + by)), groups.pop(place))
    return save_hall(hall, settings.model_copy(update={"groups": groups}), before=before)


def remove_group(hall: UnitOfWork, *, code: str, before: str | None) -> bool:
    """Remove a group; its services stand beside the others from then on."""
    settings = hall_now(hall).settings
    left = [group for group in settings.groups if group.code != code]
    return save_hall(hall, settings.model_copy(update={"groups": left}), before=before)


def save_class(hall: UnitOfWork, wanted: PriorityClass, *, new: bool, before: str | None) -> bool:
    """Add a priority class, or set it anew; return whether anything differed. Whoever waits keeps their place."""
    settings = hall_now(hall).settings
    present = {one.code: one for one in settings.classes}
    if new and wanted.code in present:
        raise CodeTaken(code=wanted.code)
    classes = [*(present | {wanted.code: wanted}).values()]
    return save_hall(hall, settings.model_copy(update={"classes": classes}), before=before)


def move_class(hall: UnitOfWork, *, code: str, by: int, before: str | None) -> bool:
    """Move a priority class by some places in its order; return whether it moved: ends are ends."""
    settings = hall_now(hall).settings
    classes = list(settings.classes)
    place = next((nth for nth, one in enumerate(classes) if one.code == code), None)
    if place is None:
        raise UnknownClass(name=code)
    classes.insert(min(len(classes), max(0, place + by)), classes.pop(place))
    return save_hall(hall, settings.model_copy(update={"classes": classes}), before=before)


def remove_class(hall: UnitOfWork, *, code: str, before: str | None) -> bool:
    """Remove a priority class of which nobody is here."""
    settings = hall_now(hall).settings
    found = class_named(settings, code)
    if found is None:
        raise UnknownClass(name=code)
    if any(ticket.priority_class == code for state in IN_USE for ticket in in_state(hall, state)):
        raise ClassStillWaits(name=found.name)
    left = [one for one in settings.classes if one.code != code]
    return save_hall(hall, settings.model_copy(update={"classes": left}), before=before)


def save_holiday(hall: UnitOfWork, wanted: Holiday, *, instead_of: date | None, before: str | None) -> bool:
    """Add a holiday, or set one anew that began on a day; return whether anything differed."""
    settings = hall_now(hall).settings
    others = [one for one in settings.holidays if one.first != instead_of]
    if any(one.first == wanted.first for one in others):
        raise CodeTaken(code=wanted.first.isoformat())
    holidays = sorted([*others, wanted], key=lambda one: one.first)
    return save_hall(hall, settings.model_copy(update={"holidays": holidays}), before=before)


def remove_holiday(hall: UnitOfWork, *, first: date, before: str | None) -> bool:
    """Open again on a day that had been set apart, with a name or without."""
    settings = hall_now(hall).settings
    left = {
        "holidays": [one for one in settings.holidays if one.first != first],
        "closed_on": [one for one in settings.closed_on if one != first],
    }
    return save_hall(hall, settings.model_copy(update=left), before=before)


def save_service(hall: UnitOfWork, wanted: Service, *, before: str | None) -> bool:
    """Add a service, or change it as somebody saw it before; return whether anything differed."""
    hall.actor.must(May.SET_UP)
    present, after = service_texts(hall).get(wanted.code), text_of(wanted)
    other = next((one for one in all_services(hall).values() if one.roll and one.code != wanted.code), None)
    if wanted.roll and other is not None:
        raise OneRoll(service=other.code)
    if changes(wanted.code, present, before, after):
        hall.record(ServiceSet(code=wanted.code, before=present, after=after))
        return True
    return False


def say_of_service(
    hall: UnitOfWork, code: str, *, bring: list[Words], fee: Words | None, takes: Words | None, procedure: int | None
) -> None:
    """Have customers read of a service what its procedure says; who may, the command that sets the procedure asks."""
    present = service_of(hall, code)
    after = present.model_copy(update={"bring": bring, "fee": fee, "takes": takes, "procedure": procedure})
    if after != present:
        hall.record(ServiceSet(code=code, before=service_texts(hall)[code], after=text_of(after)))


def save_counter(hall: UnitOfWork, wanted: Counter, *, before: str | None) -> bool:
    """Add a counter, or change it as somebody saw it before; return whether anything differed."""
    hall.actor.must(May.SET_UP)
    for code in wanted.services:
        service_of(hall, code)
    present, after = counter_texts(hall).get(wanted.code), text_of(wanted)
    if changes(wanted.code, present, before, after):
        hall.record(CounterSet(code=wanted.code, before=present, after=after))
        return True
    return False


def changes(code: str, present: str | None, before: str | None, after: str) -> bool:
    """Return whether there is something to save; refuse where it is not what it was."""
    if before is None and present is not None:
        raise CodeTaken(code=code)
    if present == after:
        return False
    if present != before:
        raise ChangedMeanwhile
    return True


def remove_service(hall: UnitOfWork, *, code: str, before: str | None) -> None:
    """Remove a service for which nobody is here and which no counter serves."""
    hall.actor.must(May.SET_UP)
    present = service_texts(hall).get(code)
    if present is None:
        raise UnknownService(service=code)
    if any(ticket.service == code for state in IN_USE for ticket in in_state(hall, state)):
        raise StillWaited(service=code)
    serving = [
        counter.code
        for counter in all_counters(hall).values()
        if code in {*counter.settings.services, *counter.own.services}
    ]
    if serving:
        raise StillServed(service=code, counters=serving)
    if present != before:
        raise ChangedMeanwhile
    hall.record(ServiceSet(code=code, before=present, after=None))


def remove_counter(hall: UnitOfWork, *, code: str, before: str | None) -> None:
    """Remove a counter at which nobody works."""
    hall.actor.must(May.SET_UP)
    found, present = counter_of(hall, code), counter_texts(hall).get(code)
    if found.state is not CounterState.CLOSED:
        raise StillInUse(counter=code)
    if present != before:
        raise ChangedMeanwhile
    hall.record(CounterSet(code=code, before=present, after=None))


def save_own(hall: UnitOfWork, own: OwnSettings[M], wanted: M, *, before: str | None) -> bool:
    """Set a feature's own settings, as somebody saw them before; return whether anything differed."""
    hall.actor.must(own.may)
    present, after = own.text(hall), text_of(wanted)
    if present == after:
        return False
    if present != before:
        raise ChangedMeanwhile
    hall.record(FeatureSet(feature=own.feature, before=present, after=after))
    return True


def text_of(settings: BaseModel) -> str:
    """Return settings as they stand in the journal: JSON without what is as by default."""
    return settings.model_dump_json(exclude_defaults=True)
