"""What if: what would come of opening, pausing and other services, or of no more numbers. Nothing is done."""

from datetime import datetime, timedelta
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from server.feature.arrivals import ExpectArrivals
from server.floor.foretelling.sizes import HORIZON
from server.floor.learning import asked_what_if
from server.floor.reads.halls import hall_now
from server.floor.whatif import PAUSE, Changes
from server.kernel import patterns
from server.security.authenticator import Authenticator
from server.security.rights import May
from server.security.web import Api
from server.store.hall import HallSnapshot

LIST: Final = r"^([A-Za-z0-9]{1,8}(,[A-Za-z0-9]{1,8})*)?$"
SERVES: Final = r"^([A-Za-z0-9]{1,8}:[A-Z]{1,2}(,[A-Z]{1,2})*(;[A-Za-z0-9]{1,8}:[A-Z]{1,2}(,[A-Z]{1,2})*)*)?$"


class WhatIf(BaseModel):
    """What might be done now; empty: nothing, so that the present is told."""

    model_config = ConfigDict(extra="forbid")

    open: str = Field(default="", pattern=LIST, max_length=400, description="counters, as 4,6")
    pause: str = Field(default="", pattern=LIST, max_length=400, description="counters, as 2")
    minutes: int = Field(default=PAUSE, ge=1, le=480, description="for how long they pause")
    more: str = Field(default="", pattern=LIST, max_length=200, description="services of one more counter, as A,B")
    serves: str = Field(
        default="", pattern=SERVES, max_length=2000,
        description="counters with the services that they would have, as 3:A,B;4:C",
    )  # fmt: skip
    stops: str = Field(
        default="", pattern=patterns.TIME, description="the hall's time from which no numbers are given out, as 16:30"
    )


class HallThen(BaseModel):
    """The next two hours of one of the two halls."""

    share: tuple[int, int, int] = Field(
        description="per cent called within the target of who waits or comes: nine of ten times at least, on average, "
        "nine of ten times at most"
    )
    waits: dict[str, tuple[int | None, int | None, int | None] | None] = Field(
        description="by service, seconds: 10 %, 50 % and 90 % points; null: nobody waits or comes, a point without end"
    )


class WhatIfAnswer(BaseModel):
    """What would come of it."""

    until: datetime = Field(description="who comes till then is counted")
    days: int | None = Field(
        description="days of this weekday that arrivals are learned from; null: none, the last hour stands in"
    )
    people: tuple[int, int] = Field(description="who waits or comes, as it is and with the changes")
    now: HallThen
    then: HallThen
    difference: tuple[int, int, int] = Field(description="per cent points between the two, with the same customers")


def what_if_api(expects: ExpectArrivals) -> Api:
    """Return the route; `expects` says who booked."""
    api = Api("Halls")

    @api.read("/halls/<hall>/what-if", may=May.DIRECT)
    def what_if(hall: HallSnapshot, query: WhatIf, authenticator: Authenticator) -> WhatIfAnswer:
        """Play the next two hours as the hall stands and with changes; nothing is changed."""
        changes = changes_of(hall, query)
        changes.must_fit(hall)
        found = asked_what_if(authenticator.store, hall, changes, expects)
        return WhatIfAnswer(until=hall.at + timedelta(seconds=HORIZON), **found)

    return api


def changes_of(hall: HallSnapshot, asked: WhatIf) -> Changes:
    """Return what is asked, by the hall's clock."""
    serves = dict(one.split(":") for one in asked.serves.split(";") if one)
    return Changes(
        open=listed(asked.open),
        pause=listed(asked.pause),
        minutes=asked.minutes,
        more=listed(asked.more),
        serves={code: listed(its) for code, its in serves.items()},
        stops=today_at(hall, asked.stops) if asked.stops else None,
    )


def listed(text: str) -> tuple[str, ...]:
    """Return what stands between commas, each once."""
    return tuple(dict.fromkeys(one for one in text.split(",") if one))


def today_at(hall: HallSnapshot, text: str) -> datetime:
    """Return the moment of today at which the hall's clock shows a time; one that is over is now."""
    hours, minutes = map(int, text.split(":"))
    local = hall.at.astimezone(hall_now(hall).settings.zone)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return max(midnight + timedelta(hours=hours, minutes=minutes), local).astimezone(hall.at.tzinfo)
