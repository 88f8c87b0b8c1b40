"""A screen of the real server, by a real Socket.IO client: it shows the newest view it got."""

import threading
import time
from collections.abc import Callable
from typing import Any

import socketio

View = dict[str, Any]


class Screen:
    """Somebody who watches one view, and connects again by itself."""

    def __init__(self, port: int, token: str, view: str, hall: str = "main") -> None:
        self.hall, self.name = hall, view
        self.shown: View = {}
        self.version = -1
        self.news = threading.Condition()
        self.client = socketio.Client(reconnection_delay=0.2, reconnection_delay_max=0.5)
        self.client.on("connect", self.watch, namespace="/live")
        self.client.on("view", self.draw, namespace="/live")
        self.client.on("pulse", self.pulse, namespace="/live")
        self.client.connect(
            f"http://127.0.0.1:{port}",
            auth={"token": token},
            transports=["websocket"],
            namespaces=["/live"],
            wait_timeout=10,
        )

    def watch(self) -> None:
        """Ask for the view as it is now."""
        self.client.emit("watch", {"hall": self.hall, "view": self.name}, namespace="/live", callback=self.draw)

    def draw(self, told: View) -> None:
        """Show what is newer than what is shown."""
        with self.news:
            if told.get("version", -1) > self.version:
                self.version, self.shown = told["version"], told["data"]
                self.news.notify_all()

    def pulse(self, told: View) -> None:
        """Ask anew when the hall is newer than what is shown."""
        if told["version"] > self.version:
            self.watch()

    def until(self, holds: Callable[[View], bool], *, within: float = 5) -> View:
        """Wait until what is shown is so, and return it."""
        end = time.monotonic() + within
        with self.news:
            while not (self.shown and holds(self.shown)):
                left = end - time.monotonic()
                assert left > 0, f"after {within} s it shows {self.shown}"
                self.news.wait(left)
            return self.shown

    def close(self) -> None:
        """Go."""
        self.client.disconnect()
