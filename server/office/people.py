"""Who works here: add, role and halls, one-time password, deactivate. Names stand in no journal."""

from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from server.floor.commands.settings import text_of
from server.floor.refusals import ChangedMeanwhile
from server.kernel import patterns
from server.kernel.languages import N_
from server.office.forms import Form
from server.office.once import once, shown_once
from server.office.pages import Nav, Pages
from server.office.visit import Go, Visit
from server.security import commands, reads
from server.security.cookies import afterwards
from server.security.off_hub import off_hub
from server.security.passwords import hashed, one_time_password
from server.security.refusals import UnknownPerson
from server.security.rights import May, Role
from server.security.setting_up import folded
from server.store.directory import all_halls
from server.store.hall import HEAD, HallSight

pages: Final = Pages("people")
ORDER: Final = list(reversed(Role))  # whoever may most first
Name = Annotated[str, Field(min_length=1, max_length=60, description=N_("as colleagues and customers read it"))]


class Employed(BaseModel):
    """What can be changed of a person."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Name
    role: Role = Field(
        default=Role.CLERK,
        description=N_(
            "what they may do: clerks serve, supervisors lead the floor, managers read reports,"
            " auditors read everything, administrators set up"
        ),
    )
    halls: list[str] = Field(min_length=1, description=N_("where they work"))


class NewPerson(Employed):
    """A person who begins."""

    username: str = Field(pattern=patterns.USER_NAME, description=N_("to sign in: small letters, digits, . _ -"))


@pages.page("/<hall>/people", may=May.SET_UP, nav=Nav(N_("Setting up"), N_("Staff"), 50))
def people_page(visit: Visit) -> str:
    """List who works in the reader's halls."""
    people = sorted(mine(visit), key=lambda one: (ORDER.index(one.role), one.username))
    return visit.render("office/people.html", people=people, codes={n: c for c, n in halls_of(visit).items()})


@pages.page("/<hall>/people/new", may=May.SET_UP)
def new_page(visit: Visit) -> str:
    """Ask who begins."""
    form = person_form(visit, NewPerson)
    return visit.render("office/person.html", form=form, person=None, before="", changed=None)


@pages.form("/<hall>/people/new", may=May.SET_UP, again=new_page)
def add(visit: Visit) -> Go:
    """Add a person; the next page shows their one-time password."""
    wanted = person_form(visit, NewPerson).taken(NewPerson)
    halls, password = numbers(visit, wanted.halls), one_time_password()
    kept = off_hub(hashed, password)
    with visit.work(HEAD) as head:
        staff = commands.add_staff(
            head, role=wanted.role, halls=halls, name=wanted.name, username=folded(wanted.username),
            password_hash=kept, one_time=True,
        )  # fmt: skip
    return shown_once(visit, visit.path(f"people/{staff}/password"), password=password)


@pages.page("/<hall>/people/<int:staff>", may=May.SET_UP)
def person_page(visit: Visit, staff: int) -> str:
    """Show a person."""
    person = one_of_mine(visit, staff)
    present = employed(visit, person)
    form = person_form(visit, Employed, present)
    changed = form.merge(opened(visit)) if isinstance(visit.refusal, ChangedMeanwhile) else None
    return visit.render("office/person.html", form=form, person=person, before=text_of(present), changed=changed)


@pages.form("/<hall>/people/<int:staff>", may=May.SET_UP, again=person_page)
def save(visit: Visit, staff: int) -> Go:
    """Save a person's name, role and halls."""
    one_of_mine(visit, staff)
    wanted = person_form(visit, Employed).taken(Employed)
    halls = numbers(visit, wanted.halls)
    with visit.work(HEAD) as head:
        was = commands.known(head, staff)
        if visit.given.get("before") != text_of(employed(visit, was)):
            raise ChangedMeanwhile
        kept = tuple(sorted({*halls, *(set(was.halls) - set(halls_of(visit).values()))}))  # halls of others stay
        if wanted.name != was.name:
            commands.rename_staff(head, staff=staff, name=wanted.name)
        if (wanted.role, kept) != (was.role, was.halls):
            commands.change_staff(head, staff=staff, role=wanted.role, halls=kept)
    afterwards(visit.gate.forget_all)
    return visit.go("people", said="saved")


