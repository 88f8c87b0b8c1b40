"""Sign-ins of a person, for themselves and for who looks after them: which there are, and ending them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, select, update

from server.security.commands import SESSION_LASTS, known, must_look_after
from server.security.reads import SESSION_ENDS
from server.security.tables import sessions
from server.store.hall import HEAD, HallSnapshot, UnitOfWork

_OPEN = (
    sessions.c.hall_id == HEAD,
    sessions.c.staff == bindparam("who"),
    ~sessions.c.revoked,
    sessions.c.expires_at > bindparam("now", type_=sessions.c.expires_at.type),
)
OF_PERSON: Final = (
    select(sessions.c.token_hash, sessions.c.since, sessions.c.expires_at)
    .where(*_OPEN, sessions.c.since > bindparam("oldest", type_=sessions.c.since.type))
    .order_by(sessions.c.expires_at.desc())
)
END: Final = (
    update(sessions)
    .where(sessions.c.hall_id == HEAD, sessions.c.staff == bindparam("who"), sessions.c.token_hash == bindparam("hash"))
    .values(revoked=True)
)
END_OTHERS: Final = (
    update(sessions)
    .where(sessions.c.hall_id == HEAD, sessions.c.staff == bindparam("who"), sessions.c.token_hash != bindparam("but"))
    .values(revoked=True)
)


@dataclass(frozen=True, slots=True)
class StaffSession:
    """A sign-in that is still good; `last_used` to the minute."""

    token_hash: str
    since: datetime
    last_used: datetime
    until: datetime


def sign_ins(head: HallSnapshot, staff: int) -> list[StaffSession]:
    """Return a person's sign-ins, the one used last first."""
    asked = {"who": staff, "now": head.at, "oldest": head.at - SESSION_ENDS}
    return [
        StaffSession(row[0], row[1], max(row[1], row[2] - SESSION_LASTS), min(row[2], row[1] + SESSION_ENDS))
        for row in head.connection.execute(OF_PERSON, asked)
    ]


def end_own(head: UnitOfWork, *, staff: int, token_hash: str) -> None:
    """End one of one's own sign-ins."""
    head.write_unlogged(END, {"who": staff, "hash": token_hash})


def end_others(head: UnitOfWork, *, staff: int, but: str) -> None:
    """End all of one's own sign-ins but the present one."""
    head.write_unlogged(END_OTHERS, {"who": staff, "but": but})


def end_all_of(head: UnitOfWork, *, staff: int) -> None:
    """End all sign-ins of a person in one's hands."""
    must_look_after(head, known(head, staff))
    head.write_unlogged(END_OTHERS, {"who": staff, "but": ""})
