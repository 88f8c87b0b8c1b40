# ruff: noqa: E402  # gevent patches before anything else is imported
"""The reference: Flask-SocketIO as it comes, one `emit` to everybody; the screens offer no deflate."""

from gevent import monkey

monkey.patch_all()

import os
import resource
from pathlib import Path
from typing import Any

import orjson
from flask import Flask, request
from flask_socketio import SocketIO


def application() -> Flask:
    """Make the application."""
    app = Flask(__name__)
    options: dict[str, Any] = {"transports": ["websocket"]}
    sockets = SocketIO(app, async_mode="gevent", manage_session=False, cors_allowed_origins="*", **options)

    @sockets.on("connect", namespace="/live")
    def connect(_auth: object = None) -> None:
        """Let anybody in."""

    @sockets.on("watch", namespace="/live")
    def watch(asked: dict[str, str]) -> dict[str, object]:
        return {"view": asked["view"], "version": 0, "data": {}}

    @app.post("/put/<int:hall>/<key>")
    def press(hall: int, key: str) -> dict[str, int]:
        data = {"values": {key: request.get_data().decode()}}
        sockets.emit("view", {"hall": "main", "view": "all", "version": hall, "data": data}, namespace="/live")
        return {"version": 0}

    @app.get("/counts")
    def counts() -> str:
        memory = int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()
        return orjson.dumps({"pid": os.getpid(), "memory": memory, "hall": 1}).decode()

    return app