@pages.form("/<hall>/people/<int:staff>/password", may=May.SET_UP, again=person_page)
def give_password(visit: Visit, staff: int) -> Go:
    """Give a person a one-time password; the next page shows it."""
    one_of_mine(visit, staff)
    password = one_time_password()
    kept = off_hub(hashed, password)
    with visit.work(HEAD) as head:
        commands.give_password(head, staff=staff, password_hash=kept)
    afterwards(visit.gate.forget_all)
    return shown_once(visit, visit.path(f"people/{staff}/password"), password=password)


@pages.page("/<hall>/people/<int:staff>/password", may=May.SET_UP)
def password_page(visit: Visit, staff: int) -> str:
    """Show a person's one-time password, once."""
    person = one_of_mine(visit, staff)
    return visit.render("office/password.html", person=person, password=once(visit).get("password"))


@pages.form("/<hall>/people/<int:staff>/remove", may=May.SET_UP, again=person_page)
def remove(visit: Visit, staff: int) -> Go:
    """Have a person leave."""
    one_of_mine(visit, staff)
    with visit.work(HEAD) as head:
        commands.remove_staff(head, staff=staff)
    afterwards(visit.gate.forget_all)
    return visit.go("people", said="removed")


def person_form(visit: Visit, model: type[Employed], present: Employed | None = None) -> Form:
    """Return a person's form; the halls are those of the reader."""
    codes = [(code, code) for code in halls_of(visit)]
    return Form(visit, model, present or start_of(visit, model), choices={"halls": codes})


def start_of(visit: Visit, model: type[Employed]) -> Employed:
    """Return what a new person's form begins with: the present hall."""
    values: dict[str, Any] = {"name": "", "username": "", "role": Role.CLERK, "halls": [visit.hall_code]}
    return model.model_construct(**values)


def employed(visit: Visit, person: reads.Member) -> Employed:
    """Return what can be changed of a person, with the halls that the reader knows."""
    halls = [code for code, number in halls_of(visit).items() if number in person.halls]
    return Employed.model_construct(name=person.name, role=person.role, halls=halls)


def opened(visit: Visit) -> Employed | None:
    """Return what the reader's form began with; none where no form of ours sent it."""
    try:
        return Employed.model_validate_json(visit.given.get("before", ""))
    except ValidationError:
        return None


def numbers(visit: Visit, codes: list[str]) -> tuple[int, ...]:
    """Return the numbers of halls; those that are not the reader's are left out."""
    known = halls_of(visit)
    return tuple(sorted(known[code] for code in codes if code in known))


def halls_of(visit: Visit) -> dict[str, int]:
    """Return code → number of the reader's halls."""
    with visit.look(HEAD) as head:
        return {code: number for code, number in all_halls(head).items() if visit.actor.of(number)}


def mine(visit: Visit) -> list[reads.Colleague]:
    """Return the people of the reader's halls, and those of none."""
    with visit.look(HEAD) as head:
        return [one for one in reads.colleagues(head) if not one.halls or any(map(visit.actor.of, one.halls))]


def one_of_mine(visit: Visit, staff: int) -> reads.Colleague:
    """Return a person of the reader's halls; nobody else is known to them."""
    found = next((one for one in mine(visit) if one.id == staff), None)
    if found is None:
        raise UnknownPerson
    return found


def has_clerk(head: HallSight, hall: int) -> bool:
    """Return whether somebody may serve in a hall."""
    return any(one.role in {Role.CLERK, Role.SUPERVISOR} and hall in one.halls for one in reads.colleagues(head))
