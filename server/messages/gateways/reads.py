"""What others may read of gateways: which are open, what they sent and what it cost."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, func, select

from server.kernel.languages import LANGUAGES, N_, Words
from server.messages.gateways.tables import gateway_calls, gateway_recipients, gateways
from server.messages.gateways.terms import PREFIX, Gateway, GatewayCall
from server.messages.states import MessageState
from server.messages.tables import messages
from server.store.hall import HallSnapshot
from server.store.sealed import OF_ANOTHER

ANOTHER_KEY: Final = N_("This was sealed with another key of the server. Write it anew.")
LISTED = (
    select(gateways.c.id, gateways.c.settings).where(gateways.c.hall_id == bindparam("hall")).order_by(gateways.c.id)
)
CALL = select(gateway_calls.c.call, gateway_calls.c.secret).where(
    gateway_calls.c.hall_id == bindparam("hall"), gateway_calls.c.gateway == bindparam("which")
)
WRITTEN = select(gateway_recipients.c.written, gateway_recipients.c.at).where(
    gateway_recipients.c.hall_id == bindparam("hall"), gateway_recipients.c.number_hash == bindparam("which")
)
SENT = (
    select(messages.c.channel, func.count(), func.coalesce(func.sum(messages.c.cost), 0))
    .where(
        messages.c.hall_id == bindparam("hall"),
        messages.c.state == MessageState.SENT,
        messages.c.since >= bindparam("since", type_=messages.c.since.type),
        messages.c.since < bindparam("until", type_=messages.c.since.type),
        messages.c.channel.startswith(PREFIX),
    )
    .group_by(messages.c.channel)
)


@dataclass(frozen=True, slots=True)
class Way:
    """A gateway of a hall, with the name of its channel."""

    id: int
    channel: str
    settings: Gateway


@dataclass(frozen=True, slots=True)
class Sent:
    """How many messages left by a channel, and what they cost, in ten-thousandths."""

    many: int = 0
    cost: int = 0


def channel_of(hall: int, gateway: int) -> str:
    """Return the channel's name by which a gateway's messages leave."""
    return f"{PREFIX}{hall}.{gateway}"


def is_gateway(channel: str) -> bool:
    """Return whether a channel is a gateway's."""
    return channel.startswith(PREFIX)


def all_gateways(hall: HallSnapshot) -> list[Way]:
    """Return the hall's gateways."""
    return [
        Way(row[0], channel_of(hall.id, row[0]), Gateway.model_validate_json(row[1]))
        for row in hall.connection.execute(LISTED, {"hall": hall.id})
    ]


def channel_names(hall: HallSnapshot) -> dict[str, Words]:
    """Return channel → what the hall calls its gateway, in every language."""
    return {one.channel: dict.fromkeys(LANGUAGES, one.settings.name) for one in all_gateways(hall)}


def gateway_of(hall: HallSnapshot, which: int) -> Way | None:
    """Return one of them."""
    return next((one for one in all_gateways(hall) if one.id == which), None)


def open_gateways(hall: HallSnapshot, clock: str = "") -> list[Way]:
    """Return those that are on; at a time of the hall's day (HH:MM) those alone whose hours it is in."""
    return [one for one in all_gateways(hall) if one.settings.on and (not clock or within(one.settings, clock))]


def within(one: Gateway, clock: str) -> bool:
    """Return whether a time of day is in a gateway's hours."""
    return (not one.since or clock >= one.since) and (not one.until or clock < one.until)


def call_of(hall: HallSnapshot, which: int) -> tuple[GatewayCall, str] | None:
    """Return how a gateway is called, and its secret; None where another key sealed them."""
    row = hall.connection.execute(CALL, {"hall": hall.id, "which": which}).first()
    if row is None or OF_ANOTHER in {row[0], row[1]}:
        return None
    return GatewayCall.model_validate_json(row[0]), row[1]


def sent_between(hall: HallSnapshot, since: datetime, until: datetime) -> dict[str, Sent]:
    """Return channel → what left by each gateway in a time, those that are gone included."""
    asked = {"hall": hall.id, "since": since, "until": until}
    return {row[0]: Sent(int(row[1]), int(row[2])) for row in hall.connection.execute(SENT, asked)}
