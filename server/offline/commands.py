"""Handing in: a kiosk's entries come up in order, at least once; each is applied once, or put aside."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy import bindparam, delete, insert

from server.floor.calling import counts_from
from server.floor.classes import credit_of, kept_class
from server.floor.commands.days import begin_day
from server.floor.events.tickets import SlipPrinted, TicketCancelled, TicketsForgotten
from server.floor.hallfile import HallOnly, Service
from server.floor.intake import Intake
from server.floor.numbering import label
from server.floor.opening import day_of
from server.floor.reads.halls import all_services, hall_now
from server.floor.reads.tickets import ticket_of
from server.floor.states import PrintState, TicketState
from server.floor.tables import slips
from server.kernel.languages import LANGUAGES
from server.offline import reads
from server.offline.entries import PRINTS, EntryKind, KioskClocks, KioskEntry, arrival, digest, read
from server.offline.events import (
    EntrySetAside,
    KioskEntriesTaken,
    KioskJournalBegun,
    KioskJournalBroken,
    KioskJournalMoved,
    OfflineTicketIssued,
    OldSlipsForgotten,
    SetAsideSettled,
    SlipAbandoned,
)
from server.offline.granting import top_up
from server.offline.reads import KioskJournal
from server.offline.refusals import AlreadySettled, CannotJoin, JournalNeeded
from server.offline.tables import kiosk_contacts
from server.security.actors import Actor, ActorKind
from server.security.rights import May
from server.store.hall import UnitOfWork
from server.store.tables import answers

WITHDRAWN: Final = frozenset({TicketState.WAITING, TicketState.HELD, TicketState.NO_SHOW})  # else a clerk has it
FORGET_CONTACT: Final = delete(kiosk_contacts).where(
    kiosk_contacts.c.hall_id == bindparam("hall"), kiosk_contacts.c.root == bindparam("one")
)
KEEP_CONTACT: Final = insert(kiosk_contacts)
NEVER: Final = b'{"type": "about:blank", "title": "Gone", "status": 410, "code": "abandoned"}'


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry on its way: its number, its text, its hash, and that of the one before it."""

    seq: int
    body: str
    hash: str
    prev: str


class Misfit(NamedTuple):
    """Why an entry fits nothing, what it says, and when its customer came."""

    why: str
    entry: KioskEntry | None
    came: datetime


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What a kiosk sends: whose entries these are, up to where it has any, and what its clocks say."""

    name: str
    follows: str | None
    last: int
    lines: Sequence[EntryLine]
    sent: KioskClocks
    turn: int


def hand_in(hall: UnitOfWork, handed: HandedIn) -> KioskJournal:
    """Take in a kiosk's entries as far as they follow what was taken in before, and grant it numbers ahead.

    What is known is skipped; a gap ends it. A journal that does not follow is broken: the kiosk begins another one. So
    is one whose requests are counted lower than before, but no entry that still fits is refused for that.
    """
    hall.actor.must(May.HAND_IN)
    journal = the_journal(hall, handed)
    contact = reads.last_contact(hall, journal.root)
    fits, stale = follows_on(journal, handed), contact is not None and handed.turn <= contact.turn
    if fits:
        journal = taken_in(hall, journal, handed, contact)
    if stale or journal.broken_at is not None:
        return replace(journal, broken_at=hall.at)  # one that was long on its way, or from a disk that was set back
    if not fits:
        hall.record(KioskJournalBroken(journal=journal.id, device=journal.device, seq=handed.last))
        return replace(journal, broken_at=hall.at)
    if journal.seq >= handed.last:
        heard_of(hall, journal, handed)
    top_up(hall, journal)
    return journal


def the_journal(hall: UnitOfWork, handed: HandedIn) -> KioskJournal:
    """Return the journal that a kiosk hands in, begun where it is new, and this device's from now on."""
    actor = hall.actor
    if not isinstance(actor, Actor) or actor.kind is not ActorKind.DEVICE or actor.id is None:
        raise JournalNeeded
    journal = reads.journal_named(hall, handed.name)
    if journal is None:
        before = reads.journal_named(hall, handed.follows) if handed.follows else None
        if before is not None and before.broken_at is None:
            hall.record(KioskJournalBroken(journal=before.id, device=before.device, seq=handed.last))
        root, follows = (before.root, before.id) if before else (None, None)
        number, _ = hall.record(KioskJournalBegun(name=handed.name, device=actor.id, root=root, follows=follows))
        return KioskJournal(number, handed.name, root or number, actor.id, 0, "", None, None)
    if journal.device != actor.id:
        hall.record(KioskJournalMoved(journal=journal.id, before=journal.device, device=actor.id))
        journal = replace(journal, device=actor.id)
    return journal


