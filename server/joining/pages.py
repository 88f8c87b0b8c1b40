"""The page on which a phone joins the line: a service with its wait, then a number; and says that it is there."""

import hashlib
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from flask import Flask, redirect, request
from limits import parse
from werkzeug.wrappers import Response

from server.appointments.drawing import beside, drawn, readers_language
from server.floor.api.numbers import new_secret
from server.floor.calibration import Range
from server.floor.hallfile import Service
from server.floor.intake import Intake
from server.floor.opening import is_open, opens_at
from server.floor.reads.halls import all_services, hall_now
from server.floor.reads.turns import turns
from server.joining.commands import HOME, arrive, join, phone_hash
from server.joining.distance import too_near_or_far
from server.joining.doors import came_in, has_come_in, is_at_the_door
from server.joining.reads import Joining, of_phone
from server.joining.refusals import DoorCodeOver, NotAway, NotByPhone
from server.joining.settings import SETTINGS, JoiningSettings
from server.kernel.languages import N_
from server.kernel.refusals import Conflict, Invalid, Refusal
from server.security import watch
from server.security.actors import Actor, ActorKind
from server.security.authenticator import Authenticator
from server.security.cookies import set_cookie
from server.security.shares import share_of
from server.store.answers import Answered
from server.store.hall import HallSnapshot

PHONE: Final = "floor_phone"  # the cookie by which a phone is known again for a day: nothing else is kept of it
KNOWN_FOR: Final = 86_400  # seconds
KEY: Final = re.compile(r"[A-Za-z0-9_-]{8,64}")
PHONES: Final = re.compile(r"[0-9a-f]{32}")
MOST_TOGETHER: Final = 20
CHOOSE: Final = N_("Please choose a service.")
TEMPLATES: Final = beside(Path(__file__).parent / "templates")


@dataclass(frozen=True, slots=True)
class Offer:
    """A service as it can be joined now, or why not."""

    service: Service
    wait: Range | None
    ahead: int
    open: bool
    opens: str
    refusal: type[Conflict] | None  # from elsewhere


