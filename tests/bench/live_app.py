# ruff: noqa: E402  # gevent patches before anything else is imported
"""The smallest application that watches and pushes. For gunicorn: `tests.bench.live_app:application()`.

POST /put/1/KEY    body → the value that the view `value:KEY` and the view `all` show
POST /revoke/TOKEN the token ends
GET  /counts       what the process holds
"""

from gevent import monkey

monkey.patch_all()

import os
import resource
from collections.abc import Mapping
from pathlib import Path

import structlog
from flask import Flask, request

from server.kernel.settings import Settings
from server.live.sockets import Live
from server.security.actors import Actor, ActorKind
from server.security.rights import DeviceKind
from tests.bench.board import board_views, opened, put


def application() -> Flask:
    """Make the application."""
    structlog.configure(logger_factory=structlog.PrintLoggerFactory())
    settings = Settings()
    store, hall_id = opened(settings.database_url)
    revoked: set[str] = set()

    def authenticate(said: Mapping[str, str], environ: dict[str, object]) -> Actor | None:
        token = said.get("token") or ("display-cookie" if "known" in str(environ.get("HTTP_COOKIE")) else "")
        if not token or token in revoked or token == "bad":
            return None
        kind = DeviceKind.DISPLAY if token.startswith("display") else None
        return Actor(ActorKind.DEVICE if kind else ActorKind.SYSTEM, 4, kind, frozenset({hall_id}), proof=token)

    app = Flask(__name__)
    live = Live(
        app,
        store,
        board_views(),
        authenticate=authenticate,
        still_valid=lambda actor: actor.proof not in revoked,
        settings=settings,
    )
    live.start()

    @app.post("/put/<int:hall>/<key>")
    def press(hall: int, key: str) -> dict[str, int]:
        return {"version": put(store, hall, key, request.get_data())}

    @app.post("/revoke/<token>")
    def revoke(token: str) -> dict[str, str]:
        revoked.add(token)
        return {}

    @app.get("/counts")
    def counts() -> dict[str, object]:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return {
            "sessions": len(live.sessions),
            "outlets": len(live.door.outlets),
            "halls": len(live.hub.halls),
            "hall": hall_id,
            "views": sorted(name for found in live.hub.halls.values() for name in found.views),
            "pid": os.getpid(),
            "engine": len(live.io.server.eio.sockets),
            "memory": pages * resource.getpagesize(),
        }

    return app
