"""The hall itself over HTTP, and its journal."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from server.floor.commands.counters import SIMULATED
from server.floor.opening import is_open, opens_at
from server.floor.reads.halls import all_counters, all_services, hall_now
from server.kernel.languages import Words
from server.security import reads as people
from server.security.actors import Actor, ActorKind
from server.security.rights import May
from server.security.web import Api
from server.store.hall import HallSnapshot
from server.store.journal import entries

api = Api("Halls")


class ServiceInfo(BaseModel):
    """A service."""

    code: str
    name: Words
    about: Words
    bring: list[Words]
    fee: Words | None
    takes: Words | None
    target: int = Field(description="seconds that a customer should wait at most")
    open: bool


class SitsThere(BaseModel):
    """Who sits at a counter."""

    id: int
    name: str
    simulated: bool


class CounterInfo(BaseModel):
    """A counter."""

    code: str
    kind: str
    services: list[str]
    primary: list[str]
    state: str
    clerk: SitsThere | None = Field(description="for staff; null for devices and customers")


class Opening(BaseModel):
    """Whether the hall is open."""

    open: bool
    opens_at: datetime | None
    stopped: bool
    until: datetime | None


class HallInfo(BaseModel):
    """A hall."""

    code: str
    name: Words
    services: list[ServiceInfo]
    counters: list[CounterInfo]
    languages: list[str]
    timezone: str
    opening: Opening


class Page(BaseModel):
    """Which part of a list."""

    model_config = ConfigDict(extra="forbid")

    after: int = Field(default=0, ge=0, le=2**62)
    limit: int = Field(default=100, ge=1, le=1000)


class EntryInfo(BaseModel):
    """A line of history."""

    seq: int
    at: datetime
    actor: str
    cause: int | None
    event: str
    data: str = Field(description="JSON, as it is hashed")
    key: str | None
    prev: str
    hash: str


class Journal(BaseModel):
    """A page of history."""

    items: list[EntryInfo]
    next: int | None = Field(description="`after` of the next page")


@api.read("/halls/<hall>", may=May.READ_HALL)
def hall_info(hall: HallSnapshot, actor: Actor) -> HallInfo:
    """Say what the hall is."""
    now = hall_now(hall)
    settings = now.settings
    names = people.names(hall) if actor.kind is ActorKind.STAFF else {}
    services = [
        ServiceInfo(
            code=service.code,
            name=service.name,
            about=service.about,
            bring=service.bring,
            fee=service.fee,
            takes=service.takes,
            target=round(service.target * 60),
            open=is_open(settings, hall.at, service),
        )
        for service in all_services(hall).values()
    ]
    counters = [
        CounterInfo(
            code=counter.code,
            kind=counter.settings.kind,
            services=counter.settings.services,
            primary=counter.settings.primary,
            state=counter.state,
            clerk=sits_there(counter.clerk, names) if actor.kind is ActorKind.STAFF else None,
        )
        for counter in all_counters(hall).values()
    ]
    opening = Opening(
        open=is_open(settings, hall.at),
        opens_at=None if is_open(settings, hall.at) else opens_at(settings, hall.at),
        stopped=now.stopped(hall.at),
        until=now.stopped_until,
    )
    return HallInfo(
        code=settings.code,
        name=settings.name,
        services=services,
        counters=counters,
        languages=list(settings.languages),
        timezone=settings.timezone,
        opening=opening,
    )


def sits_there(clerk: int | None, names: object) -> SitsThere | None:
    """Return who sits at a counter; simulated clerks have a name of their own."""
    if clerk is None:
        return None
    known = names.get(clerk, "") if isinstance(names, dict) else ""
    return SitsThere(id=clerk, name=known, simulated=clerk >= SIMULATED)


@api.read("/halls/<hall>/journal", may=May.READ_JOURNAL)
def journal(hall: HallSnapshot, query: Page) -> Journal:
    """Read the hall's history; for auditors."""
    found = list(entries(hall.connection, hall.id, query.after, query.limit))
    items = [
        EntryInfo(
            seq=entry.seq,
            at=entry.at,
            actor=entry.actor,
            cause=entry.cause,
            event=entry.event,
            data=entry.data,
            key=entry.key,
            prev=entry.prev,
            hash=entry.hash,
        )
        for entry in found
    ]
    return Journal(items=items, next=found[-1].seq if len(found) == query.limit else None)
