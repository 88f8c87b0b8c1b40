"""Who works here: add, role and halls, one-time password, deactivate. Names stand in no journal."""

from collections.abc import Mapping
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from server.floor.commands.settings import text_of
from server.floor.reads.halls import all_counters, halls_set_up
from server.floor.reads.tickets import ticket_of
from server.floor.refusals import ChangedMeanwhile
from server.kernel import patterns
from server.kernel.languages import N_
from server.office.fields import fits
from server.office.forms import Form
from server.office.labels import CHOICES
from server.office.once import once, shown_once
from server.office.pages import Nav, Pages
from server.office.visit import Go, Visit
from server.security import commands, reads, suspension
from server.security.cookies import afterwards
from server.security.events import StaffChanged
from server.security.off_hub import off_hub
from server.security.passwords import hashed, one_time_password
from server.security.posts import Others, Posts, posts_of
from server.security.refusals import UnknownPerson
from server.security.rights import May, Role
from server.security.setting_up import folded
from server.security.signed_in import SignedIn, end_all_of, sign_ins
from server.security.watch import Happening, tell
from server.store.directory import all_halls
from server.store.hall import HEAD, HallSnapshot

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
            "what they may do in this hall: clerks serve, supervisors lead the floor, managers read reports,"
            " auditors read everything, administrators set up"
        ),
    )
    halls: list[str] = Field(
        min_length=1,
        description=N_(
            "where they work; in a hall added here they begin with this role, and each hall's page changes its own"
        ),
    )


class NewPerson(Employed):
    """A person who begins."""

    username: str = Field(pattern=patterns.USER_NAME, description=N_("to sign in: small letters, digits, . _ -"))


fits(NewPerson, choices=("halls",))


@pages.page("/<hall>/people", may=May.SET_UP, nav=Nav(N_("Setting up"), N_("Staff"), 50))
def people_page(visit: Visit) -> str:
    """List who works in the halls that the reader administers."""
    people = sorted(mine(visit), key=lambda one: (ORDER.index(one.posts.get(visit.hall, one.role)), one.username))
    roles = {one.id: roles_said(visit, one.posts) for one in people}
    with visit.look(HEAD) as head:
        away = reads.suspended(head)
    return visit.render("office/people.html", people=people, roles=roles, away=away)


@pages.page("/<hall>/people/new", may=May.SET_UP)
def new_page(visit: Visit) -> str:
    """Ask who begins."""
    form = person_form(visit, NewPerson)
    return visit.render("office/person.html", form=form, person=None, before="", changed=None)


@pages.form("/<hall>/people/new", may=May.SET_UP, again=new_page)
def add(visit: Visit) -> Go:
    """Add a person; the next page shows their one-time password."""
    wanted = person_form(visit, NewPerson).taken(NewPerson)
    posts, password = dict.fromkeys(numbers(visit, wanted.halls), wanted.role), one_time_password()
    kept = off_hub(hashed, password)
    with visit.work(HEAD) as head:
        staff = commands.add_staff(
            head, posts=posts, name=wanted.name, username=folded(wanted.username),
            password_hash=kept, one_time=True,
        )  # fmt: skip
    return shown_once(visit, visit.path(f"people/{staff}/password"), password=password)


@pages.page("/<hall>/people/<int:staff>", may=May.SET_UP)
def person_page(visit: Visit, staff: int) -> str:
    """Show a person as they are in this hall; of who works in halls of others too, only this hall's role is open."""
    person = one_of_mine(visit, staff)
    present = employed(visit, person)
    form = person_form(visit, Employed, present, whole=in_my_hands(visit, person))
    changed = form.merge(opened(visit)) if isinstance(visit.refusal, ChangedMeanwhile) else None
    return visit.render(
        "office/person.html",
        form=form,
        person=person,
        before=text_of(present),
        changed=changed,
        in_my_hands=in_my_hands(visit, person),
        alone=len(person.posts) < 2,
        suspended=is_suspended(visit, staff),
        sits=sits_at(visit, person),
        here=visit.hall in person.posts,
        signed_in=signed_in_of(visit, staff),
        email=email_of(visit, staff),
    )


