"""Signing in and out of the office."""

import re
from typing import Final

from server.office.context import Go, PageContext
from server.office.pages import Pages
from server.security import commands, reads
from server.security.api.session import SignIn, sign_in
from server.security.authenticator import CSRF_COOKIE, SESSION_COOKIE
from server.security.cookies import afterwards, clear_cookie
from server.security.passwords import LEAST
from server.security.refusals import OwnPasswordNeeded, TooCommon, TooShort
from server.security.serving import fitted
from server.security.tokens import hash_of
from server.security.watch import Happening, tell
from server.store.hall import HEAD

OURS: Final = re.compile(r"/(office|board)/[!-\[\]-~]*")  # what an address is written in, but for \\
pages: Final = Pages("sign-in")
Ways = list[tuple[str, str]]
WAYS: Final[Ways] = []  # further ways to sign in: (label, address), filled in by app.py


@pages.door("GET", "/sign-in")
def asked(context: PageContext) -> Go | str:
    """Ask who it is; whoever is signed in already goes on."""
    if context.actor_or_none is not None and not context.refusal:
        return Go(own_address(context.asked.get("next", "")))
    return context.render(
        "office/sign_in.html",
        next=context.given.get("next") or context.asked.get("next", ""),
        own=isinstance(context.refusal, OwnPasswordNeeded | TooCommon | TooShort),
        least=LEAST,
        ways=WAYS,
        unadministered=nobody_administers(context),
        demo=bool(context.authenticator.policy.demo_halls),
    )


def nobody_administers(context: PageContext) -> bool:
    """Return whether the set-up has not begun: then nobody can sign in, and is told so."""
    with context.look(HEAD) as head:
        return not reads.administrators(head)[0]


@pages.door("POST", "/sign-in", again=asked)
def taken(context: PageContext) -> Go:
    """Sign in; the cookies are set with the answer."""
    given = {name: context.given.get(name, "") for name in ("username", "password", "own_password")}
    body = fitted(SignIn.model_validate, given)
    sign_in(context.authenticator, body)
    return Go(own_address(context.given.get("next", "")))


@pages.form("/sign-out", may=None)
def out(context: PageContext) -> Go:
    """Sign out."""
    proof = context.actor.proof
    with context.work(HEAD) as head:
        commands.sign_out(head, token_hash=hash_of(proof))
    tell(Happening.SIGNED_OUT, staff=context.actor.id)
    afterwards(lambda: context.authenticator.forget(proof))
    clear_cookie(SESSION_COOKIE)
    clear_cookie(CSRF_COOKIE)
    return Go("/office/sign-in")


def own_address(wanted: str) -> str:
    """Return where to go on, if it is one of our own pages that want a sign-in: one of elsewhere is not followed."""
    return wanted if OURS.fullmatch(wanted) and "//" not in wanted else "/office/"
