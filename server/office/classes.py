"""Priority classes: whom the hall calls earlier, by how much, and where they say so. They stand in its own settings."""

from typing import Final

from server.floor.commands import settings as commands
from server.floor.events.settings import HallSet
from server.floor.hallfile import PriorityClass
from server.floor.reads.halls import hall_now, hall_text
from server.floor.refusals import UnknownClass
from server.kernel.languages import N_
from server.office.context import Go, PageContext
from server.office.fields import fits
from server.office.forms import Form
from server.office.pages import Nav, Pages
from server.office.settings import SETTING_UP, edited, saved
from server.security.rights import May

pages: Final = Pages("classes")
fits(PriorityClass)


@pages.page("/<hall>/classes", may=May.SET_UP, nav=Nav(SETTING_UP, N_("Priority"), 27))
def classes_page(context: PageContext) -> str:
    """List the classes, the one first that is meant where somebody is just “with priority”."""
    with context.look() as hall:
        classes, before = hall_now(hall).settings.classes, hall_text(hall)
    return context.render("office/classes.html", classes=classes, before=before, moved=context.asked.get("moved", ""))


@pages.form("/<hall>/classes", may=May.SET_UP, again=classes_page)
def move_class(context: PageContext) -> Go:
    """Move a class one place up or down; the hand stays on its button for the next place."""
    code, up = context.given.get("code", ""), context.given.get("to") == "up"
    with context.work() as hall:
        commands.move_class(hall, code=code, by=-1 if up else 1, before=context.given.get("before"))
    return Go(context.path("classes", said="saved", moved=f"{code} {'up' if up else 'down'}"))


@pages.page("/<hall>/classes/new", may=May.SET_UP)
def new_class_page(context: PageContext) -> str:
    """Ask what a new class is."""
    return drawn(context, Form(context, PriorityClass), context.t("New priority class"), "new")


@pages.form("/<hall>/classes/new", may=May.SET_UP, again=new_class_page)
def add_class(context: PageContext) -> Go:
    """Add a class."""
    wanted = Form(context, PriorityClass).taken(PriorityClass)
    return saved(context, "classes", lambda hall, before: commands.save_class(hall, wanted, new=True, before=before))


@pages.page("/<hall>/classes/<code>", may=May.SET_UP)
def class_page(context: PageContext, code: str) -> str:
    """Show a class."""
    with context.look() as hall:
        present = next((one for one in hall_now(hall).settings.classes if one.code == code), None)
    if present is None:
        raise UnknownClass(name=code)
    form = Form(context, PriorityClass, present, leave_out=["code"])
    return drawn(context, form, context.pick(present.name), code, context.t("Remove this priority class"))


@pages.form("/<hall>/classes/<code>", may=May.SET_UP, again=class_page)
def save_class(context: PageContext, code: str) -> Go:
    """Save a class, or remove it."""
    if "remove" in context.given:
        with context.work() as hall:
            commands.remove_class(hall, code=code, before=context.given.get("before"))
        return context.go("classes", said="removed")
    wanted = Form(context, PriorityClass, leave_out=["code"]).taken(PriorityClass, code=code)
    return saved(context, "classes", lambda hall, before: commands.save_class(hall, wanted, new=False, before=before))


def drawn(context: PageContext, form: Form, title: str, which: str, remove: str = "") -> str:
    """Draw a class's form; what it was made from is the hall's settings as a whole."""
    with context.look() as hall:
        before = hall_text(hall)
    path = context.path(f"classes/{which}")
    return edited(context, form, title=title, before=before, event=HallSet, save=path, remove=remove)
