"""The page on which a customer books, without an account: a service, a day and time, where the code is sent."""

import hashlib
import re
import secrets
from datetime import date
from typing import Final

from flask import Flask, redirect, request
from flask import Response as Page
from werkzeug.wrappers import Response

from server.appointments import moments
from server.appointments.booking import Booker, NewAppointment, book
from server.appointments.choosing import choice
from server.appointments.drawing import SENDS_EMAIL, drawn, hand_out_sheet, readers_language
from server.appointments.offers import bookable, local_day
from server.appointments.own_page import OwnPage
from server.appointments.phones import phone_of
from server.appointments.reads import usually_within
from server.appointments.refusals import NobodyWaits
from server.appointments.waiting import can_wait, wish
from server.floor.reads.halls import hall_now
from server.kernel import patterns
from server.kernel.languages import N_
from server.kernel.refusals import Invalid, Refusal
from server.messages.gateways.reads import open_gateways
from server.security import problems, watch
from server.security.actors import Actor, ActorKind
from server.security.authenticator import Authenticator
from server.security.rate_limiter import BOOKINGS
from server.security.shares import share_of
from server.store.answers import Answered

KEY: Final = re.compile(r"[A-Za-z0-9_-]{8,64}")
LONGEST: Final = 120  # signs of an address, and of a name
LACKS: Final = N_("This is needed.")
CHOOSE: Final = N_("Please choose a service and a time.")


class BookingPage:
    """The page, in a process that sends e-mail or does not: where it can't, no address is asked for."""

    def __init__(self, authenticator: Authenticator, *, sends_email: bool) -> None:
        self.authenticator, self.sends_email = authenticator, sends_email

    def show(self, hall: str) -> Response:
        """Show what can be booked: services, then days and times, then what we need to know."""
        try:
            return self.drawn(self.authenticator.hall_number(hall))
        except Refusal as refusal:
            return drawn("alone.html", None, refusal=refusal)

    def drawn(self, number: int, refusal: Refusal | None = None, *, waits: tuple[date, date] | None = None) -> Response:
        """Draw the page as far as was chosen; after a refusal, with the times that are nearest."""
        asked = request.values
        with self.authenticator.store.look(number) as hall:
            settings, services = hall_now(hall).settings, bookable(hall)
            service = services.get(asked.get("service", ""))
            at = moments.read(asked.get("at"))
            ways = open_gateways(hall)
            times, waitable = None, self.sends_email and can_wait(hall)
            if service is not None and at is None:
                times = choice(hall, service.code, moments.read_day(asked.get("day")))
            usually = usually_within(hall, service.code, at) if service is not None and at is not None else None
        return drawn(
            "book.html", settings, usually=usually,
            refusal=refusal, services=services, service=service, at=at, times=times,
            classes=[one for one in settings.classes if one.at_booking],
            written=moments.written, sends_email=self.sends_email, ways=ways, given=request.form, waits=waits,
            waitable=waitable,
            nearest=getattr(refusal, "values", {}).get("nearest", ()),
            key=request.form.get("key") or secrets.token_hex(16),
        )  # fmt: skip

    def take(self, hall: str) -> Response:
        """Book what was chosen, and go on to the appointment's own page; pressed twice it is booked once."""
        number = None
        try:
            number = self.authenticator.hall_number(hall)
            self.authenticator.tries.check(BOOKINGS, "bookings from", share_of(request.remote_addr))
            secret = self.booked(number)
            self.authenticator.tries.count(BOOKINGS, "bookings from", share_of(request.remote_addr))
        except Refusal as refusal:
            watch.refused(refusal)
            return drawn("alone.html", None, refusal=refusal) if number is None else self.drawn(number, refusal)
        return redirect(f"/a/{secret}?new=1", 303)

    def wait(self, hall: str) -> Response:
        """Put somebody on the waiting list."""
        number, days = None, None
        try:
            number = self.authenticator.hall_number(hall)
            self.authenticator.tries.check(BOOKINGS, "bookings from", share_of(request.remote_addr))
            booker = self.booker(number)
            if not booker.contact:
                raise NobodyWaits
            first, last = (moments.read_day(request.form.get(name)) for name in ("first", "last"))
            actor = Actor(ActorKind.APPOINTMENT, 0, halls=frozenset({number}))
            with self.authenticator.store.hall(number, actor) as work:
                today = local_day(hall_now(work).settings, work.at)
                days = wish(
                    work, service=request.form.get("service", ""), first=first or today, last=last or first or today,
                    contact=booker.contact, language=booker.language, base=self.link_of("").removesuffix("/a/"),
                )  # fmt: skip
            self.authenticator.tries.count(BOOKINGS, "bookings from", share_of(request.remote_addr))
        except Refusal as refusal:
            watch.refused(refusal)
            return drawn("alone.html", None, refusal=refusal) if number is None else self.drawn(number, refusal)
        return self.drawn(number, waits=days)

    def booked(self, number: int) -> str:
        """Book under the form's key; return what opens the appointment's page."""
        given = request.form
        at, key = moments.read(given.get("at")), given.get("key", "")
        if at is None or not KEY.fullmatch(key):
            raise Invalid(("", CHOOSE, {}))
        booker = self.booker(number)
        of = hashlib.sha256(repr(sorted(given.items())).encode()).hexdigest()
        actor = Actor(ActorKind.APPOINTMENT, 0, halls=frozenset({number}))
        try:
            with self.authenticator.store.hall(number, actor, key=key, of=of) as hall:
                made: NewAppointment = book(
                    hall, service=given.get("service", ""), at=at, booker=booker, link=self.link_of
                )
                hall.answer(303, made.secret.encode())
        except Answered as first:
            return first.body.decode()
        return made.secret

    def booker(self, number: int) -> Booker:
        """Return who books, as the form says; refuse an address that is none."""
        contact, name = (request.form.get(field, "").strip() for field in ("email", "name"))
        contact = contact if self.sends_email else ""
        phone = phone_of(self.authenticator.store, number, request.form.get("phone", ""))
        if not contact and phone is None and self.sends_email:
            raise Invalid(("email", LACKS, {}))
        if contact and (len(contact) > LONGEST or not re.fullmatch(patterns.EMAIL, contact)):
            raise Invalid(("email", patterns.SAID[patterns.EMAIL], {}))
        if len(name) > LONGEST:
            raise Invalid(("name", problems.SENTENCES["string_too_long"], {"max_length": LONGEST}))
        if "\x00" in f"{contact}{name}":
            raise Invalid(("", problems.OTHERWISE, {}))  # PostgreSQL has no such character
        return Booker(readers_language(), contact or phone or "", name, request.form.get("priority_class") or None)

    def link_of(self, secret: str) -> str:
        """Return the address of an appointment's page, as a phone reaches it."""
        return f"{self.authenticator.public_url or request.host_url.rstrip('/')}/a/{secret}"


