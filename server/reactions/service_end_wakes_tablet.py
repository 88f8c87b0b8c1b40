"""When a service ends, the counter's tablet asks how it was. Nothing that a clerk does next ends that."""

from server.floor.events.services import TicketFinished
from server.floor.reads.halls import counter_of
from server.ratings import asking
from server.security.reads import has_tablet
from server.store.hall import UnitOfWork


def wake(hall: UnitOfWork, ended: TicketFinished) -> None:
    """Have the tablet ask, now or when the customer before is done."""
    asking.ask(
        hall,
        ticket=ended.ticket,
        counter=ended.counter,
        clerk=counter_of(hall, ended.counter).clerk,
        tablet=has_tablet(hall, ended.counter),
    )
