"""What the journal says of staff and devices: numbers and roles, never names of people."""

from server.kernel.languages import N_
from server.security.rights import DeviceKind, Role
from server.security.tables import devices, staff
from server.store.events import Event
from server.store.rows import Rows


class StaffAdded(Event):
    """Written when a person began to work here; their number is this entry's."""

    says = N_("{this_person} was added, as {role}.")

    role: Role
    halls: tuple[int, ...]
    other_roles: tuple[tuple[int, Role], ...] = ()  # halls in which the role is another one

    def apply(self, rows: Rows) -> None:
        """Enter them."""
        rows.add(
            staff,
            id=rows.seq,
            role=self.role.value,
            halls=self.halls,
            other_roles=self.other_roles,
            active=True,
        )


class StaffChanged(Event):
    """Written when a person got another role or other halls."""

    says = N_("{staff} is now {role}, before {was_role}.")

    staff: int
    role: Role
    halls: tuple[int, ...]
    was_role: Role
    was_halls: tuple[int, ...]
    other_roles: tuple[tuple[int, Role], ...] = ()
    was_other_roles: tuple[tuple[int, Role], ...] = ()

    def apply(self, rows: Rows) -> None:
        """Give them the new roles and halls."""
        was = {
            "role": self.was_role.value,
            "halls": self.was_halls,
            "other_roles": self.was_other_roles,
            "active": True,
        }
        rows.move(staff, self.staff, expect=was, role=self.role.value, halls=self.halls, other_roles=self.other_roles)


class StaffRemoved(Event):
    """Written when a person left; their name and sign-in are erased with it."""

    says = N_("{staff} left.")

    staff: int

    def apply(self, rows: Rows) -> None:
        """Close their row; it stays, since the journal names its number."""
        rows.move(staff, self.staff, expect={"active": True}, active=False)


class StaffSuspended(Event):
    """Written when a person may not act for a while: their sign-ins ended with it, nothing of theirs was erased."""

    says = N_("{staff} was suspended.")

    staff: int

    def apply(self, rows: Rows) -> None:
        """They open nothing until they are reinstated."""
        rows.move(staff, self.staff, expect={"active": True, "suspended": False}, suspended=True)


class StaffReinstated(Event):
    """Written when a suspended person may act again."""

    says = N_("{staff} may sign in again.")

    staff: int

    def apply(self, rows: Rows) -> None:
        """They are what they were before."""
        rows.move(staff, self.staff, expect={"active": True, "suspended": True}, suspended=False)


class SignedIn(Event):
    """Written when a person signed in, by password or by the provider that vouches for them."""

    says = N_("{staff} signed in.")

    staff: int

    def apply(self, rows: Rows) -> None:
        """Nothing follows: sign-ins come and go, and are no history."""


class SignedOut(Event):
    """Written when a person signed out; a sign-in that only ran out is not told."""

    says = N_("{staff} signed out.")

    staff: int

    def apply(self, rows: Rows) -> None:
        """Nothing follows."""


class StaffRenamed(Event):
    """Written when a person's name was changed; names are personal data, so neither is here."""

    says = N_("The name of {staff} was changed.")

    staff: int

    def apply(self, rows: Rows) -> None:
        """Nothing follows."""


class StaffAddressChanged(Event):
    """Written when a person said at which e-mail address notices reach them, or that none shall; it is not here."""

    says = N_("{staff} changed whether notices reach them by e-mail.")

    staff: int
    reachable: bool

    def apply(self, rows: Rows) -> None:
        """Nothing follows: addresses are personal data."""


class PasswordGiven(Event):
    """Written when an administrator gave a person a one-time password; their sign-ins ended with it."""

    says = N_("{staff} got a one-time password.")

    staff: int

    def apply(self, rows: Rows) -> None:
        """Nothing follows: passwords are personal data."""


class PasswordChosen(Event):
    """Written when a person replaced a one-time password by one of their own."""

    says = N_("{staff} chose a password of their own.")

    staff: int

    def apply(self, rows: Rows) -> None:
        """Nothing follows: passwords are personal data."""


class AccountBound(Event):
    """Written when a person first came by single sign-on: from then on they are that account, and no other one."""

    says = N_("{staff} came by single sign-on for the first time.")

    staff: int

    def apply(self, rows: Rows) -> None:
        """Nothing follows: which account it is, is personal data."""


class DeviceEnrolled(Event):
    """Written when a device was let in, by a person, by a command or by the demo; its number is this entry's."""

    says = N_("A device was let in: {name}, {kind}.")

    kind: DeviceKind
    counter: str | None
    name: str

    def apply(self, rows: Rows) -> None:
        """Enter it."""
        rows.add(
            devices,
            id=rows.seq,
            kind=self.kind.value,
            counter=self.counter,
            name=self.name,
            enrolled_at=rows.at,
            revoked_at=None,
        )


class DeviceRevoked(Event):
    """Written when a device was taken out; its token opens nothing from then on."""

    says = N_("{device} was shut out.")

    device: int

    def apply(self, rows: Rows) -> None:
        """Close it."""
        rows.move(devices, self.device, expect={"revoked_at": None}, revoked_at=rows.at)