def install_pages(app: Flask, authenticator: Authenticator, *, sends_email: bool) -> None:
    """Serve the page of booking and that of each appointment."""
    app.config[SENDS_EMAIL] = sends_email
    page, own = BookingPage(authenticator, sends_email=sends_email), OwnPage(authenticator)
    for method, path, handler in (
        ("GET", "/book/<hall>", page.show),
        ("POST", "/book/<hall>", page.take),
        ("GET", "/bundles/book-<tag>.css", hand_out_sheet),
        ("POST", "/book/<hall>/wait", page.wait),
        ("GET", "/a/<secret>", own.show),
        ("GET", "/a/<secret>/appointment.ics", own.file),
        ("GET", "/a/<secret>/move", own.times),
        ("POST", "/a/<secret>/move", own.move),
        ("POST", "/a/<secret>/cancel", own.cancel),
        ("POST", "/a/<secret>/take", own.take),
        ("POST", "/a/<secret>/leave", own.leave),
        ("POST", "/a/<secret>/here", own.here),
    ):
        app.add_url_rule(path, f"{method} {path}", handler, methods=[method], provide_automatic_options=False)
    for prefix in ("/book/", "/a/"):
        problems.shown_by(app, prefix, alone)


def alone(refusal: Refusal) -> Page:
    """Say on a page of its own what went wrong outside of a page; it asks the database for nothing."""
    return drawn("alone.html", None, refusal=refusal)
