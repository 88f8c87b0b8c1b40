"""The phone page's first answer: the number and what its holder must know, before any script has come.

Scripts then draw the whole page over it, from the same values; what stands here keeps its place.
"""

import math
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final, Literal
from zoneinfo import ZoneInfo

from flask import Flask, Response, request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from pydantic import BaseModel
from sqlalchemy.exc import SQLAlchemyError

from server.floor.reads.halls import hall_now
from server.kernel.languages import LANGUAGES, N_, count, negotiate, say
from server.kernel.refusals import Refusal
from server.live.pages import PHONE
from server.screens.emergency import announcements, instruction, why_held
from server.screens.parts import Part, Words
from server.screens.phone import Track, track
from server.security.authenticator import Authenticator
from server.store.hall import HallSnapshot

OFFERED: Final = (("zh-Hant", "繁", "繁體中文"), ("zh-Hans", "简", "简体中文"), ("en", "EN", "English"))
CHOSEN: Final = "floor_language"  # the cookie in which the page keeps what its reader chose
STEP: Final = 10  # seconds, as the page itself says what is left
OVER: Final = frozenset({"lapsed", "ended", "cancelled"})  # nothing that is said to all concerns these
HEADINGS: Final[Mapping[str, str]] = {
    "loading": N_("Looking for your place in the line …"),
    "kept": N_("Your number stays valid."),
    "serving": N_("You are being served"),
    "held": N_("Please stay in the hall"),
    "missed": N_("We called you just now"),
    "lapsed": N_("This number has passed"),
    "ended": N_("All done for today"),
    "cancelled": N_("Your number is cancelled"),
}
TAGS: Final = {"zh-Hant": "zh-Hant-TW", "zh-Hans": "zh-Hans-CN", "en": "en"}
TEMPLATES: Final = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


class Told(Part):
    """What everyone in the hall is told just now."""

    text: Words
    kind: Literal["order", "held", "news"]


class First(BaseModel):
    """What the page's scripts begin with."""

    track: Track
    told: Told | None


def install_phone_page(app: Flask, authenticator: Authenticator) -> None:
    """Serve the page of a slip."""

    def handle(secret: str) -> Response:
        return Response(page(authenticator, secret), content_type="text/html; charset=utf-8")

    app.add_url_rule("/t/<secret>", "page /t/<secret>", handle)


def page(authenticator: Authenticator, secret: str) -> str:
    """Return the page for whoever holds a secret; one that can't be drawn now looks again by itself."""
    language = readers_language()
    found, at = look(authenticator, secret)
    screen = screen_of(found, at) if found else "loading"
    body = TEMPLATES.get_template("phone.html").render(
        track=found.track if found else None,
        first=data(found) if found else "",
        told=found.told if found and concerns(found, screen) else None,
        screen=screen,
        heading=HEADINGS.get(screen, ""),
        time=clock(found, at) if found else "",
        patience=patience(found.track, at, language) if found and screen == "called" else "",
        offered=OFFERED,
        language=language,
        t=lambda text, **values: say(text, language, **values),
        tn=lambda one, many, n: count(one, many, n, language),
        pick=lambda words: words.get(language) or next(filter(None, words.values()), ""),
    )
    return whole(body, language, screen, found)


def data(found: First) -> Markup:
    """Return values as JSON that ends no script element."""
    return Markup(found.model_dump_json().replace("<", "\\u003c"))  # noqa: S704 - no sign of a tag is left in it


def look(authenticator: Authenticator, secret: str) -> tuple[First | None, datetime]:
    """Return what the page begins with, and of when; nothing where the slip opens nothing or the database is away."""
    try:
        actor = authenticator.holder(secret)
        (hall_id,) = actor.halls
        with authenticator.store.look(hall_id) as hall:
            return First(track=track(hall, actor.id or 0), told=told(hall)), hall.at
    except (Refusal, SQLAlchemyError):
        return None, authenticator.store.clock.now()


def told(hall: HallSnapshot) -> Told | None:
    """Return what everyone is told just now: what to do, else why nobody is called, else the newest announcement."""
    if (order := instruction(hall)) is not None:
        return Told(text=order.text, kind="order")
    if (held := why_held(hall_now(hall))) is not None:
        return Told(text=held, kind="held")
    news = announcements(hall)
    return Told(text=news[0].text, kind="news") if news else None


def readers_language() -> str:
    """Return what the link says, then what was chosen before, then what the browser likes best."""
    for said in (request.args.get("lang"), request.cookies.get(CHOSEN)):
        if said in LANGUAGES:
            return said
    return negotiate(request.headers.get("Accept-Language"))


def screen_of(found: First, at: datetime) -> str:
    """Name the screen that a ticket needs now, as kiosk/phone/track.js does."""
    ticket = found.track
    screen: str = ticket.state
    if screen == "waiting" and ticket.next and not (ticket.not_before and ticket.not_before > at):
        screen = "next"
    elif screen == "no_show":
        screen = "missed" if ticket.may_back else "lapsed"
    elif screen == "done" or (screen == "cancelled" and any(one.state == "done" for one in ticket.visit)):
        screen = "ended"  # also where the rest of a visit was left out
    ordered = found.told is not None and found.told.kind == "order"
    return "kept" if ordered and screen in {"waiting", "next", "called", "missed"} else screen


def concerns(found: First, screen: str) -> bool:
    """Return whether what everyone is told concerns this ticket, as kiosk/phone/render.js does."""
    if found.told is None or screen in OVER:
        return False
    if found.told.kind == "order":
        return True
    if found.told.kind == "held":
        return screen in {"waiting", "next", "held", "missed"}
    return screen in {"held", "missed"} or (screen == "waiting" and not found.track.soon)


def patience(ticket: Track, at: datetime, language: str) -> str:
    """Say how long the counter waits."""
    left = math.ceil((ticket.call_until - at).total_seconds() / STEP) * STEP if ticket.call_until else 0
    text = N_("The counter waits {n} seconds.") if left > 0 else N_("Please come now.")
    waits = say(text, language, n=left)
    return f"{waits} {say(N_('Need longer? Tell us below.'), language)}" if ticket.may_later else waits


def clock(found: First, at: datetime) -> str:
    """Return the time by the hall's clock."""
    return f"{at.astimezone(ZoneInfo(found.track.hall.timezone)):%H:%M}"


def whole(body: str, language: str, screen: str, found: First | None) -> str:
    """Return the page with its body, in its reader's language, in its hall's colour."""
    own = negotiate((request.headers.get("Accept-Language") or "").split(",")[0], "")
    accent = found.track.hall.accent if found else None
    sheet = f'<link rel="stylesheet" href="/bundles/accent-{accent[1:].lower()}.css">\n' if accent else ""
    document = PHONE.bundle().document(language)
    document = document.replace("<html ", f'<html translate="{"no" if own else "yes"}" ', 1)
    document = document.replace('lang="zh-Hant-TW"', f'lang="{TAGS[language]}"', 1)
    document = document.replace("</head>", f"{sheet}</head>", 1)
    return document.replace("<body>\n", f'<body class="{screen}">\n{body}', 1)
