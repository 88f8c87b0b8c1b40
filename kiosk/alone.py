"""What a kiosk knows and may do while it is cut off: the hall as it was last, its hours, and numbers of its own.

All of it lies on disk, so that a kiosk that starts with the network down serves.
"""

import hashlib
import secrets
from datetime import datetime
from typing import Any, Final

from kiosk.clocks import KioskClock
from kiosk.journal import Journal, Own

MARK: Final = "k"  # after the hall's number in a slip's secret: the page opens once the kiosk is connected again
SECRET_BYTES: Final = 16
UID_BYTES: Final = 16


class Alone:
    """The hall as this kiosk knows it by itself."""

    def __init__(self, journal: Journal, clock: KioskClock) -> None:
        self.journal, self.clock = journal, clock
        self.days: list[dict[str, Any]] = journal.kept("days") or []
        self.prefix: str = journal.kept("prefix") or ""
        self.let_in: bool = journal.kept("let_in") is not False
        self.hall: dict[str, Any] | None = journal.kept("view")

    def learns(self, days: list[dict[str, Any]], prefix: str) -> None:
        """Keep what the server granted, where it is something new."""
        if (days, prefix) != (self.days, self.prefix):
            self.journal.keep_all(days=days, prefix=prefix)
            self.days, self.prefix = days, prefix

    def is_let_in(self, let_in: bool) -> None:
        """Keep whether the server knows this kiosk: one that was taken out gives no numbers."""
        if let_in != self.let_in:
            self.journal.keep_all(let_in=let_in)
            self.let_in = let_in

    def keeps(self, view: dict[str, Any] | None) -> None:
        """Keep the hall as it is shown, without what changes by the minute."""
        still = without_waits(view)
        if still is None:
            return
        still["kept_on"] = self.today_named()
        if still != self.hall:
            self.journal.keep("view", still)
            self.hall = still

    def today(self) -> dict[str, Any] | None:
        """Return the day that it is in the hall; None for one of which nothing was granted."""
        now = self.clock.now()
        return next((day for day in self.days if moment(day["begins"]) <= now < moment(day["ends"])), None)

    def next_number(self, service: str, request: dict[str, Any]) -> Own | None:
        """Return what stands on the next slip of a service; None where this kiosk may give none.

        The number follows from what the journal says was given: no journal, no number.
        """
        view, day = self.hall, self.today()
        row = self.row_of(day, service)
        if not self.let_in or not view or day is None or row is None or not self.gives(view, row):
            return None
        nth = self.first_left(day["day"], row)
        if nth is None:
            return None
        secret = f"{self.prefix}{MARK}.{secrets.token_urlsafe(SECRET_BYTES)}"
        uid, number = secrets.token_hex(UID_BYTES), f"{service}{nth:03d}"
        chosen, party = request.get("priority_class"), int(request.get("party") or 1)
        priority = {"priority": bool(request.get("priority")), **({"priority_class": chosen} if chosen else {})}
        ticket = {
            "id": uid,
            "number": number,
            "service": service,
            **priority,
            "party": party,
            "issued_at": self.clock.now().isoformat(),
        }
        told = {"ticket": ticket, "track_url": f"{view['track_base']}/t/{secret}", "alone": True}
        entry = {
            "day": day["day"],
            "service": service,
            "nth": nth,
            "number": number,
            **priority,
            "party": party,
            "language": str(request.get("language") or ""),
            "secret": hashlib.sha256(secret.encode()).hexdigest(),
        }
        return Own(uid, told, entry)

    def row_of(self, day: dict[str, Any] | None, service: str) -> dict[str, Any] | None:
        """Return a service on a day."""
        return next((row for row in (day or {}).get("services", ()) if row["code"] == service), None)

    def first_left(self, day: str, row: dict[str, Any]) -> int | None:
        """Return the first number of a service that was not given yet; None where all were."""
        for block in row["blocks"]:
            used = self.journal.entries.used(day, row["code"], block["first"], block["last"])
            nth = max(used, int(block["used_to"])) + 1
            if nth <= block["last"]:
                return nth
        return None

    def left(self) -> dict[str, int]:
        """Return service → how many numbers this kiosk can still give by itself today."""
        day = self.today()
        return {} if day is None else {row["code"]: self.left_of(day["day"], row) for row in day["services"]}

    def left_of(self, day: str, row: dict[str, Any]) -> int:
        """Return how many numbers of a service are left on a day."""
        ends = [
            (
                block["last"],
                max(self.journal.entries.used(day, row["code"], block["first"], block["last"]), block["used_to"]),
            )
            for block in row["blocks"]
        ]
        return sum(max(0, last - used) for last, used in ends)

    def gives(self, view: dict[str, Any], row: dict[str, Any]) -> bool:
        """Return whether numbers of a service are given out now, as far as this kiosk knows."""
        return self.door(view)[0] == "open" and is_within(row["open"], self.clock.now())

    def door(self, view: dict[str, Any]) -> tuple[str, str | None]:
        """Return whether the hall gives numbers now, and when it opens where it is closed.

        A stop that was ordered holds until its time, or for its day; so does an emergency.
        """
        now, day = self.clock.now(), self.today()
        if day is None or not is_within(day["open"], now):
            return "closed", next_opening([span for one in self.days for span in one["open"]], now)
        kept_on = str(view.get("kept_on") or "")
        if view["state"] == "stopped" and kept_on == day["day"]:
            until = view.get("until")
            if until is None or moment(until) > now:
                return "stopped", None
        return "open", None

    def view(self) -> dict[str, Any] | None:
        """Return what the page shows while nobody tells this kiosk anything; None where it never knew the hall."""
        kept = self.hall
        if not kept:
            return None
        state, opens_at = self.door(kept)
        day, now = self.today(), self.clock.now()
        services = []
        for service in kept["services"]:
            row = self.row_of(day, service["code"])
            is_open = row is not None and state == "open" and is_within(row["open"], now)
            opens = None if is_open else next_opening(self.spans_of(service["code"]), now)
            services.append({**service, "open": is_open, "opens_at": opens})
        emergency = kept.get("emergency") if day and kept.get("kept_on") == day["day"] else None
        return {**kept, "state": state, "opens_at": opens_at, "services": services, "emergency": emergency}

    def spans_of(self, service: str) -> list[dict[str, str]]:
        """Return when a service is open on the days that are known."""
        rows = [self.row_of(day, service) for day in self.days]
        return [span for row in rows if row for span in row["open"]]

    def today_named(self) -> str:
        """Return the day, to keep with what was shown; empty where it is not known."""
        day = self.today()
        return day["day"] if day else ""


def without_waits(view: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return a kiosk's view without what changes by the minute."""
    if not view:
        return None
    unknown = {"ahead": 0, "wait": None, "served": True, "served_at": None}
    services = [
        {**service, **unknown, "open": True, "opens_at": None, "priority": {"ahead": 0, "wait": None}, "by_class": {}}
        for service in view["services"]
    ]
    return {**view, "services": services, "opens_at": None}


def is_within(spans: list[dict[str, str]], now: datetime) -> bool:
    """Return whether a moment is in one of some spans."""
    return any(moment(span["begins"]) <= now < moment(span["ends"]) for span in spans)


def next_opening(spans: list[dict[str, str]], now: datetime) -> str | None:
    """Return when the next of some spans begins."""
    return min((span["begins"] for span in spans if moment(span["begins"]) > now), key=moment, default=None)


def moment(text: str) -> datetime:
    """Return a moment as the server writes it."""
    return datetime.fromisoformat(text)
