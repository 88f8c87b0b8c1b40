"""How a page of the office is served: who, where, may they, from our own page; a refusal is a page too."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from flask import Flask, Response, g, redirect, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from server.feature.parts import Feature
from server.floor.reads.halls import hall_now, hall_text
from server.kernel.languages import LANGUAGES, negotiate
from server.kernel.refusals import Forbidden, Invalid, Refusal, SignInNeeded, UnknownHall
from server.office.context import Go, PageContext
from server.office.frame import Frame
from server.office.pages import PREFIX, PageRoute, Pages, Shown
from server.security import problems, reads, watch
from server.security.actors import Actor, ActorKind
from server.security.authenticator import Authenticator
from server.security.cookies import set_cookie
from server.security.refusals import CsrfNeeded
from server.security.serving import plain
from server.store.hall import HEAD

LANGUAGE_COOKIE: Final = "floor_language"
FORM_COOKIE: Final = "floor_form"  # proves a form of ours where nobody is signed in yet
A_YEAR: Final = 365 * 24 * 3600  # seconds
Handler = Callable[..., AnyResponse]


@dataclass(frozen=True, slots=True)
class Office:
    """All pages of the office, and their frame."""

    authenticator: Authenticator
    frame: Frame

    def handler(self, route: PageRoute) -> Handler:
        """Make the handler of a route."""

        def handle(**path: Any) -> AnyResponse:
            self.make_room(route)
            context = self.context()
            try:
                plain(path)
                self.come_in(context, route, path)
                context.inside = True
                plainly_written(context)
                shown = route.function(context, **path)
            except SignInNeeded as refusal:
                if route.open:
                    return self.refused(context, route, path, refusal)
                if "HX-Request" in request.headers:  # a piece of a page: the whole page goes there
                    return Response(status=401, headers={"HX-Redirect": f"{PREFIX}/sign-in"})
                return redirect(f"{PREFIX}/sign-in?{urlencode({'next': request.full_path.rstrip('?')})}", 303)
            except Refusal as refusal:
                return self.refused(context, route, path, refusal)
            return answered(context, shown)

        return handle

    def make_room(self, route: PageRoute) -> None:
        """Take a longer body where the page takes files; of strangers no page takes one."""
        if route.takes:
            actor = self.authenticator.by_cookies(request.cookies)
            if actor is not None and actor.kind is ActorKind.STAFF:
                request.max_content_length = route.takes

    def context(self, given: MultiDict[str, str] | None = None) -> PageContext:
        """Return the present request as a page's function sees it; `given` stands for a form that cannot be read."""
        return PageContext(
            authenticator=self.authenticator,
            language=readers_language(),
            address=request.path,
            given=request.form if given is None else given,
            asked=request.args.to_dict(),
            frame=self.frame,
            remote=request.remote_addr or "",
        )

    def come_in(self, context: PageContext, route: PageRoute, path: dict[str, Any]) -> None:
        """Find out who it is and let them in, or refuse."""
        actor = self.authenticator.by_cookies(request.cookies)
        if actor is not None and actor.kind is ActorKind.STAFF:
            self.recognise(context, actor)
        elif actor is not None and not route.open:
            raise Forbidden  # a screen's browser, in which nobody signed in
        if route.open:
            self.open_form(context, route)
        else:
            checked(context, route)
            self.enter(context, route, path)

    def recognise(self, context: PageContext, actor: Actor) -> None:
        """Note who is signed in."""
        with self.authenticator.store.look(HEAD) as head:
            context.member = reads.member(head, actor.id)
        g.actor = actor.name
        context.actor_or_none, context.csrf = actor, self.authenticator.signer.csrf_of(actor.proof)

    def enter(self, context: PageContext, route: PageRoute, path: dict[str, Any]) -> None:
        """Go into the hall that the address names, or into the first of one's own for the frame."""
        actor, codes = context.actor, self.frame.halls_of(context)
        code = path.pop("hall") if route.in_hall else next(iter(codes), None)
        if code is not None:
            number = codes.get(code)
            within = actor.within(number, acting=route.method != "GET") if number else None
            if number is None or within is None:
                raise UnknownHall(hall=code)
            with self.authenticator.store.look(number) as hall:
                context.settings = hall_now(hall).settings if hall_text(hall) is not None else None
            if context.settings is not None:
                context.hall_code, context.hall = code, number
                context.actor_or_none = actor = actor.at_hall(number)
            elif route.in_hall:
                raise UnknownHall(hall=code)  # opened, and never set up: its form can be sent again
        may_come(actor, route)

    def open_form(self, context: PageContext, route: PageRoute) -> None:
        """Where nobody is signed in, a form proves by a cookie that our own page sent it."""
        kept = request.cookies.get(FORM_COOKIE, "")
        if route.method != "GET":
            given = request.form.get("csrf") or request.headers.get("X-CSRF-Token", "")
            if not kept or not self.authenticator.signer.same(given, kept):
                raise CsrfNeeded
        elif not kept:
            kept = secrets.token_urlsafe(24)
            set_cookie(FORM_COOKIE, kept)
        context.csrf = kept

    def refused(self, context: PageContext, route: PageRoute, path: Mapping[str, Any], refusal: Refusal) -> AnyResponse:
        """Show the page again with what was entered and why it was refused, or a page that says it alone."""
        watch.refused(refusal)
        context.refuse(refusal)
        if route.again is not None and context.inside and type(refusal) is not Forbidden:
            try:
                return answered(context, route.again(context, **path))
            except Refusal as gone:  # what the form was about is not there any more
                context.refuse(gone)
        return answered(context, context.render("office/refused.html"))

    def alone(self, refusal: Refusal) -> Response:
        """Say on a page of its own what went wrong outside of a page; it asks the database for nothing."""
        context = self.context(MultiDict())
        context.refuse(refusal)
        return Response(context.render("office/refused.html"), context.status, content_type="text/html; charset=utf-8")