def follows_on(journal: KioskJournal, handed: HandedIn) -> bool:
    """Return whether a kiosk still has what it handed in: no fewer entries, and the last of them as it was."""
    if handed.last < journal.seq:
        return False
    for line in handed.lines:
        if line.seq == journal.seq:
            return line.hash == journal.hash
        if line.seq == journal.seq + 1:
            return line.prev == journal.hash
    return True


def taken_in(hall: UnitOfWork, journal: KioskJournal, handed: HandedIn, contact: reads.Contact | None) -> KioskJournal:
    """Apply each entry that is the next one."""
    now = journal
    for line in sorted(handed.lines, key=lambda one: one.seq):
        if line.seq != now.seq + 1:
            continue
        came = applied(hall, now, line, handed.sent, contact)
        now = replace(now, seq=line.seq, hash=line.hash, arrived_at=came or now.arrived_at)
    if now.seq > journal.seq:
        hall.record(
            KioskEntriesTaken(
                journal=journal.id,
                device=journal.device,
                after=journal.seq,
                to=now.seq,
                hash=now.hash,
                before=journal.arrived_at,
                arrived_at=now.arrived_at,
            )
        )
    return now


def applied(
    hall: UnitOfWork, journal: KioskJournal, line: EntryLine, sent: KioskClocks, contact: reads.Contact | None
) -> datetime | None:
    """Apply one entry, or put it aside; return when its customer came, where one did."""
    entry = read(line.body)
    earliest = max(filter(None, (journal.arrived_at, contact.at if contact else None)), default=None)
    came = hall.at if entry is None else arrival(entry, sent, received=hall.at, not_before=earliest)
    if not line.body:
        aside(hall, journal, line, Misfit("missing", None, came))
    elif digest(journal.hash, line.seq, line.body) != line.hash:
        aside(hall, journal, line, Misfit("changed", entry, came))
    elif entry is None:
        aside(hall, journal, line, Misfit("unreadable", None, came))
    elif entry.kind is EntryKind.ABANDONED:
        abandon(hall, journal, entry)
    elif entry.kind is EntryKind.RESERVED:
        reserve(hall, journal, line, entry, came)
        return came
    else:
        went_on(hall, entry)
    return None


def abandon(hall: UnitOfWork, journal: KioskJournal, entry: KioskEntry) -> None:
    """See that nobody ever has the number that was asked for under an id: what it brought is taken back.

    The tombstone stands where a question's first answer is kept: a delayed one is answered by it, without a look more.
    Whoever is called already stays called (nobody comes, and the call ends by itself).
    """
    if reads.slip_of(hall, entry.uid) is not None:
        return
    ticket = reads.answered_with(hall, entry.uid)
    day = day_of(hall_now(hall).settings, hall.at)
    hall.record(SlipAbandoned(journal=journal.id, uid=entry.uid, day=day, ticket=ticket))
    if ticket is None:
        tombstone = {"hall_id": hall.id, "actor": hall.actor.name, "key": entry.uid, "body_hash": ""}
        hall.write_unlogged(insert(answers), {**tombstone, "status": 410, "body": NEVER, "at": hall.at}, shown=False)
    else:
        withdraw(hall, ticket)


def withdraw(hall: UnitOfWork, ticket: int) -> None:
    """Take a ticket out of the line, unless a clerk has it."""
    state = ticket_of(hall, ticket).state
    if state in WITHDRAWN:
        hall.record(TicketCancelled(ticket=ticket, before=state))


def reserve(hall: UnitOfWork, journal: KioskJournal, line: EntryLine, entry: KioskEntry, came: datetime) -> None:
    """Bring a slip into the line at its time; one that fits nothing is put aside, and never gets another number."""
    known = reads.slip_of(hall, entry.uid)
    if (known is not None and not known[1]) or reads.is_put_aside(hall, entry.uid):
        return  # from before the disk was set back
    why = unfit(hall, journal, entry) if known is None else "changed"
    if why is not None:
        aside(hall, journal, line, Misfit(why, entry, came))
    else:
        bring_in(hall, journal.id, entry, came)


def unfit(hall: UnitOfWork, journal: KioskJournal, entry: KioskEntry) -> str | None:
    """Say why a slip cannot come into the line; None where it can."""
    if entry.service not in all_services(hall):
        return "unknown_service"
    if not entry.day or entry.number != label(entry.service, entry.nth):
        return "changed"
    if reads.owner_of(hall, entry.day, entry.service, entry.nth) != journal.root:
        return "not_granted"
    if reads.bearer(hall, entry.day, entry.number) is not None or is_borne_now(hall, entry):
        return "taken"
    return None


