"""What a server measures of itself: counted in each process, summed over all of them where there are several.

prometheus_client sums by files that the processes share (PROMETHEUS_MULTIPROC_DIR, set by serve.py before it is
imported): each scrape is answered by one process, and would else tell only of that one.
"""

import os
from collections.abc import Iterable
from time import perf_counter
from typing import Final

from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from server.live.sockets import Live
from server.security.watch import Happening
from server.store.hall import Store

SHARED: Final = "PROMETHEUS_MULTIPROC_DIR"
SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # upper ends of the latency's classes
PARTS: Final = {"api": "api", "office": "office", **dict.fromkeys(["static", "pages", "vendor", "live"], "files")}


class Measures:
    """The instruments of one process."""

    def __init__(self, store: Store, live: Live) -> None:
        self.live = live
        self.own = CollectorRegistry()
        self.requests = Counter(
            "floor_requests", "Requests answered, by method and status.", ["method", "status"], registry=self.own
        )
        self.seconds = Histogram(
            "floor_request_seconds", "Time to an answer, by part of the site.", ["part"], registry=self.own,
            buckets=SECONDS,
        )  # fmt: skip
        self.door = Counter("floor_security_events", "What happened at the door.", ["what"], registry=self.own)
        for what in Happening:
            self.door.labels(what.value)  # an alarm wants to see it begin at none
        self.commits = Counter("floor_commits", "Commits of halls.", registry=self.own)
        self.screens = Gauge("floor_screens", "Screens connected.", registry=self.own, multiprocess_mode="livesum")
        self.processes = Gauge(
            "floor_processes", "Server processes that serve.", registry=self.own, multiprocess_mode="livesum"
        )
        self.processes.set(1)
        self.screens.set(0)
        self.parts = {part: self.seconds.labels(part) for part in {*PARTS.values(), "pages"}}
        self.answers: dict[tuple[str, int], Counter] = {}
        store.on_commit(lambda _hall, _version: self.commits.inc())

    def answered(self, method: str, status: int) -> None:
        """Count an answer; its counter is looked up once."""
        counter = self.answers.get((method, status))
        if counter is None:
            counter = self.answers[method, status] = self.requests.labels(method, status)
        counter.inc()

    def happened(self, what: Happening) -> None:
        """Count something that happened at the door."""
        self.door.labels(what.value).inc()

    def note(self) -> None:
        """Write down what is counted by looking: done every few seconds, since another process may be asked."""
        self.screens.set(len(self.live.sessions))

    def page(self, more: Iterable[Collector]) -> bytes:
        """Return everything in Prometheus' text form: of all processes, and what else is known."""
        self.note()
        registry = CollectorRegistry() if os.environ.get(SHARED) else self.own
        if registry is not self.own:
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # published without types
        beside = CollectorRegistry()
        for collector in more:
            beside.register(collector)
        return generate_latest(registry) + generate_latest(beside)


def part_of(path: str) -> str:
    """Return the part of the site that a path belongs to."""
    return PARTS.get(path.split("/", 2)[1], "pages")


def timed(app: Flask, measures: Measures) -> None:
    """Have every request counted and timed."""

    def begin() -> None:
        g.begun = perf_counter()

    def count(response: Response) -> Response:
        measures.answered(request.method, response.status_code)
        begun = g.get("begun")
        if begun is not None:
            measures.parts[part_of(request.path)].observe(perf_counter() - begun)
        return response

    app.before_request(begin)
    app.after_request(count)
