"""A hall in which appointments can be booked, and who books them; for stories of the tests."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from server.appointments.booking import Booker, NewAppointment, book
from server.appointments.offers import local_day, offered
from server.appointments.settings import SETTINGS, AppointmentSettings, Bookable
from server.floor.commands.settings import save_own
from server.floor.reads.halls import hall_now
from server.security.actors import SYSTEM, Actor, ActorKind
from server.store.directory import hall_number
from server.store.hall import HEAD, UnitOfWork
from tests.hall import Server
from tests.inside import NINE, Inside

HALF_HOURS: tuple[Bookable, ...] = (Bookable(service="A", places=2, minutes=30),)
CHEN = "chen@example.org"


class BookingHall(Inside):
    """The demo's hall, of which A can be booked: two places every half hour, unless said otherwise."""

    def __init__(
        self, folder: Path, *, services: Sequence[Bookable] = HALF_HOURS, rules: Any = None, **more: Any
    ) -> None:
        super().__init__(folder, **more)
        self.sets(services=list(services), **(rules or {}))

    def sets(self, **rules: Any) -> None:
        """Set the appointments' own settings."""
        with self.store.hall(self.hall, SYSTEM) as hall:
            wanted = SETTINGS.of(hall).model_copy(update=rules)
            save_own(
                hall, SETTINGS, AppointmentSettings.model_validate(wanted.model_dump()), before=SETTINGS.text(hall)
            )

    @property
    def now(self) -> datetime:
        """The present moment."""
        return self.clock.now()

    def booker(self, appointment: int = 0) -> Actor:
        """Return a customer, about to book or holding an appointment."""
        return Actor(ActorKind.APPOINTMENT, appointment, halls=frozenset({self.hall}))

    def books(
        self, at: datetime, service: str = "A", *, contact: str = CHEN, name: str = "", language: str = "en"
    ) -> NewAppointment:
        """Have a customer book a time."""
        with self.store.hall(self.hall, self.booker()) as hall:
            return book(
                hall, service=service, at=at, booker=Booker(language, contact, name), link=lambda secret: f"http://h/a/{secret}"
            )  # fmt: skip

    def entries(self, event: str) -> list[dict[str, Any]]:
        """Return the data of the journal's entries of a kind, oldest first."""
        items = self.told("auditor", "GET", "/halls/main/journal?limit=1000")["items"]
        return [json.loads(entry["data"]) for entry in items if entry["event"] == event]


def in_minutes(minutes: float) -> datetime:
    """Return the moment so many minutes after nine o'clock."""
    return NINE + timedelta(minutes=minutes)


def can_be_booked(server: Server, services: Sequence[Bookable], **rules: Any) -> None:
    """Let services be booked in a server's hall."""
    with opened(server) as hall:
        wanted = AppointmentSettings(services=list(services), **rules)
        save_own(hall, SETTINGS, wanted, before=SETTINGS.text(hall))


def booked_today(server: Server) -> NewAppointment:
    """Let A be booked in a server's hall every five minutes, and book a time soon for Chen."""
    can_be_booked(server, [Bookable(service="A", places=2, minutes=5)])
    with opened(server) as hall:
        today = local_day(hall_now(hall).settings, hall.at)
        soon = [slot.at for slot in offered(hall, "A", today)[today] if slot.at > hall.at]
        booker = Booker("zh-Hant", CHEN, "陳小姐")
        at = soon[min(1, len(soon) - 1)]
        return book(hall, service="A", at=at, booker=booker, link=lambda secret: f"{server.url}/a/{secret}")


@contextmanager
def opened(server: Server) -> Iterator[UnitOfWork]:
    """Give a server's hall to the system."""
    store = server.store()
    try:
        with store.look(HEAD) as head:
            number = hall_number(head, "main")
        with store.hall(number, SYSTEM) as hall:
            yield hall
    finally:
        store.database.close()
