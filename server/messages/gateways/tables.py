"""Gateways: what is known of each (history), its call (sealed), and whom they called how often."""

from datetime import timedelta

from sqlalchemy import Column, Integer, String, Table, Text

from server.kernel.languages import N_
from server.store.sealed import Sealed
from server.store.tables import Moment, Retention, hall_id, metadata

gateways = Table(
    "gateways",
    metadata,
    hall_id(),
    Column("id", Integer, primary_key=True, autoincrement=False, comment="number of the entry that added it"),
    Column("settings", Text, nullable=False, comment="as JSON (gateways.terms.Gateway)"),
    info={"kind": "history"},
    comment="ways to phone numbers, by an HTTP call each",
)

gateway_calls = Table(
    "gateway_calls",
    metadata,
    hall_id(),
    Column("gateway", Integer, primary_key=True, autoincrement=False, comment="whose"),
    Column("call", Sealed, nullable=False, comment="address, headers and body as JSON (GatewayCall); sealed"),
    Column("secret", Sealed, nullable=False, comment="key or password; sealed, and shown to nobody"),
    Column("changed_at", Moment, nullable=False, comment="when it was written"),
    info={
        "kind": "personal",
        "kept": (
            Retention(N_("How a gateway is called, with its secret"), until=N_("until the gateway is taken out")),
        ),
    },
    comment="how a gateway is called; in no journal",
)

gateway_recipients = Table(
    "gateway_recipients",
    metadata,
    hall_id(),
    Column("number_hash", String(64), primary_key=True, comment="keyed hash of a phone number"),
    Column("written", Integer, nullable=False, comment="messages to it since then"),
    Column("at", Moment, nullable=False, comment="when the first one was written; a day later it counts anew"),
    info={
        "kind": "personal",
        "kept": (Retention(N_("How often a phone number was written to"), timedelta(days=1)),),
    },
    comment="messages to each number, so that nobody has a stranger's phone ring",
)
