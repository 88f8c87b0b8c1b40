"""Visits: what of one is done already, what follows from its services' credits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, select

from server.floor.reads.halls import all_services
from server.floor.reads.tickets import Ticket
from server.floor.tables import visit_legs
from server.floor.visit import credit_of
from server.store.hall import HallSnapshot

LEGS: Final = (
    select(
        visit_legs.c.nth,
        visit_legs.c.service,
        visit_legs.c.counter,
        visit_legs.c.counts_from,
        visit_legs.c.called_at,
        visit_legs.c.started_at,
        visit_legs.c.ended_at,
        visit_legs.c.outcome,
    )
    .where(visit_legs.c.hall_id == bindparam("hall"), visit_legs.c.ticket == bindparam("ticket"))
    .order_by(visit_legs.c.nth)
)


@dataclass(frozen=True, slots=True)
class LegDone:
    """A service of a visit that ended while others were still to come."""

    nth: int
    service: str
    counter: str
    counts_from: datetime
    called_at: datetime | None
    started_at: datetime
    ended_at: datetime
    outcome: str


def legs_of(hall: HallSnapshot, ticket: Ticket) -> list[LegDone]:
    """Return what of a visit is done, in order; a ticket that was never sent on has none."""
    if not ticket.transfers:
        return []
    return [LegDone(*row) for row in hall.connection.execute(LEGS, {"hall": hall.id, "ticket": ticket.id})]


def credit_now(hall: HallSnapshot, services: Sequence[str], *, in_order: bool) -> timedelta:
    """Return the credit of services in whose lines a ticket stands, the first one first."""
    credits_of = {code: one.credit for code, one in all_services(hall).items()}
    return credit_of(services, credits_of, in_order=in_order)
