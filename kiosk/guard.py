"""Who may speak to the agent: pages that it served itself, in a browser on this machine.

It listens on loopback only. A name that points at 127.0.0.1 (DNS rebinding) is refused by its Host, a page from
elsewhere by its Origin; and each answer tells the browser to load nothing from elsewhere.
"""

import json
from typing import Any

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

HOSTS = ("127.0.0.1", "localhost", "[::1]")
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
SAFE = {"GET", "HEAD"}


def install(app: Flask, port: int) -> None:
    """Check each request and mark each answer."""
    hosts = {f"{host}:{port}" for host in HOSTS} | (set(HOSTS) if port == 80 else set())

    app.register_error_handler(HTTPException, failed)

    @app.before_request
    def check() -> Response | None:
        if request.host not in hosts:
            return problem(421, "wrong_host", "This is a kiosk's own address; it serves its own machine only.")
        origin = request.headers.get("Origin")
        if origin is not None and origin not in {f"http://{host}" for host in hosts}:
            return problem(403, "foreign_page", "Only the kiosk's own pages may do this.")
        if request.method not in SAFE and not request.is_json:
            return problem(415, "not_json", "Send JSON.")
        return None

    @app.after_request
    def mark(answer: Response) -> Response:
        answer.headers.update(HEADERS)
        answer.headers.setdefault("Cache-Control", "no-store")
        return answer


def problem(status: int, code: str, title: str, **more: object) -> Response:
    """Return a refusal as the server's API words them."""
    return passed_on(status, {"type": "about:blank", "title": title, "status": status, "code": code, **more})


def passed_on(status: int, said: dict[str, Any]) -> Response:
    """Return a refusal in the words of the server."""
    return Response(json.dumps(said, ensure_ascii=False), status, content_type="application/problem+json")


def failed(error: HTTPException) -> Response:
    """Say what went wrong as a problem, never as a page of HTML."""
    return problem(error.code or 500, error.name.lower().replace(" ", "_"), error.name)
