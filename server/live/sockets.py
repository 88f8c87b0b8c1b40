"""The namespace /live: who connects, what they watch, the pulse, and the end of those who may no longer see it."""

import itertools
import logging
import signal
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import FrameType
from typing import Any, Final, TypeAlias

import gevent
import orjson
import structlog
from flask import Flask, request
from flask_socketio import SocketIO
from socketio.exceptions import ConnectionRefusedError as Refused

from server.kernel.recurring import Recurring
from server.kernel.refusals import Missing, Refusal
from server.kernel.settings import Settings
from server.live.hub import Hub
from server.live.neighbours import Neighbours
from server.live.send_buffers import SendBuffer, pulse_frame
from server.live.views import Views
from server.live.wire import LARGEST, Door, Environ, LimitedWebSocket
from server.security.actors import Actor, ActorKind
from server.store.directory import all_halls
from server.store.hall import HEAD, Store

log = structlog.get_logger()
NAMESPACE: Final = "/live"
WATCHES: Final = 20  # of one socket
PULSE: Final = 15  # seconds; each second a fifteenth of the screens has its turn
RECHECK: Final = 1.5  # seconds: with the three that a sign-in is remembered, a revoked one is cut within 5
STRANGERS: Final = 10  # seconds a connection may stay without saying who it is
LAST_WORD: Final = 1  # second between telling a socket that it is cut and cutting it
LONGEST: Final = 512  # characters of a token
QUIET: Final = logging.getLogger("sockets")  # the libraries call it an error when a client goes
QUIET.setLevel(logging.CRITICAL)

Authenticate: TypeAlias = Callable[[Mapping[str, str], Environ], Actor | None]
StillValid: TypeAlias = Callable[[Actor], bool]


class Json:
    """orjson as Socket.IO wants a JSON module."""

    @staticmethod
    def dumps(value: object, **_options: object) -> str:
        """Return a value as JSON."""
        return orjson.dumps(value).decode()

    loads = staticmethod(orjson.loads)


@dataclass(eq=False, slots=True)
class Session:
    """A connected screen."""

    actor: Actor
    outlet: SendBuffer
    turn: int  # of the pulse
    gone: bool = False
    watches: dict[tuple[str, str], int] = field(default_factory=dict)  # (hall's code, view) → hall


