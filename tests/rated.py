"""Ratings as they are given and read: counter 3 of the demo's hall on a Wednesday, open on weekdays, nine to five."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.hall import quiet_config
from tests.inside import NINE, Inside

WEEK = "{ " + ", ".join(f'{day} = ["09:00-17:00"]' for day in ("mon", "tue", "wed", "thu", "fri")) + " }"
RATINGS = "/halls/main/ratings"
TABLET = "tablet:3"


def on_a_wednesday(folder: Path, database: str = "") -> Inside:
    """Open the hall and its counter 3 at ten o'clock."""
    config = quiet_config(folder)
    text = config.read_text(encoding="utf-8")
    assert 'hours = "always"' in text
    config.write_text(text.replace('hours = "always"', f"hours = {WEEK}", 1), encoding="utf-8")
    made = Inside(folder, at=NINE + timedelta(hours=1), config=config, database=database)
    made.at_counter("3", "open")
    return made


def serves(hall: Inside, service: str = "A") -> tuple[dict[str, Any], str]:
    """Serve one number at counter 3 to its end; return the ticket and its secret."""
    taken = hall.ticket(service)
    for act in ("call", "start", "finish"):
        hall.at_counter("3", act)
    return taken["ticket"], taken["track_url"].rpartition("/")[2]


def shown(hall: Inside, counter: str = "3") -> dict[str, Any]:
    """Return what a counter's tablet shows."""
    data: dict[str, Any] = hall.told(f"tablet:{counter}", "GET", f"/halls/main/views/tablet:{counter}")["data"]
    return data


def refused(answer: Any) -> tuple[int, str]:
    """Return how a request was refused."""
    return answer.status_code, answer.json["code"]


def touches(hall: Inside, score: int = 5, who: str = TABLET, **more: object) -> Any:
    """Touch a level on the tablet."""
    view = shown(hall)
    return hall.asks(who, "POST", RATINGS, {"ticket": view["ticket"], "token": view["token"], "score": score, **more})


def follow_ups(hall: Inside) -> list[dict[str, Any]]:
    """Return the follow-ups as the supervisor reads them."""
    found: list[dict[str, Any]] = hall.told("supervisor", "GET", "/halls/main/follow-ups")["items"]
    return found


def counts(hall: Inside) -> dict[str, Any]:
    """Return the figures of today."""
    found: dict[str, Any] = hall.told("supervisor", "GET", RATINGS)["total"]
    return found
