"""The journal for auditors: by day, event, who and thing; what followed from what."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import bindparam, select

from server.floor.tables import tickets
from server.kernel.languages import N_
from server.kernel.refusals import Missing
from server.office.areas import WHOLE, Area, by_area, kinds
from server.office.context import PageContext
from server.office.journal_file import MOST, journal_csv
from server.office.pages import Nav, Pages
from server.office.sentences import Teller, outline
from server.office.taking import FileTaken
from server.security import reads as people
from server.security.rights import May
from server.security.serving import filed
from server.security.web import File
from server.store import upkeep
from server.store.events import EVENTS
from server.store.hall import HEAD, HallSnapshot
from server.store.journal import Entry, Sought, entry_of, first_since, last_seq, led_to, sought

pages: Final = Pages("journal")
A_PAGE: Final = 50  # entries
LONGEST: Final = timedelta(days=92)  # in one file
CSV: Final = "text/csv; charset=utf-8"
NUMBER: Final = re.compile(r"[A-Z]{1,2}\d{1,7}")
TICKET: Final = select(tickets.c.id).where(
    tickets.c.hall_id == bindparam("hall"), tickets.c.day == bindparam("day"), tickets.c.number == bindparam("number")
)


class UnknownEntry(Missing):
    """The line has no entry of this number."""

    says = N_("The journal has no entry {seq}.")


@dataclass(frozen=True, slots=True)
class JournalQuery:
    """What the auditor looks for."""

    day: date
    event: str
    who: str
    thing: str
    company: bool
    before: int | None


@pages.page("/<hall>/journal", may=May.READ_JOURNAL, nav=Nav(N_("Running the hall"), N_("Journal"), 90))
def journal_page(context: PageContext) -> str:
    """Show a page of a day's entries, the newest first."""
    asked = asked_for(context)
    with context.look(HEAD if asked.company else context.hall) as line:
        last = last_seq(line.connection, line.id)
        begins = datetime.combine(asked.day, time(), context.zone)
        after = first_since(line.connection, line.id, begins, last) - 1
        before = first_since(line.connection, line.id, begins + timedelta(days=1), last)
        what = looked_for(line, asked, context.frame.areas)
        upto = min(before, asked.before or before)
        found = sought(line.connection, line.id, what, after=after, before=upto, limit=A_PAGE + 1)
        told = told_of(context, line, found[:A_PAGE])
        actors = actors_of(context, line)
    return context.render(
        "office/journal.html",
        asked=asked,
        entries=told,
        older=found[A_PAGE - 1].seq if len(found) > A_PAGE else None,
        actors=actors,
        areas=areas_of(context),
        today=context.local(context.now).date(),
        may_company=context.may(May.READ_COMPANY),
        one_day=timedelta(days=1),
        checked=checked(context, asked.company),
        chosen=[(WHOLE + area.name, context.t(area.label)) for area in by_area(context.frame.areas)],
    )


@dataclass(frozen=True, slots=True)
class Checked:
    """How far the journal was checked, when, and whether it was whole."""

    at: datetime
    well: bool
    upto: int
    last: int
    said: str


def checked(context: PageContext, company: bool) -> Checked | None:
    """Return up to where a line was checked last; none where nobody did, or the check is not noted here."""
    done = upkeep.last(context.authenticator.data, upkeep.Upkeep.VERIFY) if context.authenticator.data else None
    if done is None:
        return None
    with context.look(HEAD if company else context.hall) as line:
        last = last_seq(line.connection, line.id)
        upto = first_since(line.connection, line.id, done.at, last) - 1
    return Checked(done.at, done.well, upto, last, done.said)


@pages.page("/<hall>/journal.csv", may=May.READ_JOURNAL)
def journal_as_csv(context: PageContext) -> Any:
    """Give what was looked for as a signed CSV; that it was taken away is itself an entry."""
    asked, until = asked_for(context), last_day(context)
    with context.look(HEAD if asked.company else context.hall) as line:
        last = last_seq(line.connection, line.id)
        begins, ends = (datetime.combine(day, time(), context.zone) for day in (asked.day, until + timedelta(days=1)))
        after = first_since(line.connection, line.id, begins, last) - 1
        before = first_since(line.connection, line.id, ends, last)
        what = looked_for(line, asked, context.frame.areas)
        found = sought(line.connection, line.id, what, after=after, before=before, limit=MOST + 1)[::-1]
        content = journal_csv(context, line, found)
    with context.work(HEAD if asked.company else context.hall) as work:
        work.record(FileTaken(what="journal", since=asked.day.isoformat(), until=until.isoformat()))
    of = "company" if asked.company else context.hall_code
    return filed(File(f"{of}-journal-{asked.day}-{until}.csv", CSV, content))


