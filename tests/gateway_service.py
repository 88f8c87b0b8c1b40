"""A gateway to phones as it behaves on good and bad days; what it took can be looked at."""

import json
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from server.messages.gateways.reads import all_gateways
from tests.inside import Inside
from tests.inside_office import sends

Answer = tuple[int, str]
SECRET = "a-secret-of-the-gateway"


@dataclass(frozen=True)
class Asked:
    """A request as it came."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: str

    @property
    def json(self) -> Any:
        """Its body as JSON."""
        return json.loads(self.body)


def takes(_asked: Asked) -> Answer:
    """Take everything."""
    return 200, '{"result": {"code": 0, "id": "m-1"}}'


class Server(ThreadingHTTPServer):
    """Many at once, and none of them tells of a line that was cut."""

    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, *_: Any) -> None:
        """Say nothing."""


class Handler(BaseHTTPRequestHandler):
    """One request."""

    def __init__(self, service: "GatewayService", *given: Any) -> None:
        self.service = service
        super().__init__(*given)

    def do_POST(self) -> None:
        """Take it, and answer or not."""
        service = self.service
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        at = urlsplit(self.path)
        one = Asked(self.command, at.path, dict(parse_qsl(at.query)), dict(self.headers), body)
        service.asked.append(one)
        if service.mode == "cut":
            self.connection.shutdown(socket.SHUT_RDWR)
        elif service.mode == "slow":
            service.left.wait(60)
        elif service.mode == "drips":
            self.drips()
        else:
            self.says(*service.answer(one))

    do_GET = do_POST  # noqa: N815 - as the library calls it

    def says(self, status: int, text: str) -> None:
        """Answer."""
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def drips(self) -> None:
        """Answer without an end."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not self.service.left.wait(0.02):
            self.wfile.write(b"X-A: b\r\n")

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@dataclass
class GatewayService:
    """Answers as `answer` says; `mode`: ok · cut (hangs up unanswered) · slow (until it is left) · drips (ditto)."""

    answer: Callable[[Asked], Answer] = takes
    mode: str = "ok"
    port: int = 0
    asked: list[Asked] = field(default_factory=list)

    def __enter__(self) -> Self:
        self.left = threading.Event()
        self.server = Server(("127.0.0.1", self.port), partial(Handler, self))
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.left.set()
        self.server.shutdown()
        self.server.server_close()

    @property
    def url(self) -> str:
        """Its origin."""
        return f"http://127.0.0.1:{self.port}"


FORM = {
    "name": "SMS", "on": "on", "sms": "on", "country": "886", "per_minute": "6000", "per_day": "1000",
    "per_number": "12", "price": "0.85", "currency": "TWD", "method": "POST", "form": "json",
    "headers": "Authorization: Bearer {secret}", "body": '{"to": "{digits}", "text": "{text}", "ref": "{key}"}',
    "ok_path": "result.code", "ok_value": "0", "never": "25, 26", "id_path": "result.id", "secret": SECRET,
}  # fmt: skip


def sets_up(hall: Inside, origin: str, **more: str) -> int:
    """Set a gateway up in the office, as the administrator; return its number."""
    given = FORM | {"url": f"{origin}/send"} | more
    status, text = sends(hall, "admin", "gateways/new", **{name: value for name, value in given.items() if value != ""})
    assert status == 200, text
    with hall.store.look(hall.hall) as sight:
        return all_gateways(sight)[-1].id
