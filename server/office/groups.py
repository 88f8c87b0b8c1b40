"""Groups of services: what the kiosk shows first where a hall has many. They stand in the hall's own settings."""

from typing import Final

from server.floor.commands import settings as commands
from server.floor.events.settings import HallSet
from server.floor.hallfile import Group
from server.floor.reads.halls import all_services, hall_now, hall_text
from server.floor.refusals import UnknownGroup
from server.kernel.languages import N_
from server.office.fields import fits
from server.office.forms import Form
from server.office.pages import Nav, Pages
from server.office.settings import SETTING_UP, edited, saved
from server.office.visit import Go, Visit
from server.security.rights import May

pages: Final = Pages("groups")
fits(Group)


@pages.page("/<hall>/groups", may=May.SET_UP, nav=Nav(SETTING_UP, N_("Groups"), 25))
def groups_page(visit: Visit) -> str:
    """List the groups and what is in each, in the kiosk's order."""
    with visit.look() as hall:
        groups, services, before = hall_now(hall).settings.groups, all_services(hall).values(), hall_text(hall)
    rows = [(group, [one for one in services if one.group == group.code]) for group in groups]
    known = {group.code for group in groups}
    beside = [one for one in services if one.group not in known]
    moved = visit.asked.get("moved", "")
    return visit.render("office/groups.html", rows=rows, beside=beside, before=before, moved=moved)


@pages.form("/<hall>/groups", may=May.SET_UP, again=groups_page)
def move_group(visit: Visit) -> Go:
    """Move a group one place up or down; the hand stays on its button for the next place."""
    code, up = visit.given.get("code", ""), visit.given.get("to") == "up"
    with visit.work() as hall:
        commands.move_group(hall, code=code, by=-1 if up else 1, before=visit.given.get("before"))
    return Go(visit.path("groups", said="saved", moved=f"{code} {'up' if up else 'down'}"))


@pages.page("/<hall>/groups/new", may=May.SET_UP)
def new_group_page(visit: Visit) -> str:
    """Ask what a new group is."""
    return drawn(visit, Form(visit, Group), visit.t("New group"), "new")


@pages.form("/<hall>/groups/new", may=May.SET_UP, again=new_group_page)
def add_group(visit: Visit) -> Go:
    """Add a group."""
    wanted = Form(visit, Group).taken(Group)
    return saved(visit, "groups", lambda hall, before: commands.save_group(hall, wanted, new=True, before=before))


@pages.page("/<hall>/groups/<code>", may=May.SET_UP)
def group_page(visit: Visit, code: str) -> str:
    """Show a group."""
    with visit.look() as hall:
        present = next((one for one in hall_now(hall).settings.groups if one.code == code), None)
    if present is None:
        raise UnknownGroup(group=code)
    title, remove = visit.t("Group {name}", name=visit.pick(present.name)), visit.t("Remove this group")
    return drawn(visit, Form(visit, Group, present, leave_out=["code"]), title, code, remove)


@pages.form("/<hall>/groups/<code>", may=May.SET_UP, again=group_page)
def save_group(visit: Visit, code: str) -> Go:
    """Save a group's name, or remove it."""
    if "remove" in visit.given:
        with visit.work() as hall:
            commands.remove_group(hall, code=code, before=visit.given.get("before"))
        return visit.go("groups", said="removed")
    wanted = Form(visit, Group, leave_out=["code"]).taken(Group, code=code)
    return saved(visit, "groups", lambda hall, before: commands.save_group(hall, wanted, new=False, before=before))


def drawn(visit: Visit, form: Form, title: str, which: str, remove: str = "") -> str:
    """Draw a group's form; what it was made from is the hall's settings as a whole."""
    with visit.look() as hall:
        before = hall_text(hall)
    path = visit.path(f"groups/{which}")
    return edited(visit, form, title=title, before=before, event=HallSet, save=path, remove=remove)