def last_day(context: PageContext) -> date:
    """Return the last day that a file is asked for: the first one where nothing is said, a month later at most."""
    first = asked_for(context).day
    try:
        until = date.fromisoformat(context.asked.get("until", ""))
    except ValueError:
        return first
    return min(max(first, until), first + LONGEST)


@pages.page("/<hall>/journal/<int:seq>", may=May.READ_JOURNAL)
def entry_page(context: PageContext, seq: int) -> str:
    """Show one entry: from what it followed, and what followed from it."""
    company = of_company(context)
    with context.look(HEAD if company else context.hall) as line:
        one = entry_of(line.connection, line.id, seq)
        if one is None:
            raise UnknownEntry(seq=seq)
        causes, followed = causes_of(line, one), led_to(line.connection, line.id, seq)
        teller = Teller(context, line, [*causes, one, *followed])
        told = {entry.seq: teller.told(entry) for entry in (*causes, one, *followed)}
    return context.render(
        "office/entry.html",
        one=told[one.seq],
        entry=one,
        causes=[told[entry.seq] for entry in causes],
        followed=[told[entry.seq] for entry in followed],
        company=company,
    )


def of_company(context: PageContext) -> bool:
    """Return whether the line of the company is asked for, by somebody who may read it: it tells of every hall."""
    return context.asked.get("line") == "company" and context.may(May.READ_COMPANY)


def asked_for(context: PageContext) -> JournalQuery:
    """Return what is looked for; a day that is none is today."""
    try:
        day = date.fromisoformat(context.asked.get("day", ""))
    except ValueError:
        day = context.local(context.now).date()
    before = context.asked.get("before", "")
    return JournalQuery(
        day=min(max(day, date(2000, 1, 2)), date(2999, 1, 1)),
        event=context.asked.get("event", ""),
        who=context.asked.get("who", ""),
        thing=context.asked.get("thing", "").strip().upper()[:20],
        company=of_company(context),
        before=int(before) if before.isdecimal() and len(before) < 19 else None,
    )


def looked_for(line: HallSnapshot, asked: JournalQuery, areas: Sequence[Area]) -> Sought:
    """Return the search: a ticket by its number of that day, a counter by its number, a service by its letter."""
    events = kinds(asked.event, areas)
    if not asked.thing:
        return Sought(events, asked.who)
    if NUMBER.fullmatch(asked.thing):
        question = {"hall": line.id, "day": asked.day.isoformat(), "number": asked.thing}
        ticket = line.connection.execute(TICKET, question).scalar() or 0
        return Sought(events, asked.who, (f'"ticket":{ticket},', f'"ticket":{ticket}}}'), of=ticket)
    names = ("counter", "code", "service", "letter", "day")
    return Sought(events, asked.who, tuple(f'"{name}":"{asked.thing}"' for name in names))


def areas_of(context: PageContext) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what can be looked for: an area's label, then (value, label) of the whole area and of its kinds."""
    return [
        (
            context.t(area.label),
            [
                (WHOLE + area.name, context.t("{area}: everything", area=context.t(area.label))),
                *sorted(
                    ((name, outline(EVENTS[name].says, context) or name) for name in names), key=lambda one: one[1]
                ),
            ],
        )
        for area, names in by_area(context.frame.areas).items()
    ]


def told_of(context: PageContext, line: HallSnapshot, entries: list[Entry]) -> list[object]:
    """Return entries as they are shown."""
    teller = Teller(context, line, entries)
    return [teller.told(entry) for entry in entries]


def causes_of(line: HallSnapshot, entry: Entry) -> list[Entry]:
    """Return from what an entry followed, the first cause first."""
    chain: list[Entry] = []
    while entry.cause is not None and (cause := entry_of(line.connection, line.id, entry.cause)) is not None:
        chain.insert(0, cause)
        entry = cause
    return chain


def actors_of(context: PageContext, line: HallSnapshot) -> list[tuple[str, str]]:
    """Return who can be looked for."""
    names = people.names(line)
    if line.id != HEAD:  # people of other halls alone are nobody's business here
        here = {one.id for one in people.colleagues(line) if line.id in one.posts}
        names = {number: name for number, name in names.items() if number in here}
    return [
        ("", context.t("Everybody")),
        ("system", context.t("the system")),
        ("ticket:", context.t("Customers")),
        ("device:", context.t("Devices")),
        *((f"staff:{number}", name) for number, name in sorted(names.items(), key=lambda one: one[1])),
    ]
