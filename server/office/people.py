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
from server.office.context import Go, PageContext
from server.office.fields import fits
from server.office.forms import Form
from server.office.labels import CHOICES
from server.office.once import once, shown_once
from server.office.pages import Nav, Pages
from server.security import commands, reads, suspension
from server.security.cookies import afterwards
from server.security.events import StaffChanged
from server.security.off_hub import off_hub
from server.security.passwords import hashed, one_time_password
from server.security.posts import Others, Posts, posts_of
from server.security.refusals import UnknownPerson
from server.security.rights import May, Role
from server.security.setting_up import folded
from server.security.signed_in import StaffSession, end_all_of, sign_ins
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
def people_page(context: PageContext) -> str:
    """List who works in the halls that the reader administers."""
    people = sorted(mine(context), key=lambda one: (ORDER.index(one.posts.get(context.hall, one.role)), one.username))
    roles = {one.id: roles_said(context, one.posts) for one in people}
    with context.look(HEAD) as head:
        away = reads.suspended(head)
    return context.render("office/people.html", people=people, roles=roles, away=away)


@pages.page("/<hall>/people/new", may=May.SET_UP)
def new_page(context: PageContext) -> str:
    """Ask who begins."""
    form = person_form(context, NewPerson)
    return context.render("office/person.html", form=form, person=None, before="", changed=None)


@pages.form("/<hall>/people/new", may=May.SET_UP, again=new_page)
def add(context: PageContext) -> Go:
    """Add a person; the next page shows their one-time password."""
    wanted = person_form(context, NewPerson).taken(NewPerson)
    posts, password = dict.fromkeys(numbers(context, wanted.halls), wanted.role), one_time_password()
    kept = off_hub(hashed, password)
    with context.work(HEAD) as head:
        staff = commands.add_staff(
            head, posts=posts, name=wanted.name, username=folded(wanted.username),
            password_hash=kept, one_time=True,
        )  # fmt: skip
    return shown_once(context, context.path(f"people/{staff}/password"), password=password)


@pages.page("/<hall>/people/<int:staff>", may=May.SET_UP)
def person_page(context: PageContext, staff: int) -> str:
    """Show a person as they are in this hall; of who works in halls of others too, only this hall's role is open."""
    person = one_of_mine(context, staff)
    present = employed(context, person)
    form = person_form(context, Employed, present, whole=in_my_hands(context, person))
    changed = form.merge(opened(context)) if isinstance(context.refusal, ChangedMeanwhile) else None
    return context.render(
        "office/person.html",
        form=form,
        person=person,
        before=text_of(present),
        changed=changed,
        in_my_hands=in_my_hands(context, person),
        alone=len(person.posts) < 2,
        suspended=is_suspended(context, staff),
        sits=sits_at(context, person),
        here=context.hall in person.posts,
        signed_in=signed_in_of(context, staff),
        email=email_of(context, staff),
    )


def email_of(context: PageContext, staff: int) -> str | None:
    """Return where notices reach a person."""
    with context.look(HEAD) as head:
        return reads.email_of(head, staff)


def signed_in_of(context: PageContext, staff: int) -> list[StaffSession]:
    """Return a person's sign-ins."""
    with context.look(HEAD) as head:
        return sign_ins(head, staff)


@pages.form("/<hall>/people/<int:staff>/end", may=May.SET_UP, again=person_page)
def end_sign_ins(context: PageContext, staff: int) -> Go:
    """End all sign-ins of a person."""
    one_of_mine(context, staff)
    with context.work(HEAD) as head:
        end_all_of(head, staff=staff)
    afterwards(context.authenticator.forget_all)
    tell(Happening.SIGN_INS_ENDED, staff=staff, actor=context.actor.name)
    return context.go(f"people/{staff}", said="ended")


