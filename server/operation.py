"""For whoever runs it: is it alive, is it ready, what does it do."""

from typing import Final

from flask import Flask, Response, request
from prometheus_client import CONTENT_TYPE_LATEST

from server.kernel.refusals import Forbidden
from server.kernel.settings import Settings
from server.measures import Measures, timed
from server.safety import Heads, Writable
from server.standing import HealthCollector
from server.store.hall import Store

LOOPBACK: Final = ("127.", "::1", "::ffff:127.")


def install_operation(app: Flask, settings: Settings, store: Store, measures: Measures) -> None:
    """Serve /healthz, /readyz and /metrics."""
    reached, writable = Heads(store), Writable(store)
    app.extensions["happened"] = measures.happened

    def healthz() -> Response:
        return Response("alive\n", content_type="text/plain")

    def readyz() -> Response:
        trouble = writable()
        if trouble is not None:
            return Response(f"{trouble}\n", 503, content_type="text/plain")
        return Response("ready\n", content_type="text/plain")

    def metrics() -> Response:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        local = (request.remote_addr or "").startswith(LOOPBACK) and not settings.behind_proxy
        if not local and (not settings.metrics_token or token != settings.metrics_token):
            raise Forbidden
        return Response(measures.page([HealthCollector(store, settings), reached]), content_type=CONTENT_TYPE_LATEST)

    timed(app, measures)
    app.add_url_rule("/healthz", "healthz", healthz)
    app.add_url_rule("/readyz", "readyz", readyz)
    app.add_url_rule("/metrics", "metrics", metrics)
