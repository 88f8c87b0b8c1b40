"""The live line to the server: the kiosk's view as it changes, and since when the server has been silent."""

import logging
from datetime import UTC, datetime
from time import monotonic
from typing import Any

import gevent
import socketio
from gevent.event import Event

from kiosk.screen import Link, Screen
from kiosk.upstream import CutOffError, RefusedError, Upstream

SPACE = "/live"
GRACE = 2.0  # seconds that a broken line may take to come back before anyone is told
SILENT = 20.0  # seconds without a pulse: they come every 15
AGAIN = (0.5, 1, 2, 5)  # seconds between tries
BEHIND = 3.0  # seconds that a pulse may be ahead of what is shown: the push may still be on its way
ANSWER = 5  # seconds for the server to answer on an open line

log = logging.getLogger(__name__)


class LiveLink:
    """Keeps a line to the server open, makes a new one when it breaks, and tells the screen."""

    def __init__(self, upstream: Upstream, screen: Screen) -> None:
        self.upstream = upstream
        self.screen = screen
        self.hall = ""
        self.refused = Event()  # set when the server no longer knows the token
        self._version = -1
        self._heard = monotonic() - SILENT  # nothing was heard yet
        self._heard_at = datetime.now(UTC)
        self._up = False
        self._client: Any = None

    def run(self, hall: str) -> None:
        """Keep the line open until the token is refused."""
        self.hall = hall
        self.refused.clear()
        tries = 0
        while not self.refused.is_set():
            lived = self._once()
            tries = 0 if lived else min(tries + 1, len(AGAIN) - 1)
            self.refused.wait(AGAIN[tries])

    def watch_over(self) -> None:
        """Tell the screen when the link is lost or back, and end a line that has gone silent; runs for ever."""
        lost: float | None = None
        while True:
            gevent.sleep(0.25)
            silent = monotonic() - self._heard > SILENT
            if self._up and silent and self._client:
                self._end()
            if self._up and not silent:
                lost = None
                self._say(online=True)
                continue
            lost = monotonic() if lost is None else lost
            if monotonic() - lost >= GRACE or silent:
                self._say(online=False)

    def _once(self) -> bool:
        """Connect, watch, and wait until the line breaks; say whether it ever stood."""
        options = {"timeout": ANSWER, "http_no_proxy": ["*"]}
        client = socketio.Client(reconnection=False, request_timeout=ANSWER, websocket_extra_options=options)
        client.on("view", self._pushed, namespace=SPACE)
        client.on("pulse", self._pulse, namespace=SPACE)
        self._client, self._version = client, -1
        try:
            client.connect(
                self.upstream.base,
                auth={"token": self.upstream.token},
                transports=["websocket"],
                namespaces=[SPACE],
                wait_timeout=ANSWER,
            )
            self._hear()
            self._up = True
            self._ask()
            client.wait()
        except (socketio.exceptions.SocketIOError, OSError) as error:
            log.info("no line to the server: %s", error)
            self._look_at_token()
            return self._up
        else:
            self._look_at_token()
            return True
        finally:
            self._up = False
            self._end()

    def _end(self) -> None:
        """Close the line, whatever state it is in."""
        client, self._client = self._client, None
        if client:
            gevent.spawn(_closed, client)

    def _ask(self) -> None:
        """Ask for the whole view."""
        client = self._client
        if not client or not client.connected:
            return
        answer = client.call("watch", {"hall": self.hall, "view": "kiosk"}, namespace=SPACE, timeout=ANSWER)
        self._hear()
        if isinstance(answer, dict) and "data" in answer:
            self._show(answer["version"], answer["data"])
        else:
            log.warning("the server refused the kiosk's view: %s", answer)

    def _ask_late(self, version: int) -> None:
        """Ask for the view when a pulse has shown that a push was missed."""
        gevent.sleep(BEHIND)
        if self._version < version:
            try:
                self._ask()
            except socketio.exceptions.SocketIOError as error:
                log.info("the view did not come: %s", error)

    def _pushed(self, said: dict[str, Any]) -> None:
        self._hear()
        if said.get("view") == "kiosk" and said.get("hall") == self.hall:
            self._show(said["version"], said["data"])

    def _pulse(self, said: dict[str, Any]) -> None:
        self._hear()
        if said.get("hall") == self.hall and said.get("version", -1) > self._version:
            gevent.spawn(self._ask_late, said["version"])

    def _show(self, version: int, data: dict[str, Any]) -> None:
        if version > self._version:
            self._version = version
            self.screen.tell(view=data)

    def _hear(self) -> None:
        self._heard = monotonic()
        self._heard_at = datetime.now(UTC)

    def _say(self, *, online: bool) -> None:
        if self.screen.link.online != online:
            self.screen.tell(link=Link(online=online, since=datetime.now(UTC) if online else self._heard_at))

    def _look_at_token(self) -> None:
        """Find out whether a line ended because the token is no longer known."""
        try:
            self.upstream.me(self.upstream.token or "")
        except RefusedError as error:
            if error.status in {401, 403}:
                self.refused.set()
        except CutOffError:
            pass


def _closed(client: Any) -> None:
    """Close a socket.io client; a dead one complains."""
    try:
        client.disconnect()
    except (socketio.exceptions.SocketIOError, OSError) as error:
        log.debug("closing: %s", error)
