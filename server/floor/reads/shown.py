"""What everybody may see of a call: its number, or in a discreet hall a masked name or number."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import bindparam, select

from server.floor.masking import masked_name, masked_number
from server.floor.reads.halls import hall_now
from server.floor.reads.tickets import Ticket, line
from server.floor.tables import ticket_names
from server.store.hall import HallSnapshot

NAMES: Final = select(ticket_names.c.ticket, ticket_names.c.name).where(
    ticket_names.c.hall_id == bindparam("hall"), ticket_names.c.ticket.in_(bindparam("tickets", expanding=True))
)


def names_of(hall: HallSnapshot, tickets: Sequence[int]) -> dict[int, str]:
    """Return what customers gave as their names, by ticket; nothing in a hall that does not call by names."""
    if not tickets or hall_now(hall).settings.shown_as != "masked_name":
        return {}
    question = {"hall": hall.id, "tickets": list(tickets)}
    return {row.ticket: row.name for row in hall.connection.execute(NAMES, question)}


def shown_of(hall: HallSnapshot, tickets: Sequence[Ticket]) -> dict[int, str]:
    """Return what stands for each of some tickets on screens that everybody sees."""
    how = hall_now(hall).settings.shown_as
    if how == "whole_number":
        return {one.id: one.number or "" for one in tickets}
    living = {one.number for one in line(hall)} | {one.number for one in tickets if one.number and not one.ended_at}
    names = {ticket: masked_name(name) for ticket, name in names_of(hall, [one.id for one in tickets]).items()}
    return {one.id: names.get(one.id) or (masked_number(one.number, living) if one.number else "") for one in tickets}