class Live:
    """Watching and pushing, as a part of the Flask application."""

    def __init__(
        self,
        app: Flask,
        store: Store,
        views: Views,
        *,
        authenticate: Authenticate,
        still_valid: StillValid,
        settings: Settings,
        program: Callable[[], str] = lambda: "",
    ) -> None:
        self.store, self.views, self.program = store, views, program
        self.authenticate, self.still_valid = authenticate, still_valid
        self.hub = Hub(store, settings.pushes_per_second)
        self.neighbours = Neighbours(store, self.hub, settings.redis_url)
        self.sessions: dict[str, Session] = {}
        self.faults = Recurring()
        self.codes: dict[str, int] = {}
        self.turns = itertools.cycle(range(PULSE))
        options: dict[str, Any] = {"transports": ["websocket"], "namespaces": [NAMESPACE], "json": Json}
        io: Any = SocketIO(
            app, async_mode="gevent", async_handlers=False, manage_session=False, max_http_buffer_size=LARGEST,
            cors_allowed_origins="*",  # a strange page's cookies do not count: `authenticate`
            logger=QUIET, engineio_logger=QUIET, **options,
        )  # fmt: skip
        self.io = io
        engine = io.server.eio
        engine._async = {**engine._async, "websocket": LimitedWebSocket}  # noqa: SLF001  # the only place where Engine.IO lets one choose
        self.door = Door(app.wsgi_app)
        app.wsgi_app = self.door  # type: ignore[method-assign,assignment]  # a callable is what it is
        for name, handler in (
            ("connect", self.connect),
            ("disconnect", self.disconnect),
            ("watch", self.watch),
            ("unwatch", self.unwatch),
        ):
            self.io.on_event(name, handler, namespace=NAMESPACE)
        store.on_commit(self.hub.changed)

    def start(self) -> None:
        """Begin what runs beside the requests; in the worker's process, when its signals are set."""
        gevent.spawn(self.pulses)
        gevent.spawn(self.rechecks)
        self.neighbours.start()
        before = signal.getsignal(signal.SIGTERM)

        def end(number: int, frame: FrameType | None) -> None:
            gevent.spawn(self.close)  # with open sockets gunicorn would wait out its whole patience
            if callable(before):
                before(number, frame)

        signal.signal(signal.SIGTERM, end)

    def close(self) -> None:
        """Send all screens away; they come back by themselves."""
        self.door.close()

    def connect(self, auth: object = None) -> None:
        """Let a screen in that says who it is by a token, a ticket's secret or, from our own pages, its cookies."""
        environ = request.environ
        actor = self.authenticate(texts(auth), environ)
        if actor is None:
            raise Refused("sign_in_needed", {"code": "sign_in_needed"})
        self.sessions[request.sid] = Session(actor, environ["gunicorn.socket"], next(self.turns))  # type: ignore[attr-defined]  # flask_socketio adds it

    def disconnect(self, *_reason: object) -> None:
        """Forget a screen."""
        session = self.sessions.pop(request.sid, None)  # type: ignore[attr-defined]  # flask_socketio adds it
        if session is None:
            return
        session.gone = True
        for (_, text), hall in session.watches.items():
            self.hub.leave(hall, text, session.outlet)

    def watch(self, *said: object) -> dict[str, object]:
        """Enter a watch and return the view as it is, or the code of a refusal."""
        session = self.sessions.get(request.sid)  # type: ignore[attr-defined]  # flask_socketio adds it
        asked = texts(said[0] if said else None)
        if session is None or not {"hall", "view"} <= asked.keys():
            return {"code": "refused"}
        try:
            return self.enter(session, asked["hall"], asked["view"])
        except Missing:
            return {"code": "unknown_view"}  # the view's own refusal: no such counter
        except Refusal as refusal:
            return {"code": refusal.code}
        except Exception:
            log.exception("a watch failed", **asked)
            return {"code": "failed"}

    def enter(self, session: Session, code: str, text: str) -> dict[str, object]:
        """Enter a watch for whoever may see the view."""
        hall = self.hall(code)
        if hall is None or not session.actor.of(hall):
            return {"code": "unknown_hall"}
        view, argument = self.views.find(text)
        if not session.actor.may(view.right, hall=hall, at=argument):
            return {"code": "forbidden"}
        if len(session.watches) >= WATCHES and (code, text) not in session.watches:
            return {"code": "too_many"}
        session.watches[code, text] = hall
        try:
            version, data = self.hub.watch(hall, text, session.outlet, code=code, view=view, argument=argument)
        except BaseException:
            session.watches.pop((code, text), None)
            raise
        if session.gone:
            self.hub.leave(hall, text, session.outlet)
        session.outlet.push(f"{code} pulse", pulse_frame(code, version, self.store.time_of(hall)))  # the clock, at once
        return {"view": text, "version": version, "program": self.program(), "data": orjson.Fragment(data)}

    def unwatch(self, *said: object) -> None:
        """End a watch."""
        session = self.sessions.get(request.sid)  # type: ignore[attr-defined]  # flask_socketio adds it
        asked = texts(said[0] if said else None)
        code, text = asked.get("hall", ""), asked.get("view", "")
        hall = session.watches.pop((code, text), None) if session else None
        if session is not None and hall is not None:
            self.hub.leave(hall, text, session.outlet)

    def hall(self, code: str) -> int | None:
        """Return a hall's number; halls keep their codes."""
        if code not in self.codes:
            with self.store.look(HEAD) as head:
                self.codes = all_halls(head)
        return self.codes.get(code)

    def pulses(self) -> None:
        """Tell each screen every 15 seconds how far its halls are."""
        for turn in itertools.cycle(range(PULSE)):
            gevent.sleep(1)
            for session in list(self.sessions.values()):
                if session.turn == turn:
                    for code, hall in {code: hall for (code, _), hall in session.watches.items()}.items():
                        pulse = pulse_frame(code, self.hub.version(hall), self.store.time_of(hall))
                        session.outlet.push(f"{code} pulse", pulse)

    def rechecks(self) -> None:
        """Cut, every few seconds, whose sign-in has ended, and who never said who they are."""
        while True:
            gevent.sleep(RECHECK)
            for group in self.by_sign_in().values():
                if not self.holds(group[0][1].actor):
                    for sid, session in group:
                        self.cut(sid, session)
                gevent.sleep(0)
            admitted = {session.outlet for session in self.sessions.values()}
            late = time.monotonic() - STRANGERS
            for outlet in self.door.outlets - admitted:
                if outlet.opened < late:
                    outlet.close()

    def by_sign_in(self) -> dict[tuple[object, ...], list[tuple[str, Session]]]:
        """Return the connections of each sign-in, so that each is asked for once."""
        groups: dict[tuple[object, ...], list[tuple[str, Session]]] = {}
        for sid, session in self.sessions.items():
            actor = session.actor
            key = (actor, actor.proof, *(also.proof for also in actor.also))
            groups.setdefault(key, []).append((sid, session))
        return groups

    def holds(self, actor: Actor) -> bool:
        """Return whether a sign-in still holds; when that cannot be asked, it does."""
        try:
            valid = self.still_valid(actor)
        except Exception as error:  # noqa: BLE001 - it is told, and asked again
            self.faults.failed("sign-ins could not be rechecked", error)
            return True
        self.faults.went_well("sign-ins could not be rechecked")
        return valid

    def present(self) -> dict[int, set[int]]:
        """Return hall → the devices that are on a line to this process."""
        found: dict[int, set[int]] = {}
        for session in list(self.sessions.values()):
            for actor in (session.actor, *session.actor.also):
                if actor.kind is ActorKind.DEVICE:
                    for hall in actor.halls:
                        found.setdefault(hall, set()).add(actor.id)
        return found

    def cut(self, sid: str, session: Session) -> None:
        """Tell a screen that it was revoked, and close its connection."""
        self.io.server.disconnect(sid, namespace=NAMESPACE)
        gevent.spawn_later(LAST_WORD, session.outlet.close)


def texts(said: object) -> dict[str, str]:
    """Return the short texts of what a client said."""
    if not isinstance(said, dict):
        return {}
    return {name: text for name, text in said.items() if isinstance(text, str) and len(text) <= LONGEST}
