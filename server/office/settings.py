"""Setting a hall up: its own settings, services, counters, notices; an edit on an old version overwrites nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final
from zoneinfo import available_timezones

from pydantic import BaseModel, ValidationError

from server.floor.commands import settings as commands
from server.floor.events.settings import CounterSet, HallSet, ServiceSet
from server.floor.hallfile import Counter, Hall, HallOnly, Service
from server.floor.reads.halls import (
    all_counters,
    all_services,
    counter_of,
    counter_texts,
    hall_now,
    hall_text,
    service_of,
    service_texts,
)
from server.floor.refusals import ChangedMeanwhile
from server.kernel.languages import N_
from server.office.context import Go, PageContext
from server.office.fields import fits
from server.office.form_parts import Merged
from server.office.forms import Form
from server.office.other_languages import is_repeated
from server.office.pages import Nav, Pages
from server.security import reads as people
from server.security.rights import May
from server.security.serving import fitted
from server.store.events import Event
from server.store.hall import UnitOfWork
from server.store.journal import last_of

pages: Final = Pages("settings")
SETTING_UP: Final = N_("Setting up")
HALL_LEFT_OUT: Final = ("code", "demo", "services", "counters", "notices", "groups", "classes", "holidays", "closed_on")
NO_NOTICE: Final = tuple(name for name in Hall.model_fields if name != "notices")
fits(Hall, HALL_LEFT_OUT)
fits(Hall, NO_NOTICE)
FROM_PROCEDURE: Final = ("bring", "fee", "takes")  # what the service's procedure says, where it has one
fits(Service, ("procedure",))
fits(Counter, choices=("services", "primary"))


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What somebody else saved since a form was opened."""

    who: str
    when: str
    merged: Merged


@pages.page("/<hall>/hall", may=May.SET_UP, nav=Nav(SETTING_UP, N_("Hall"), 10))
def hall_page(context: PageContext) -> str:
    """Show the hall's own settings."""
    with context.look() as hall:
        present, text = hall_now(hall).settings, hall_text(hall)
    form = Form(context, Hall, present, leave_out=HALL_LEFT_OUT)
    return edited(context, form, title=context.t("Hall"), before=text, event=HallSet, save=context.path("hall"))


@pages.form("/<hall>/hall", may=May.SET_UP, again=hall_page)
def save_hall(context: PageContext) -> Go:
    """Save the hall's own settings."""
    present = context.settings
    kept = present.model_dump(include=set(HALL_LEFT_OUT)) if present else {}
    wanted = Form(context, Hall, leave_out=HALL_LEFT_OUT).taken(HallOnly, **kept)
    return saved(context, "hall", lambda hall, before: commands.save_hall(hall, wanted, before=before))


@pages.page("/<hall>/notices", may=May.SET_UP, nav=Nav(SETTING_UP, N_("Notices"), 40))
def notices_page(context: PageContext) -> str:
    """Show what the hall display tells everyone."""
    with context.look() as hall:
        present, text = hall_now(hall).settings, hall_text(hall)
    form = Form(context, Hall, present, leave_out=NO_NOTICE)
    return edited(context, form, title=context.t("Notices"), before=text, event=HallSet, save=context.path("notices"))


@pages.form("/<hall>/notices", may=May.SET_UP, again=notices_page)
def save_notices(context: PageContext) -> Go:
    """Save the notices; the rest of the settings stays as it was when they were opened."""
    opened = fitted(HallOnly.model_validate_json, context.given.get("before", ""))
    kept = opened.model_dump(exclude={"notices"})
    wanted = Form(context, Hall, leave_out=NO_NOTICE).taken(HallOnly, **kept)
    return saved(context, "notices", lambda hall, before: commands.save_hall(hall, wanted, before=before))


@pages.page("/<hall>/services", may=May.SET_UP, nav=Nav(SETTING_UP, N_("Services"), 20))
def services_page(context: PageContext) -> str:
    """List the services."""
    with context.look() as hall:
        services, counters = all_services(hall), all_counters(hall)
    served = {
        code: ", ".join(one.code for one in counters.values() if code in one.settings.services) for code in services
    }
    groups = {one.code: one for one in context.settings.groups} if context.settings else {}
    english = context.settings is not None and "en" in context.settings.languages
    repeated = {one.code for one in services.values() if english and (is_repeated(one.name) or is_repeated(one.about))}
    return context.render(
        "office/services.html", services=services.values(), served=served, repeated=repeated, groups=groups
    )


@pages.page("/<hall>/services/new", may=May.SET_UP)
def new_service_page(context: PageContext) -> str:
    """Ask what a new service is."""
    form = service_form(context)
    return edited(
        context, form, title=context.t("New service"), before=None, event=None, save=context.path("services/new")
    )


@pages.form("/<hall>/services/new", may=May.SET_UP, again=new_service_page)
def add_service(context: PageContext) -> Go:
    """Add a service."""
    wanted = service_form(context).taken(Service)
    with context.work() as hall:
        commands.save_service(hall, wanted, before=None)
    return context.go("services", said="saved")


@pages.page("/<hall>/services/<code>", may=May.SET_UP)
def service_page(context: PageContext, code: str) -> str:
    """Show a service's settings."""
    with context.look() as hall:
        present, text = service_of(hall, code), service_texts(hall)[code]
    form = service_form(context, present, leave_out=["code", *of_procedure(present)])
    title = context.t("Service {code}", code=code)
    return edited(
        context, form, title=title, before=text, event=ServiceSet, code=code,
        save=context.path(f"services/{code}"), remove=context.t("Remove this service"),
    )  # fmt: skip


