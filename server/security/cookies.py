"""The cookies that say who a browser is: unreadable for scripts, never sent from other sites, by TLS where it is."""

from collections.abc import Callable
from typing import Final

from flask import Response, after_this_request, request

from server.security.authenticator import CSRF_COOKIE, DEVICE_COOKIE, MOST_DEVICES, SESSION_COOKIE, Authenticator

A_YEAR: Final = 365 * 24 * 3600  # seconds: a screen stays enrolled until it is taken out


def set_cookie(name: str, value: str, *, lasts: int | None = None, readable: bool = False) -> None:
    """Set a cookie with the answer; `lasts` in seconds, else until the browser closes."""

    @after_this_request
    def put(response: Response) -> Response:
        response.set_cookie(name, value, max_age=lasts, secure=request.is_secure, httponly=not readable, samesite="Lax")
        return response


def clear_cookie(name: str) -> None:
    """Have the browser forget a cookie."""

    @after_this_request
    def take(response: Response) -> Response:
        response.delete_cookie(name, secure=request.is_secure, httponly=True, samesite="Lax")
        return response


def afterwards(what: Callable[[], None]) -> None:
    """Do something once the request's transaction is committed."""

    @after_this_request
    def do(response: Response) -> Response:
        what()
        return response


def give_csrf(authenticator: Authenticator, token: str) -> None:
    """Give the page what it sends with each write: only our own pages can read it."""
    wanted = authenticator.signer.csrf_of(token)
    if request.cookies.get(CSRF_COOKIE) != wanted:
        set_cookie(CSRF_COOKIE, wanted, lasts=A_YEAR, readable=True)


def give_session(authenticator: Authenticator, token: str) -> None:
    """Make the browser this person's."""
    set_cookie(SESSION_COOKIE, token)
    give_csrf(authenticator, token)


def give_device(authenticator: Authenticator, token: str) -> None:
    """Make the browser this device too, beside the devices that it is already."""
    others = [
        other for other in request.cookies.get(DEVICE_COOKIE, "").split(".") if other and authenticator.resolve(other)
    ]
    if token in others:
        return
    set_cookie(DEVICE_COOKIE, ".".join([*others[1 - MOST_DEVICES :], token]), lasts=A_YEAR)
    if authenticator.by_cookies(request.cookies) is None:
        give_csrf(authenticator, token)