def is_borne_now(hall: UnitOfWork, entry: KioskEntry) -> bool:
    """Return whether somebody of another day still bears a slip's number, and the slip's own day is not over.

    So it is only where the hours have changed since the numbers were granted (`ranges.range_of`).
    """
    if not reads.is_borne(hall, entry.number):
        return False
    settings = hall_now(hall).settings
    return not reads.is_over(hall, settings, entry.day, day_of(settings, hall.at))


def bring_in(hall: UnitOfWork, journal: int, entry: KioskEntry, came: datetime) -> int:
    """Make a slip a ticket, and return its number; late for its day, it goes into history."""
    settings, service = hall_now(hall).settings, all_services(hall)[entry.service]
    today = day_of(settings, hall.at)
    late = reads.is_over(hall, settings, entry.day, today)
    if not late:
        begin_day(hall, settings, entry.day)
    language = entry.language if entry.language in LANGUAGES else ""
    said = Intake(priority=entry.priority, priority_class=entry.priority_class, party=entry.party, language=language)
    intake = kept_class(settings, said)
    number, _ = hall.record(
        OfflineTicketIssued(
            journal=journal,
            uid=entry.uid,
            day=entry.day,
            letter=entry.service,
            nth=entry.nth,
            number=entry.number,
            arrived_at=came,
            counts_from=counting(settings, service, came, intake.priority_class),
            late=late,
            **intake.speaking(settings.languages[0]).taken_down(),
        )
    )
    if entry.secret:
        hall.write_unlogged(
            insert(slips), {"hall_id": hall.id, "ticket": number, "secret_hash": entry.secret, "ahead": 0}
        )
    return number


def counting(settings: HallOnly, service: Service, came: datetime, priority_class: str | None) -> datetime:
    """Return what a slip counts from, as if its customer had asked the server at that time."""
    return counts_from(
        came,
        class_credit=credit_of(settings, priority_class),
        service_credit=timedelta(minutes=service.credit),
    )


def went_on(hall: UnitOfWork, entry: KioskEntry) -> None:
    """Note what became of a slip: how its print went, or that it was given back."""
    known = reads.slip_of(hall, entry.uid)
    if known is None or known[0] is None or known[1]:
        return  # put aside, as a person will see
    ticket = ticket_of(hall, known[0])
    if entry.kind is EntryKind.GIVEN_BACK:
        withdraw(hall, ticket.id)
    elif ticket.print != PRINTS[entry.kind]:
        before = PrintState(ticket.print) if ticket.print else None
        hall.record(SlipPrinted(ticket=ticket.id, state=PRINTS[entry.kind], before=before))


def aside(hall: UnitOfWork, journal: KioskJournal, line: EntryLine, what: Misfit) -> None:
    """Put an entry aside as it came, for a person to see to."""
    entry = what.entry
    numbered = entry is not None and entry.kind is EntryKind.RESERVED
    hall.record(
        EntrySetAside(
            journal=journal.id,
            entry=line.seq,
            why=what.why,
            uid=entry.uid if entry else None,
            day=(entry.day if entry else "") or day_of(hall_now(hall).settings, hall.at),
            letter=entry.service if entry and numbered else None,
            nth=entry.nth if entry and numbered else None,
            arrived_at=what.came,
            body=line.body,
        )
    )


def heard_of(hall: UnitOfWork, journal: KioskJournal, handed: HandedIn) -> None:
    """Note that a kiosk has handed in all that it had: what it writes from now on is later."""
    hall.write_unlogged(FORGET_CONTACT, {"hall": hall.id, "one": journal.root}, shown=False)
    row = {"hall_id": hall.id, "root": journal.root, "at": hall.at, "unsent": handed.last - journal.seq}
    hall.write_unlogged(KEEP_CONTACT, row | {"turn": handed.turn}, shown=False)


def settle(hall: UnitOfWork, *, which: int, join: bool) -> None:
    """See to what was put aside: have it come into the line after all, at its time, or say that it is done with."""
    hall.actor.must(May.DIRECT)
    found = reads.one_put_aside(hall, which)
    if found is None or found.settled_at is not None:
        raise AlreadySettled
    ticket = None
    if join:
        entry = read(found.body)
        if entry is None or not reads.can_join(hall, found):
            raise CannotJoin
        ticket = bring_in(hall, found.journal, entry, found.arrived_at)
    hall.record(SetAsideSettled(which=which, ticket=ticket))


def forget_old(hall: UnitOfWork, event: TicketsForgotten) -> None:
    """Erase what was handed in of days whose tickets were erased."""
    hall.record(OldSlipsForgotten(before=event.before))
