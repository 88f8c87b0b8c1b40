"""Accounts of single sign-on: which account at the provider a person is, from their first sign-in on.

A name can be given to somebody else by the provider, an account (issuer and `sub`) never is. So the name only finds who
signs in for the first time; from then on the account says who it is, and another one of that name is refused.
"""

import hashlib

from sqlalchemy import bindparam, delete, insert, select

from server.security import reads
from server.security.events import AccountBound
from server.security.refusals import AccountOfAnother
from server.security.tables import accounts
from server.store.hall import HEAD, HallSnapshot, UnitOfWork

_OF_PERSON = (accounts.c.hall_id == HEAD, accounts.c.staff == bindparam("who"))
WHOSE = select(accounts.c.staff).where(accounts.c.hall_id == HEAD, accounts.c.account == bindparam("account"))
BOUND = select(accounts.c.account).where(*_OF_PERSON, accounts.c.issuer == bindparam("issuer"))
BIND = insert(accounts)
RELEASE = delete(accounts).where(*_OF_PERSON)


def account_of(issuer: str, subject: str) -> str:
    """Return what is kept of an account: nobody reads from it whose it is."""
    return hashlib.sha256(f"{issuer}\n{subject}".encode()).hexdigest()


def meets(head: HallSnapshot, *, issuer: str, subject: str, username: str) -> tuple[reads.Member, bool] | None:
    """Return whom an account is, and whether it is the first time; none where nobody here is.

    Refuses an account whose name is that of a person who is another one.
    """
    known = head.connection.execute(WHOSE, {"account": account_of(issuer, subject)}).scalar()
    if known is not None:
        member = reads.member(head, known)
        return None if member is None else (member, False)
    found = reads.sign_in_of(head, username) if username else None
    if found is None:
        return None
    if head.connection.execute(BOUND, {"who": found[0].id, "issuer": issuer}).first() is not None:
        raise AccountOfAnother(username=username)
    return found[0], True


def bind(head: UnitOfWork, *, staff: int, issuer: str, subject: str) -> None:
    """Note that a person is an account from now on."""
    head.record(AccountBound(staff=staff))
    row = {"hall_id": HEAD, "account": account_of(issuer, subject), "staff": staff, "issuer": issuer}
    head.write_unlogged(BIND, row)


def release(head: UnitOfWork, *, staff: int) -> None:
    """Forget which account a person is: the next one of their name is."""
    head.write_unlogged(RELEASE, {"who": staff})
