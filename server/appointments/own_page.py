"""An appointment's own page, for whoever holds the secret in its address: see, move, cancel, “I am here”."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from flask import redirect, request
from sqlalchemy import bindparam, update
from werkzeug.wrappers import Response

from server.appointments import moments
from server.appointments.arriving import check_in
from server.appointments.booking import cancel, move, timely_for
from server.appointments.choosing import choice
from server.appointments.drawing import drawn, readers_language
from server.appointments.offers import local_day
from server.appointments.reads import Appointment, BookingHolder, appointment_of, by_secret, holders_of, usually_within
from server.appointments.refusals import NoSuchTime, PageErased
from server.appointments.settings import SETTINGS
from server.appointments.states import APPOINTMENT
from server.appointments.tables import appointment_holders
from server.appointments.waiting import leave, take
from server.appointments.wording import calendar_file
from server.floor.reads.halls import all_services, hall_now
from server.floor.reads.tickets import tickets_of
from server.kernel.qr_codes import qr
from server.kernel.refusals import NoSuchPage, Refusal
from server.messages.smtp import CALENDAR
from server.security import watch
from server.security.actors import Actor, ActorKind
from server.security.authenticator import Authenticator
from server.store.hall import HallSnapshot, UnitOfWork
from server.store.prepared import Prepared

GO_ON_AT: Final = Prepared(
    update(appointment_holders)
    .where(appointment_holders.c.hall_id == bindparam("hall"), appointment_holders.c.appointment == bindparam("which"))
    .values(link=bindparam("address", type_=appointment_holders.c.link.type))
)


@dataclass(frozen=True, slots=True)
class Held:
    """What a secret opens."""

    hall: int
    appointment: int

    @property
    def actor(self) -> Actor:
        """Who holds it."""
        return Actor(ActorKind.APPOINTMENT, self.appointment, halls=frozenset({self.hall}))


class OwnPage:
    """The page and what can be done on it."""

    def __init__(self, authenticator: Authenticator) -> None:
        self.authenticator = authenticator

    def held(self, secret: str) -> Held:
        """Return what a secret opens; refuse one that opens nothing."""
        number, dot, rest = secret.partition(".")
        if not dot or not rest or not number.isascii() or not number.isdigit() or len(number) > 9:
            raise PageErased
        with self.authenticator.store.look(int(number)) as hall:
            found = by_secret(hall, secret)
        if found is None:
            raise PageErased
        return Held(int(number), found)

    def show(self, secret: str) -> Response:
        """Show the appointment."""
        return self.answered(lambda: self.drawn(secret, self.held(secret)))

    def times(self, secret: str) -> Response:
        """Show the times that it could be moved to."""
        return self.answered(lambda: self.drawn_times(secret, self.held(secret)))

    def file(self, secret: str) -> Response:
        """Hand out the appointment for a calendar."""

        def content() -> Response:
            held = self.held(secret)
            with self.authenticator.store.look(held.hall) as hall:
                one, holder = read(hall, held)
                settings, services = hall_now(hall).settings, all_services(hall)
            if one.service not in services:
                raise NoSuchPage
            text = calendar_file(settings, services[one.service], one, holder, language=readers_language(), at=hall.at)
            response = Response(text, content_type="text/calendar; charset=utf-8")
            response.headers["Content-Disposition"] = f'attachment; filename="{CALENDAR}"'
            return response

        return self.answered(content)

    def move(self, secret: str) -> Response:
        """Give it another time."""
        at = moments.read(request.form.get("at"))

        def act(hall: UnitOfWork, held: Held) -> None:
            if at is None:
                raise NoSuchTime(nearest=[])
            move(hall, appointment=held.appointment, at=at)

        return self.acted(secret, act, again=self.drawn_times, then=f"/a/{secret}?moved=1")

    def cancel(self, secret: str) -> Response:
        """Give it up."""
        return self.acted(secret, lambda hall, held: cancel(hall, appointment=held.appointment), then=f"/a/{secret}")

    def take(self, secret: str) -> Response:
        """Take the place that is held."""
        return self.acted(
            secret, lambda hall, held: take(hall, appointment=held.appointment), then=f"/a/{secret}?new=1"
        )

    def leave(self, secret: str) -> Response:
        """Leave it to somebody else."""
        return self.acted(secret, lambda hall, held: leave(hall, appointment=held.appointment), then=f"/a/{secret}")

    def here(self, secret: str) -> Response:
        """Check in by phone, and go on to the page of the number."""
        base = self.authenticator.public_url or request.host_url.rstrip("/")

        def act(hall: UnitOfWork, held: Held) -> str:
            issued, _ = check_in(hall, appointment=held.appointment)
            address = f"{base}/t/{issued.secret}"
            hall.write_unlogged(GO_ON_AT, {"hall": hall.id, "which": held.appointment, "address": address})
            return f"/t/{issued.secret}"

        return self.acted(secret, act, then=f"/a/{secret}")

    def acted(
        self,
        secret: str,
        act: Callable[[UnitOfWork, Held], object],
        *,
        then: str,
        again: Callable[..., Response] | None = None,
    ) -> Response:
        """Do something as the holder, and go on; or show why not."""

        def do() -> Response:
            held = self.held(secret)
            try:
                with self.authenticator.store.hall(held.hall, held.actor) as hall:
                    to = act(hall, held)
            except Refusal as refusal:
                watch.refused(refusal)
                return (again or self.drawn)(secret, held, refusal)
            return redirect(to if isinstance(to, str) else then, 303)

        return self.answered(do)

    def answered(self, make: Callable[[], Response]) -> Response:
        """Return an answer, or a page that says why there is none."""
        try:
            return make()
        except Refusal as refusal:
            return drawn("alone.html", None, refusal=refusal)

    def drawn(self, secret: str, held: Held, refusal: Refusal | None = None) -> Response:
        """Draw the appointment as it stands."""
        with self.authenticator.store.look(held.hall) as hall:
            one, holder = read(hall, held)
            moves = APPOINTMENT.open_to(held.actor, one.state, timely_for(hall, held.actor, one))
            rules, settings, service = SETTINGS.of(hall), hall_now(hall).settings, all_services(hall).get(one.service)
            number = next((ticket.number for ticket in tickets_of(hall, [one.ticket or 0])), None)
            usually = usually_within(hall, one.service, one.at)
        return drawn(
            "own.html", settings, usually=usually,
            refusal=refusal, one=one, holder=holder, service=service, secret=secret,
            may={named.name for named in moves}, qr=qr(holder.link), number=number,
            earliest=timedelta(minutes=rules.check_in_from), latest=timedelta(minutes=rules.late),
            new=request.args.get("new"), moved=request.args.get("moved"),
            nearest=getattr(refusal, "values", {}).get("nearest", ()),
        )  # fmt: skip

    def drawn_times(self, secret: str, held: Held, refusal: Refusal | None = None) -> Response:
        """Draw the times that it could be moved to."""
        with self.authenticator.store.look(held.hall) as hall:
            one, _ = read(hall, held)
            APPOINTMENT.must_move(held.actor, one.state, "move", {}, timely_for(hall, held.actor, one))
            settings, service = hall_now(hall).settings, all_services(hall).get(one.service)
            wanted = moments.read_day(request.args.get("day")) or local_day(settings, one.at)
            times = choice(hall, one.service, wanted, but=one.id)
        return drawn(
            "move.html", settings, refusal=refusal, one=one, service=service, secret=secret, times=times,
            written=moments.written, nearest=getattr(refusal, "values", {}).get("nearest", ()),
        )  # fmt: skip


def read(hall: HallSnapshot, held: Held) -> tuple[Appointment, BookingHolder]:
    """Return an appointment with who holds it; refuse where that was erased meanwhile."""
    holder = holders_of(hall, [held.appointment]).get(held.appointment)
    if holder is None:
        raise PageErased
    return appointment_of(hall, held.appointment), holder