@pages.form("/<hall>/services/<code>", may=May.SET_UP, again=service_page)
def save_service(context: PageContext, code: str) -> Go:
    """Save a service, or remove it."""
    if "remove" in context.given:
        with context.work() as hall:
            commands.remove_service(hall, code=code, before=context.given.get("before"))
        return context.go("services", said="removed")
    with context.look() as now:
        present = service_of(now, code)
    of = of_procedure(present)
    kept = {name: getattr(present, name) for name in (*of, "procedure")}
    wanted = service_form(context, leave_out=["code", *of]).taken(Service, code=code, **kept)
    return saved(context, "services", lambda hall, before: commands.save_service(hall, wanted, before=before))


@pages.page("/<hall>/counters", may=May.SET_UP, nav=Nav(SETTING_UP, N_("Counters"), 30))
def counters_page(context: PageContext) -> str:
    """List the counters."""
    with context.look() as hall:
        counters, names = all_counters(hall), people.names(hall)
    return context.render("office/counters.html", counters=counters.values(), people=names)


@pages.page("/<hall>/counters/new", may=May.SET_UP)
def new_counter_page(context: PageContext) -> str:
    """Ask what a new counter is."""
    form = counter_form(context)
    return edited(
        context, form, title=context.t("New counter"), before=None, event=None, save=context.path("counters/new")
    )


@pages.form("/<hall>/counters/new", may=May.SET_UP, again=new_counter_page)
def add_counter(context: PageContext) -> Go:
    """Add a counter."""
    wanted = counter_form(context).taken(Counter)
    with context.work() as hall:
        commands.save_counter(hall, wanted, before=None)
    return context.go("counters", said="saved")


@pages.page("/<hall>/counters/<code>", may=May.SET_UP)
def counter_page(context: PageContext, code: str) -> str:
    """Show a counter's settings."""
    with context.look() as hall:
        present, text = counter_of(hall, code).own, counter_texts(hall)[code]
    form = counter_form(context, present, leave_out=["code"])
    return edited(
        context, form, title=context.t("Counter {code}", code=code), before=text, event=CounterSet,
        code=code, save=context.path(f"counters/{code}"), remove=context.t("Remove this counter"),
    )  # fmt: skip


@pages.form("/<hall>/counters/<code>", may=May.SET_UP, again=counter_page)
def save_counter(context: PageContext, code: str) -> Go:
    """Save a counter, or remove it."""
    if "remove" in context.given:
        with context.work() as hall:
            commands.remove_counter(hall, code=code, before=context.given.get("before"))
        return context.go("counters", said="removed")
    wanted = counter_form(context, leave_out=["code"]).taken(Counter, code=code)
    return saved(context, "counters", lambda hall, before: commands.save_counter(hall, wanted, before=before))


def of_procedure(service: Service) -> Sequence[str]:
    """Return the fields of a service that its procedure says, and its form does not ask."""
    return FROM_PROCEDURE if service.procedure is not None else ()


def service_form(
    context: PageContext, present: Service | None = None, leave_out: tuple[str, ...] | list[str] = ()
) -> Form:
    """Return a service's form; its group is one of the hall's."""
    groups = context.settings.groups if context.settings else []
    leave_out = [*leave_out, "procedure"]
    if not groups:
        return Form(context, Service, present, [*leave_out, "group"])
    none = ("", context.t("none: beside the groups"))
    return Form(
        context, Service, present, leave_out, {"group": [none, *((one.code, context.pick(one.name)) for one in groups)]}
    )


def counter_form(
    context: PageContext, present: Counter | None = None, leave_out: tuple[str, ...] | list[str] = ()
) -> Form:
    """Return a counter's form; its services are those of the hall."""
    with context.look() as hall:
        services = [(one.code, f"{one.code} {context.pick(one.name)}") for one in all_services(hall).values()]
    return Form(context, Counter, present, leave_out, {"services": services, "primary": services})


def saved(context: PageContext, back: str, save: Callable[[UnitOfWork, str | None], bool]) -> Go:
    """Save what was entered on the version that the reader saw."""
    with context.work() as hall:
        different = save(hall, context.given.get("before"))
    return context.go(back, said="saved" if different else "same")


def edited(
    context: PageContext, form: Form, *, title: str, before: str | None, event: type[Event] | None, save: str,
    code: str | None = None, remove: str = "", holding: str = "",
) -> str:  # fmt: skip
    """Draw a form; where somebody else was faster, beside it what they saved."""
    meanwhile = None
    if isinstance(context.refusal, ChangedMeanwhile) and event is not None:
        meanwhile = what_changed(context, form, event, holding or commands.holding(code))
    return context.render(
        "office/edit.html",
        form=form,
        title=title,
        before=before,
        save=save,
        remove=remove,
        meanwhile=meanwhile,
        zones=sorted(available_timezones()) if form.model is Hall and "timezone" not in form.leave_out else [],
    )


def what_changed(context: PageContext, form: Form, event: type[Event], holding: str) -> Meanwhile:
    """Take what others saved into the form where the reader changed nothing; return what both changed."""
    with context.look() as hall:
        last = last_of(hall.connection, hall.id, event.__name__, holding)
        names = people.names(hall)
    actor = last.actor if last else ""
    who = (
        names.get(int(actor.removeprefix("staff:")), "")
        if actor.startswith("staff:")
        else context.t("The configuration")
    )
    model: type[BaseModel] = HallOnly if form.model is Hall else form.model
    try:
        opened = model.model_validate_json(context.given.get("before", ""))
    except ValidationError:
        opened = None  # what a form of ours never sends
    return Meanwhile(who, context.moment(last.at if last else None), form.merge(opened))
