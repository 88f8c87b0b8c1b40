"""What incidents have waiting to be done by whoever leads the floor; each step is its own role's (office.py)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from server.emergency.acts import take_the_lead
from server.emergency.criteria import Ask, unmet
from server.emergency.figures import standings_of
from server.emergency.plan_reads import plan_of
from server.emergency.plans import Contact
from server.emergency.reads import going_on, incident_of, measures_of
from server.emergency.states import IncidentState
from server.feature.acts import OpenAct, WayBack, rights
from server.feature.todos import Duty, Obligation
from server.floor.acts import give_numbers, stop_numbers
from server.floor.opening import is_open
from server.floor.reads.halls import hall_now
from server.floor.restraints import Restrains
from server.floor.todos import no_numbers
from server.kernel.languages import N_, Words, words
from server.security.rights import May
from server.store.hall import HallSnapshot


@dataclass(frozen=True, slots=True)
class Hold:
    """An incident's measure that stops the numbers: they are given again when it ends."""

    incident: int
    measure: int
    code: str  # its name in the plan
    clear: bool  # the plan's criteria are met; else numbers come again in the incident room alone


def threats(hall: HallSnapshot) -> Iterator[Obligation]:
    """A silent alarm that nobody has answered: somebody is threatened, and nothing comes before it."""
    for one in going_on(hall):
        if one.silent and one.state is IncidentState.ALERT:
            plan = plan_of(hall, one.kind, one.plan)
            call = [one_line(each) for each in plan.organisation.contacts]
            minutes = (hall.at - one.raised_at) // timedelta(minutes=1)
            here = N_("{name} at counter {counter}: silent alarm") if one.counter else N_("{name}: silent alarm")
            late = N_("Nobody has answered for {n} min. Go near, quietly. Call: {call}.")
            yield Obligation(
                "threat",
                words(here, name=plan.name, counter=one.counter),
                f"incidents/{one.id}",
                words(N_("To the incident")),
                words(late if minutes else N_("Just now. Go near, quietly. Call: {call}."), n=minutes, call=call),
                act=take_the_lead(one, hall_now(hall).settings.code),
            )


def one_line(contact: Contact) -> Words:
    """Return whom to call, and under which number."""
    return {language: f"{name} {contact.phone}" for language, name in contact.name.items()}


def stopped(hall: HallSnapshot) -> Iterator[Obligation]:
    """No numbers are given out, by an incident."""
    now = hall_now(hall)
    if is_open(now.settings, hall.at) and now.holds(Restrains.STOP) is not None:
        held = stopped_by(hall)
        why = N_("An incident stopped them. Give out numbers again when there is room; the incident goes on.")
        if held is not None and not held.clear:
            why = N_("An incident stopped them. There is no room yet: the incident room shows what is wanted.")
        yield no_numbers(words(why), numbers(hall))


def numbers(hall: HallSnapshot) -> OpenAct:
    """Return what can be done about the numbers: stop them, have them given again, or go where that is decided."""
    now, held = hall_now(hall), stopped_by(hall)
    if held is None:
        return give_numbers() if now.stopped(hall.at) else stop_numbers()
    room = f"/board/{now.settings.code}/incident/{held.incident}"
    if not held.clear:
        return OpenAct(
            name="numbers", words=words(N_("Incident room")), path="", twice=words(N_("Press again to go there")),
            onward=room, rights=rights(May.SEE_BOARD),
        )  # fmt: skip
    return OpenAct(
        name="numbers",
        words=words(N_("Give out numbers again")),
        path=f"incidents/{held.incident}/measures/{held.measure}/end",
        twice=words(N_("Press again to go on")),
        done=words(N_("The incident no longer stops them.")),
        undo=WayBack(path=f"incidents/{held.incident}/measures", body={"code": held.code}),
        rights=rights(May.LEAD_INCIDENT),
    )


def stopped_by(hall: HallSnapshot) -> Hold | None:
    """Return the measure that stops the numbers; None where no incident does."""
    hold = hall_now(hall).holds(Restrains.STOP)
    if hold is None:
        return None
    taken = (one for incident in going_on(hall) for one in measures_of(hall, incident.id))
    found = next((one for one in taken if one.id == hold.source), None)
    if found is None:
        return None
    met = not unmet(standings_of(hall, incident_of(hall, found.incident), Ask.EASE))
    return Hold(incident=found.incident, measure=found.id, code=found.code or "", clear=met)


DUTIES: Final = (
    Duty(threats, board=10, may=None),  # its steps are in the office, each with whose it is
    Duty(stopped, board=31, may=May.STOP_ISSUE),
)
