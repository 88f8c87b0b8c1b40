"""From the touch to the number: recorded, asked of the server, recorded again, and only then printed.

A server that does not answer in time is not waited for: what was asked is abandoned, which the server is told when it
is back, and the customer gets a number of this kiosk's own under a new id. Where there is none left, the page may try
again for a while; then what it asked for is abandoned, too: nobody holds it.
"""

import logging
import secrets
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import gevent
from gevent.lock import BoundedSemaphore

from kiosk.alone import UID_BYTES, Alone
from kiosk.journal import CannotKeepError, Entry, Journal, State
from kiosk.printroom import PrintRoom
from kiosk.screen import PrintState, Screen
from kiosk.slip import qr_modules, qr_path
from kiosk.upstream import IN_TIME, CutOffError, RefusedError, Upstream

GIVEN_UP = timedelta(seconds=20)  # a page waits 1.5 s and may try again with the same id; later it has gone home
SECRETS_FOR = timedelta(days=1)  # a slip is copied minutes after it was taken; its secret opens a page of its own
HOUR = 3600.0
DISK = 15.0  # seconds between looks whether anything can be kept
BETWEEN = 1.0  # seconds between looks for what is left to tell the server
IN_VAIN = 15.0  # seconds for which a server that did not answer, and has no line to us either, is not asked again

log = logging.getLogger(__name__)


