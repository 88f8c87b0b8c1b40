"""Suspending a person, and having them back: their sign-ins end, nothing of theirs is erased."""

from server.security import reads
from server.security.commands import REVOKE_ALL, known, leaves, must_look_after
from server.security.events import StaffReinstated, StaffSuspended
from server.security.refusals import OwnRights
from server.store.hall import HEAD, UnitOfWork


def suspend_staff(head: UnitOfWork, *, staff: int) -> None:
    """Have a person act no more for now; suspended already, nothing changes."""
    was = known(head, staff)
    must_look_after(head, was)
    if head.actor.name == f"staff:{staff}":
        raise OwnRights
    if staff in reads.suspended(head):
        return
    leaves(head, was, was.posts or {HEAD})
    head.record(StaffSuspended(staff=staff))
    head.write_unlogged(REVOKE_ALL, {"who": staff})


def reinstate_staff(head: UnitOfWork, *, staff: int) -> None:
    """Have a suspended person act again, as they did before; not suspended, nothing changes."""
    must_look_after(head, known(head, staff))
    if staff in reads.suspended(head):
        head.record(StaffReinstated(staff=staff))
