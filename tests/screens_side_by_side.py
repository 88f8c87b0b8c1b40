"""Everything that a hall's screens say at one moment, and what of it does not fit together."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from server.app import views_of
from server.features import under
from server.floor.calling import Waiting
from server.floor.reads.tickets import line
from server.kernel.settings import Settings
from server.screens.phone import track
from server.store.hall import HallSnapshot

VIEWS: Final = views_of(under(Settings(public_url="http://hall.test")))
NEAR: Final = 10 * 60  # seconds: whoever is told to come is called within so many at the earliest
ALONE: Final = 30 * 60  # seconds: with nobody ahead, no service of these halls keeps its counter for so long
OPEN: Final = {"open", "calling", "serving"}


def seen(hall: HallSnapshot, name: str) -> Any:
    """Return one view of a hall."""
    view, argument = VIEWS.find(name)
    return view.read(hall, argument)


@dataclass
class Screens:
    """All of a hall's screens at one moment."""

    hall: HallSnapshot
    line: list[Waiting]
    own: Mapping[int, Any]  # ticket → what a phone reads that looks anew, of some
    kiosk: Any
    phones: Any
    display: Any
    board: Any
    terminals: Mapping[str, Any]
    signs: Mapping[str, Any]

    def contradictions(self) -> Iterator[str]:
        """Yield what of two screens, or of two sentences of one, cannot both be so."""
        for check in (
            self.phone_itself,
            self.phones_in_their_order,
            self.phones_and_counters,
            self.kiosk_and_phones,
            self.kiosk_and_terminals,
            self.signs_and_counters,
            self.display_and_all,
            self.board_and_all,
        ):
            yield from (f"{check.__name__}: {text}" for text in check())

    def phone_itself(self) -> Iterator[str]:
        """The sentences of one phone."""
        for ticket, place in self.phones.waiting.items():
            if place.next and (place.ahead or not place.soon):
                yield f"{ticket} is next with {place.ahead} ahead"
            if place.soon and not place.next and (place.wait is None or place.wait.low > NEAR):
                yield f"{ticket} is to come back for {place.wait}"
            if place.next and place.wait is not None and place.wait.low > ALONE:
                yield f"{ticket} is next, and waits {place.wait}"

    def phones_in_their_order(self) -> Iterator[str]:
        """Of one service nobody is told a better place than whoever is before them; who looks anew reads the same."""
        last: dict[str, Any] = {}
        for ticket, own in self.own.items():
            for name in ("ahead", "wait", "soon", "next"):
                if getattr(own, name) != getattr(self.phones.waiting[ticket], name):
                    yield f"{ticket} looks anew and reads another {name}"
        for one in self.line:
            place = self.phones.waiting[one.id]
            if one.not_before is not None or place.kept is not None:
                continue
            before = last.get(one.service)
            if before is not None and (before.ahead >= place.ahead or waits_longer(before, place)):
                yield f"{one.number} is told {place}, who is before it {before}"
            last[one.service] = place

    def phones_and_counters(self) -> Iterator[str]:
        """Where one is to wait, and who is next at a free counter."""
        near = [(one.number, one.service, self.desks_of(one)) for one in self.line]
        near += [(own.number, own.service, own.desks) for own in self.own.values()]
        for number, service, desks in near:
            for counter in desks:
                terminal, sign = self.terminals[counter], self.signs[counter]
                if terminal.state not in OPEN or service not in terminal.counter.services:
                    yield f"{number} waits near {counter}, which is {terminal.state}"
                if sign.state in {"paused", "closed"}:
                    yield f"{number} waits near {counter}, whose sign says {sign.state}"
        for one in self.line:
            if self.phones.waiting[one.id].next and not self.desks_of(one):
                yield f"{one.number} is next where nobody sits"
        for counter, terminal in self.terminals.items():
            if terminal.state == "open" and terminal.next is not None:
                place = self.phones.waiting[terminal.next.ticket.id]
                if not place.next:
                    yield f"{counter} calls {terminal.next.ticket.number} next, whose phone says {place}"

    def kiosk_and_phones(self) -> Iterator[str]:
        """A number taken now is behind all of its service, and waits as long as those ahead take."""
        for row in self.kiosk.services:
            if row.ahead == 0 and row.wait is not None and row.wait.low > ALONE:
                yield f"{row.code}: nobody ahead, and {row.wait}"
            if row.served != bool(self.phones.services[row.code].desks):
                yield f"{row.code}: the kiosk says served {row.served}, phones otherwise"
            if not row.served and row.wait is not None and row.served_at is None:
                yield f"{row.code}: nobody serves it, nobody knows until when, and it takes {row.wait}"
            for one in self.line:
                place = self.phones.waiting[one.id]
                plain = one.service == row.code and one.not_before is None and place.kept is None
                if plain and row.ahead <= place.ahead:
                    yield f"{row.code}: {row.ahead} ahead, and {one.number} has {place.ahead} ahead"

    def kiosk_and_terminals(self) -> Iterator[str]:
        """What a new number would be told."""
        rows = {row.code: row for row in self.kiosk.services}
        for counter, terminal in self.terminals.items():
            for row in terminal.waits:
                if (row.ahead, row.wait) != (rows[row.service].ahead, rows[row.service].wait):
                    yield f"{counter} and the kiosk tell a new number of {row.service} differently"

    def signs_and_counters(self) -> Iterator[str]:
        """Where a sign sends people, and until when."""
        for counter, sign in self.signs.items():
            mine = set(self.terminals[counter].counter.services)
            for other in sign.others:
                there = self.terminals[other.counter]
                lost = set(other.services or mine) - set(there.counter.services)
                if there.state not in OPEN or lost:
                    yield f"sign {counter} sends {sorted(lost or mine)} to {other.counter}"
            if sign.until is not None and sign.until <= self.hall.at:
                yield f"sign {counter} is back at {sign.until}, and it is {self.hall.at}"

    def display_and_all(self) -> Iterator[str]:
        """Who is called where, and how many wait."""
        for call in self.display.calls:
            if call.now and (
                self.phones.called.get(call.ticket) != call.counter
                or self.terminals[call.counter].state != "calling"
                or self.signs[call.counter].number != call.number
            ):
                yield f"the display calls {call.number} to {call.counter}, others do not"
        for row in self.display.waiting:
            waiting = sum(one.service == row.service for one in self.line)
            if row.count != waiting or row.served != bool(self.phones.services[row.service].desks):
                yield f"the display has {row.count} for {row.service}, served {row.served}; {waiting} phones wait"

    def board_and_all(self) -> Iterator[str]:
        """Lines, and what is advised."""
        rows = {row.code: row for row in self.board.services}
        for row in self.display.waiting:
            if rows[row.service].waiting != row.count or rows[row.service].wait != row.wait:
                yield f"board and display tell {row.service} differently"
        for todo in self.board.todo:
            if todo.kind not in {"over", "nobody"}:
                continue
            service = next(row for row in rows.values() if f"{row.code} {row.name['en']}" in todo.text["en"])
            if not service.waiting or (todo.kind == "nobody" and service.open_counters):
                yield f"the board advises: {todo.text['en']}. {todo.why['en']}"

    def desks_of(self, one: Waiting) -> list[str]:
        """Return near which counters a phone that follows the line sends its holder."""
        kept = self.phones.waiting[one.id].kept
        return [kept] if kept else list(self.phones.services[one.service].desks)


def waits_longer(one: Any, other: Any) -> bool:
    """Return whether one place is told a longer wait than another, both known."""
    return one.wait is not None and other.wait is not None and one.wait.likely > other.wait.likely


def screens(hall: HallSnapshot, counters: list[str]) -> Screens:
    """Look at all screens of a hall at once; of its phones the first and the last also look anew."""
    people = line(hall)
    return Screens(
        hall,
        line=people,
        own={one.id: track(hall, one.id) for one in {people[0], people[-1]}} if people else {},
        kiosk=seen(hall, "kiosk"),
        phones=seen(hall, "line"),
        display=seen(hall, "display"),
        board=seen(hall, "board"),
        terminals={code: seen(hall, f"counter:{code}") for code in counters},
        signs={code: seen(hall, f"sign:{code}") for code in counters},
    )
