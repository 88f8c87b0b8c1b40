"""The page that a notice's QR code opens: what is still missing, for whoever holds it; no sign-in, no script."""

from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Final

from babel.dates import format_skeleton
from flask import Flask, Response, redirect, request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from werkzeug.wrappers import Response as AnyResponse

from server.cases.api import own_case
from server.cases.coming_back import COMES_AGAIN, come_again
from server.cases.reads import any_case
from server.cases.refusals import NoSuchNotice
from server.cases.taking_in import by_secret
from server.floor.api.numbers import new_secret
from server.floor.reads.halls import hall_now
from server.kernel.languages import CATALOGUES, LANGUAGES, count, say
from server.kernel.qr_codes import qr
from server.kernel.refusals import Refusal
from server.security import problems, watch
from server.security.actors import Actor, ActorKind
from server.security.authenticator import Authenticator
from server.security.rate_limiter import BOOKINGS
from server.security.shares import share_of

HERE: Final = Path(__file__).parent / "own_templates"
A_MOMENT: Final = timedelta(seconds=1)  # a day that ends at midnight is the day before's
OFFERED: Final = (("zh-Hant", "繁", "繁體中文"), ("zh-Hans", "简", "简体中文"), ("en", "EN", "English"))


@cache
def environment() -> Environment:
    """Return what draws the page."""
    return Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


class NoticePage:
    """The page and what can be done on it, for whoever has the secret in its address."""

    def __init__(self, authenticator: Authenticator) -> None:
        self.authenticator = authenticator

    def show(self, secret: str) -> Response:
        """Show how far a case is, and all that is missing of it."""
        try:
            return self.drawn(secret, *self.opened(secret))
        except Refusal as refusal:
            watch.refused(refusal)
            return alone(refusal)

    def here(self, secret: str) -> AnyResponse:
        """Give a number to a customer who is in the hall again, and go on to its page; pressed twice it is one."""
        try:
            number, which = self.opened(secret)
        except Refusal as refusal:
            return alone(refusal)
        customer = Actor(ActorKind.TICKET, 0, halls=frozenset({number}))
        share = share_of(request.remote_addr)
        try:
            self.authenticator.tries.check(BOOKINGS, "bookings from", share)
            with self.authenticator.store.hall(number, customer) as hall:
                issued = come_again(hall, case=which, secret=new_secret)
            self.authenticator.tries.count(BOOKINGS, "bookings from", share)
        except Refusal as refusal:
            watch.refused(refusal)
            return self.drawn(secret, number, which, refusal)
        return redirect(f"/t/{issued.secret}", 303)

    def opened(self, secret: str) -> tuple[int, int]:
        """Return the hall and the case that a secret opens; refuse one that opens none."""
        number, dot, rest = secret.partition(".")
        if not dot or not rest or not number.isascii() or not number.isdigit() or len(number) > 9:
            raise NoSuchNotice
        with self.authenticator.store.look(int(number)) as hall:
            which = by_secret(hall, secret)
        if which is None:
            raise NoSuchNotice
        return int(number), which

    def drawn(self, secret: str, number: int, which: int, refusal: Refusal | None = None) -> Response:
        """Draw the page of a case, and why something was not done."""
        with self.authenticator.store.look(number) as hall:
            one, settings = own_case(hall, which), hall_now(hall).settings
            case = any_case(hall, which)
        size, path = qr(f"{self.authenticator.public_url or request.host_url.rstrip('/')}/c/{secret}")
        last = one.notice_until and (one.notice_until - A_MOMENT).astimezone(settings.zone)
        return page(
            "notice.html", case.language, refusal.status if refusal else 200,
            hall=settings, one=one, size=size, path=path, last=last, secret=secret, refusal=refusal,
            values=getattr(refusal, "values", {}), comes=case.state in COMES_AGAIN,
        )  # fmt: skip


def page(template: str, first: str, status: int = 200, **values: object) -> Response:
    """Return a page in the language that its address says, else in the customer's."""
    asked = request.args.get("lang", "")
    language = asked if asked in LANGUAGES else first if first in LANGUAGES else "zh-Hant"
    text = (
        environment()
        .get_template(template)
        .render(
            t=lambda text, **more: say(text, language, **more),
            tn=lambda one, many, n: count(one, many, n, language),
            pick=lambda said: (said or {}).get(language, ""),
            tag=CATALOGUES[language].replace("_", "-"),
            day=lambda at: format_skeleton("yMMMEd", at, locale=CATALOGUES[language]),
            language=language,
            offered=OFFERED,
            **values,
        )
    )
    answer = Response(text, status, content_type="text/html; charset=utf-8")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def alone(refusal: Refusal) -> Response:
    """Say what went wrong on a page of its own; it asks the database for nothing."""
    return page("alone.html", "", refusal.status, refusal=refusal, hall=None)


def install_page(app: Flask, authenticator: Authenticator) -> None:
    """Serve the page of a notice."""
    own = NoticePage(authenticator)
    for method, path, handler in (("GET", "/c/<secret>", own.show), ("POST", "/c/<secret>/here", own.here)):
        app.add_url_rule(path, f"{method} {path}", handler, methods=[method], provide_automatic_options=False)
    problems.shown_by(app, "/c/", alone)