def email_of(visit: Visit, staff: int) -> str | None:
    """Return where notices reach a person."""
    with visit.look(HEAD) as head:
        return reads.email_of(head, staff)


def signed_in_of(visit: Visit, staff: int) -> list[SignedIn]:
    """Return a person's sign-ins."""
    with visit.look(HEAD) as head:
        return sign_ins(head, staff)


@pages.form("/<hall>/people/<int:staff>/end", may=May.SET_UP, again=person_page)
def end_sign_ins(visit: Visit, staff: int) -> Go:
    """End all sign-ins of a person."""
    one_of_mine(visit, staff)
    with visit.work(HEAD) as head:
        end_all_of(head, staff=staff)
    afterwards(visit.gate.forget_all)
    tell(Happening.SIGN_INS_ENDED, staff=staff, actor=visit.actor.name)
    return visit.go(f"people/{staff}", said="ended")


@pages.form("/<hall>/people/<int:staff>", may=May.SET_UP, again=person_page)
def save(visit: Visit, staff: int) -> Go:
    """Save a person's name, their role in this hall, and where they work."""
    person = one_of_mine(visit, staff)
    present, whole = employed(visit, person), in_my_hands(visit, person)
    fixed = {} if whole else {"name": person.name, "halls": list(present.halls)}
    wanted = person_form(visit, Employed, present, whole=whole).taken(Employed, **fixed)
    with visit.work(HEAD) as head:
        was = commands.known(head, staff)
        if visit.given.get("before") != text_of(employed(visit, was)):
            raise ChangedMeanwhile
        if wanted.name != was.name:
            commands.rename_staff(head, staff=staff, name=wanted.name)
        posts = posts_wanted(visit, was, wanted)
        if posts != was.posts:
            commands.change_staff(head, staff=staff, posts=posts)
    afterwards(visit.gate.forget_all)
    return visit.go("people", said="saved")


def posts_wanted(visit: Visit, was: reads.Member, wanted: Employed) -> dict[int, Role]:
    """Return the roles that a form asks for: here the one chosen, elsewhere as before, in new halls the same."""
    mine_too = halls_of(visit)
    halls = set(numbers(visit, wanted.halls)) | {hall for hall in was.posts if hall not in mine_too.values()}
    return {hall: wanted.role if hall == visit.hall else was.posts.get(hall, wanted.role) for hall in sorted(halls)}


@pages.form("/<hall>/people/<int:staff>/out", may=May.SET_UP, again=person_page)
def out_of_here(visit: Visit, staff: int) -> Go:
    """Have a person work in this hall no more; what they are elsewhere stays."""
    person = one_of_mine(visit, staff)
    if visit.hall not in person.posts:
        raise UnknownPerson
    with visit.work(HEAD) as head:
        was = commands.known(head, staff).posts
        commands.change_staff(head, staff=staff, posts={hall: role for hall, role in was.items() if hall != visit.hall})
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


@pages.form("/<hall>/people/<int:staff>/suspend", may=May.SET_UP, again=person_page)
def suspend(visit: Visit, staff: int) -> Go:
    """Have a person act no more for now, or again."""
    one_of_mine(visit, staff)
    with visit.work(HEAD) as head:
        if visit.given.get("back"):
            suspension.reinstate_staff(head, staff=staff)
        else:
            suspension.suspend_staff(head, staff=staff)
    afterwards(visit.gate.forget_all)
    return visit.go(f"people/{staff}", said="saved")


def is_suspended(visit: Visit, staff: int) -> bool:
    """Return whether a person may not act for now."""
    with visit.look(HEAD) as head:
        return staff in reads.suspended(head)


def sits_at(visit: Visit, person: reads.Member) -> list[tuple[str, str, str]]:
    """Return (hall, counter, number) of where a person sits now and whom they have there, in halls of the reader."""
    found = []
    for code, number in halls_of(visit).items():
        if number not in person.posts:
            continue
        with visit.look(number) as hall:
            counters = all_counters(hall).values() if number in halls_set_up(hall) else ()
            for one in counters:
                if one.clerk == person.id:
                    ticket = ticket_of(hall, one.ticket) if one.ticket is not None else None
                    number_there = (ticket.number or visit.t(N_("a customer"))) if ticket else ""
                    found.append((visit.hall_names.get(code, code), one.code, number_there))
    return found


