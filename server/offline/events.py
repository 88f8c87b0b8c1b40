"""Facts of cut-off kiosks: what they were granted, what they handed in, what fitted nothing."""

from dataclasses import dataclass
from datetime import datetime

from server.floor.intake import Intake
from server.floor.states import EXPIRED, TicketState
from server.floor.tables import tickets
from server.kernel.languages import N_
from server.offline.tables import block_series, kiosk_journals, kiosk_slips, number_blocks, set_aside
from server.store.events import Event
from server.store.rows import Rows


class KioskJournalBegun(Event):
    """Written when a kiosk handed in a journal for the first time; `follows`: in place of one that was broken off."""

    says = N_("Kiosk {device} began a journal of its own.")

    name: str
    device: int
    root: int | None
    follows: int | None

    def apply(self, rows: Rows) -> None:
        """Keep it, from its beginning."""
        rows.add(
            kiosk_journals, id=rows.seq, name=self.name, root=self.root or rows.seq, device=self.device, seq=0, hash=""
        )


class KioskJournalMoved(Event):
    """Written when a kiosk's journal was handed in by another device: it was let in anew."""

    says = N_("Kiosk {device} goes on with the journal of kiosk {before}.")

    journal: int
    before: int
    device: int

    def apply(self, rows: Rows) -> None:
        """It is the other's now."""
        rows.move(kiosk_journals, self.journal, expect={"device": self.before}, device=self.device)


class KioskJournalBroken(Event):
    """Written when what a kiosk says does not follow what it said before: its disk is an older one, or was changed."""

    says = N_("The journal of kiosk {device} does not follow what it had handed in: its disk was set back or changed.")

    journal: int
    device: int
    seq: int

    def apply(self, rows: Rows) -> None:
        """Nothing more is taken in under its name, and nothing more is given out of its blocks."""
        rows.move(kiosk_journals, self.journal, expect={"broken_at": None}, broken_at=rows.at)


@dataclass(frozen=True, slots=True)
class GrantedNumbers:
    """Numbers of one service, and the last one that had been granted to anybody before."""

    letter: str
    first: int
    last: int
    after: int


class NumbersGranted(Event):
    """Written when a kiosk got numbers of a day that it may give out by itself while it is cut off."""

    says = N_("Kiosk {device} got numbers of {day} that it may give by itself.")

    journal: int
    device: int
    day: str
    blocks: tuple[GrantedNumbers, ...]

    def apply(self, rows: Rows) -> None:
        """They are used up for the day, whatever becomes of the kiosk."""
        for block in self.blocks:
            if block.after == 0:
                rows.add(block_series, day=self.day, letter=block.letter, last=block.last)
            else:
                rows.move(block_series, (self.day, block.letter), expect={"last": block.after}, last=block.last)
            rows.add(
                number_blocks,
                day=self.day,
                letter=block.letter,
                first=block.first,
                last=block.last,
                journal=self.journal,
            )


class KioskEntriesTaken(Event):
    """Written when entries of a kiosk's journal were taken in, up to one of them."""

    says = N_("Kiosk {device} handed in what it had written, up to entry {to}.")

    journal: int
    device: int
    after: int
    to: int
    hash: str
    before: datetime | None
    arrived_at: datetime | None

    def apply(self, rows: Rows) -> None:
        """Only what follows is taken in next."""
        rows.move(
            kiosk_journals,
            self.journal,
            expect={"seq": self.after, "arrived_at": self.before},
            seq=self.to,
            hash=self.hash,
            arrived_at=self.arrived_at,
        )


class OfflineTicketIssued(Event, Intake):
    """Written when a number that a kiosk gave while it was cut off was handed in; `late`: its day is over."""

    says = N_("{number} was given out by a kiosk that was cut off, and is in the line now.")

    journal: int
    uid: str
    day: str
    letter: str
    nth: int
    number: str
    arrived_at: datetime
    counts_from: datetime
    late: bool

    def apply(self, rows: Rows) -> None:
        """Put it into the line at its time, or into history where its day is over."""
        over = {"state": TicketState.CANCELLED, "ended_at": rows.at, "outcome": EXPIRED}
        rows.add(
            tickets,
            id=rows.seq,
            day=self.day,
            number=self.number,
            service=self.letter,
            **self.taken_down(),
            issued_at=self.arrived_at,
            counts_from=self.counts_from,
            **(over if self.late else {"state": TicketState.WAITING}),
        )
        rows.add(
            kiosk_slips,
            uid=self.uid,
            ticket=rows.seq,
            journal=self.journal,
            day=self.day,
            letter=self.letter,
            nth=self.nth,
        )

    def sentence(self) -> str:
        """Return another sentence for one that came too late."""
        return N_("{number} was given out by a kiosk that was cut off; its day was over.") if self.late else self.says


class SlipAbandoned(Event):
    """Written when a kiosk stopped waiting for a number: what it asked for under this id, nobody has, now or later."""

    says = N_("A kiosk stopped waiting for a number that it had asked for.")

    journal: int
    uid: str
    day: str
    ticket: int | None

    def apply(self, rows: Rows) -> None:
        """Remember it: a question that was delayed on the way must not become a ticket."""
        rows.add(kiosk_slips, uid=self.uid, ticket=self.ticket, journal=self.journal, day=self.day)


class EntrySetAside(Event):
    """Written when an entry of a kiosk's journal fitted nothing; it is kept as it came, for a person to see to."""

    says = N_("What a kiosk handed in was put aside: {why}.")

    journal: int
    entry: int
    why: str
    uid: str | None
    day: str
    letter: str | None
    nth: int | None
    arrived_at: datetime
    body: str

    def apply(self, rows: Rows) -> None:
        """It waits for somebody."""
        rows.add(
            set_aside,
            id=rows.seq,
            journal=self.journal,
            entry=self.entry,
            why=self.why,
            uid=self.uid,
            day=self.day,
            letter=self.letter,
            nth=self.nth,
            arrived_at=self.arrived_at,
            body=self.body,
        )


class SetAsideSettled(Event):
    """Written when somebody saw to what had been put aside; `ticket`: it came into the line after all."""

    says = N_("What a kiosk had handed in and was put aside was seen to.")

    which: int
    ticket: int | None

    def apply(self, rows: Rows) -> None:
        """It waits no longer."""
        rows.move(set_aside, self.which, expect={"settled_at": None}, settled_at=rows.at, ticket=self.ticket)


class OldSlipsForgotten(Event):
    """Written when the tickets of old days were erased: what kiosks had handed in of those days goes with them."""

    says = N_("What kiosks had handed in of days before {before} was erased: it was two years old.")

    before: str

    def apply(self, rows: Rows) -> None:
        """Erase it."""
        for table in (kiosk_slips, number_blocks, block_series, set_aside):
            rows.drop_before(table, "day", self.before)