class Issuing:
    """Gets numbers from the server, or gives its own, and sees that nothing is left open."""

    def __init__(self, journal: Journal, upstream: Upstream, room: PrintRoom, screen: Screen, alone: Alone) -> None:
        self.journal = journal
        self.upstream = upstream
        self.room = room
        self.screen = screen
        self.alone = alone
        self.hall: str | None = None
        self._one = BoundedSemaphore()  # a kiosk has one customer at a time
        self._in_vain = -IN_VAIN  # when the server was last asked and did not answer

    def recover(self) -> None:
        """Abandon what a sudden end left asked for: its page is gone, and nobody knows whether it was answered."""
        for entry in self.journal.waiting(State.INTENT):
            self.journal.abandon(entry)

    def take(self, key: str, request: dict[str, Any]) -> dict[str, Any]:
        """Return the ticket for a page's id, a new one or the one it has; raises CutOffError or RefusedError."""
        with self._one:
            known = self.journal.find(key)
            if known and known.answer:
                if known.state is State.ABANDONED:
                    raise CutOffError("given back")  # it is nobody's now
                return shown(known)
            if not self.hall and not self.alone.let_in:
                raise CutOffError("not paired")
            self._taken(key, request, known)
        self.room.put(key)
        return shown(self._found(key))

    def _taken(self, key: str, request: dict[str, Any], known: Entry | None) -> None:
        """Get a number: the server's, else one of our own; what we asked for in vain is abandoned then."""
        asked: str | None = known.uid if known and known.state is State.INTENT else None
        if self.hall and self._is_worth_asking():
            uid = asked or (secrets.token_hex(UID_BYTES) if known else key)
            self.journal.intend(key, request, None if uid == key else uid)
            asked = uid
            try:
                answer = self.upstream.issue(self.hall, uid, request)
            except RefusedError:
                self.journal.refuse(key)
                raise
            except CutOffError as error:
                self._in_vain = monotonic()
                why = error
            else:
                self.journal.reserve(key, answer)
                return
        else:
            why = CutOffError("cut off")
        own = self.alone.next_number(str(request.get("service")), request)
        if own is None:
            raise why
        self.journal.give(key, request, own, asked)

    def _is_worth_asking(self) -> bool:
        """Return whether the server may answer: a customer waits 1.5 s for one that does not only now and then."""
        return self.screen.link.online or monotonic() - self._in_vain > IN_VAIN

    def copy(self, key: str) -> bool:
        """Print a slip once more with its mark; False when there is no such slip."""
        entry = self.journal.find(key)
        if not entry or not entry.answer or entry.state is State.ABANDONED:
            return False
        self.room.put(key, copy=True)
        return True

    def give_back(self, key: str, language: str) -> bool:
        """Give a number back that its customer did not mean to take; False when there is no such slip."""
        entry = self.journal.find(key)
        if not entry or not entry.answer or "track_url" not in entry.answer:
            return False
        if entry.state is not State.ABANDONED:
            if not entry.alone:
                self.upstream.cancel(secret_of(entry.answer), language, IN_TIME)
            self.journal.give_back(key)
        return True

    def change(self, key: str, service: str, language: str) -> dict[str, Any] | None:
        """Change the service of a number and print its slip anew; None when there is no such slip of the server's."""
        entry = self.journal.find(key)
        if not entry or not entry.answer or entry.alone or "track_url" not in entry.answer:
            return None
        if entry.state is State.ABANDONED:
            return None
        secret = secret_of(entry.answer)
        ticket = self.upstream.change(secret, service, language, IN_TIME)
        now = self.upstream.track(secret, IN_TIME)
        told = {name: now.get(name) for name in ("ahead", "wait", "soon", "served_at")}
        answer = {**entry.answer, **told, "ticket": ticket, "served": bool(now.get("desks"))}
        with self._one:
            self.journal.reserve(key, answer)
        self.room.put(key)
        return shown(self._found(key))

    def seen(self, key: str, *, printed: bool) -> State | None:
        """Record what the customer says of an unconfirmed slip; None when there is no such slip."""
        entry = self.journal.find(key)
        if not entry:
            return None
        if entry.state is State.UNCONFIRMED:
            state = State.PRINTED if printed else State.FAILED
            self.journal.end(key, state, "the customer said so")
            self.screen.tell(print=PrintState(key, state))
            return state
        return entry.state

    def tidy(self) -> None:
        """Tell the server what it has not heard, for ever; abandon what was left open."""
        forgotten = looked = 0.0
        while True:
            gevent.sleep(BETWEEN)
            try:
                if monotonic() - looked > DISK:
                    looked = monotonic()
                    self.journal.keep("looked", datetime.now(UTC).isoformat())  # so a full disk shows early
                if monotonic() - forgotten > HOUR:
                    forgotten = monotonic()
                    self.journal.forget(datetime.now(UTC) - SECRETS_FOR)
                while self.hall and self._reported():
                    pass
                self._settled()
            except CutOffError:
                gevent.sleep(BETWEEN)
            except CannotKeepError as error:
                log.warning("nothing can be kept: %s", error)
                gevent.sleep(DISK)
            except Exception:  # what is left stays in the journal for the next look
                log.exception("tidying")

    def _reported(self) -> bool:
        """Send the oldest report; False when there is none."""
        report = self.journal.unsent()
        if not report or not self.hall:
            return False
        try:
            self.upstream.report(self.hall, report)
        except RefusedError as error:
            if error.status in {401, 403, 408, 429}:
                raise CutOffError(str(error)) from error
            log.warning("the server does not take report %s of ticket %s: %s", report.seq, report.ticket, error)
        self.journal.sent(report.seq)
        return True

    def _settled(self) -> None:
        """Abandon what was asked and never answered, once its page has surely given up."""
        for entry in self.journal.waiting(State.INTENT):
            if datetime.now(UTC) - entry.at < GIVEN_UP:
                continue
            with self._one:
                if self._found(entry.id).state is State.INTENT:
                    self.journal.abandon(entry)

    def _found(self, key: str) -> Entry:
        entry = self.journal.find(key)
        if not entry:
            raise LookupError(key)
        return entry


def secret_of(answer: dict[str, Any]) -> str:
    """Return what opens a ticket's page."""
    return urlsplit(str(answer["track_url"])).path.rpartition("/")[2]


def shown(entry: Entry) -> dict[str, Any]:
    """Return what the page shows of a ticket, with its QR code to draw."""
    answer: dict[str, Any] = entry.answer or {}
    modules = qr_modules(answer["track_url"]) if "track_url" in answer else ()
    said = {
        name: answer.get(name)
        for name in ("ticket", "ahead", "wait", "soon", "served", "served_at", "track_url", "told")
    }
    return {"id": entry.id, **said, "alone": entry.alone, "qr": {"size": len(modules), "path": qr_path(modules)}}