class JoiningPage:
    """The page and what can be done on it."""

    def __init__(self, authenticator: Authenticator) -> None:
        self.authenticator = authenticator

    def show(self, hall: str) -> Response:
        """Show what can be joined, from where the reader is."""
        try:
            return self.drawn(self.authenticator.hall_number(hall))
        except Refusal as refusal:
            return drawn("alone.html", None, refusal=refusal)

    def drawn(self, number: int, refusal: Refusal | None = None) -> Response:
        """Draw the page as far as was chosen; after a refusal, with why."""
        with self.authenticator.store.look(number) as hall:
            settings, own = hall_now(hall).settings, SETTINGS.of(hall)
            word = word_given(hall, own)
            mine = of_phone(hall, phone_hash(known_phone())) if known_phone() else []
            if refusal is None and not word and not own.home:
                refusal = (DoorCodeOver if own.door else NotByPhone)()
            offers = offers_of(hall, own, at_the_door=bool(word)) if word or own.home else []
        if offers and not known_phone():  # before the number: whoever loses its answer on the way finds it here again
            set_cookie(PHONE, secrets.token_hex(16), lasts=KNOWN_FOR)
        chosen = next((one for one in offers if one.service.code == request.values.get("service")), None)
        return drawn(
            "join.html", settings, refusal=refusal, offers=offers, chosen=chosen, word=word, own=own,
            mine=[one for one in mine if one.number], has_enough=len(mine) >= own.most, HOME=HOME,
            classes=[one for one in settings.classes if one.at_kiosk], may_arrive=bool(word),
            address=address_of, given=request.form,
            key=request.form.get("key") or secrets.token_hex(16), templates=TEMPLATES,
        )  # fmt: skip

    def take(self, hall: str) -> Response:
        """Give the phone a number, and go on to the number's own page; pressed twice it is one."""
        number = None
        try:
            number = self.authenticator.hall_number(hall)
            phone, tries = known_phone() or secrets.token_hex(16), self.authenticator.tries
            with self.authenticator.store.look(number) as look:
                limit = parse(f"{SETTINGS.of(look).most_an_hour}/hour")
            tries.check(limit, "joinings from", share_of(request.remote_addr))
            secret = self.joined(number, phone)
            tries.count(limit, "joinings from", share_of(request.remote_addr))
        except Refusal as refusal:
            watch.refused(refusal)
            return drawn("alone.html", None, refusal=refusal) if number is None else self.drawn(number, refusal)
        set_cookie(PHONE, phone, lasts=KNOWN_FOR)
        return redirect(f"/t/{secret}", 303)

    def joined(self, number: int, phone: str) -> str:
        """Join under the form's key; return what opens the number's page."""
        given = request.form
        key, service, party = given.get("key", ""), given.get("service", ""), given.get("party", "1")
        if not KEY.fullmatch(key) or not service:
            raise Invalid(("", CHOOSE, {}))
        together = int(party) if party.isascii() and party.isdigit() and 1 <= int(party) <= MOST_TOGETHER else 1
        intake = Intake(priority_class=given.get("priority") or None, party=together, language=readers_language())
        of = hashlib.sha256(repr(sorted(given.items())).encode()).hexdigest()
        newcomer = Actor(ActorKind.TICKET, 0, halls=frozenset({number}))
        try:
            with self.authenticator.store.hall(number, newcomer, key=key, of=of) as hall:
                word = word_given(hall, SETTINGS.of(hall))
                issued = join(
                    hall, service=service, at_the_door=bool(word), phone=phone, intake=intake, secret=new_secret,
                    link=lambda secret: f"{self.base()}/t/{secret}",
                )  # fmt: skip
                hall.answer(303, issued.secret.encode())
        except Answered as first:
            return first.body.decode()
        return issued.secret

    def here(self, hall: str) -> Response:
        """Have a number of this phone be in the hall: its holder scanned the code at the door."""
        number = None
        try:
            number = self.authenticator.hall_number(hall)
            with self.authenticator.store.look(number) as look:
                mine = of_phone(look, phone_hash(known_phone()))
                one = next((one for one in mine if str(one.ticket) == request.form.get("ticket")), None)
            if one is None:
                raise NotAway
            holder = Actor(ActorKind.TICKET, one.ticket, halls=frozenset({number}))
            with self.authenticator.store.hall(number, holder) as work:
                if not word_given(work, SETTINGS.of(work)):
                    raise DoorCodeOver
                arrive(work, ticket=one.ticket)
        except Refusal as refusal:
            watch.refused(refusal)
            return drawn("alone.html", None, refusal=refusal) if number is None else self.drawn(number, refusal)
        return redirect(address_of(one), 303)

    def base(self) -> str:
        """Return the address of this server, as a phone reaches it."""
        return self.authenticator.public_url or request.host_url.rstrip("/")


def address_of(one: Joining) -> str:
    """Return where a number's own page is, on the server that the reader came to."""
    return f"/t/{one.link.rpartition('/t/')[2]}"


def known_phone() -> str:
    """Return what this browser keeps to be known again; empty for one that never joined."""
    kept = request.cookies.get(PHONE, "")
    return kept if PHONES.fullmatch(kept) else ""


def word_given(hall: HallSnapshot, settings: JoiningSettings) -> str:
    """Return the word of whoever scanned the code at the door, now or a moment ago; empty for anybody else."""
    said, code = request.values.get("here", ""), request.values.get("d", "")
    if settings.door and said and has_come_in(hall.id, said, hall.at):
        return said
    return came_in(hall.id, hall.at) if code and is_at_the_door(hall.id, settings, code, hall.at) else ""


def offers_of(hall: HallSnapshot, own: JoiningSettings, *, at_the_door: bool) -> Sequence[Offer]:
    """Return the services as they can be joined now, each with what a number taken now would wait."""
    settings, found, offers = hall_now(hall).settings, turns(hall), []
    for service in all_services(hall).values():
        place, opened = found.new[service.code, None], is_open(settings, hall.at, service)
        opens = None if opened else opens_at(settings, hall.at, service)
        refusal = None if at_the_door or not opened else too_near_or_far(place.wait, own)
        said = f"{opens.astimezone(settings.zone):%H:%M}" if opens else ""
        offers.append(Offer(service, place.wait, place.ahead, opened, said, refusal))
    return offers


def install_pages(app: Flask, authenticator: Authenticator) -> None:
    """Serve the page."""
    page = JoiningPage(authenticator)
    for method, path, handler in (
        ("GET", "/join/<hall>", page.show),
        ("POST", "/join/<hall>", page.take),
        ("POST", "/join/<hall>/here", page.here),
    ):
        app.add_url_rule(path, f"{method} {path}", handler, methods=[method])
