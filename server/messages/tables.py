"""Messages out: what became of each (history), what is still to be sent (personal), how each channel does."""

from datetime import timedelta

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, text

from server.kernel.languages import N_
from server.store.sealed import Sealed
from server.store.tables import Moment, Retention, hall_id, metadata

messages = Table(
    "messages",
    metadata,
    hall_id(),
    Column("id", Integer, primary_key=True, autoincrement=False, comment="number of the entry that wrote it"),
    Column("channel", String(20), nullable=False, comment="by which way: email · push · gateway:HALL.NUMBER"),
    Column("kind", String(40), nullable=False, comment="what it is about"),
    Column("staff", Integer, comment="the member of staff it is for"),
    Column("state", String(20), nullable=False, comment="waiting, sent, dead, given_up"),
    Column("why", String(20), comment="why it is dead: refused, attempts, late"),
    Column("written_at", Moment, nullable=False, comment="when it was written"),
    Column("since", Moment, nullable=False, comment="when it came into its state"),
    Column(
        "cost", Integer, comment="what it cost when it was sent, in ten-thousandths of its currency; empty: nothing"
    ),
    Index("messages_state", "hall_id", "state", "since"),
    info={"kind": "history"},
    comment="messages out, without addresses and words",
)

outbox = Table(
    "outbox",
    metadata,
    hall_id(),
    Column("message", Integer, primary_key=True, autoincrement=False, comment="which message"),
    Column("channel", String(20), nullable=False, comment="by which way"),
    Column("key", String(64), nullable=False, comment="the same at each attempt: of a double, one is recognised"),
    Column("urgent", Boolean, nullable=False, comment="goes before those that are not"),
    Column("recipient", Sealed, nullable=False, comment="the address; sealed"),
    Column("content", Sealed, nullable=False, comment="subject and words, as JSON; sealed"),
    Column("attempts", Integer, nullable=False, comment="how often it was refused"),
    Column("not_before", Moment, comment="when it is tried (again); empty: dead, until a person decides"),
    Column("useful_until", Moment, nullable=False, comment="later than this nobody is helped by it"),
    Column("claimed_until", Moment, comment="a worker has it in hand; if that was killed, another takes it then"),
    Column("claimed_by", String(32), comment="which worker"),
    Column("said", Sealed, comment="what the other side said last; sealed, since it may name the address"),
    Index("outbox_next", "channel", text("urgent DESC"), "not_before", "hall_id", "message"),
    info={"kind": "personal", "kept": (Retention(N_("Messages out"), until=N_("until they are sent or given up")),)},
    comment="messages that are not sent yet; a row goes once its message was sent or given up",
)

channels = Table(
    "channels",
    metadata,
    hall_id(),
    Column("channel", String(20), primary_key=True, comment="email"),
    Column("next_at", Moment, nullable=False, comment="when the next message would be in step with the limit"),
    Column("rests_until", Moment, comment="not reached: tried again then"),
    Column("failures", Integer, nullable=False, comment="how often in a row it was not reached"),
    Column("failing_since", Moment, comment="since when it is not reached"),
    Column("said", Sealed, comment="why"),
    Column("day", String(10), comment="the day that is counted, where a channel has a limit a day"),
    Column("today", Integer, nullable=False, server_default="0", comment="messages on it, those in hand included"),
    info={"kind": "telemetry"},
    comment="each channel's limit and whether it is reached; in head",
)

receipts = Table(
    "message_receipts",
    metadata,
    hall_id(),
    Column("message", Integer, primary_key=True, autoincrement=False, comment="which message"),
    Column("reference", Sealed, nullable=False, comment="what the other side calls it; sealed"),
    Column("at", Moment, nullable=False, comment="when it was taken"),
    info={"kind": "personal", "kept": (Retention(N_("What a gateway calls a message"), timedelta(days=30)),)},
    comment="the other side's own ids of messages, for questions to it",
)
