"""Which steps of a hall's set-up are done: it follows from what is there, so one may leave and come back."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.floor.reads.halls import all_counters, all_services
from server.kernel.languages import N_
from server.office.context import PageContext
from server.office.pages import SetUpStep
from server.office.people import has_clerk
from server.security import reads
from server.security.rights import DeviceKind, May
from server.store.hall import HEAD


@dataclass(frozen=True, slots=True)
class OfficeStep:
    """One step."""

    label: str
    to: str
    done: bool


def steps_of(context: PageContext, more: Sequence[SetUpStep]) -> list[OfficeStep]:
    """Return the steps of the present hall's set-up, those of other features last, until all are done."""
    if not context.may(May.SET_UP):
        return []
    found = [
        OfficeStep(
            N_("Hall"), "/office/new-hall" if context.hall == HEAD else context.path("hall"), context.hall != HEAD
        )
    ]
    if context.hall == HEAD:
        later = (N_("Services"), N_("Counters"), N_("Staff"), N_("Devices"), *(step.label for step in more))
        return [*found, *(OfficeStep(label, "", done=False) for label in later)]
    with context.look() as hall:
        services, counters = all_services(hall), all_counters(hall)
        kiosk = any(one.kind is DeviceKind.KIOSK for one in reads.all_devices(hall))
        added = [OfficeStep(step.label, context.path(step.path), step.done(hall)) for step in more]
    with context.look(HEAD) as head:
        people = has_clerk(head, context.hall)
    found += [
        OfficeStep(N_("Services"), context.path("services"), bool(services)),
        OfficeStep(N_("Counters"), context.path("counters"), bool(counters)),
        OfficeStep(N_("Staff"), context.path("people"), people),
        OfficeStep(N_("Devices"), context.path("devices"), kiosk),
        *added,
    ]
    return [] if all(step.done for step in found) else found
