"""What the set-up page does: look for printers, try one, print a test slip, keep the choices.

It is protected by the agent's loopback address, by the check of Host and Origin (guard.py), and by a code
(unlocking.py): the whole hall stands at this machine. What can be chosen comes from a list: a printer on the network
or a device, never a file (that is the command line's to say), a font that is installed.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import gevent
from flask import Flask, Response, jsonify, request
from pydantic import BaseModel, ConfigDict, Field

from kiosk import settings
from kiosk.bodies import body
from kiosk.fonts import installed
from kiosk.guard import problem
from kiosk.printers import Printer, PrinterAddressError, usb_printers
from kiosk.printroom import PrintRoom, fonts
from kiosk.settings import WIDTHS, Choices, Place
from kiosk.slip import Slip, render, test_slip
from kiosk.unlocking import OPEN_FOR, Lock, TooManyCodesError
from kiosk.words import LANGUAGES, pick

COOKIE = "kiosk_setup"  # in this browser: the proof that a code was right
NOWHERE = "http://127.0.0.1"  # what a test slip's QR code says while the server's address is unknown


class Trial(BaseModel):
    """A printer to try, before it is kept; language and width only for a test slip."""

    model_config = ConfigDict(extra="forbid")

    printer: str
    width: int = 576
    language: str = "zh-Hant"


class Code(BaseModel):
    """What opens the page."""

    model_config = ConfigDict(extra="forbid")

    code: str = Field(max_length=40)


class SetUp:
    """The set-up page's half of the agent."""

    def __init__(self, place: Place, room: PrintRoom) -> None:
        self.place = place
        self.lock = Lock(lambda: settings.tokens(place))
        self.from_outside = room.choices.printer  # a file is a printer only where the command line says so
        self.room = room
        self.screen = room.screen

    def install(self, app: Flask) -> None:
        """Serve the set-up page's calls."""
        app.before_request(self.let_in)
        app.add_url_rule("/agent/setup/open", view_func=self.open, methods=["POST"])
        app.add_url_rule("/agent/setup", view_func=self.present)
        app.add_url_rule("/agent/setup", view_func=self.keep, methods=["PUT"])
        app.add_url_rule("/agent/setup/usb", view_func=self.usb)
        app.add_url_rule("/agent/setup/try", view_func=self.attempt, methods=["POST"])
        app.add_url_rule("/agent/setup/test", view_func=self.test, methods=["POST"])
        app.add_url_rule("/agent/setup/slip.png", view_func=self.picture)

    def let_in(self) -> Response | None:
        """Refuse whoever gave no code; how to get one is in the log."""
        inside = request.path.startswith("/agent/setup") and request.path != "/agent/setup/open"
        if not inside or self.lock.is_open(request.cookies.get(COOKIE)):
            return None
        self.lock.tell()
        return problem(403, "locked", "A code opens this page.")

    def open(self) -> Response:
        """Open the page for ten minutes, in the browser that gave a right code."""
        read = body(Code)
        if isinstance(read, Response):
            return read
        try:
            proof = self.lock.try_code(read.code)
        except TooManyCodesError:
            return problem(429, "too_many_codes", "Too many wrong codes.")
        if proof is None:
            return problem(403, "wrong_code", "This is not the code.")
        answer = jsonify({})
        answer.set_cookie(COOKIE, proof, max_age=OPEN_FOR, httponly=True, samesite="Strict", path="/agent/setup")
        return answer

    def present(self) -> Response:
        """Return what is chosen and how everything stands."""
        view = self.screen.view or {}
        source = self.room.fonts.source()
        return jsonify(
            server=self.place.server,
            hall=view.get("hall"),
            data=str(self.place.data),
            choices=self.room.choices.model_dump(),
            widths=WIDTHS,
            languages=LANGUAGES,
            font={"source": source, "han": source is not None},
            fonts=[str(font) for font in installed()],
            track=None if not view else {"base": view["track_base"], "reachable": view["reachable"]},
        )

    def keep(self) -> Response:
        """Keep new choices and use them from the next slip on."""
        read = body(Choices)
        if isinstance(read, Response):
            return read
        if not self._may_be(read.printer):
            return problem(422, "invalid", "No such printer.", errors=[{"field": "printer"}])
        if read.font and read.font != self.room.choices.font and Path(read.font) not in installed():
            return problem(422, "invalid", "No such font.", errors=[{"field": "font"}])
        settings.save(self.place, read)
        self.room.choose(read)
        self.screen.languages = read.languages
        self.screen.tell(view=dict(self.screen.view) if self.screen.view else None)
        gevent.spawn(self.room.look)
        return self.present()

    def usb(self) -> Response:
        """Look for USB printers."""
        found, trouble = gevent.get_hub().threadpool.apply(usb_printers)
        return jsonify(available=not trouble, reason=trouble, items=found)

    def attempt(self) -> Response:
        """Ask a printer how it is."""
        return self._with_printer(self._asked)

    def test(self) -> Response:
        """Print a test slip."""
        return self._with_printer(self._printed)

    def picture(self) -> Response:
        """Draw a test slip for the page."""
        width, language = request.args.get("width", 576, int), request.args.get("language", "")
        if width not in WIDTHS or language not in LANGUAGES:
            return problem(422, "invalid", "No such paper or language.")
        chosen = fonts(self.room.choices.font)
        drawn = BytesIO()
        render(self._test_slip(language), width, chosen, self.room.catalogue).save(drawn, "PNG")
        return Response(drawn.getvalue(), content_type="image/png")

    def _with_printer(self, act: Callable[[Printer, Trial], dict[str, Any]]) -> Response:
        read = body(Trial)
        if isinstance(read, Response):
            return read
        try:
            printer = self.room.known(read.printer) if self._may_be(read.printer) else None
        except PrinterAddressError:
            printer = None
        if not printer or read.width not in WIDTHS or read.language not in LANGUAGES:
            return problem(422, "invalid", "This is no printer's address.", errors=[{"field": "printer"}])
        return jsonify(act(printer, read))

    def _may_be(self, url: str | None) -> bool:
        """Return whether an address may be chosen here: on the network, a device; a file where it was said outside."""
        if not url or not url.startswith("file:") or url == self.from_outside:
            return True
        path = Path(urlsplit(url).path)
        return path.is_relative_to("/dev") and ".." not in path.parts and path.is_char_device()

    def _asked(self, printer: Printer, _: Trial) -> dict[str, Any]:
        paper, detail = self.room.ask(printer)
        return {"state": paper, "detail": detail}

    def _printed(self, printer: Printer, trial: Trial) -> dict[str, Any]:
        report = self.room.now(self._test_slip(trial.language), printer, trial.width)
        return {"outcome": report.outcome, "state": report.paper, "detail": report.detail}

    def _test_slip(self, language: str) -> Slip:
        view = self.screen.view or {}
        hall: dict[str, Any] = view.get("hall") or {}
        return test_slip(
            language,
            self.room.catalogue,
            at=datetime.now(UTC),
            timezone=hall.get("timezone") or "UTC",
            hall=pick(hall.get("name"), language) or self.place.name,
            url=view.get("track_base") or NOWHERE,
        )
