"""The outgoing half of a websocket: a frame is made once for all screens, and nobody waits for a slow one.

The websocket library's own `send` may leave half a frame behind when a screen reads slowly. Everything that leaves, its
frames and ours, therefore goes through an outlet: whole frames, one sender at a time, and of each view only the newest.
"""

import struct
import time
from collections import deque
from datetime import datetime
from socket import SO_SNDBUF, SOL_SOCKET
from typing import Final, Protocol

import gevent
import orjson

TAKES_NOTHING: Final = 20  # seconds in which a screen takes not one byte: it is gone
TOO_FAR_BEHIND: Final = 1 << 20  # bytes of answers a client asked for and does not read
KERNEL_BUFFER: Final = 1 << 16  # bytes; by itself the kernel would keep up to 4 MB of old pictures for a slow screen
CLOSING: Final = b"\x88"  # first byte of a close frame
GOING_AWAY: Final = CLOSING + b"\x02\x03\xe9"


class Socket(Protocol):
    """What an outlet needs of gevent's socket."""

    def send(self, data: bytes | memoryview, flags: int = 0, timeout: float | None = None, /) -> int:
        """Send some bytes and return how many; with timeout 0.0 raise BlockingIOError instead of waiting."""

    def recv(self, size: int, /) -> bytes:
        """Wait for bytes."""

    def setsockopt(self, level: int, name: int, value: int, /) -> None:
        """Set an option."""

    def close(self) -> None:
        """Close it; whoever waits on it gets an OSError."""


class SendBuffer:
    """Stands in for a websocket's socket."""

    def __init__(self, sock: Socket, patience: float = TAKES_NOTHING) -> None:
        sock.setsockopt(SOL_SOCKET, SO_SNDBUF, KERNEL_BUFFER)
        self.sock, self.patience = sock, patience
        self.opened = time.monotonic()
        self.answers: deque[bytes] = deque()
        self.newest: dict[str, bytes] = {}
        self.busy = False  # a greenlet sends what did not fit at once
        self.ended = False
        self.taken = False  # a websocket has begun on it

    def push(self, what: str, frame: bytes) -> None:
        """Send the newest state of something, never waiting; what is unsent when a newer one comes is dropped."""
        if self.ended:
            return
        if self.busy:
            self.newest[what] = frame
        else:
            self.begin(frame)

    def send(self, data: bytes) -> int:
        """Send all bytes in their order, without waiting; a client that asks much and reads nothing is cut."""
        if self.ended:
            raise BrokenPipeError
        if self.busy:
            self.answers.append(data)
            if sum(map(len, self.answers)) > TOO_FAR_BEHIND:
                self.close()
        else:
            self.begin(data)
        if data[:1] == CLOSING:
            self.ended = True  # nothing may follow a close frame
        return len(data)

    def recv(self, size: int) -> bytes:
        """Wait for bytes; a client that floods gives way to the others after each piece."""
        data = self.sock.recv(size)
        gevent.sleep(0)
        return data

    def leave(self) -> None:
        """Tell the client that the server goes away, and close."""
        if not self.busy and not self.ended:
            self.begin(GOING_AWAY)
        self.close()

    def close(self) -> None:
        """Close the connection now."""
        self.ended = True
        self.answers.clear()
        self.newest.clear()
        self.sock.close()

    def begin(self, data: bytes) -> None:
        """Send at once what fits, and the rest in a greenlet."""
        try:
            sent = self.sock.send(data, 0, 0.0)
        except BlockingIOError:
            sent = 0
        except OSError:
            self.close()
            return
        if sent < len(data):
            self.busy = True
            gevent.spawn(self.drain, memoryview(data)[sent:])

    def drain(self, rest: memoryview) -> None:
        """Send what is left, then what came meanwhile."""
        try:
            while rest:
                with gevent.Timeout(self.patience):
                    sent = self.sock.send(rest)
                rest = rest[sent:] or self.following()
        except (OSError, gevent.Timeout):
            self.close()
        finally:
            self.busy = False

    def following(self) -> memoryview:
        """Take what is to be sent next; nothing when all is sent."""
        if self.answers:
            return memoryview(self.answers.popleft())
        for what in self.newest:
            return memoryview(self.newest.pop(what))
        return memoryview(b"")


def text_frame(text: bytes) -> bytes:
    """Return one whole text frame as a server sends it (RFC 6455, 5.2)."""
    size = len(text)
    if size < 126:
        return struct.pack("!BB", 0x81, size) + text
    if size < 1 << 16:
        return struct.pack("!BBH", 0x81, 126, size) + text
    return struct.pack("!BBQ", 0x81, 127, size) + text


def view_frame(hall: str, view: str, version: int, data: bytes) -> bytes:
    """Return the frame that pushes a view; `data` is JSON."""
    return event_frame("view", {"hall": hall, "view": view, "version": version, "data": orjson.Fragment(data)})


def pulse_frame(hall: str, version: int, at: datetime) -> bytes:
    """Return the frame that says how far a hall is, and what time it is."""
    return event_frame("pulse", {"hall": hall, "version": version, "at": at})


def event_frame(name: str, value: dict[str, object]) -> bytes:
    """Return a Socket.IO event of our namespace as a frame."""
    return text_frame(b"42/live," + orjson.dumps([name, value]))
