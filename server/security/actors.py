"""Who acts: staff, devices, customers by their ticket or their appointment, the system itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import EllipsisType
from typing import Final, TypeAlias

from server.kernel.refusals import Forbidden
from server.security.rights import ALLOWED, ONLY_LOOKS, DeviceKind, Holder, Role, Scope, Who
from server.store.hall import UnitOfWork


class ActorKind(StrEnum):
    """The five kinds of actors, as the journal names them."""

    STAFF = "staff"
    DEVICE = "device"
    TICKET = "ticket"
    APPOINTMENT = "appointment"
    SYSTEM = "system"


HOLDERS: Final = {ActorKind.TICKET: Holder.CUSTOMER, ActorKind.APPOINTMENT: Holder.BOOKER}


Whose: TypeAlias = int | EllipsisType | None  # a staff number, not said, nobody's
NOBODY: Final[Mapping[Who, Scope]] = {}


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever does something, with all that decides what they may.

    A person's role is held hall by hall (`posts`); `role` is the one in the hall in which they act (`within`).
    `id` is the number of the entry that made them, in head for staff and in their hall for devices and tickets; who
    is about to book an appointment has none yet, and is `appointment:0`; who is about to take a number, `ticket:0`.
    `counter` binds a device to one desk; a ticket's holder is bound to the ticket.
    `proof` is the token or secret it came with, so that a revoked one is noticed.
    `also` are further devices in the same browser: it sees what any of them may see, and acts only as the first.
    """

    kind: ActorKind
    id: int
    role: Role | DeviceKind | None = None
    halls: frozenset[int] = frozenset()
    counter: str | None = None
    proof: str = field(default="", repr=False, compare=False)
    also: tuple["Actor", ...] = field(default=(), repr=False, compare=False)
    posts: tuple[tuple[int, Role], ...] = ()  # hall → role there; empty: the same everywhere

    @property
    def name(self) -> str:
        """As the journal names it: staff:17, device:4, ticket:41, system."""
        return "system" if self.kind is ActorKind.SYSTEM else f"{self.kind.value}:{self.id}"

    @property
    def who(self) -> Who | None:
        """What the table of rights knows it as."""
        return HOLDERS.get(self.kind, self.role)

    def role_in(self, hall: int) -> Role | DeviceKind | None:
        """Return what it is in a hall."""
        return dict(self.posts).get(hall, self.role)

    def at_hall(self, hall: int) -> "Actor":
        """Return this actor with the role that it has in a hall."""
        role = self.role_in(hall)
        return self if role is self.role else replace(self, role=role)

    def of(self, hall: int) -> bool:
        """Return whether it has anything to do in a hall."""
        return self.kind is ActorKind.SYSTEM or hall in self.halls or any(other.of(hall) for other in self.also)

    def within(self, hall: int, *, acting: bool) -> "Actor | None":
        """Return this actor as far as it is of a hall: to look, with all its devices there; to act, alone."""
        if self.kind is ActorKind.SYSTEM or (not self.also and hall in self.halls):
            return self.at_hall(hall)
        if acting:
            return replace(self.at_hall(hall), also=()) if hall in self.halls else None
        found = [one.at_hall(hall) for one in (replace(self, also=()), *self.also) if hall in one.halls]
        return replace(found[0], also=tuple(found[1:])) if found else None

    def may(self, right: StrEnum, *, hall: int | None = None, at: str | None = None, whose: Whose = ...) -> bool:
        """Return whether it has a right (in a hall, at a counter, of a ticket); what the table does not say is no.

        `whose` thing it is (a staff number; None: nobody's) decides where the right is of some things only.
        """
        scope = self.scope(right, hall=hall, at=at)
        own = None if whose is ... else self.kind is ActorKind.STAFF and whose == self.id
        if scope is not None and scope.covers(own=own):
            return True
        return right in ONLY_LOOKS and any(other.may(right, hall=hall, at=at, whose=whose) for other in self.also)

    def may_some(self, right: StrEnum, *, hall: int | None = None, at: str | None = None) -> bool:
        """Return whether it has a right of any things: of which, is asked as soon as the thing is known."""
        if self.scope(right, hall=hall, at=at) is not None:
            return True
        return right in ONLY_LOOKS and any(other.may_some(right, hall=hall, at=at) for other in self.also)

    def scope(self, right: StrEnum, *, hall: int | None = None, at: str | None = None) -> Scope | None:
        """Return of which things it has a right by itself; None: of none."""
        if self.kind is ActorKind.SYSTEM:
            return Scope.HALL
        who = self.who if hall is None or not self.posts else self.role_in(hall)
        bound = str(self.id) if self.kind is ActorKind.TICKET else self.counter
        if (hall is not None and hall not in self.halls) or not (bound is None or at is None or at == bound):
            return None
        return ALLOWED.get(right, NOBODY).get(who)  # type: ignore[call-overload,no-any-return]  # one of elsewhere is nobody's

    def may_somewhere(self, right: StrEnum) -> bool:
        """Return whether it has a right in any hall; whoever is of none yet, by their role alone."""
        return any(self.may(right, hall=hall) for hall in self.halls) if self.halls else self.may(right)

    def must(self, right: StrEnum, *, hall: int | None = None, at: str | None = None, whose: Whose = ...) -> None:
        """Refuse unless it has the right (in a hall, at a counter, of somebody's thing)."""
        if not self.may(right, hall=hall, at=at, whose=whose):
            raise Forbidden

    def must_some(self, right: StrEnum, *, at: str | None = None) -> None:
        """Refuse whoever has the right of nothing (at a counter)."""
        if not self.may_some(right, at=at):
            raise Forbidden


SYSTEM: Final = Actor(ActorKind.SYSTEM, 0)


def staff_number(hall: UnitOfWork) -> int:
    """Return the staff number of whoever acts; 0 for anybody else, the system too."""
    actor = hall.actor
    return actor.id if isinstance(actor, Actor) and actor.kind is ActorKind.STAFF else 0
