"""Tables of tasks, each column explained."""

from datetime import timedelta

from sqlalchemy import BigInteger, Column, Float, Index, String, Table

from server.kernel.languages import N_
from server.store.sealed import Sealed
from server.store.tables import Moment, Retention, hall_id, metadata

tasks = Table(
    "tasks",
    metadata,
    hall_id(),
    Column("id", BigInteger, primary_key=True, autoincrement=False, comment="seq of the entry that gave it"),
    Column("kind", String(12), nullable=False, comment="plan · task · request · escalation · improvement · report"),
    Column("owner", BigInteger, nullable=False, comment="staff number of who does it"),
    Column("giver", BigInteger, nullable=False, comment="staff number of who gave it"),
    Column("figure", String(12), nullable=False, comment="improvement: what it is measured by; empty: nothing"),
    Column("figure_before", Float, comment="that figure over the four weeks before; empty: there was none"),
    Column("figure_after", Float, comment="that figure over the four weeks before it was done"),
    Column("state", String(8), nullable=False, comment="open · done · dropped"),
    Column("given_at", Moment, nullable=False, comment="when"),
    Column("due_at", Moment, nullable=False, comment="by when it is done"),
    Column("over_at", Moment, comment="when it was done or dropped"),
    Column("over_by", BigInteger, comment="staff number of who said so"),
    Column("late_at", Moment, comment="since when it is late, and the manager's"),
    Index("tasks_state", "hall_id", "state"),
    Index("tasks_owner", "hall_id", "owner"),
    info={"kind": "history"},
    comment="who does what by when, and what came of it",
)

task_words = Table(
    "task_words",
    metadata,
    hall_id(),
    Column("task", BigInteger, primary_key=True, autoincrement=False, comment="of which task"),
    Column("what", String(8), primary_key=True, comment="title · details · to · result · reason"),
    Column("words", Sealed, nullable=False, comment="what was written; it may name people, so it is in no journal"),
    Column("at", Moment, nullable=False, comment="when; erased three years later"),
    Index("task_words_at", "hall_id", "at"),
    info={"kind": "personal", "kept": (Retention(N_("Words of tasks"), timedelta(days=1095)),)},
    comment="what tasks say, and what came of them",
)