@pages.form("/<hall>/people/<int:staff>", may=May.SET_UP, again=person_page)
def save(context: PageContext, staff: int) -> Go:
    """Save a person's name, their role in this hall, and where they work."""
    person = one_of_mine(context, staff)
    present, whole = employed(context, person), in_my_hands(context, person)
    fixed = {} if whole else {"name": person.name, "halls": list(present.halls)}
    wanted = person_form(context, Employed, present, whole=whole).taken(Employed, **fixed)
    with context.work(HEAD) as head:
        was = commands.known(head, staff)
        if context.given.get("before") != text_of(employed(context, was)):
            raise ChangedMeanwhile
        if wanted.name != was.name:
            commands.rename_staff(head, staff=staff, name=wanted.name)
        posts = posts_wanted(context, was, wanted)
        if posts != was.posts:
            commands.change_staff(head, staff=staff, posts=posts)
    afterwards(context.authenticator.forget_all)
    return context.go("people", said="saved")


def posts_wanted(context: PageContext, was: reads.Member, wanted: Employed) -> dict[int, Role]:
    """Return the roles that a form asks for: here the one chosen, elsewhere as before, in new halls the same."""
    mine_too = halls_of(context)
    halls = set(numbers(context, wanted.halls)) | {hall for hall in was.posts if hall not in mine_too.values()}
    return {hall: wanted.role if hall == context.hall else was.posts.get(hall, wanted.role) for hall in sorted(halls)}


@pages.form("/<hall>/people/<int:staff>/out", may=May.SET_UP, again=person_page)
def out_of_here(context: PageContext, staff: int) -> Go:
    """Have a person work in this hall no more; what they are elsewhere stays."""
    person = one_of_mine(context, staff)
    if context.hall not in person.posts:
        raise UnknownPerson
    with context.work(HEAD) as head:
        was = commands.known(head, staff).posts
        commands.change_staff(
            head, staff=staff, posts={hall: role for hall, role in was.items() if hall != context.hall}
        )
    afterwards(context.authenticator.forget_all)
    return context.go("people", said="saved")


@pages.form("/<hall>/people/<int:staff>/password", may=May.SET_UP, again=person_page)
def give_password(context: PageContext, staff: int) -> Go:
    """Give a person a one-time password; the next page shows it."""
    one_of_mine(context, staff)
    password = one_time_password()
    kept = off_hub(hashed, password)
    with context.work(HEAD) as head:
        commands.give_password(head, staff=staff, password_hash=kept)
    afterwards(context.authenticator.forget_all)
    return shown_once(context, context.path(f"people/{staff}/password"), password=password)


@pages.page("/<hall>/people/<int:staff>/password", may=May.SET_UP)
def password_page(context: PageContext, staff: int) -> str:
    """Show a person's one-time password, once."""
    person = one_of_mine(context, staff)
    return context.render("office/password.html", person=person, password=once(context).get("password"))


@pages.form("/<hall>/people/<int:staff>/suspend", may=May.SET_UP, again=person_page)
def suspend(context: PageContext, staff: int) -> Go:
    """Have a person act no more for now, or again."""
    one_of_mine(context, staff)
    with context.work(HEAD) as head:
        if context.given.get("back"):
            suspension.reinstate_staff(head, staff=staff)
        else:
            suspension.suspend_staff(head, staff=staff)
    afterwards(context.authenticator.forget_all)
    return context.go(f"people/{staff}", said="saved")


def is_suspended(context: PageContext, staff: int) -> bool:
    """Return whether a person may not act for now."""
    with context.look(HEAD) as head:
        return staff in reads.suspended(head)


def sits_at(context: PageContext, person: reads.Member) -> list[tuple[str, str, str]]:
    """Return (hall, counter, number) of where a person sits now and whom they have there, in halls of the reader."""
    found = []
    for code, number in halls_of(context).items():
        if number not in person.posts:
            continue
        with context.look(number) as hall:
            counters = all_counters(hall).values() if number in halls_set_up(hall) else ()
            for one in counters:
                if one.clerk == person.id:
                    ticket = ticket_of(hall, one.ticket) if one.ticket is not None else None
                    number_there = (ticket.number or context.t(N_("a customer"))) if ticket else ""
                    found.append((context.hall_names.get(code, code), one.code, number_there))
    return found


@pages.form("/<hall>/people/<int:staff>/remove", may=May.SET_UP, again=person_page)
def remove(context: PageContext, staff: int) -> Go:
    """Have a person leave."""
    one_of_mine(context, staff)
    with context.work(HEAD) as head:
        commands.remove_staff(head, staff=staff)
    afterwards(context.authenticator.forget_all)
    return context.go("people", said="removed")


