"""How the pages for anybody are drawn: in the reader's language, in the hall's colour, without a script."""

from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from flask import Response, request
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from server.appointments.wording import clock_said, day_said, when_said
from server.floor.hallfile import HallOnly
from server.kernel.files import FOR_EVER, Text, answer, text_of
from server.kernel.languages import CATALOGUES, LANGUAGES, count, negotiate, say
from server.kernel.refusals import Invalid, Refusal
from server.kernel.sheets import one_sheet
from server.security.cookies import set_cookie

CHOSEN: Final = "floor_language"  # the cookie in which a customer's pages keep what the reader chose
ROOT: Final = Path(__file__).parents[2]
SHEETS: Final = ("/static/theme.css", "/pages/server/pages/book/book.css")
SENDS_EMAIL: Final = "FLOOR_SENDS_EMAIL"  # in the application: whether an address is of any use
A_YEAR: Final = 365 * 24 * 3600  # seconds
OFFERED: Final = (("zh-Hant", "繁", "繁體中文"), ("zh-Hans", "简", "简体中文"), ("en", "EN", "English"))
OWN: Final = Path(__file__).parent / "templates"


def beside(*folders: Path) -> Environment:
    """Return what draws the templates of some folders, and of this package behind them."""
    return Environment(
        loader=FileSystemLoader([*folders, OWN]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


TEMPLATES: Final = beside()


@cache
def sheet() -> Text:
    """Return the pages' style sheet, one file without fonts: the readers' own do, on whatever line."""

    def text(address: str) -> str:
        kind, _, rest = address.strip("/").partition("/")
        return ((ROOT / "server/static" if kind == "static" else ROOT) / rest).read_text(encoding="utf-8")

    whole = "".join(one_sheet(address, text, fonts=False) for address in SHEETS)
    return text_of(whole.encode(), ".css")


def sheet_address() -> str:
    """Return the address of the style sheet, another one whenever its content is."""
    return f"/bundles/book-{sheet().tag}.css"


def hand_out_sheet(tag: str) -> Response:
    """Hand out the style sheet; under another state's hash the present one, which is then not kept."""
    return answer(sheet(), keep=FOR_EVER) if tag == sheet().tag else answer(sheet())


def readers_language() -> str:
    """Return what the link says, then what was chosen before, then what the browser likes best."""
    said = request.args.get("lang")
    if said in LANGUAGES:
        set_cookie(CHOSEN, said, lasts=A_YEAR, readable=True)
        return said
    kept = request.cookies.get(CHOSEN)
    return kept if kept in LANGUAGES else negotiate(request.headers.get("Accept-Language"))


def drawn(
    template: str,
    hall: HallOnly | None,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
    templates: Environment = TEMPLATES,
    **values: Any,
) -> Response:
    """Return a page."""
    language = readers_language()

    def t(text: str, /, **more: object) -> str:
        return say(text, language, **more)

    body = templates.get_template(template).render(
        hall=hall,
        sheet=sheet_address(),
        language=language,
        tag=CATALOGUES[language].replace("_", "-"),
        offered=[(code, short, full, here(lang=code)) for code, short, full in OFFERED],
        t=t,
        tn=lambda one, many, n: count(one, many, n, language),
        pick=lambda words: (words or {}).get(language, ""),
        day=lambda at: day_said(hall, at, language) if hall else "",
        clock=lambda at: clock_said(hall, at) if hall else "",
        when=lambda at: when_said(hall, at, language) if hall else "",
        here=here,
        refusal=refusal,
        because=because(refusal, language),
        faults=faults_of(refusal, language),
        **values,
    )
    return Response(
        body, refusal.status if refusal and status == 200 else status, content_type="text/html; charset=utf-8"
    )


def because(refusal: Refusal | None, language: str) -> str:
    """Say why something was not done, and what to do."""
    if refusal is None or isinstance(refusal, Invalid):
        return ""
    return say(refusal.sentence, language, **getattr(refusal, "values", {}))


def faults_of(refusal: Refusal | None, language: str) -> dict[str, str]:
    """Return field → what is wrong with it."""
    if not isinstance(refusal, Invalid):
        return {}
    return {field: say(text, language, **values) for field, text, values in refusal.errors}


def here(**asked: object) -> str:
    """Return the present address with some of its query said otherwise; none: without it."""
    query = {**request.args.to_dict(), **asked}
    kept = {name: value for name, value in query.items() if value not in {None, ""}}
    return request.path + (f"?{urlencode(kept)}" if kept else "")
