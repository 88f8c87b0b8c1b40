"""Which cases somebody else looks through: all, those of a value, or a sample that nobody chooses and all can check."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, select

from server.procedures.procedure import Procedure, ReviewRule
from server.store.hall import HallSnapshot
from server.store.tables import journal

HEAD = (
    select(journal.c.hash)
    .where(journal.c.hall_id == bindparam("hall"), journal.c.at < bindparam("before", type_=journal.c.at.type))
    .order_by(journal.c.seq.desc())
    .limit(1)
)
OF_A_HUNDRED: Final = 100


@dataclass(frozen=True, slots=True)
class Drawn:
    """Whether a case is looked through, by which rule, drawn from which entry's hash."""

    reviewed: bool
    why: ReviewRule
    head: str = ""


def drawn(procedure: Procedure, case: int, *, value: float | None, head: str) -> Drawn:
    """Return whether a case is looked through; a value that nobody knows is looked at."""
    if procedure.review is ReviewRule.BY_VALUE:
        return Drawn(value is None or value >= procedure.above, ReviewRule.BY_VALUE)
    if procedure.review is ReviewRule.SAMPLE:
        return Drawn(lot(head, case) < procedure.share, ReviewRule.SAMPLE, head)
    return Drawn(reviewed=True, why=ReviewRule.EVERY)


def lot(head: str, case: int) -> int:
    """Return a case's lot, 0 to 99: it follows from yesterday's last entry of the journal, not known before."""
    return int.from_bytes(hashlib.sha256(f"{head}:{case}".encode()).digest()[:8]) % OF_A_HUNDRED


def head_before(hall: HallSnapshot, midnight: datetime) -> str:
    """Return the hash of the last entry of a hall before a moment; empty where there was none."""
    return str(hall.connection.execute(HEAD, {"hall": hall.id, "before": midnight}).scalar() or "")
