"""A kiosk's agent as a process of its own, and a small server for it, for tests of the agent alone."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

import requests
from flask import Flask, request
from flask_socketio import SocketIO
from werkzeug.serving import make_server

from tests.forked import fork

ROOT = Path(__file__).parent.parent
VIEW = {
    "hall": {
        "code": "main", "timezone": "Asia/Taipei", "accent": None, "demo": True,
        "languages": ["zh-Hant", "zh-Hans", "en"],
        "name": {"zh-Hant": "中央服務大廳", "zh-Hans": "中央服务大厅", "en": "Central Service Hall"},
    },
    "state": "open", "opens_at": None, "until": None, "ask_party": False,
    "track_base": "http://127.0.0.1:8000", "reachable": False,
    "why": None, "slow": None, "announcements": [], "emergency": None,
    "services": [{
        "code": "A", "open": True, "opens_at": None, "ahead": 9, "fee": None, "served": True, "served_at": None,
        "priority": {"ahead": 1, "wait": {"low": 60, "likely": 180, "high": 300}},
        "name": {"zh-Hant": "戶籍登記", "zh-Hans": "户籍登记", "en": "Household registration"},
        "about": {"zh-Hant": "", "zh-Hans": "", "en": ""},
        "bring": [{"zh-Hant": "國民身分證", "zh-Hans": "居民身份证", "en": "ID card"}],
        "wait": {"low": 720, "likely": 1080, "high": 1500},
    }],
}  # fmt: skip


class SmallServer:
    """As much of the server as an agent speaks to. `mode`: ok · mute (does it, answers too late) · down · closed."""

    def __init__(self, port: int = 0) -> None:
        self.port = port
        self.mode = "ok"
        self.sockets: set[str] = set()
        self.tickets: dict[str, dict[str, Any]] = {}  # by Idempotency-Key
        self.prints: list[tuple[int, str]] = []
        self.cancelled: list[str] = []
        self.reports: list[str] = []  # what the kiosk said of its printer and disk
        self.taken_in: list[dict[str, Any]] = []  # entries of the kiosk's journal
        self.days: list[dict[str, Any]] = []  # what it may do by itself
        self.approved = False
        self.turns_away: dict[str, Any] | None = None  # why nobody is let in
        self.app = Flask(__name__)
        self.io: Any = SocketIO(self.app, async_mode="threading")
        self._routes()

    def __enter__(self) -> Self:
        self.http = make_server("127.0.0.1", self.port, self.app, threaded=True)
        self.port = self.http.server_port
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self.http.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.goes()

    def grants(self, first: int, last: int) -> None:
        """Let kiosks give some numbers of service A by themselves, around the clock."""
        now = datetime.now(UTC)
        span = {"begins": (now - timedelta(hours=20)).isoformat(), "ends": (now + timedelta(hours=20)).isoformat()}
        row = {"code": "A", "open": [span], "blocks": [{"first": first, "last": last, "used_to": first - 1}]}
        self.days = [{"day": f"{now:%Y-%m-%d}", **span, "open": [span], "services": [row]}]

    def goes(self) -> None:
        """Stop answering and end all lines."""
        self.http.shutdown()
        self.http.server_close()
        for line in list(self.sockets):
            self.io.server.disconnect(line, namespace="/live")

    def _connect(self, _auth: object = None) -> None:
        self.sockets.add(request.sid)  # type: ignore[attr-defined]  # Flask-SocketIO puts it there

    def _routes(self) -> None:
        api = "/api/v1"
        self.app.before_request(lambda: ({"code": "down"}, 503) if self.mode == "down" else None)
        self.app.add_url_rule(f"{api}/me", view_func=self._me)
        self.app.add_url_rule(f"{api}/halls/main/tickets", view_func=self._issue, methods=["POST"])
        self.app.add_url_rule(f"{api}/halls/main/tickets/<int:ticket>/print", view_func=self._print, methods=["POST"])
        self.app.add_url_rule(f"{api}/halls/main/devices/me/report", view_func=self._report, methods=["POST"])
        self.app.add_url_rule(f"{api}/halls/main/kiosk/journal", view_func=self._hand_in, methods=["POST"])
        self.app.add_url_rule(f"{api}/track/<secret>/cancel", view_func=self._cancel, methods=["POST"])
        self.app.add_url_rule(f"{api}/pairing", view_func=self._pair, methods=["POST"])
        self.app.add_url_rule(f"{api}/pairing/<secret>", view_func=self._paired)
        self.io.on_event("watch", lambda said: {"view": said["view"], "version": 1, "data": VIEW}, namespace="/live")
        self.io.on_event("connect", self._connect, namespace="/live")

    def _me(self) -> Any:
        return {"kind": "device", "role": "kiosk", "name": "Kiosk", "halls": ["main"]}

    def _issue(self) -> Any:
        if self.mode == "closed":
            language = request.accept_languages.to_header()
            said = {"type": "about:blank", "status": 409, "title": "Closed", "detail": language}
            return said | {"code": "hall_closed", "opens_at": "2026-11-26T00:30:00+00:00"}, 409
        key, number = request.headers["Idempotency-Key"], len(self.tickets) + 1
        if key not in self.tickets:
            self.tickets[key] = {
                "ticket": {
                    "id": number, "number": f"A{number:03}", "service": "A", "priority": False,
                    "issued_at": "2026-11-25T02:42:00+00:00",
                },
                "ahead": 9, "wait": {"low": 720, "likely": 1080, "high": 1500}, "soon": False,
                "track_url": f"{self.url}/t/secret-of-ticket-{number:03}",
            }  # fmt: skip
        if self.mode == "mute":
            time.sleep(3)
        return self.tickets[key], 201

    def _print(self, ticket: int) -> Any:
        self.prints.append((ticket, request.get_json()["state"]))
        return {}

    def _report(self) -> Any:
        self.reports.append(request.get_json()["printer"])
        return {}

    def _hand_in(self) -> Any:
        for entry in request.get_json()["entries"]:
            if entry["seq"] == len(self.taken_in) + 1:
                self.taken_in.append(json.loads(entry["body"]) | {"hash": entry["hash"]})
        last = self.taken_in[-1]["hash"] if self.taken_in else ""
        told = {"seq": len(self.taken_in), "hash": last, "broken": False, "turn": 0, "prefix": "1.", "days": self.days}
        return told | {"now": datetime.now(UTC).isoformat()}

    def _cancel(self, secret: str) -> Any:
        self.cancelled.append(secret)
        return {}

    def _pair(self) -> Any:
        if self.turns_away:
            return self.turns_away, 404
        return {"code": "K7P2M4", "secret": "pairing-secret", "state": "waiting"}, 201

    def _paired(self, secret: str) -> Any:
        return {"state": "approved", "code": "K7P2M4", "token": "new"} if self.approved else {"state": "waiting"}


class AgentProcess:
    """A real agent: started, spoken to as its page does, killed."""

    def __init__(
        self, server: str, data: Path, port: int, *, printer: str = "", token: str = "t", hall: str = ""
    ) -> None:
        self.base = f"http://127.0.0.1:{port}"
        self.options = ["--server", server, "--port", str(port), "--data", str(data)]
        self.options += [*(["--token", token] if token else []), *(["--printer", printer] if printer else [])]
        self.options += ["--hall", hall] if hall else []
        self.data = data
        self.browser = requests.Session()
        self.start()

    def start(self) -> None:
        """Start and wait until it serves."""
        self.log = self.data.parent / "agent.log"
        self.process = fork("kiosk.__main__", self.options, os.environ, self.log)
        eventually(self._serves, "the agent serves")

    def may_write(self, size: str) -> None:
        """Bound the files that it writes, as a full disk does: prlimit's soft and hard limit in bytes."""
        subprocess.run(["prlimit", "--pid", str(self.process.pid), f"--fsize={size}"], check=True)

    def kill(self) -> None:
        """End it without warning."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it as an operator would."""
        self._end(signal.SIGTERM)

    def take(self, key: str, language: str = "zh-Hant") -> requests.Response:
        """Touch a service."""
        order = {"id": key, "service": "A", "priority": False, "party": 1, "language": language}
        return requests.post(f"{self.base}/agent/tickets", json=order, timeout=10)

    def post(self, path: str, body: object, **headers: str) -> requests.Response:
        """Call the agent, from the browser that may have opened the set-up page."""
        return self.browser.post(f"{self.base}{path}", json=body, headers=headers, timeout=30)

    def setup_code(self) -> str:
        """Return the code that stands last in the agent's log."""
        requests.get(f"{self.base}/agent/setup", timeout=30)
        found = re.findall(r"code (\d{4} \d{4}) opens", self.log.read_text())
        return str(found[-1])

    def unlock(self) -> None:
        """Open the set-up page as a technician does."""
        assert self.post("/agent/setup/open", {"code": self.setup_code()}).status_code == 200

    def told(self) -> dict[str, Any]:
        """Return what the page is told now."""
        return next(self.tells())

    def tells(self) -> Iterator[dict[str, Any]]:
        """Listen as the page does."""
        with requests.get(f"{self.base}/agent/events", stream=True, timeout=30) as stream:
            for line in stream.iter_lines(chunk_size=1):
                if line.startswith(b"data: "):
                    yield json.loads(line[6:])

    def shows(self, state: str, within: float = 15.0) -> None:
        """Wait until the page is told that the last print is so."""
        eventually(lambda: (self.told()["print"] or {}).get("state") == state, f"print {state}", within)

    def is_granted(self) -> None:
        """Wait until it has numbers of its own, and knows its hall, on its disk."""
        eventually(
            lambda: self._kept("days").count("used_to") > 0 and bool(self._kept("view")), "numbers of its own", 30
        )

    def _kept(self, name: str) -> str:
        with closing(sqlite3.connect(self.data / "kiosk.sqlite3")) as journal:
            found = journal.execute("SELECT value FROM kept WHERE name = ?", (name,)).fetchone()
        return str(found[0]) if found else ""

    def is_online(self) -> None:
        """Wait until the agent has its view."""
        eventually(lambda: self.told()["link"]["online"] and self.told()["view"] is not None, "online")

    def _serves(self) -> bool:
        assert self.process.poll() is None, self.log.read_text()
        try:
            return requests.get(f"{self.base}/kiosk/", timeout=2).ok
        except requests.ConnectionError:
            return False

    def _end(self, number: signal.Signals) -> None:
        if self.process.poll() is None:
            self.process.send_signal(number)
            self.process.wait(10)


def eventually(holds: Callable[[], bool], what: str, within: float = 15.0) -> None:
    """Wait until something holds, else fail."""
    end = time.monotonic() + within
    while not holds():
        assert time.monotonic() < end, f"{what}: not within {within} s"
        time.sleep(0.05)
