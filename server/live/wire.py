"""The incoming half of a websocket: what does not belong, is too large or comes too fast ends the connection.

It stands between the websocket and Engine.IO, which would log a traceback for every piece of garbage and keep the rest.
"""

import re
import time
from collections.abc import Callable, Iterable
from typing import Any, Final, TypeAlias

import orjson
import simple_websocket  # type: ignore[import-untyped]  # published without types
from engineio.async_drivers.gevent import Thread
from gevent.event import Event

from server.live.send_buffers import SendBuffer
from server.security.headers import with_headers

MESSAGES_PER_SECOND: Final = 20
AT_ONCE: Final = 40  # a page that opens watches all its views in one breath
LARGEST: Final = 1 << 14  # bytes of a message
SAID: Final = re.compile(  # close, pong, connect, disconnect, event
    r"(?:1|3|40/live,?(\{.*)?|41/live,?|42/live,\d{0,9}(\[.*))", re.DOTALL
)
KEY: Final = re.compile(r"[A-Za-z0-9+/]{22}==")

Environ: TypeAlias = dict[str, Any]
Start: TypeAlias = Callable[..., Any]
Wsgi: TypeAlias = Callable[[Environ, Start], Iterable[bytes]]


class Allowance:
    """How much one client may still say: it refills by the second."""

    def __init__(self) -> None:
        self.left, self.at = float(AT_ONCE), time.monotonic()

    def lets(self, message: object) -> bool:
        """Return whether a message may pass."""
        now = time.monotonic()
        self.left = min(AT_ONCE, self.left + (now - self.at) * MESSAGES_PER_SECOND) - 1
        self.at = now
        return self.left >= 0 and isinstance(message, str) and belongs(message)


def belongs(message: str) -> bool:
    """Return whether this is a message that a client of ours sends."""
    said = SAID.fullmatch(message)
    if said is None:
        return False
    text = said[1] or said[2]
    if text is None:
        return True
    try:
        value = orjson.loads(text)
    except ValueError:
        return False
    return isinstance(value, dict) or (bool(value) and isinstance(value[0], str))


class LimitedWebSocket:
    """A websocket as Engine.IO wants one: the library's own, with a size limit and an allowance."""

    def __init__(self, handler: Callable[["LimitedWebSocket"], object], _server: object) -> None:
        self.handler, self.allowance = handler, Allowance()

    def __call__(self, environ: Environ, _start: Start) -> Iterable[bytes]:
        """Serve the connection until it ends."""
        self.socket = simple_websocket.Server(environ, thread_class=Thread, event_class=Event, max_message_size=LARGEST)
        environ["gunicorn.socket"].taken = True
        self.handler(self)
        return []

    def wait(self) -> str | None:
        """Return the next message; None when the connection ended or shall end."""
        try:
            message = self.socket.receive()
        except simple_websocket.ConnectionClosed:
            return None
        return message if self.allowance.lets(message) else None

    def send(self, message: str) -> None:
        """Send a message."""
        try:
            self.socket.send(message)
        except simple_websocket.ConnectionClosed as closed:
            raise OSError from closed

    def close(self) -> None:
        """End the connection."""
        if self.socket.connected:
            self.socket.close()


def well_formed(environ: Environ) -> bool:
    """Return whether a request to upgrade is one (RFC 6455, 4.2.1), so that the library need not fail at it."""
    connection = {word.strip().lower() for word in environ.get("HTTP_CONNECTION", "").split(",")}
    return (
        environ["REQUEST_METHOD"] == "GET"
        and "upgrade" in connection
        and environ.get("HTTP_SEC_WEBSOCKET_VERSION") == "13"
        and KEY.fullmatch(environ.get("HTTP_SEC_WEBSOCKET_KEY", "")) is not None
    )


class Door:
    """Puts an outlet in the place of each websocket's socket, before the websocket begins."""

    def __init__(self, app: Wsgi) -> None:
        self.app, self.refusing = app, with_headers(app)
        self.outlets: set[SendBuffer] = set()
        self.closed = False

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        """Serve a request."""
        if environ.get("HTTP_UPGRADE", "").lower() != "websocket":
            sockets = environ["PATH_INFO"].startswith("/socket.io")  # answered before the pages, which have headers
            return (self.refusing if sockets else self.app)(environ, start)
        if self.closed or not well_formed(environ):
            status = "503 Service Unavailable" if self.closed else "400 Bad Request"
            start(status, [("Content-Length", "0"), ("Connection", "close")])
            return []
        outlet = SendBuffer(environ["gunicorn.socket"])
        environ = {**environ, "gunicorn.socket": outlet}
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)  # deflate would cost a screen 200 KB and half the speed
        self.outlets.add(outlet)
        try:
            answer = self.app(environ, start)
        finally:
            self.outlets.discard(outlet)
        if outlet.taken:
            raise StopIteration  # gunicorn's sign for: this connection is used up, send nothing more
        return answer

    def close(self) -> None:
        """Let nobody in any more, and send everybody away."""
        self.closed = True
        for outlet in list(self.outlets):
            outlet.leave()
