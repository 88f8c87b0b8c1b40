"""What every answer says to browsers: load nothing from elsewhere, show nowhere else, keep addresses to yourself."""

from collections.abc import Iterable
from typing import Any, Final
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; media-src 'self'; manifest-src 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)
ALWAYS: Final = [
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),  # a ticket's secret stands in its address
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
]
BY_TLS: Final = [("Strict-Transport-Security", "max-age=31536000")]
NEVER_KEPT: Final = [("Cache-Control", "no-store")]
PRIVATE: Final = ("/api/", "/t/", "/a/", "/c/", "/book/", "/office/")  # never kept, whatever an answer says


def with_headers(application: WSGIApplication) -> WSGIApplication:
    """Wrap a WSGI application so that each of its answers carries the headers, errors and files too."""

    def wrapped(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        more = ALWAYS + BY_TLS if environ.get("wsgi.url_scheme") == "https" else ALWAYS
        private = environ.get("PATH_INFO", "").startswith(PRIVATE)

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            if private or not any(name.lower() == "cache-control" for name, _ in headers):
                headers = [one for one in headers if one[0].lower() != "cache-control"] + NEVER_KEPT
            return start_response(status, headers + more, exc_info)

        return application(environ, start)

    return wrapped
