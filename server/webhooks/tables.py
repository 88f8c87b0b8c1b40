"""Webhooks: what each is told (history), where it goes (sealed), how far it came and what was answered."""

from datetime import timedelta

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, String, Table, Text, false

from server.kernel.languages import N_
from server.store.sealed import Sealed
from server.store.tables import Moment, Retention, hall_id, metadata

webhooks = Table(
    "webhooks",
    metadata,
    hall_id(),
    Column("id", BigInteger, primary_key=True, autoincrement=False, comment="seq of the entry that added it"),
    Column("settings", Text, nullable=False, comment="as JSON (webhooks.terms.Webhook)"),
    Column("stopped", String(10), comment="why it is stopped: failing · gone · by_hand; empty: it is not"),
    info={"kind": "history"},
    comment="who is told what happens in a hall",
)

webhook_calls = Table(
    "webhook_calls",
    metadata,
    hall_id(),
    Column("webhook", BigInteger, primary_key=True, autoincrement=False, comment="whose"),
    Column("url", Sealed, nullable=False, comment="where it goes; sealed"),
    Column("secret", Sealed, nullable=False, comment="what it is signed with; sealed, and shown to nobody"),
    Column("changed_at", Moment, nullable=False, comment="when it was written"),
    info={
        "kind": "personal",
        "kept": (Retention(N_("Where a webhook goes, with its secret"), until=N_("until the webhook is taken out")),),
    },
    comment="where webhooks go; in no journal",
)

webhook_progress = Table(
    "webhook_progress",
    metadata,
    hall_id(),
    Column("webhook", BigInteger, primary_key=True, autoincrement=False, comment="whose"),
    Column("position", BigInteger, nullable=False, comment="the last entry of the journal that it is done with"),
    Column("failures", Integer, nullable=False, comment="how often in a row it was not taken"),
    Column("failing_since", Moment, comment="since when nothing is taken"),
    Column("rests_until", Moment, comment="tried again then"),
    Column("said", Sealed, comment="what the other side said last"),
    Column("claimed_until", Moment, comment="a worker has it in hand; if that was killed, another takes it then"),
    Column("claimed_by", String(32), comment="which worker"),
    info={"kind": "telemetry"},
    comment="how far each webhook came in the journal",
)

webhook_deliveries = Table(
    "webhook_deliveries",
    metadata,
    hall_id(),
    Column("webhook", BigInteger, primary_key=True, autoincrement=False, comment="whose"),
    Column("entry", BigInteger, primary_key=True, autoincrement=False, comment="of which entry of the journal"),
    Column("topic", String(30), nullable=False, comment="what it told"),
    Column("taken", Boolean, nullable=False, comment="whether it was taken"),
    Column("said", Sealed, comment="what was answered; sealed, since it is another's"),
    Column("attempts", Integer, nullable=False, comment="how often it was sent"),
    Column("again", Boolean, nullable=False, server_default=false(), comment="somebody wants it sent once more"),
    Column("at", Moment, nullable=False, comment="when it was sent last"),
    Index("webhook_deliveries_at", "hall_id", "webhook", "at"),
    info={"kind": "telemetry", "kept": (Retention(N_("What webhooks were answered"), timedelta(days=7)),)},
    comment="what was sent, and what was answered",
)
