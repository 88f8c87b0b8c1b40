"""Who is told about a ticket, and whose turn is near."""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit

from sqlalchemy import bindparam, select

from server.floor.reads.turns import turns
from server.messages.gateways.numbers import hidden
from server.messages.gateways.reads import is_gateway
from server.messages.letters import EMAIL, PUSH
from server.news.settings import SETTINGS
from server.news.tables import follower_addresses, followers
from server.store.hall import HallSnapshot

_OF_HALL: Final = followers.c.hall_id == bindparam("hall")
COLUMNS: Final = (followers.c.id, followers.c.ticket, followers.c.channel, followers.c.language)
OF_TICKET = select(*COLUMNS).where(_OF_HALL, followers.c.ticket == bindparam("which")).order_by(followers.c.id)
BY_ID = select(*COLUMNS).where(_OF_HALL, followers.c.id == bindparam("which"))
NOT_TOLD = select(*COLUMNS).where(_OF_HALL, ~followers.c.near_told).order_by(followers.c.id)
ADDRESS = select(follower_addresses.c.recipient, follower_addresses.c.link).where(
    follower_addresses.c.hall_id == bindparam("hall"), follower_addresses.c.follower == bindparam("which")
)
RESTS: Final = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Follower:
    """Somebody who is told about a ticket."""

    id: int
    ticket: int
    channel: str
    language: str


def followers_of(hall: HallSnapshot, ticket: int) -> list[Follower]:
    """Return who is told about a ticket."""
    return [Follower(*row) for row in hall.connection.execute(OF_TICKET, {"hall": hall.id, "which": ticket})]


def follower_of(hall: HallSnapshot, which: int) -> Follower | None:
    """Return one of them."""
    row = hall.connection.execute(BY_ID, {"hall": hall.id, "which": which}).first()
    return None if row is None else Follower(*row)


def address_of(hall: HallSnapshot, follower: int) -> tuple[str, str] | None:
    """Return where somebody is told, and the ticket's page; None where it was erased."""
    row = hall.connection.execute(ADDRESS, {"hall": hall.id, "which": follower}).first()
    return None if row is None else (row[0], row[1])


def masked(channel: str, recipient: str) -> str:
    """Return an address as its owner knows it again and nobody else learns it."""
    if channel == EMAIL:
        name, _, domain = recipient.rpartition("@")
        return f"{name[:1]}…@{domain}"
    if is_gateway(channel):
        return hidden(recipient)
    if channel == PUSH:
        return urlsplit(json.loads(recipient)["endpoint"]).hostname or ""
    return ""


def whose_turn_is_near(hall: HallSnapshot) -> list[Follower] | None:
    """Return who is to be told that their turn is near; None where nobody is."""
    waiting = [Follower(*row) for row in hall.connection.execute(NOT_TOLD, {"hall": hall.id})]
    if not waiting:
        return None
    line, limits = turns(hall).line, SETTINGS.of(hall)
    near = {
        ticket
        for ticket, place in line.items()
        if place.ahead <= limits.near_people
        and place.wait is not None
        and place.wait.likely <= limits.near_minutes * 60
    }
    return [one for one in waiting if one.ticket in near] or None


def rests(hall: HallSnapshot) -> timedelta:
    """Return for how long nobody's turn can come near by time alone: while nobody waits to be told."""
    return timedelta(0) if hall.connection.execute(NOT_TOLD, {"hall": hall.id}).first() else RESTS
