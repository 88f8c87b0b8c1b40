"""Groups of services: what the kiosk shows first where a hall has many. They stand in the hall's own settings."""

from typing import Final

from server.floor.commands import settings as commands
from server.floor.events.settings import HallSet
from server.floor.hallfile import Group
from server.floor.reads.halls import all_services, hall_now, hall_text
from server.floor.refusals import UnknownGroup
from server.kernel.languages import N_
from server.office.context import Go, PageContext
from server.office.fields import fits
from server.office.forms import Form
from server.office.pages import Nav, Pages
from server.office.settings import SETTING_UP, edited, saved
from server.security.rights import May

pages: Final = Pages("groups")
fits(Group)


@pages.page("/<hall>/groups", may=May.SET_UP, nav=Nav(SETTING_UP, N_("Groups"), 25))
def groups_page(context: PageContext) -> str:
    """List the groups and what is in each, in the kiosk's order."""
    with context.look() as hall:
        groups, services, before = hall_now(hall).settings.groups, all_services(hall).values(), hall_text(hall)
    rows = [(group, [one for one in services if one.group == group.code]) for group in groups]
    known = {group.code for group in groups}
    beside = [one for one in services if one.group not in known]
    moved = context.asked.get("moved", "")
    return context.render("office/groups.html", rows=rows, beside=beside, before=before, moved=moved)


@pages.form("/<hall>/groups", may=May.SET_UP, again=groups_page)
def move_group(context: PageContext) -> Go:
    """Move a group one place up or down; the hand stays on its button for the next place."""
    code, up = context.given.get("code", ""), context.given.get("to") == "up"
    with context.work() as hall:
        commands.move_group(hall, code=code, by=-1 if up else 1, before=context.given.get("before"))
    return Go(context.path("groups", said="saved", moved=f"{code} {'up' if up else 'down'}"))


@pages.page("/<hall>/groups/new", may=May.SET_UP)
def new_group_page(context: PageContext) -> str:
    """Ask what a new group is."""
    return drawn(context, Form(context, Group), context.t("New group"), "new")


@pages.form("/<hall>/groups/new", may=May.SET_UP, again=new_group_page)
def add_group(context: PageContext) -> Go:
    """Add a group."""
    wanted = Form(context, Group).taken(Group)
    return saved(context, "groups", lambda hall, before: commands.save_group(hall, wanted, new=True, before=before))


@pages.page("/<hall>/groups/<code>", may=May.SET_UP)
def group_page(context: PageContext, code: str) -> str:
    """Show a group."""
    with context.look() as hall:
        present = next((one for one in hall_now(hall).settings.groups if one.code == code), None)
    if present is None:
        raise UnknownGroup(group=code)
    title, remove = context.t("Group {name}", name=context.pick(present.name)), context.t("Remove this group")
    return drawn(context, Form(context, Group, present, leave_out=["code"]), title, code, remove)


@pages.form("/<hall>/groups/<code>", may=May.SET_UP, again=group_page)
def save_group(context: PageContext, code: str) -> Go:
    """Save a group's name, or remove it."""
    if "remove" in context.given:
        with context.work() as hall:
            commands.remove_group(hall, code=code, before=context.given.get("before"))
        return context.go("groups", said="removed")
    wanted = Form(context, Group, leave_out=["code"]).taken(Group, code=code)
    return saved(context, "groups", lambda hall, before: commands.save_group(hall, wanted, new=False, before=before))


def drawn(context: PageContext, form: Form, title: str, which: str, remove: str = "") -> str:
    """Draw a group's form; what it was made from is the hall's settings as a whole."""
    with context.look() as hall:
        before = hall_text(hall)
    path = context.path(f"groups/{which}")
    return edited(context, form, title=title, before=before, event=HallSet, save=path, remove=remove)
