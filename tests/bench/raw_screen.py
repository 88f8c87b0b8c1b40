"""Light websocket clients: a raw socket each, gevent's loop for all; and the server they talk to."""

import base64
import contextlib
import http.client
import os
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import orjson

ROOT = Path(__file__).parent.parent.parent
HANDSHAKE = (
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: {host}\r\n"
    "Upgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n{more}\r\n"
)


OPENED: "list[Screen]" = []


def hang_up() -> None:
    """Close all screens that were opened."""
    while OPENED:
        OPENED.pop().close()


class Screen:
    """One websocket that speaks Socket.IO's few words; `auth` None: it does not even say who it is."""

    def __init__(
        self,
        port: int,
        auth: Mapping[str, str] | None = None,
        *,
        more: str = "",
        receive_buffer: int = 0,
        namespace: str = "/live",
        source: str = "",
    ) -> None:
        self.sock = socket.socket()
        if source:  # another address of this machine: what one address may have is limited
            self.sock.bind((source, 0))
        OPENED.append(self)
        if receive_buffer:
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.sock.settimeout(20)
        self.sock.connect(("127.0.0.1", port))
        self.kept = b""
        self.calls = 0
        self.namespace = namespace
        self.heard: list[list[object]] = []
        key = base64.b64encode(os.urandom(16)).decode()
        self.sock.sendall(HANDSHAKE.format(host=f"127.0.0.1:{port}", key=key, more=more).encode())
        while b"\r\n\r\n" not in self.kept:
            self.more()
        head, self.kept = self.kept.split(b"\r\n\r\n", 1)
        self.head = head.decode()
        if " 101 " not in self.head:
            raise ConnectionError(self.head)
        assert self.text().startswith("0{")
        if auth is not None:
            self.say(f"40{namespace}," + orjson.dumps(auth).decode())
            self.hello = self.text()

    def more(self) -> None:
        """Read some bytes."""
        data = self.sock.recv(65536)
        if not data:
            raise ConnectionError("closed")
        self.kept += data

    def frame(self) -> tuple[int, bytes]:
        """Return the next frame: its first byte and its payload."""
        while True:
            kept = self.kept
            if len(kept) >= 2:
                size, start = kept[1], 2
                if size == 126 and len(kept) >= 4:
                    size, start = struct.unpack("!H", kept[2:4])[0], 4
                elif size == 127 and len(kept) >= 10:
                    size, start = struct.unpack("!Q", kept[2:10])[0], 10
                if (size < 126 or start > 2) and len(kept) >= start + size:
                    self.kept = kept[start + size :]
                    return kept[0], kept[start : start + size]
            self.more()

    def text(self) -> str:
        """Return the next message that is no ping; pings are answered."""
        while True:
            first, payload = self.frame()
            if first == 0x88:
                raise ConnectionError("closed")
            if first != 0x81:
                raise ValueError(f"frame {first:#x}")
            if payload != b"2":
                return payload.decode()
            self.say("3")

    def say(self, text: str | bytes, first: int = 0x81) -> None:
        """Send a masked frame."""
        data = text.encode() if isinstance(text, str) else text
        self.sock.sendall(masked(data, first))

    def event(self) -> tuple[str, object]:
        """Return the next event or acknowledgement: its name (or "ack 3") and its value."""
        text = self.text()
        body = text.removeprefix(f"42{self.namespace},")
        if body is not text and len(body) < len(text):
            name, value = orjson.loads(body)
            return name, value
        number, bracket, rest = text.removeprefix(f"43{self.namespace},").partition("[")
        return f"ack {number}", orjson.loads(bracket + rest)[0] if bracket else number

    def ask(self, event: str, value: object) -> dict[str, object]:
        """Emit an event and return its acknowledgement; what comes meanwhile is kept in `heard`."""
        self.calls += 1
        number = self.calls
        self.say(f"42{self.namespace},{number}" + orjson.dumps([event, value]).decode())
        while True:
            name, answer = self.event()
            if name == f"ack {number}":
                assert isinstance(answer, dict)
                return answer
            self.heard.append([name, answer])

    def watch(self, view: str, hall: str = "main") -> dict[str, object]:
        """Watch a view."""
        return self.ask("watch", {"hall": hall, "view": view})

    def view(self) -> dict[str, object]:
        """Return the next view that is pushed."""
        while True:
            name, value = self.event()
            if name == "view":
                assert isinstance(value, dict)
                return value

    def close(self) -> None:
        """Hang up."""
        self.sock.close()


def masked(data: bytes, first: int = 0x81) -> bytes:
    """Return a frame as a client sends it, with the mask that changes nothing."""
    size = len(data)
    if size < 126:
        return struct.pack("!BB", first, 0x80 | size) + bytes(4) + data
    if size < 65536:
        return struct.pack("!BBH", first, 0xFE, size) + bytes(4) + data
    return struct.pack("!BBQ", first, 0xFF, size) + bytes(4) + data


def ends(screen: Screen, within: float) -> float:
    """Return after how many seconds the server closed the connection; fail when it does not in time."""
    begun = time.monotonic()
    screen.sock.settimeout(within)
    with contextlib.suppress(ConnectionError):
        while True:
            screen.text()
    return time.monotonic() - begun


class Served:
    """A server under gunicorn."""

    def __init__(
        self, port: int, app: str = "tests.bench.live_app:application()", env: Mapping[str, str] | None = None
    ) -> None:
        self.port, self.app, self.env = port, app, dict(env or {})
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> "Served":
        """Start it and wait until it answers."""
        words = [
            sys.executable,
            "-m",
            "gunicorn",
            "-k",
            "gevent",
            "-w",
            "1",
            "--worker-connections",
            "4000",
            "-b",
            f"127.0.0.1:{self.port}",
            "--graceful-timeout",
            "3",
            "--keep-alive",
            "30",
            "--no-control-socket",
            "--log-level",
            "warning",
            self.app,
        ]
        self.process = subprocess.Popen(words, cwd=ROOT, env={**os.environ, **self.env})
        until = time.monotonic() + 20
        while True:
            try:
                self.call("GET", "/counts")
                return self
            except OSError:
                if time.monotonic() > until or self.process.poll() is not None:
                    raise
                time.sleep(0.05)

    def stop(self, number: int = signal.SIGTERM) -> float:
        """End it and return how many seconds that took."""
        begun = time.monotonic()
        if self.process is not None:
            self.process.send_signal(number)
            self.process.wait(20)
        return time.monotonic() - begun

    def kill(self) -> None:
        """End it as a power cut would, the worker first."""
        os.kill(int(self.call("GET", "/counts")["pid"]), signal.SIGKILL)
        self.stop(signal.SIGKILL)

    def call(self, method: str, path: str, body: bytes = b"") -> dict[str, object]:
        """Call it once."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            line.request(method, path, body or None)
            answer = line.getresponse()
            text = answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{answer.status} {text!r}")
            found: dict[str, object] = orjson.loads(text)
            return found
        finally:
            line.close()


@contextlib.contextmanager
def served(port: int, folder: Path, **env: str) -> Iterator[Served]:
    """Give a running server with a database in a folder."""
    server = Served(port, env={"FLOOR_DATABASE_URL": f"sqlite:///{folder}/live.db", **env}).start()
    try:
        yield server
    finally:
        server.stop()
