"""One's own sign-in: the password, and where one is signed in."""

from typing import Annotated, Final

from flask import request
from pydantic import BaseModel, ConfigDict, Field

from server.kernel.languages import N_
from server.office.context import Go, PageContext
from server.office.pages import Nav, Pages
from server.security.api.session import prove_again
from server.security.commands import choose_password
from server.security.cookies import afterwards
from server.security.passwords import LEAST
from server.security.refusals import NotThePassword
from server.security.serving import fitted
from server.security.signed_in import end_others, end_own, sign_ins
from server.security.tokens import hash_of
from server.security.watch import Happening, tell
from server.store.hall import HEAD

pages: Final = Pages("own")
HERE: Final = "/office/my-sign-in"


class PasswordChange(BaseModel):
    """The present password, and the new one."""

    model_config = ConfigDict(extra="forbid")

    password: Annotated[str, Field(min_length=1, max_length=200)]
    own_password: Annotated[str, Field(min_length=1, max_length=200)]


@pages.page("/my-sign-in", may=None, nav=Nav(N_("Mine"), N_("My sign-in"), 90))
def own_page(context: PageContext) -> str:
    """Show where one is signed in, and ask for another password."""
    with context.look(HEAD) as head:
        found = sign_ins(head, context.actor.id)
    present = hash_of(context.actor.proof)
    return context.render(
        "office/own.html",
        found=found,
        present=present,
        least=LEAST,
        wrong=isinstance(context.refusal, NotThePassword),
    )


@pages.form("/my-sign-in/password", may=None, again=own_page)
def change(context: PageContext) -> Go:
    """Choose another password; all other sign-ins end."""
    given = {name: context.given.get(name, "") for name in ("password", "own_password")}
    body = fitted(PasswordChange.model_validate, given)
    kept = prove_again(
        context.authenticator,
        staff=context.actor.id,
        password=body.password,
        new=body.own_password,
        address=request.remote_addr,
    )
    with context.work(HEAD) as head:
        choose_password(head, staff=context.actor.id, password_hash=kept)
        end_others(head, staff=context.actor.id, but=hash_of(context.actor.proof))
    afterwards(context.authenticator.forget_all)
    return Go(f"{HERE}?said=password")


@pages.form("/my-sign-in/end", may=None, again=own_page)
def end(context: PageContext) -> Go:
    """End one of one's sign-ins, or all others."""
    which = context.given.get("which", "")
    with context.work(HEAD) as head:
        if which:
            end_own(head, staff=context.actor.id, token_hash=which)
        else:
            end_others(head, staff=context.actor.id, but=hash_of(context.actor.proof))
    afterwards(context.authenticator.forget_all)
    tell(Happening.SIGN_INS_ENDED, staff=context.actor.id, actor=context.actor.name)
    return Go(f"{HERE}?said=ended")
