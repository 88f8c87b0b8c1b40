"""One print at a time: takes slips in order, prints each on a connection of its own, and looks after the printer."""

import logging
from collections.abc import Callable
from datetime import datetime
from time import monotonic
from typing import Any

import gevent
from gevent.lock import BoundedSemaphore
from gevent.queue import Empty, Queue

from kiosk import printing
from kiosk.fonts import Fonts
from kiosk.journal import CannotKeepError, Entry, Journal, State
from kiosk.kept import Keeper, kept
from kiosk.printers import Printer, named
from kiosk.printing import Outcome, Paper, Report
from kiosk.screen import PrinterState, PrintState, Screen
from kiosk.settings import ROOT, Choices
from kiosk.slip import Slip, Wait, copy_of, render
from kiosk.words import Catalogue, pick

LOOK = 10.0  # seconds between looks at an idle printer
FREE_AGAIN = 8.0  # seconds that a slip waits for a printer which was there a moment ago and takes no connection now
UNSURE = (State.RESERVED, State.PRINTING)  # what a sudden end leaves: a slip may be in the customer's hand

log = logging.getLogger(__name__)


class PrintRoom:
    """The printer and what waits for it."""

    def __init__(self, journal: Journal, screen: Screen, choices: Choices) -> None:
        self.journal = journal
        self.screen = screen
        self.catalogue = Catalogue(ROOT / "server" / "static" / "languages")
        self.jobs: Queue[tuple[str, bool]] = Queue()
        self.keeper: Keeper | None = None
        self.in_use = BoundedSemaphore()  # a printer takes one connection at a time; the set-up page's trials wait too
        self.choose(choices)

    def choose(self, choices: Choices) -> None:
        """Take another printer, paper or font from the next slip on."""
        self.choices = choices
        if self.keeper:
            self.keeper.drop()
            self.keeper = None
        printer = named(choices.printer)
        self.printer: Printer | None = None
        if printer:
            self.printer, self.keeper = kept(printer)
        self.fonts = fonts(choices.font)
        self.screen.tell(printer=PrinterState(self.printer.kind if self.printer else "none", Paper.UNKNOWN))

    def recover(self) -> None:
        """Say of each slip that a sudden end left open that nobody knows whether it was printed."""
        state = State.UNCONFIRMED if self.printer else State.SHOWN
        for entry in self.journal.waiting(*UNSURE):
            self.journal.end(entry.id, state, "the kiosk was restarted")

    def put(self, key: str, *, copy: bool = False) -> None:
        """Put a slip behind the others."""
        self.jobs.put((key, copy))

    def run(self) -> None:
        """Print and look after the printer, for ever."""
        self._looked()
        while True:
            try:
                key, copy = self.jobs.get(timeout=LOOK)
            except Empty:
                self._looked()
                continue
            try:
                self._print(key, copy=copy)
            except Exception:  # one slip's fault must not stop the next one's
                log.exception("slip %s", key)
                self._end(key, Report(Outcome.FAILED, Paper.UNKNOWN, "the slip could not be made"))

    def _looked(self) -> None:
        """Look at the printer; what fails of it is logged, and the next slip comes."""
        try:
            self.look()
        except Exception:
            log.exception("the look at the printer")

    def look(self) -> None:
        """See how the printer is."""
        printer = self.printer
        if not printer:
            self.screen.tell(printer=PrinterState("none", Paper.UNKNOWN))
        elif printer.kind == "tcp":
            paper, detail = self.ask(printer)
            if printer is self.printer:  # not another one meanwhile
                self.screen.tell(printer=PrinterState(printer.kind, paper, detail))

    def now(self, slip: Slip, printer: Printer | None, width: int) -> Report:
        """Print a slip that is in no record, on a given printer."""
        if not printer:
            return Report(Outcome.SHOWN, Paper.UNKNOWN)
        data = printing.commands(render(slip, width, self.fonts, self.catalogue))
        was_there = self.screen.printer.state in {Paper.READY, Paper.UNKNOWN}
        until = monotonic() + FREE_AGAIN
        while True:
            report: Report = self._beside(printer, lambda: printing.run(printer, data))
            refused = report.outcome is Outcome.FAILED and report.paper is Paper.OFF  # nothing was sent
            if not (refused and was_there and printer.kind == "tcp") or monotonic() > until:
                return report
            gevent.sleep(1)

    def ask(self, printer: Printer) -> tuple[Paper, str]:
        """Ask a printer how it is."""
        answer: tuple[Paper, str] = self._beside(printer, lambda: printing.check(printer))
        return answer

    def known(self, url: str) -> Printer | None:
        """Return the printer of an address: the chosen one with its line, else another; raises PrinterAddressError."""
        return self.printer if self.printer and self.printer.url == url else named(url)

    def _beside(self, printer: Printer, act: Callable[[], Any]) -> Any:
        """Do one thing at a time with printers, in a thread where it would block: USB and files know no gevent."""
        with self.in_use:
            return act() if printer.kind == "tcp" else gevent.get_hub().threadpool.apply(act)

    def _print(self, key: str, *, copy: bool) -> None:
        entry = self.journal.find(key)
        if not entry or not entry.answer:
            return
        if not self.printer:
            self._end(key, Report(Outcome.SHOWN, Paper.UNKNOWN))
            return
        self.journal.begin(key, copy=copy)
        self.screen.tell(print=PrintState(key, State.PRINTING))
        slip = slip_of(entry, self.screen.view or self.journal.kept("view") or {})
        self._end(key, self.now(copy_of(slip) if copy else slip, self.printer, self.choices.width))

    def _end(self, key: str, report: Report) -> None:
        try:
            self.journal.end(key, State(report.outcome), report.detail)
        except CannotKeepError as error:  # the customer is told nevertheless, and after a restart it counts as unsure
            log.warning("slip %s: %s", key, error)
        kind = self.printer.kind if self.printer else "none"
        self.screen.tell(print=PrintState(key, report.outcome), printer=PrinterState(kind, report.paper, report.detail))


