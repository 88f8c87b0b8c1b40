"""A push service and a phone behind it: it checks who sends (VAPID), and the phone opens what it was sent."""

import base64
import json
import secrets
import threading
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from typing import Any, Self

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc import jwt
from joserfc.jwk import ECKey

from tests.hall import free_port


def unpadded(content: bytes) -> str:
    """Return base64url as browsers write it."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


class PushService:
    """Takes what is sent to one phone; `answers` are the statuses of the next requests, 201 afterwards."""

    def __init__(self) -> None:
        self.key, self.auth = ec.generate_private_key(ec.SECP256R1()), secrets.token_bytes(16)
        self.answers: list[int] = []
        self.shown: Queue[dict[str, str]] = Queue()
        self.senders: set[str] = set()
        self.topics: list[str] = []
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = service.taken(self.headers, body)
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", free_port()), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self) -> Self:
        """Begin to answer."""
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """Answer no more."""
        self.server.shutdown()
        self.server.server_close()

    def subscription(self) -> dict[str, Any]:
        """Return the phone's push address, as a browser gives it to a page."""
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"endpoint": f"{self.url}/of-a-phone", "keys": {"p256dh": unpadded(point), "auth": unpadded(self.auth)}}

    def taken(self, headers: Message, body: bytes) -> int:
        """Take a message of a sender that says who it is; return the status."""
        if self.answers:
            return self.answers.pop(0)
        word, _, given = headers["Authorization"].partition(" ")
        parts = dict(one.strip().split("=", 1) for one in given.split(","))
        point = base64.urlsafe_b64decode(parts["k"] + "=" * (-len(parts["k"]) % 4))
        x, y = point[1:33], point[33:]
        key = ECKey.import_key({"kty": "EC", "crv": "P-256", "x": unpadded(x), "y": unpadded(y)})
        claims = jwt.decode(parts["t"], key, algorithms=["ES256"]).claims
        assert (word, claims["aud"], claims["sub"]) == ("vapid", self.url, "mailto:it@example.org")
        self.senders.add(parts["k"])
        self.topics.append(headers["Topic"])
        opened = http_ece.decrypt(body, private_key=self.key, auth_secret=self.auth, version="aes128gcm")
        self.shown.put(json.loads(opened))
        return 201
