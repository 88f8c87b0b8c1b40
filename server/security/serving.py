"""How a request is served: who, where, may they, which key, what body; the transaction; the answer.

Beyond Flask's own work it costs 40 µs with a token, a key and a body (the transaction apart).
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from flask import Flask, Response, g, request
from pydantic import BaseModel, ValidationError
from sqlalchemy.exc import InterfaceError, InternalError, OperationalError, PendingRollbackError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import ClientDisconnected, HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from server.kernel.refusals import (
    Forbidden,
    Invalid,
    KeyNeeded,
    NoSuchPage,
    Refusal,
    SignInNeeded,
    TooLarge,
    UnknownHall,
)
from server.security import problems
from server.security.actors import Actor, ActorKind
from server.security.authenticator import Authenticator
from server.security.cookies import give_csrf
from server.security.failures import failed, out_of_reach, too_busy
from server.security.headers import with_headers
from server.security.openapi import describe_at
from server.security.refusals import CsrfNeeded, NotJson
from server.security.web import PREFIX, Api, ComesIn, File, Key, Route, all_routes
from server.store.answers import Answered
from server.store.hall import HEAD

KEY: Final = re.compile(r"[A-Za-z0-9_-]{8,64}")
MOST_BYTES: Final = 65_536  # of a body: no command of ours needs a tenth of it
JSON: Final = "application/json"
COUNTER: Final = "X-Counter"  # as which counter's device a browser that is several acts
LARGEST: Final = 2**31 - 1  # of a number in a path: ids are Integer columns
AWAY: Final = (OperationalError, InterfaceError, InternalError, PendingRollbackError)  # the last: it went meanwhile
Handler = Callable[..., Response]


def install(
    app: Flask,
    authenticator: Authenticator,
    apis: list[Api],
    *,
    views: Mapping[str, type[BaseModel]] | None = None,
    behind_proxy: bool = False,
) -> None:
    """Serve the features' routes and their description, refusals as problems, and headers on every answer."""
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    app.extensions["authenticator"] = authenticator
    makers = {ComesIn.COMMAND: command, ComesIn.READ: read, ComesIn.HOLDER: holder, ComesIn.PUBLIC: public}
    routes = list(all_routes(apis))
    for route in routes:
        app.add_url_rule(
            PREFIX + route.path, route.name, makers[route.way](route, authenticator),
            methods=[route.method], provide_automatic_options=False,
        )  # fmt: skip
    describe_at(app, routes, views or {})
    app.register_error_handler(Refusal, problems.refused)
    app.register_error_handler(HTTPException, problems.of_http)
    app.register_error_handler(PoolTimeout, too_busy)
    for kind in (*AWAY, authenticator.store.database.errors):
        app.register_error_handler(kind, out_of_reach)
    app.register_error_handler(Exception, failed)
    app.wsgi_app = with_headers(app.wsgi_app)  # type: ignore[assignment, method-assign]  # as Flask tells
    if behind_proxy:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1)  # type: ignore[method-assign]  # likewise


def command(route: Route, authenticator: Authenticator) -> Handler:
    """Make the handler of a command."""

    def handle(hall: str | None = None, **path: Any) -> Response:
        actor, hall_id = came_in(route, authenticator, hall, path, acting=True)
        return worked(route, authenticator, hall_id, actor, path)

    return handle


def read(route: Route, authenticator: Authenticator) -> Handler:
    """Make the handler of a look."""

    def handle(hall: str | None = None, **path: Any) -> Response:
        actor, hall_id = came_in(route, authenticator, hall, path, acting=False)
        return looked(route, authenticator, hall_id, actor, path)

    return handle


def holder(route: Route, authenticator: Authenticator) -> Handler:
    """Make the handler for whoever holds a ticket's secret."""

    serve = looked if route.method == "GET" else worked

    def handle(secret: str, **path: Any) -> Response:
        plain(path)
        actor = authenticator.holder(secret)
        (hall_id,) = actor.halls
        path["ticket"] = actor.id
        return serve(route, authenticator, hall_id, actor, path)

    return handle


def public(route: Route, authenticator: Authenticator) -> Handler:
    """Make the handler for anybody."""

    def handle(**path: Any) -> Response:
        plain(path)
        if "authenticator" in route.takes:
            path["authenticator"] = authenticator
        taken(route, path)
        return answered(route.status, content_of(route, route.function(**path)))

    return handle


def worked(route: Route, authenticator: Authenticator, hall_id: int, actor: Actor, path: dict[str, Any]) -> Response:
    """Run a command in its transaction; the answer leaves after the commit."""
    key = key_of(route)
    raw = taken(route, path)
    of = "" if key is None else hashlib.sha256(f"{request.method} {request.path}\n".encode() + raw).hexdigest()
    bring(route, authenticator, actor, path)
    try:
        with authenticator.store.hall(hall_id, actor, key=key, of=of) as hall:
            content = content_of(route, route.function(hall, **path))
            hall.answer(route.status, content)
    except Answered as first:
        return answered(first.status, first.body)
    return answered(route.status, content)


