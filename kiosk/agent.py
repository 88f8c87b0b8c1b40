"""The kiosk's agent: one process that serves the touch page to its own machine, prints, and talks to the server."""

import argparse
import logging
import os
import signal
import socket
from collections.abc import Sequence
from pathlib import Path

import gevent
from flask import Flask
from gevent.pywsgi import WSGIServer

from kiosk import guard, pages, settings
from kiosk.admission import admitted
from kiosk.api import TouchApi
from kiosk.issuing import Issuing
from kiosk.journal import Journal
from kiosk.link import LiveLink
from kiosk.printers import PrinterAddressError, named
from kiosk.printroom import PrintRoom
from kiosk.screen import Screen
from kiosk.settings import Place
from kiosk.setup_api import SetUp
from kiosk.telling import tell_of_printer
from kiosk.upstream import Upstream

LOOPBACK = "127.0.0.1"
PORT = 8001

log = logging.getLogger(__name__)


class Agent:
    """The parts of an agent, put together."""

    def __init__(self, place: Place, printer: str | None = None) -> None:
        place.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        choices = settings.load(place, printer)
        self.place = place
        self.journal = Journal(place.data / "kiosk.sqlite3")
        self.screen = Screen(f"http://{LOOPBACK}:{place.port}/setup/", choices.languages)
        self.upstream = Upstream(place.server)
        self.room = PrintRoom(self.journal, self.screen, choices)
        self.issuing = Issuing(self.journal, self.upstream, self.room, self.screen)
        self.link = LiveLink(self.upstream, self.screen)
        self.app = self._app()

    def run(self) -> None:
        """Serve until SIGTERM or SIGINT."""
        self.room.recover()
        for work in (self.room.run, self.issuing.tidy, self.link.watch_over, self._belong):
            gevent.spawn(work)
        gevent.spawn(tell_of_printer, self.screen, self.issuing, self.upstream)
        server = WSGIServer((LOOPBACK, self.place.port), self.app, log=None, error_log=log)
        for number in (signal.SIGTERM, signal.SIGINT):
            gevent.signal_handler(number, server.stop, 1)
        server.serve_forever(stop_timeout=1)
        self.journal.close()

    def _belong(self) -> None:
        """Be admitted to a hall and watch it; again, when the token is revoked."""
        while True:
            self.issuing.hall = hall = admitted(self.place, self.upstream, self.screen)
            self.link.run(hall)
            self.issuing.hall = None

    def _app(self) -> Flask:
        app = Flask(__name__, static_folder=None)
        app.config["MAX_CONTENT_LENGTH"] = 65_536
        guard.install(app, self.place.port)
        pages.install(app)
        TouchApi(self.issuing, self.screen).install(app)
        SetUp(self.place, self.room).install(app)
        return app


def main(argv: Sequence[str] | None = None) -> int:
    """Run a kiosk's agent."""
    options = _options().parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s", force=True)
    if options.printer:
        try:
            named(options.printer)
        except PrinterAddressError:
            print(f"{options.printer}: no printer's address; tcp://HOST:9100, usb://04b8:0202 or file:///PATH is one")
            return 2
    place = Place(
        server=options.server,
        port=options.port,
        data=options.data,
        hall=options.hall,
        name=options.name,
        token=options.token or os.environ.get("FLOOR_KIOSK_TOKEN"),
    )
    agent = Agent(place, options.printer)
    print(f"Kiosk: http://{LOOPBACK}:{place.port}/kiosk/ (set-up: {agent.screen.setup_url})", flush=True)
    agent.run()
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="floor kiosk", description="Run a kiosk's agent.")
    parser.add_argument("--server", required=True, metavar="URL", help="the server's address")
    parser.add_argument("--token", help="the kiosk's token (or FLOOR_KIOSK_TOKEN); without one the page shows a code")
    parser.add_argument("--printer", metavar="URL", help="tcp://HOST:9100, usb://VENDOR:PRODUCT or file:///PATH")
    parser.add_argument("--port", type=int, default=PORT, help=f"of the touch page, on loopback ({PORT})")
    parser.add_argument("--data", type=Path, default=Path("kiosk-data"), metavar="DIR", help="where its record lies")
    parser.add_argument("--hall", default="main", help="the hall to ask for when pairing (main)")
    parser.add_argument("--name", default=socket.gethostname(), help="how the kiosk calls itself when pairing")
    return parser