@pages.form("/<hall>/people/<int:staff>/remove", may=May.SET_UP, again=person_page)
def remove(visit: Visit, staff: int) -> Go:
    """Have a person leave."""
    one_of_mine(visit, staff)
    with visit.work(HEAD) as head:
        commands.remove_staff(head, staff=staff)
    afterwards(visit.gate.forget_all)
    return visit.go("people", said="removed")


def person_form(visit: Visit, model: type[Employed], present: Employed | None = None, *, whole: bool = True) -> Form:
    """Return a person's form; the halls are those that the reader administers; not `whole`: only this one's role."""
    codes = [(code, visit.hall_names.get(code, code)) for code in halls_of(visit)]
    return Form(
        visit,
        model,
        present or start_of(visit, model),
        leave_out=() if whole else ("name", "halls"),
        choices={"halls": codes},
    )


def start_of(visit: Visit, model: type[Employed]) -> Employed:
    """Return what a new person's form begins with: the present hall."""
    values: dict[str, Any] = {"name": "", "username": "", "role": Role.CLERK, "halls": [visit.hall_code]}
    return model.model_construct(**values)


def employed(visit: Visit, person: reads.Member) -> Employed:
    """Return what can be changed of a person, with the halls that the reader administers."""
    halls = [code for code, number in halls_of(visit).items() if number in person.posts]
    return Employed.model_construct(name=person.name, role=person.posts.get(visit.hall, person.role), halls=halls)


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
    """Return code → number of the halls that the reader administers."""
    with visit.look(HEAD) as head:
        halls = all_halls(head)
    return {code: number for code, number in sorted(halls.items()) if visit.actor.may(May.SET_UP, hall=number)}


def mine(visit: Visit) -> list[reads.Colleague]:
    """Return the people of the halls that the reader administers; those of no hall are nobody's."""
    with visit.look(HEAD) as head:
        everybody = reads.colleagues(head)
    return [one for one in everybody if any(visit.actor.may(May.SET_UP, hall=hall) for hall in one.posts)]


def in_my_hands(visit: Visit, person: reads.Member) -> bool:
    """Return whether the reader administers all halls of a person."""
    return commands.looks_after(visit.actor, person.posts)


def roles_said(visit: Visit, posts: Posts) -> list[tuple[str, str]]:
    """Say a person's role in each hall: (code, role), of the present hall first, of others' halls last and unnamed."""
    codes = {number: code for code, number in halls_of(visit).items()}
    known = sorted((hall for hall in posts if hall in codes), key=lambda hall: (hall != visit.hall, codes[hall]))
    return [(visit.hall_names.get(codes[hall], codes[hall]), visit.t(CHOICES[posts[hall]])) for hall in known]


@pages.names(StaffChanged)
def change_said(visit: Visit, _hall: HallSnapshot, fact: StaffChanged) -> Mapping[str, object]:
    """Say what somebody was and is, hall by hall where it differs."""
    with visit.look(HEAD) as head:
        codes = {number: visit.hall_names.get(code, code) for code, number in all_halls(head).items()}

    def said(role: Role, halls: tuple[int, ...], others: Others) -> str:
        posts = posts_of(role, halls, others)
        if len(set(posts.values())) < 2:
            return visit.t(CHOICES[role])
        told = (f"{visit.t(CHOICES[one])} ({codes.get(hall, hall)})" for hall, one in posts.items())
        return visit.listed(told)

    return {
        "role": said(fact.role, fact.halls, fact.other_roles),
        "was_role": said(fact.was_role, fact.was_halls, fact.was_other_roles),
    }


def one_of_mine(visit: Visit, staff: int) -> reads.Colleague:
    """Return a person of the halls that the reader administers; nobody else is known to them."""
    found = next((one for one in mine(visit) if one.id == staff), None)
    if found is None:
        raise UnknownPerson
    return found


def has_clerk(head: HallSnapshot, hall: int) -> bool:
    """Return whether somebody may serve in a hall."""
    return any(one.posts.get(hall) in {Role.CLERK, Role.SUPERVISOR} for one in reads.colleagues(head))