def looked(route: Route, authenticator: Authenticator, hall_id: int, actor: Actor, path: dict[str, Any]) -> Response:
    """Run a look; nothing is written."""
    taken(route, path)
    bring(route, authenticator, actor, path)
    with authenticator.store.look(hall_id) as hall:
        value = route.function(hall, **path)
    return filed(value) if isinstance(value, File) else answered(route.status, content_of(route, value))


def bring(route: Route, authenticator: Authenticator, actor: Actor, path: dict[str, Any]) -> None:
    """Add what else the function takes."""
    if "actor" in route.takes:
        path["actor"] = actor
    if "authenticator" in route.takes:
        path["authenticator"] = authenticator


def came_in(
    route: Route, authenticator: Authenticator, hall: str | None, path: Mapping[str, Any], *, acting: bool
) -> tuple[Actor, int]:
    """Return who asks and for which hall; refuse whoever is nobody, is of elsewhere or may not."""
    plain(path)
    actor, by_cookie = who_asks(authenticator)
    if acting and by_cookie:
        checked_csrf(authenticator, actor)
    hall_id = HEAD if hall is None else authenticator.hall_number(hall)
    if hall is not None:
        counter = request.headers.get(COUNTER)
        within = (
            authenticator.acting_as(actor, hall, route.may, counter=counter)
            if acting
            else actor.within(hall_id, acting=False)
        )
        if within is None:
            raise UnknownHall(hall=hall)
        actor = within
    elif acting and actor.kind is not ActorKind.STAFF:
        raise Forbidden
    if route.may is not None:
        known = acting or route.some  # whose thing it is, is asked where it is known
        (actor.must_some if known else actor.must)(route.may, at=path.get("counter"))
    return actor, hall_id


def who_asks(authenticator: Authenticator) -> tuple[Actor, bool]:
    """Return who sent the request, and whether cookies say so."""
    given = request.headers.get("Authorization")
    if given is not None:
        actor = authenticator.resolve(given[7:].strip()) if given[:7].lower() == "bearer " else None
        by_cookie = False
    else:
        actor, by_cookie = authenticator.by_cookies(request.cookies), True
    if actor is None:
        raise SignInNeeded
    g.actor = actor.name
    return actor, by_cookie


def checked_csrf(authenticator: Authenticator, actor: Actor) -> None:
    """Refuse a write by cookie that our own page did not send; the refusal brings the right cookie for the next try."""
    wanted = authenticator.signer.csrf_of(actor.proof)
    if not authenticator.signer.same(request.headers.get("X-CSRF-Token", ""), wanted):
        give_csrf(authenticator, actor.proof)
        raise CsrfNeeded


def key_of(route: Route) -> str | None:
    """Return the request's Idempotency-Key; refuse one that is none, and none where one is needed."""
    key = request.headers.get("Idempotency-Key")
    if key is None and route.key is not Key.REQUIRED:
        return None
    if key is None or not KEY.fullmatch(key):
        raise KeyNeeded
    return key


def taken(route: Route, path: dict[str, Any]) -> bytes:
    """Read body and query into what the function takes; return the body as it came."""
    raw = body()
    if len(raw) >= MOST_BYTES and request.content_length is None:
        raise TooLarge  # it came in pieces, of which the last ones were not read
    if route.query is not None:
        path["query"] = fitted(lambda model: model.model_validate(request.args.to_dict()), route.query)
    if route.body is not None:
        if raw and (request.content_type or "").partition(";")[0].strip().lower() != JSON:
            raise NotJson  # a form of another site can send anything but this
        if b"\\u0000" in raw or b"\x00" in raw:
            raise Invalid(("", problems.OTHERWISE, {}))  # PostgreSQL has no such character
        path["body"] = fitted(lambda model: model.model_validate_json(raw or b"{}", strict=True), route.body)
    return raw


def body() -> bytes:
    """Return the request's body; one whose length was said, and is small, is read at once."""
    length = request.content_length
    if length is None or length > MOST_BYTES:
        return request.get_data(cache=False)
    stream = request.environ["wsgi.input"]
    raw: bytes = stream.read(length) if length else b""
    while len(raw) < length:
        more = stream.read(length - len(raw))
        if not more:
            raise ClientDisconnected
        raw += more
    return raw


def fitted(validate: Callable[[Any], Any], model: Any) -> Any:
    """Validate, or refuse naming each field."""
    try:
        return validate(model)
    except ValidationError as error:
        raise problems.misfit(error) from error


def plain(path: Mapping[str, Any]) -> None:
    """Refuse what can stand in an address and in no name or number of ours."""
    for value in path.values():
        if (isinstance(value, str) and "\x00" in value) or (isinstance(value, int) and value > LARGEST):
            raise NoSuchPage


def content_of(route: Route, value: Any) -> bytes:
    """Return a function's answer as JSON."""
    return b"" if route.answer is None else route.answer.dump_json(value)


def answered(status: int, content: bytes) -> Response:
    """Answer with JSON."""
    return Response(content, status, content_type=JSON) if content else Response(status=204)


def filed(file: File) -> Response:
    """Answer with a file; it is not kept on the way."""
    response = Response(file.content() if callable(file.content) else file.content, content_type=file.kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
