"""Connections: each address has its share of them, and a request that comes in drops, or never, is not waited for."""

from collections.abc import Iterable
from typing import Any, Final
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import gevent
from gunicorn.http.errors import ParseException
from gunicorn.workers.ggevent import GeventWorker

from server.kernel.refusals import CutShort, TooSlow
from server.security.shares import Places

CONNECTIONS: Final = 4000  # sockets of one process
SHARE: Final = CONNECTIONS // 4  # of one address: a hall's screens, and its customers' phones, may be behind one
BODY_WITHIN: Final = 20  # seconds for a body of at most 64 KiB: four times what 400 kbit/s need for all of it
HEAD_WITHIN: Final = 75  # seconds for a request to begin and its head to come; a proxy keeps its connections that long
places: Final = Places(SHARE)


class SharingWorker(GeventWorker):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn's, where no address takes all connections."""

    def handle(self, listener: Any, client: Any, addr: Any) -> None:
        """Serve a connection, or close it at once where its address has its share."""
        with places.place(addr[0] if isinstance(addr, tuple) else None) as free:
            if free:
                super().handle(listener, client, addr)
            else:
                client.close()


class Hurried:
    """A body that must come within a time, however it drips."""

    def __init__(self, body: Any, within: float) -> None:
        self.body, self.left = body, within

    def read(self, size: int = -1) -> bytes:
        """Read some of it; raise `TooSlow` when the time is over."""
        found: bytes = self.within(self.body.read, size)
        return found

    def readline(self, size: int = -1) -> bytes:
        """Read a line of it."""
        found: bytes = self.within(self.body.readline, size)
        return found

    def readlines(self, hint: int = -1) -> list[bytes]:
        """Read its lines."""
        lines: list[bytes] = self.within(self.body.readlines, hint)
        return lines

    def __iter__(self) -> "Hurried":
        """Yield its lines."""
        return self

    def __next__(self) -> bytes:
        """Return the next line."""
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def within(self, read: Any, size: int) -> Any:
        """Do one read in what is left of the time."""
        hub = gevent.get_hub()
        begun = hub.loop.now()
        try:
            with gevent.Timeout(max(0.001, self.left), TooSlow()):
                found = read(size)
        except (ParseException, ConnectionError) as error:
            raise CutShort from error  # a stranger's, not a mistake of ours
        hub.loop.update_now()
        self.left -= hub.loop.now() - begun
        return found


def hurried(application: WSGIApplication, within: float = BODY_WITHIN) -> WSGIApplication:
    """Wrap an application so that no request holds it up by a body that never comes."""

    def wrapped(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ.get("CONTENT_LENGTH") not in {None, "", "0"} or "HTTP_TRANSFER_ENCODING" in environ:
            environ["wsgi.input"] = Hurried(environ["wsgi.input"], within)
        return application(environ, start_response)

    return wrapped