def person_form(
    context: PageContext, model: type[Employed], present: Employed | None = None, *, whole: bool = True
) -> Form:
    """Return a person's form; the halls are those that the reader administers; not `whole`: only this one's role."""
    codes = [(code, context.hall_names.get(code, code)) for code in halls_of(context)]
    return Form(
        context,
        model,
        present or start_of(context, model),
        leave_out=() if whole else ("name", "halls"),
        choices={"halls": codes},
    )


def start_of(context: PageContext, model: type[Employed]) -> Employed:
    """Return what a new person's form begins with: the present hall."""
    values: dict[str, Any] = {"name": "", "username": "", "role": Role.CLERK, "halls": [context.hall_code]}
    return model.model_construct(**values)


def employed(context: PageContext, person: reads.Member) -> Employed:
    """Return what can be changed of a person, with the halls that the reader administers."""
    halls = [code for code, number in halls_of(context).items() if number in person.posts]
    return Employed.model_construct(name=person.name, role=person.posts.get(context.hall, person.role), halls=halls)


def opened(context: PageContext) -> Employed | None:
    """Return what the reader's form began with; none where no form of ours sent it."""
    try:
        return Employed.model_validate_json(context.given.get("before", ""))
    except ValidationError:
        return None


def numbers(context: PageContext, codes: list[str]) -> tuple[int, ...]:
    """Return the numbers of halls; those that are not the reader's are left out."""
    known = halls_of(context)
    return tuple(sorted(known[code] for code in codes if code in known))


def halls_of(context: PageContext) -> dict[str, int]:
    """Return code → number of the halls that the reader administers."""
    with context.look(HEAD) as head:
        halls = all_halls(head)
    return {code: number for code, number in sorted(halls.items()) if context.actor.may(May.SET_UP, hall=number)}


def mine(context: PageContext) -> list[reads.Colleague]:
    """Return the people of the halls that the reader administers; those of no hall are nobody's."""
    with context.look(HEAD) as head:
        everybody = reads.colleagues(head)
    return [one for one in everybody if any(context.actor.may(May.SET_UP, hall=hall) for hall in one.posts)]


def in_my_hands(context: PageContext, person: reads.Member) -> bool:
    """Return whether the reader administers all halls of a person."""
    return commands.looks_after(context.actor, person.posts)


def roles_said(context: PageContext, posts: Posts) -> list[tuple[str, str]]:
    """Say a person's role in each hall: (code, role), of the present hall first, of others' halls last and unnamed."""
    codes = {number: code for code, number in halls_of(context).items()}
    known = sorted((hall for hall in posts if hall in codes), key=lambda hall: (hall != context.hall, codes[hall]))
    return [(context.hall_names.get(codes[hall], codes[hall]), context.t(CHOICES[posts[hall]])) for hall in known]


@pages.names(StaffChanged)
def change_said(context: PageContext, _hall: HallSnapshot, fact: StaffChanged) -> Mapping[str, object]:
    """Say what somebody was and is, hall by hall where it differs."""
    with context.look(HEAD) as head:
        codes = {number: context.hall_names.get(code, code) for code, number in all_halls(head).items()}

    def said(role: Role, halls: tuple[int, ...], others: Others) -> str:
        posts = posts_of(role, halls, others)
        if len(set(posts.values())) < 2:
            return context.t(CHOICES[role])
        told = (f"{context.t(CHOICES[one])} ({codes.get(hall, hall)})" for hall, one in posts.items())
        return context.listed(told)

    return {
        "role": said(fact.role, fact.halls, fact.other_roles),
        "was_role": said(fact.was_role, fact.was_halls, fact.was_other_roles),
    }


def one_of_mine(context: PageContext, staff: int) -> reads.Colleague:
    """Return a person of the halls that the reader administers; nobody else is known to them."""
    found = next((one for one in mine(context) if one.id == staff), None)
    if found is None:
        raise UnknownPerson
    return found


def has_clerk(head: HallSnapshot, hall: int) -> bool:
    """Return whether somebody may serve in a hall."""
    return any(one.posts.get(hall) in {Role.CLERK, Role.SUPERVISOR} for one in reads.colleagues(head))