def fonts(chosen: str | None) -> Fonts:
    """Return the fonts for slips, from the checkout."""
    from_npm = ROOT / "node_modules"
    return Fonts(from_npm, chosen=None if not chosen else ROOT / chosen)


def slip_of(entry: Entry, view: dict[str, Any]) -> Slip:
    """Put together what a slip says, from the server's answer and the names in the kiosk's view."""
    answer: dict[str, Any] = entry.answer or {}
    ticket = answer["ticket"]
    hall: dict[str, Any] = view.get("hall") or {}
    services: list[dict[str, Any]] = view.get("services") or []
    service: dict[str, Any] = next((row for row in services if row["code"] == ticket["service"]), {})
    further = [row for code in ticket.get("further") or () for row in services if row["code"] == code]
    classes: list[dict[str, Any]] = view.get("classes") or []
    priority: dict[str, Any] = next((one for one in classes if one["code"] == ticket.get("priority_class")), {})
    language = str(entry.request.get("language") or next(iter(hall.get("languages") or ["en"])))
    wait = answer.get("wait")
    return Slip(
        number=ticket["number"],
        language=language,
        hall=pick(hall.get("name"), language),
        service=ticket["service"],
        service_name=pick(service.get("name"), language),
        ahead=answer.get("ahead"),
        wait=Wait(wait["low"], wait["likely"], wait["high"]) if wait else None,
        soon=bool(answer.get("soon")),
        served=answer.get("served") is not False or entry.alone,
        served_at=datetime.fromisoformat(answer["served_at"]) if answer.get("served_at") else None,
        issued_at=datetime.fromisoformat(ticket["issued_at"]),
        timezone=hall.get("timezone") or "UTC",
        offsets=tuple((since, minutes) for since, minutes in hall.get("offsets") or ()),
        track_url=answer["track_url"],
        bring=tuple(
            dict.fromkeys(pick(item, language) for one in (service, *further) for item in one.get("bring") or ())
        ),
        further=tuple(f"{one['code']} {pick(one.get('name'), language)}" for one in further),
        in_order=bool(ticket.get("in_order")),
        fee=pick(service.get("fee"), language),
        priority=bool(ticket.get("priority")),
        priority_class=pick(priority.get("name"), language),
        booked=ticket.get("appointment") is not None,
        party=int(ticket.get("party") or 1),
        back_within=view.get("back_within"),
        alone=entry.alone,
    )
