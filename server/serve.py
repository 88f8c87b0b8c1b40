"""The server: gunicorn with gevent. The patch comes before anything that opens sockets or locks is imported."""

import gc

from gevent import monkey

monkey.patch_all()
gc.disable()  # what is imported stays: looking through it while it comes took 0.4 s of each start

# Everything below must be imported after the patch; where the processes share their figures, before prometheus_client.
import os  # noqa: E402 - after the patch
import tempfile  # noqa: E402 - after the patch

FIGURES = os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="floor-figures-")

import atexit  # noqa: E402 - after the patch
import shutil  # noqa: E402 - after the patch
import sys  # noqa: E402 - after the patch
from collections.abc import Iterable  # noqa: E402 - after the patch
from pathlib import Path  # noqa: E402 - after the patch
from typing import Any  # noqa: E402 - after the patch
from wsgiref.types import StartResponse, WSGIEnvironment  # noqa: E402 - after the patch

import gevent  # noqa: E402 - after the patch
import psycopg.waiting  # noqa: E402 - after the patch
import structlog  # noqa: E402 - after the patch
from flask import Flask  # noqa: E402 - after the patch
from gunicorn.app.base import BaseApplication  # noqa: E402 - after the patch
from prometheus_client.multiprocess import mark_process_dead  # noqa: E402 - after the patch

from server.app import make_app  # noqa: E402 - after the patch
from server.kernel.clock import SystemClock  # noqa: E402 - after the patch
from server.kernel.environment import read_settings  # noqa: E402 - after the patch
from server.kernel.logs import log_as_json  # noqa: E402 - after the patch
from server.kernel.private import keep_private  # noqa: E402 - after the patch
from server.kernel.refusals import Fault  # noqa: E402 - after the patch
from server.kernel.settings import Settings  # noqa: E402 - after the patch
from server.office.setting_up import first_link  # noqa: E402 - after the patch
from server.outcome import DONE, VERSION, Arguments, concluded  # noqa: E402 - after the patch
from server.preparing import checked, prepare  # noqa: E402 - after the patch
from server.security.setting_up import known_key, secret_key  # noqa: E402 - after the patch
from server.security.tokens import TokenSigner  # noqa: E402 - after the patch
from server.starting import close_to_others, free, locked  # noqa: E402 - after the patch
from server.store.directory import all_halls  # noqa: E402 - after the patch
from server.store.engine import Database  # noqa: E402 - after the patch
from server.store.finding import answering  # noqa: E402 - after the patch
from server.store.hall import HEAD, Store  # noqa: E402 - after the patch
from server.store.waiting import wait  # noqa: E402 - after the patch
from server.strangers import CONNECTIONS, HEAD_WITHIN, SharingWorker, hurried  # noqa: E402 - after the patch

COLLECT = 10_000, 10, 20  # new objects until cycles among them are looked for; then rounds until older ones are
PATIENCE = 3  # seconds for requests to end when the server stops
log = structlog.get_logger()


class GunicornServer(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn as a library."""

    def __init__(self, settings: Settings, host: str, port: int, told: dict[str, Any]) -> None:
        self.settings, self.told = settings, told
        self.bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        super().__init__()

    def load_config(self) -> None:
        """Tell gunicorn how to serve."""
        options: dict[str, Any] = {
            "bind": self.bind,
            "worker_class": SharingWorker,
            "workers": self.settings.workers,
            "worker_connections": CONNECTIONS,
            "graceful_timeout": PATIENCE,
            "timeout": 60,
            "keepalive": HEAD_WITHIN,
            "accesslog": None,
            "loglevel": "warning",
            "control_socket_disable": True,
            "forwarded_allow_ips": "*",  # a setting says whether a proxy is believed, and ProxyFix does it; so
            "secure_scheme_headers": {},  # gunicorn believes nobody, and need not look up each caller's address
            "forwarder_headers": "",
            "post_worker_init": self.begin,
            "child_exit": lambda _server, worker: mark_process_dead(worker.pid),  # type: ignore[no-untyped-call]  # no types
        }
        for name, value in options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Flask:
        """Make the application, in the worker."""
        app = make_app(self.settings)
        app.wsgi_app = yielding(hurried(app.wsgi_app))  # type: ignore[method-assign]  # as Flask tells
        return app

    def begin(self, worker: Any) -> None:
        """Begin what runs beside the requests, when the worker's signals are set, and say that it is ready."""
        gc.freeze()  # what stands now stays: looking through it again and again would hold everybody up for 50 ms
        gc.set_threshold(*COLLECT)
        gc.enable()
        worker.wsgi.extensions["floor"].start()
        log.info("ready", process=os.getpid(), **self.told)


def yielding(application: Any) -> Any:
    """Let others run before each request: a busy keep-alive connection never yields by itself (p99 was 1.3 s)."""

    def wrapped(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        gevent.sleep(0)
        answer: Iterable[bytes] = application(environ, start_response)
        return answer

    return wrapped


def main(arguments: list[str]) -> int:
    """Serve until told to stop."""
    keep_private()
    atexit.register(forget_figures, os.getpid())
    parser = Arguments("floor run", "Run the server of all halls of a database, until it is told to stop.")
    parser.add_argument("--config", type=Path, help="the file that says what the halls are (FLOOR_CONFIG)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen at; 0.0.0.0 for all")
    parser.add_argument("--port", type=int, default=8000, help="where it listens")
    given = parser.parse_args(arguments)
    log_as_json()
    return concluded(lambda: served(given.config, given.host, given.port))


def forget_figures(of: int) -> None:
    """Remove what the processes shared, when the first of them ends."""
    if os.getpid() == of:
        shutil.rmtree(FIGURES, ignore_errors=True)


def served(config: Path | None, host: str, port: int) -> int:
    """Prepare the database and serve; raise `Fault` before anything is made where it cannot be."""
    settings = read_settings()
    free(host, port)
    more = {"public_url": settings.public_url or f"http://{host}:{port}", "config": config or settings.config}
    settings = settings.model_copy(update=more)
    checked(settings)
    known_key(settings)
    database = Database(settings.database_url)
    psycopg.waiting.wait = wait  # type: ignore[assignment]  # it says less of its steps
    if database.sqlite and settings.workers > 1:
        raise Fault("FLOOR_WORKERS: SQLite has one server process; use PostgreSQL for more, or set FLOOR_WORKERS=1")
    held = locked(database)
    store = Store(database, SystemClock())
    with answering(database):
        prepare(settings, store)
        link = first_link(store, TokenSigner(secret_key(settings)).first_of)
        with store.look(HEAD) as head:
            halls = list(all_halls(head))
    close_to_others(settings, database)
    database.close()
    if link is not None:
        print(f"\n  No administrator yet. Set the hall up here:  {settings.public_url}{link}\n", flush=True)
    told = {"address": f"http://{host}:{port}", "database": database.shown, "halls": halls, "version": VERSION}
    GunicornServer(settings, host, port, told).run()
    del held
    return DONE


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
