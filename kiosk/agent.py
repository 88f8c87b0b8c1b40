"""The kiosk's agent: one process that serves the touch page to its own machine, prints, and talks to the server."""

import logging
import os
import signal
import sys
from collections.abc import Sequence

import gevent
from flask import Flask
from gevent.pywsgi import WSGIServer

from kiosk import guard, pages, settings
from kiosk.admission import admitted
from kiosk.alone import Alone
from kiosk.api import TouchApi
from kiosk.handing_in import HandingIn
from kiosk.issuing import Issuing
from kiosk.journal import Journal
from kiosk.link import LiveLink
from kiosk.printroom import PrintRoom
from kiosk.screen import OwnState, Screen
from kiosk.settings import Place
from kiosk.setup_api import SetUp
from kiosk.starting import LOOPBACK, CannotStartError, arguments, checked
from kiosk.telling import tell_of_printer
from kiosk.upstream import Upstream

KNOW = 0.5  # seconds between looks at what this kiosk knows and may do by itself

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
        self.alone = Alone(self.journal, self.journal.clock)
        self.handing_in = HandingIn(self.journal, self.upstream, self.alone, self.journal.clock)
        self.issuing = Issuing(self.journal, self.upstream, self.room, self.screen, self.alone)
        self.link = LiveLink(self.upstream, self.screen)
        self.app = self._app()

    def run(self) -> None:
        """Serve until SIGTERM or SIGINT."""
        self.issuing.recover()
        self.room.recover()
        works = (self.room.run, self.issuing.tidy, self.link.watch_over, self._belong, self.handing_in.run, self._know)
        for work in works:
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
            hall = admitted(self.place, self.upstream, self.screen, lambda: self.alone.is_let_in(False))
            self.alone.is_let_in(True)
            self.issuing.hall = self.handing_in.hall = hall
            self.link.run(hall)
            self.issuing.hall = self.handing_in.hall = None
            self.alone.is_let_in(False)

    def _know(self) -> None:
        """Keep the hall as it is shown, and show it and give numbers by oneself while the line is cut; for ever."""
        while True:
            gevent.sleep(KNOW)
            try:
                self._known()
            except Exception:  # what the page shows stays as it was
                log.exception("what is known of the hall")

    def _known(self) -> None:
        if self.screen.link.online:
            self.alone.keeps(self.screen.view)
            self.screen.tell(alone=None)
        elif self.alone.let_in and not self.screen.pairing:
            own = OwnState(self.alone.view() or self.screen.view, self.alone.left(), self.handing_in.unsent())
            self.screen.tell(alone=own)
        else:
            self.screen.tell(alone=None)

    def _app(self) -> Flask:
        app = Flask(__name__, static_folder=None)
        app.config["MAX_CONTENT_LENGTH"] = 65_536
        guard.install(app, self.place.port)
        pages.install(app)
        TouchApi(self.issuing, self.screen).install(app)
        self.setup = SetUp(self.place, self.room)
        self.setup.install(app)
        return app


def main(argv: Sequence[str] | None = None) -> int:
    """Run a kiosk's agent."""
    os.umask(0o077)  # slips' secrets and the token are nobody else's, whatever the shell's habit is
    options = arguments().parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s", force=True)
    place = Place(
        server=options.server,
        port=options.port,
        data=options.data,
        hall=options.hall or None,
        name=options.name,
        token=options.token or os.environ.get("FLOOR_KIOSK_TOKEN"),
    )
    try:
        checked(place, options.printer)
        agent = Agent(place, options.printer)
    except CannotStartError as error:
        sys.stderr.write(f"floor kiosk: {error}\n")
        return error.code
    print(f"Kiosk: http://{LOOPBACK}:{place.port}/kiosk/ (set-up: {agent.screen.setup_url})", flush=True)
    agent.setup.lock.tell()
    agent.run()
    return 0
