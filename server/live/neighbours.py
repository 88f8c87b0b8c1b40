"""Several server processes: each hears of the others' commits, by Redis at once, without it within a second."""

import secrets
from collections.abc import Callable
from typing import Final, TypeAlias

import gevent
import structlog
from gevent.event import Event
from redis import Redis, RedisError
from sqlalchemy import bindparam, select

from server.kernel.recurring import Recurring
from server.live.hub import Hub
from server.store.hall import Store
from server.store.tables import lines

log = structlog.get_logger()
CHANNEL: Final = "floor:commits"
LOOK: Final = 1.0  # second: finds what no message told, as commits of `floor enrol` beside the server
LONGEST_PAUSE: Final = 5.0  # seconds until Redis is tried again
PATIENCE: Final = 2.0  # seconds for Redis to answer
Work: TypeAlias = Callable[[Redis], None]
VERSIONS = select(lines.c.hall_id, lines.c.version).where(lines.c.hall_id.in_(bindparam("halls", expanding=True)))


class Neighbours:
    """What this process tells and hears. A message is only a hint: the hub looks for itself."""

    def __init__(self, store: Store, hub: Hub, redis_url: str | None) -> None:
        self.store, self.hub, self.redis_url = store, hub, redis_url
        self.name = secrets.token_hex(4)
        self.told: dict[int, int] = {}
        self.wake = Event()
        self.lost = False
        self.faults = Recurring()

    def start(self) -> None:
        """Begin to look, and with Redis to tell and to hear."""
        gevent.spawn(self.looking)
        if self.redis_url:
            self.store.on_commit(self.committed)
            gevent.spawn(self.keep, self.telling)
            gevent.spawn(self.keep, self.hearing)

    def committed(self, hall: int, version: int) -> None:
        """Have the others told; returns at once."""
        self.told[hall] = version
        self.wake.set()

    def looking(self) -> None:
        """Look once a second for versions that nobody told."""
        while True:
            gevent.sleep(LOOK)
            try:
                self.look()
            except Exception as error:  # noqa: BLE001 - it is told, and tried again
                self.faults.failed("versions could not be read", error)
            else:
                self.faults.went_well("versions could not be read")

    def look(self) -> None:
        """Compare the versions of the watched halls with what is shown."""
        watched = list(self.hub.halls)
        if watched:
            with self.store.database.reading() as connection:
                found = connection.execute(VERSIONS, {"halls": watched}).all()
            for hall, version in found:
                self.hub.changed(hall, version)

    def keep(self, work: Work) -> None:
        """Do something with Redis for ever; while it is gone everything else goes on."""
        pause = 0.25
        url = self.redis_url or ""
        while True:
            try:
                with Redis.from_url(url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE) as redis:
                    redis.ping()
                    pause = 0.25
                    self.found()
                    work(redis)
            except (RedisError, OSError) as error:
                self.miss(error)
            gevent.sleep(pause)
            pause = min(LONGEST_PAUSE, pause * 2)

    def telling(self, redis: Redis) -> None:
        """Publish what was committed; of a hall only its newest version."""
        while True:
            self.wake.wait()
            self.wake.clear()
            told, self.told = self.told, {}
            for hall, version in told.items():
                redis.publish(CHANNEL, f"{self.name} {hall} {version}")

    def hearing(self, redis: Redis) -> None:
        """Hear what the others committed."""
        with redis.pubsub(ignore_subscribe_messages=True) as channel:  # type: ignore[no-untyped-call]
            channel.subscribe(CHANNEL)
            while True:
                message = channel.get_message(timeout=PATIENCE / 2)
                if message is not None:
                    self.heard(message["data"])

    def heard(self, data: bytes) -> None:
        """Pass on another process's commit."""
        words = data.decode(errors="replace").split(" ")
        if len(words) == 3 and words[0] != self.name and words[1].isdecimal() and words[2].isdecimal():
            self.hub.changed(int(words[1]), int(words[2]))

    def miss(self, error: Exception) -> None:
        """Say once that Redis is gone."""
        if not self.lost:
            self.lost = True
            log.warning("Redis is gone; screens follow other processes within a second", error=str(error))

    def found(self) -> None:
        """Say that Redis is back."""
        if self.lost:
            self.lost = False
            log.info("Redis is back")
