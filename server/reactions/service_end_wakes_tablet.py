"""When a service ends, the counter's tablet asks how it was; when the next customer is called, it rests."""

from server.floor.events.calls import TicketCalled
from server.floor.events.services import FinishUndone, TicketFinished, WalkInServed
from server.floor.reads.halls import counter_of
from server.ratings import asking
from server.store.hall import HallWork


def wake(hall: HallWork, ended: TicketFinished) -> None:
    """Have the tablet ask."""
    asking.ask(hall, ticket=ended.ticket, counter=ended.counter, clerk=counter_of(hall, ended.counter).clerk)


def rest(hall: HallWork, begun: TicketCalled | WalkInServed) -> None:
    """Have the tablet no longer ask the one before."""
    asking.end(hall, counter=begun.counter)


def go_on(hall: HallWork, undone: FinishUndone) -> None:
    """Have the tablet wait until the service really ends."""
    asking.take_back(hall, ticket=undone.ticket)
