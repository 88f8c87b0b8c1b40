"""Holidays: with their names, whole or half days, once or every year. They stand in the hall's own settings."""

from datetime import date
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from server.floor.commands import settings as commands
from server.floor.events.settings import HallSet
from server.floor.hallfile import Holiday, Words, spans
from server.floor.reads.halls import hall_now, hall_text
from server.floor.typed_hours import written
from server.kernel.languages import N_
from server.kernel.refusals import Missing
from server.office.context import Go, PageContext
from server.office.fields import fits
from server.office.forms import Form
from server.office.pages import Nav, Pages
from server.office.settings import SETTING_UP, edited, saved
from server.security.rights import May
from server.security.serving import fitted

pages: Final = Pages("holidays")


class UnknownHoliday(Missing):
    """No holiday begins on this day."""

    says = N_("No holiday begins on {day}.")


def typed(text: str) -> str:
    """Return hours as they are kept, however they were typed."""
    return ", ".join(spans(written(text)))


class HolidayIn(BaseModel):
    """A holiday as it is entered."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Words = Field(description=N_("as customers read it"))
    first: date = Field(description=N_("the day, or the first of several"))
    last: date | None = Field(default=None, description=N_("where there are several"))
    hours: Annotated[str, AfterValidator(typed)] = Field(
        default="", description=N_("a half day: of the usual hours only these, for instance 9-12; empty: closed")
    )
    every_year: bool = Field(default=False, description=N_("on the same days each year from then on"))


fits(HolidayIn)


@pages.page("/<hall>/holidays", may=May.SET_UP, nav=Nav(SETTING_UP, N_("Holidays"), 15))
def holidays_page(context: PageContext) -> str:
    """List the holidays, those to come first, and days that are closed without a name."""
    with context.look() as hall:
        settings, text = hall_now(hall).settings, hall_text(hall)
    today = context.local(context.now).date()
    coming = [one for one in settings.holidays if one.every_year or (one.last or one.first) >= today]
    past = [one for one in settings.holidays if one not in coming]
    return context.render(
        "office/holidays.html", ahead=coming, past=past[::-1], unnamed=sorted(settings.closed_on), before=text
    )


@pages.page("/<hall>/holidays/new", may=May.SET_UP)
def new_holiday_page(context: PageContext) -> str:
    """Ask what a new holiday is."""
    return drawn(context, Form(context, HolidayIn), context.t("New holiday"), "new")


@pages.form("/<hall>/holidays/new", may=May.SET_UP, again=new_holiday_page)
def add_holiday(context: PageContext) -> Go:
    """Add a holiday."""
    wanted = taken(context)
    return saved(
        context, "holidays", lambda hall, before: commands.save_holiday(hall, wanted, instead_of=None, before=before)
    )


@pages.page("/<hall>/holidays/<day>", may=May.SET_UP)
def holiday_page(context: PageContext, day: str) -> str:
    """Show a holiday."""
    with context.look() as hall:
        found = next((one for one in hall_now(hall).settings.holidays if one.first.isoformat() == day), None)
    if found is None:
        raise UnknownHoliday(day=day)
    entered = found.model_dump() | {"hours": ", ".join(found.hours)}
    present = HolidayIn.model_construct(**entered)
    return drawn(
        context, Form(context, HolidayIn, present), context.pick(found.name), day, context.t("Remove this holiday")
    )


@pages.form("/<hall>/holidays/<day>", may=May.SET_UP, again=holiday_page)
def save_holiday(context: PageContext, day: str) -> Go:
    """Save a holiday, or remove it."""
    try:
        first = date.fromisoformat(day)
    except ValueError:
        raise UnknownHoliday(day=day) from None
    if "remove" in context.given:
        with context.work() as hall:
            commands.remove_holiday(hall, first=first, before=context.given.get("before"))
        return context.go("holidays", said="removed")
    wanted = taken(context)
    return saved(
        context, "holidays", lambda hall, before: commands.save_holiday(hall, wanted, instead_of=first, before=before)
    )


def taken(context: PageContext) -> Holiday:
    """Return the holiday that was entered; refuse what fits none."""
    entered = Form(context, HolidayIn).taken(HolidayIn).model_dump()
    hours = [span for span in entered.pop("hours").split(", ") if span]
    found: Holiday = fitted(Holiday.model_validate, {**entered, "hours": hours})
    return found


def drawn(context: PageContext, form: Form, title: str, which: str, remove: str = "") -> str:
    """Draw a holiday's form; what it was made from is the hall's settings as a whole."""
    with context.look() as hall:
        before = hall_text(hall)
    path = context.path(f"holidays/{which}")
    return edited(context, form, title=title, before=before, event=HallSet, save=path, remove=remove)
