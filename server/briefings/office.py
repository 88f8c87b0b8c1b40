"""Notices to staff in the office: what I have to read, what there is, who has read it."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from server.briefings.commands import brief, confirm
from server.briefings.reads import Briefing, briefing_of, latest, readers_of, unread_by, words_of
from server.floor.reads.halls import all_services
from server.kernel.languages import N_
from server.office.context import Go, PageContext
from server.office.pages import Nav, Pages, Todo
from server.procedures.reads import versions_of
from server.security import reads as people
from server.security.rights import May
from server.store.hall import HallSnapshot

pages: Final = Pages("briefings", Path(__file__).parent / "templates")


def titles(context: PageContext, hall: HallSnapshot, found: Sequence[Briefing]) -> Mapping[int, str]:
    """Return notice → what it is about."""
    words, services = words_of(hall, found), all_services(hall)
    return {
        one.id: context.t(
            N_("Procedure of {service} changed"),
            service=context.pick(services[one.service].name) if one.service in services else one.service,
        )
        if one.service
        else words.get(one.id, ("—", ""))[0]
        for one in found
    }


@pages.page("/<hall>/briefings", may=May.SEE_BRIEFINGS, nav=Nav(N_("Mine"), N_("Notices to staff"), 3))
def briefings_page(context: PageContext) -> str:
    """List the notices, the newest first, and who has read them."""
    with context.look() as hall:
        found = latest(hall)
        told, names = titles(context, hall, found), readers_of(hall, found)
    return context.render(
        "briefings/briefings.html", found=found, titles=told, readers=names, me=context.actor.id,
        may_brief=context.may(May.BRIEF),
    )  # fmt: skip


@pages.page("/<hall>/briefings/new", may=May.BRIEF)
def new_briefing(context: PageContext) -> str:
    """Show the form for a notice."""
    return context.render("briefings/new_briefing.html")


@pages.form("/<hall>/briefings/new", may=May.BRIEF, again=new_briefing)
def brief_form(context: PageContext) -> Go:
    """Give staff a notice."""
    with context.work() as hall:
        number = brief(hall, title=context.given.get("title", ""), text=context.given.get("text", ""))
    return context.go(f"briefings/{number}", said="saved")


@pages.page("/<hall>/briefings/<int:which>", may=May.SEE_BRIEFINGS)
def briefing_page(context: PageContext, which: int) -> str:
    """Show a notice, to be confirmed by who reads it; and who has, to who leads."""
    with context.look() as hall:
        one = briefing_of(hall, which)
        title, text = titles(context, hall, [one])[one.id], text_of(hall, one)
        told, names = readers_of(hall, [one])[one.id], people.names(hall)
    return context.render(
        "briefings/briefing.html", one=one, title=title, text=text, readers=told, staff=names, me=context.actor.id,
        leads=context.may(May.SEE_BOARD), sees_procedures=context.may(May.SEE_PROCEDURES),
    )  # fmt: skip


def text_of(hall: HallSnapshot, one: Briefing) -> str:
    """Return what a notice says: of a procedure, the notice of that version."""
    if one.service is None:
        return words_of(hall, [one]).get(one.id, ("", ""))[1]
    return next((each.note for each in versions_of(hall, one.service) if each.version == one.version), "")


@pages.form("/<hall>/briefings/<int:which>", may=May.CONFIRM_BRIEFING, again=briefing_page)
def confirm_form(context: PageContext, which: int) -> Go:
    """Confirm that one has read it."""
    with context.work() as hall:
        confirm(hall, briefing=which)
    return context.go("briefings", said="saved")


@pages.todo(may=May.CONFIRM_BRIEFING)
def to_read(context: PageContext, hall: HallSnapshot) -> Iterable[Todo]:
    """Name what the reader has still to read."""
    found = unread_by(hall, context.actor.id)
    told = titles(context, hall, found)
    for one in found:
        yield Todo(
            what=context.t(N_("Read: {title}"), title=told[one.id]),
            due=one.read_by,
            to=context.path(f"briefings/{one.id}"),
            act=context.t("Read it"),
        )
