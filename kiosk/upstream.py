"""The server as the agent sees it: its HTTP interface, and what it means when it does not answer."""

from typing import Any

import gevent
import requests

from kiosk.journal import PrintReport

IN_TIME = 1.5  # seconds that a customer waits for the server
CALMLY = 5.0  # seconds where nobody waits


class CutOffError(Exception):
    """The server can't be reached, or answers with a fault of its own: what was asked may have been done or not."""


class RefusedError(Exception):
    """The server said no; `problem` is its application/problem+json."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        super().__init__(problem.get("code") or status)
        self.status = status
        self.problem = problem


class Upstream:
    """Calls to the server with the kiosk's token."""

    def __init__(self, base: str) -> None:
        self.base = base.rstrip("/")
        self.token: str | None = None

    def me(self, token: str) -> dict[str, Any]:
        """Return who a token is: `{kind, role, name, halls}`."""
        return self._call("GET", "/me", token=token)

    def view(self, hall: str) -> dict[str, Any]:
        """Return the kiosk's view as `{view, version, data}`."""
        return self._call("GET", f"/halls/{hall}/views/kiosk")

    def issue(self, hall: str, key: str, request: dict[str, Any], seconds: float = IN_TIME) -> dict[str, Any]:
        """Ask for a ticket; the same key gives the same ticket."""
        body = {name: value for name, value in request.items() if value is not None}
        language = str(request.get("language") or "en")
        return self._call("POST", f"/halls/{hall}/tickets", body, key=key, seconds=seconds, language=language)

    def opine(self, hall: str, key: str, opinion: dict[str, Any]) -> dict[str, Any]:
        """Hand an opinion on; the same key is the same opinion. Nothing of it is kept here."""
        return self._call("POST", f"/halls/{hall}/opinions", opinion, key=key, language=str(opinion["language"]))

    def report(self, hall: str, report: PrintReport) -> None:
        """Say what became of a print."""
        body = {"state": report.state, "detail": report.detail}
        path = f"/halls/{hall}/tickets/{report.ticket}/print"
        self._call("POST", path, body, key=f"{report.id[:40]}-print-{report.seq}")

    def hand_in(self, hall: str, entries: dict[str, Any]) -> dict[str, Any]:
        """Hand in what this kiosk wrote by itself: `{seq, hash, broken, now, prefix, days}`."""
        return self._call("POST", f"/halls/{hall}/kiosk/journal", entries)

    def say_how(self, hall: str, printer: str) -> None:
        """Say how the printer does."""
        self._call("POST", f"/halls/{hall}/devices/me/report", {"printer": printer})

    def cancel(self, secret: str, language: str = "en", seconds: float = CALMLY) -> None:
        """Give a ticket back, as its holder could."""
        key = f"cancel-{secret}"[:64]
        self._call("POST", f"/track/{secret}/cancel", {}, token=None, key=key, seconds=seconds, language=language)

    def change(self, secret: str, service: str, language: str, seconds: float) -> dict[str, Any]:
        """Change the service of a ticket, as its holder could; return the ticket."""
        body = {"service": service}
        return self._call("POST", f"/track/{secret}/change", body, token=None, seconds=seconds, language=language)

    def track(self, secret: str, seconds: float) -> dict[str, Any]:
        """Return what the holder of a ticket may know of it."""
        return self._call("GET", f"/track/{secret}", token=None, seconds=seconds)

    def pair(self, hall: str | None, name: str) -> dict[str, Any]:
        """Ask to be let in: `{code, secret, state}`; without a hall, into the server's only one."""
        wish = {"kind": "kiosk", "name": name, **({"hall": hall} if hall else {})}
        return self._call("POST", "/pairing", wish, token=None)

    def paired(self, secret: str) -> dict[str, Any]:
        """Return how a pairing stands; approved, it brings the token."""
        return self._call("GET", f"/pairing/{secret}", token=None)

    def _call(
        self,
        method: str,
        path: str,
        body: dict[str, Any] | None = None,
        *,
        token: str | None = "",
        key: str | None = None,
        seconds: float = CALMLY,
        language: str = "en",
    ) -> dict[str, Any]:
        token = self.token if token == "" else token
        headers = {"Accept-Language": language}  # of the refusal that the customer reads
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if key:
            headers["Idempotency-Key"] = key
        try:
            with gevent.Timeout(seconds), requests.Session() as session:
                session.trust_env = False  # a kiosk speaks straight to its server, past any proxy of its desktop
                answer = session.request(method, f"{self.base}/api/v1{path}", json=body, headers=headers)
                answer.content  # noqa: B018 - reads all of it within the time
        except (requests.RequestException, gevent.Timeout) as error:
            raise CutOffError(str(error)) from error
        return _read(answer)


def _read(answer: requests.Response) -> dict[str, Any]:
    """Return an answer's JSON, or raise what it means."""
    try:
        said = answer.json() if answer.content else {}
    except ValueError as error:
        raise CutOffError(f"{answer.status_code}, not JSON") from error
    if not isinstance(said, dict) or answer.status_code >= 500:
        raise CutOffError(str(answer.status_code))
    if answer.status_code >= 400:
        raise RefusedError(answer.status_code, said)
    return said