def may_come(actor: Actor, route: PageRoute) -> None:
    """Refuse whoever has not the page's right in its hall; of a page of no hall, in none of theirs."""
    if route.may is None:
        return
    known = route.some or route.method == "POST"  # whose thing it is, the page or the form's command asks
    may = actor.may_some if known else actor.may
    if not (may(route.may) if route.in_hall else actor.may_somewhere(route.may)):
        raise Forbidden


def plainly_written(context: PageContext) -> None:
    """Refuse the one character that PostgreSQL cannot keep."""
    if any("\x00" in value for values in (context.given.values(), context.asked.values()) for value in values):
        context.given = MultiDict()
        raise Invalid(("", problems.OTHERWISE, {}))


def checked(context: PageContext, route: PageRoute) -> None:
    """Refuse a form that our own page did not send."""
    if context.actor_or_none is None:
        raise SignInNeeded
    if route.method != "GET":
        given = request.form.get("csrf") or request.headers.get("X-CSRF-Token", "")
        if not context.authenticator.signer.same(given, context.csrf):
            raise CsrfNeeded


def answered(context: PageContext, shown: Shown) -> AnyResponse:
    """Answer with a page, on to another one, or with what the function made itself."""
    if isinstance(shown, Go):
        return redirect(shown.to, 303)
    if isinstance(shown, AnyResponse):
        return shown
    return Response(shown, context.status, content_type="text/html; charset=utf-8")


def readers_language() -> str:
    """Return the language that the reader chose in the office, else what the browser says."""
    said = request.args.get("lang")
    if said in LANGUAGES:
        set_cookie(LANGUAGE_COOKIE, said, lasts=A_YEAR)
        return said
    kept = request.cookies.get(LANGUAGE_COOKIE)
    return kept if kept in LANGUAGES else negotiate(request.headers.get("Accept-Language"))


def install_office(
    app: Flask, authenticator: Authenticator, pages: Sequence[Pages], features: Sequence[Feature]
) -> None:
    """Serve the office's pages below /office."""
    office = Office(authenticator, Frame(pages, features))
    app.extensions["office"] = office
    problems.shown_by(app, f"{PREFIX}/", office.alone)
    for one in pages:
        for route in (route for route in one.routes if not route.linked):
            app.add_url_rule(
                PREFIX + route.path, f"office {route.method} {route.path}", office.handler(route),
                methods=[route.method], provide_automatic_options=False,
            )  # fmt: skip
