"""A new hall without files: the first administrator by a link that `floor run` prints, then a step after the other.

Each step is an ordinary page of the office and saved by itself; what is done follows from what is there.
"""

from collections.abc import Callable
from typing import Annotated, Final
from zoneinfo import available_timezones

from pydantic import BaseModel, ConfigDict, Field

from server.floor.commands.settings import save_hall
from server.floor.hallfile import Hall, HallOnly
from server.floor.reads.halls import hall_text
from server.floor.refusals import CodeTaken
from server.kernel import patterns
from server.kernel.languages import N_
from server.kernel.refusals import NoSuchPage
from server.office.context import Go, PageContext
from server.office.fields import fits
from server.office.forms import Form
from server.office.other_languages import SCRIPTS, START, converted
from server.office.pages import Pages
from server.security import commands, reads
from server.security.actors import SYSTEM
from server.security.api.session import SignIn, sign_in
from server.security.cookies import afterwards
from server.security.off_hub import off_hub
from server.security.passwords import LEAST, hashed
from server.security.rights import May, Role
from server.security.setting_up import folded
from server.security.strength import must_be_strong
from server.security.watch import Happening, tell
from server.store.directory import all_halls, open_hall
from server.store.hall import HEAD, Store

pages: Final = Pages("setting-up")
Signs = Callable[[int], str]
FIRST: Final = ("code", "languages", "display_languages", "name", "timezone", "hours", "area", "capacity")
LATER: Final = tuple(name for name in Hall.model_fields if name not in FIRST)


class FirstAdministrator(BaseModel):
    """Who sets everything up."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(min_length=1, max_length=60, description=N_("as colleagues and customers read it"))]
    username: Annotated[
        str, Field(pattern=patterns.USER_NAME, description=N_("to sign in: small letters, digits, . _ -"))
    ]
    password: Annotated[str, Field(min_length=LEAST, max_length=200, description=N_("at least eight characters"))]


fits(FirstAdministrator)


def first_link(store: Store, seal_first: Signs) -> str | None:
    """Return the path of the first set-up while there is no administrator; else none."""
    with store.look(HEAD) as head:
        now, ever = reads.administrators(head)
    return None if now else f"/office/first/{seal_first(ever)}"


@pages.door("GET", "/first/<proof>")
def first_page(context: PageContext, proof: str) -> str:
    """Ask who sets everything up."""
    known_link(context, proof)
    tell(Happening.FIRST_LINK_OPENED)
    return context.render("office/first.html", form=Form(context, FirstAdministrator), proof=proof)


@pages.door("POST", "/first/<proof>", again=first_page)
def first_administrator(context: PageContext, proof: str) -> Go:
    """Add the first administrator and sign them in; the link opens nothing from then on."""
    known_link(context, proof)
    wanted = Form(context, FirstAdministrator).taken(FirstAdministrator)
    off_hub(must_be_strong, wanted.password, wanted.username, wanted.name)
    kept = off_hub(hashed, wanted.password)
    with context.authenticator.store.hall(HEAD, SYSTEM) as head:
        if reads.administrators(head)[0]:
            raise NoSuchPage
        halls = tuple(sorted(all_halls(head).values()))
        commands.add_staff(
            head,
            posts=dict.fromkeys(halls, Role.ADMIN),
            role=Role.ADMIN,
            name=wanted.name,
            username=folded(wanted.username),
            password_hash=kept,
        )
    sign_in(context.authenticator, SignIn(username=wanted.username, password=wanted.password))
    return Go("/office/")


def known_link(context: PageContext, proof: str) -> None:
    """Refuse a link that is not the present one."""
    wanted = first_link(context.authenticator.store, context.authenticator.signer.first_of)
    if wanted is None or not context.authenticator.signer.same(f"/office/first/{proof}", wanted):
        tell(Happening.FIRST_LINK_REFUSED)
        raise NoSuchPage


@pages.page("/new-hall", may=May.SET_UP)
def hall_page(context: PageContext) -> str:
    """Ask what the new hall is."""
    start = HallOnly.model_construct(**START.get(context.language, {}))
    form = Form(context, Hall, start, leave_out=LATER)
    fields = sorted(form.fields(), key=lambda one: FIRST.index(one.name))
    return context.render("office/new_hall.html", fields=fields, zones=sorted(available_timezones()))


@pages.form("/new-hall", may=May.SET_UP, again=hall_page)
def new_hall(context: PageContext) -> Go:
    """Open a hall; whoever opens it works there from then on."""
    wanted = Form(context, Hall, leave_out=LATER).taken(HallOnly)
    with context.work(HEAD) as head:
        known = all_halls(head)
        number = open_hall(head, code=wanted.code)
        mine = commands.known(head, context.actor.id).posts.get(number)
        if (wanted.code in known or mine) and mine is not Role.ADMIN:
            raise CodeTaken(code=wanted.code)
        if mine is None:
            commands.take_up(head, hall=number)
    context.known_anew()
    with context.work(number) as hall:
        if hall_text(hall) is not None:
            raise CodeTaken(code=wanted.code)
        save_hall(hall, wanted, before=None)
    afterwards(context.authenticator.forget_all)
    return Go(f"/office/{wanted.code}/services?said=saved")


@pages.form("/other-script", may=None)
def other_script(context: PageContext) -> str:
    """Propose 简体 for what stands beside it in 繁體, or 繁體 for 简体."""
    of, wanted = context.given.get("of", ""), context.given.get("to", "")
    language = wanted if wanted in SCRIPTS else "zh-Hans"
    return context.render(
        "office/other_script.html",
        name=f"{of}.{language}",
        value=converted(context.given.get(f"{of}.{SCRIPTS[language][0]}", ""), language),
        language=language,
        label=context.given.get("label", ""),
        long=context.given.get("long", ""),
    )
