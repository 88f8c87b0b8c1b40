"""A visit's whole story, found by its number: what its holder was told, what happened, who did it, how it was rated."""

import unicodedata
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import bindparam, select

from server.floor.classes import class_named
from server.floor.reads.halls import all_services, hall_now
from server.floor.reads.tickets import Ticket, promise_of, ticket_of
from server.floor.tables import tickets
from server.floor.why_not import OF_IT
from server.kernel.languages import N_
from server.office.context import Go, PageContext
from server.office.pages import Nav, Pages
from server.office.sentences import Teller
from server.ratings.levels import LEVELS, REASONS
from server.ratings.reads import follow_up_of_ticket, rating_of, words_of
from server.reports.before import called_before
from server.reports.courses import Course, courses
from server.reports.office import RUNNING, today_of
from server.reports.reads import ends_at, noon_of, told_between
from server.security.rights import May
from server.store.hall import HallSnapshot
from server.store.journal import Entry, Sought, first_since, last_seq, sought

pages: Final = Pages("reports", Path(__file__).parent / "templates")
LOOKED_THROUGH: Final = timedelta(days=92)  # in which a number is looked for when its day is not known
GOES_ON: Final = timedelta(days=45)  # after the day: its rating is followed up, an opinion of it answered
MOST: Final = 300  # entries of one visit
BEARERS: Final = (
    select(tickets.c.id, tickets.c.day)
    .where(
        tickets.c.hall_id == bindparam("hall"), tickets.c.number == bindparam("number"),
        tickets.c.day >= bindparam("since"), tickets.c.day <= bindparam("until"),
    )
    .order_by(tickets.c.day.desc(), tickets.c.id.desc())
    .limit(50)
)  # fmt: skip
LATEST: Final = (
    select(tickets.c.id, tickets.c.number, tickets.c.service, tickets.c.issued_at)
    .where(tickets.c.hall_id == bindparam("hall"))
    .order_by(tickets.c.id.desc())
    .limit(12)
)


def number_of(text: str) -> str:
    """Return a number as slips have it, however it was typed: full width, small, with a space."""
    return "".join(unicodedata.normalize("NFKC", text).upper().split())[:12]


@pages.page("/<hall>/reports/visits", may=May.READ_REPORTS, nav=Nav(RUNNING, N_("Find a number"), 20))
def search_page(context: PageContext) -> str | Go:
    """Look for a number: of a day, or of the last three months; go on to it where there is one only."""
    number = number_of(context.asked.get("number", ""))
    try:
        day: date | None = date.fromisoformat(context.asked.get("day", ""))
    except ValueError:
        day = None
    with context.look() as hall:
        today = today_of(hall)
        since, until = (day, day) if day else (today - LOOKED_THROUGH, today)
        question = {"hall": hall.id, "since": str(since), "until": str(until), "number": number}
        found = hall.connection.execute(BEARERS, question).all() if number else []
        latest = hall.connection.execute(LATEST, {"hall": hall.id}).all()
        names = {code: context.pick(service.name) for code, service in all_services(hall).items()}
    if len(found) == 1:
        return context.go(f"reports/visits/{found[0].id}")
    return context.render(
        "reports/visits.html", number=number, day=day or "", found=found, today=today, latest=latest,
        called=names,
    )  # fmt: skip


@pages.page("/<hall>/reports/visits/<int:which>", may=May.READ_REPORTS)
def visit_page(context: PageContext, which: int) -> str:
    """Show a visit from its number to its end, and what followed."""
    with context.look() as hall:
        ticket = ticket_of(hall, which)
        services = all_services(hall)
        entries = entries_of(hall, ticket)
        teller = Teller(context, hall, entries)
        story = [teller.told(entry) for entry in entries]
        rating, follow_up = rating_of(hall, which), follow_up_of_ticket(hall, which)
        words, _ = words_of(hall, [which]).get(which, (None, False))
        course = course_of(hall, ticket)
        promised = promise_of(hall, which)
        before = called_before(hall, which) if ticket.number else []
        named = class_named(hall_now(hall).settings, ticket.priority_class)
    return context.render(
        "reports/visit.html", one=ticket, course=course, promised=promised, story=story, rating=rating,
        follow_up=follow_up, words=words, before=before, sentences=OF_IT, levels=LEVELS, reasons=REASONS,
        named_class=context.pick(named.name) if named else None,
        called={code: context.pick(service.name) for code, service in services.items()},
        waited=(course.first_called - ticket.issued_at).total_seconds() if course.first_called else None,
    )  # fmt: skip


def course_of(hall: HallSnapshot, ticket: Ticket) -> Course:
    """Return what a ticket went through on its day."""
    facts = told_between(hall, ticket.issued_at, ends_at(hall, ticket.day))
    return courses(facts, ticket.day).get(ticket.id) or Course(ticket.service, ticket.service)


def entries_of(hall: HallSnapshot, ticket: Ticket) -> list[Entry]:
    """Return what the journal says of a ticket, oldest first: itself, what names it, what its holder did."""
    last = last_seq(hall.connection, hall.id)
    until: datetime = noon_of(hall_now(hall).settings, ticket.day) + GOES_ON
    after = first_since(hall.connection, hall.id, until, last)
    what = Sought(holding=(f'"ticket":{ticket.id},', f'"ticket":{ticket.id}}}'), of=ticket.id)
    found = sought(hall.connection, hall.id, what, after=ticket.id - 1, before=after, limit=MOST)
    return found[::-1]
