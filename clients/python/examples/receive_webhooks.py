"""Take a hall's webhooks: `SECRET=… python receive_webhooks.py 8080`. Prints what happens, once each, in order."""  # noqa: INP001 - a program, in no package

import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from servicefloor_client import NotGenuine, verify

MOST = 64 * 1024  # bytes
done: set[str] = set()  # a program of yours keeps these with what it did


class Receiver(BaseHTTPRequestHandler):
    """Each delivery is a POST."""

    def do_POST(self) -> None:
        """Believe it only if it is signed; do it only once; answer at once."""
        body = self.rfile.read(min(int(self.headers.get("Content-Length", 0)), MOST))
        try:
            event = verify(body, self.headers.get("Floor-Signature", ""), os.environ["SECRET"])
        except (NotGenuine, KeyError, ValueError):
            self.answer(400)
            return
        if event.id not in done:
            done.add(event.id)
            print(event.at.isoformat(), event.type, event.data, flush=True)
        self.answer(204)

    def answer(self, status: int) -> None:
        """Say whether it was taken: 2xx yes; 4xx never send this one again; else it comes again."""
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Print nothing but what happened."""


if __name__ == "__main__":
    with ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Receiver) as server:
        print(f"listening on {server.server_port}", flush=True)
        server.serve_forever()
