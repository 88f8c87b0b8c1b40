"""What somebody else did at a counter last: its terminal says who, and how to go on."""

import json
from datetime import datetime, timedelta
from typing import Final

from pydantic import Field

from server.floor.commands.counters import SIMULATED
from server.floor.events.counters import CounterClosed
from server.floor.events.services import TicketFinished, TicketReturned
from server.floor.events.visits import VisitWentOn
from server.floor.reads.halls import CounterNow
from server.floor.reads.tickets import ticket_of
from server.floor.states import Act
from server.screens.parts import Part
from server.security import reads as people
from server.store.hall import HallSnapshot
from server.store.journal import last_of

SAID_FOR: Final = timedelta(minutes=15)  # whoever comes back to the desk later sees what there is to do
FACTS: Final = {
    Act.RETURNED: TicketReturned,
    Act.FINISHED: TicketFinished,
    Act.WENT_ON: VisitWentOn,
    Act.CLOSED: CounterClosed,
}


class Directed(Part):
    """What who leads the floor did here; it stands until the counter does something itself."""

    what: str = Field(description="returned: into the line · finished: as served · closed")
    by: str
    number: str | None
    at: datetime


def directed(hall: HallSnapshot, counter: CounterNow) -> Directed | None:
    """Return what somebody else did last at a counter; None where it was its own clerk, or nobody."""
    act, at = counter.last_act, counter.last_at
    if act not in FACTS or at is None or hall.at - at > SAID_FOR:
        return None
    known: dict[str, tuple[datetime, Directed | None]] = hall.lately.setdefault(Directed, {})
    remembered = known.get(counter.code)
    if remembered is None or remembered[0] != at:
        known[counter.code] = remembered = at, told(hall, counter, act, at)
    return remembered[1]


def told(hall: HallSnapshot, counter: CounterNow, act: Act, at: datetime) -> Directed | None:
    """Read it from the journal: the last entry of that kind at this counter names who."""
    entry = last_of(hall.connection, hall.id, FACTS[act].__name__, f'"counter":{json.dumps(counter.code)}')
    if entry is None or entry.at != at:
        return None
    kind, _, number = entry.actor.partition(":")
    by = int(number) if kind == "staff" else SIMULATED
    sat = json.loads(entry.data).get("clerk") if act is Act.CLOSED else counter.clerk
    member = people.member(hall, by) if by < SIMULATED and by != sat else None
    if member is None:
        return None
    ticket = ticket_of(hall, counter.last_ticket).number if counter.last_ticket is not None else None
    what = Act.FINISHED if act is Act.WENT_ON else act
    return Directed(what=what, by=member.name, number=ticket, at=at)
