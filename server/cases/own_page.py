"""The page that a notice's QR code opens: what is still missing, for whoever holds it; no sign-in, no script."""

from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Final

from babel.dates import format_skeleton
from flask import Flask, Response, request
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from server.cases.api import own_case
from server.cases.reads import any_case
from server.cases.refusals import NoSuchNotice
from server.cases.taking_in import by_secret
from server.floor.reads.halls import hall_now
from server.kernel.languages import CATALOGUES, LANGUAGES, count, say
from server.kernel.qr_codes import qr
from server.kernel.refusals import Refusal
from server.security import problems, watch
from server.security.authenticator import Authenticator

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
    """The page, for whoever has the secret in its address."""

    def __init__(self, authenticator: Authenticator) -> None:
        self.authenticator = authenticator

    def show(self, secret: str) -> Response:
        """Show how far a case is, and all that is missing of it."""
        try:
            return self.drawn(secret)
        except Refusal as refusal:
            watch.refused(refusal)
            return alone(refusal)

    def drawn(self, secret: str) -> Response:
        """Draw the page of a case; refuse a secret that opens none."""
        number, dot, rest = secret.partition(".")
        if not dot or not rest or not number.isascii() or not number.isdigit() or len(number) > 9:
            raise NoSuchNotice
        with self.authenticator.store.look(int(number)) as hall:
            which = by_secret(hall, secret)
            if which is None:
                raise NoSuchNotice
            one, settings = own_case(hall, which), hall_now(hall).settings
            language = any_case(hall, which).language
        size, path = qr(f"{self.authenticator.public_url or request.host_url.rstrip('/')}/c/{secret}")
        last = one.notice_until and (one.notice_until - A_MOMENT).astimezone(settings.zone)
        return page("notice.html", language, hall=settings, one=one, size=size, path=path, last=last)


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
    app.add_url_rule(
        "/c/<secret>", "GET /c/<secret>", NoticePage(authenticator).show,
        methods=["GET"], provide_automatic_options=False,
    )  # fmt: skip
    problems.shown_by(app, "/c/", alone)
