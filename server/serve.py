"""The server: gunicorn with gevent. The patch comes before anything that opens sockets or locks is imported."""

from gevent import monkey

monkey.patch_all()

# Everything below must be imported after the patch.
import argparse  # noqa: E402 - after the patch
import fcntl  # noqa: E402 - after the patch
import gc  # noqa: E402 - after the patch
import os  # noqa: E402 - after the patch
import sys  # noqa: E402 - after the patch
import time  # noqa: E402 - after the patch
from collections.abc import Iterable  # noqa: E402 - after the patch
from pathlib import Path  # noqa: E402 - after the patch
from typing import IO, Any  # noqa: E402 - after the patch
from wsgiref.types import StartResponse, WSGIEnvironment  # noqa: E402 - after the patch

import gevent  # noqa: E402 - after the patch
import psycopg.waiting  # noqa: E402 - after the patch
from flask import Flask  # noqa: E402 - after the patch
from gunicorn.app.base import BaseApplication  # noqa: E402 - after the patch

from server.app import make_app  # noqa: E402 - after the patch
from server.kernel.clock import SystemClock  # noqa: E402 - after the patch
from server.kernel.languages import say  # noqa: E402 - after the patch
from server.kernel.logs import log_as_json  # noqa: E402 - after the patch
from server.kernel.refusals import Fault, Refusal  # noqa: E402 - after the patch
from server.kernel.settings import Settings  # noqa: E402 - after the patch
from server.office.setting_up import first_link  # noqa: E402 - after the patch
from server.preparing import prepare  # noqa: E402 - after the patch
from server.security.setting_up import secret_key  # noqa: E402 - after the patch
from server.security.tokens import Seal  # noqa: E402 - after the patch
from server.store.engine import Database  # noqa: E402 - after the patch
from server.store.hall import Store  # noqa: E402 - after the patch
from server.store.waiting import wait  # noqa: E402 - after the patch

CONNECTIONS = 4000  # sockets of one process
COLLECT = 10_000, 10, 20  # new objects until cycles among them are looked for; then rounds until older ones are
FREED_WITHIN = 3  # seconds: the worker of a killed server notices and lets go
PATIENCE = 3  # seconds for requests to end when the server stops


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn as a library."""

    def __init__(self, settings: Settings, host: str, port: int) -> None:
        self.settings, self.bind = settings, f"{host}:{port}"
        super().__init__()

    def load_config(self) -> None:
        """Tell gunicorn how to serve."""
        options: dict[str, Any] = {
            "bind": self.bind,
            "worker_class": "gevent",
            "workers": self.settings.workers,
            "worker_connections": CONNECTIONS,
            "graceful_timeout": PATIENCE,
            "timeout": 60,
            "keepalive": 75,
            "accesslog": None,
            "loglevel": "warning",
            "control_socket_disable": True,
            "post_worker_init": begin,
        }
        for name, value in options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Flask:
        """Make the application, in the worker."""
        app = make_app(self.settings)
        app.wsgi_app = yielding(app.wsgi_app)  # type: ignore[method-assign]  # as Flask tells
        return app


def yielding(application: Any) -> Any:
    """Let others run before each request: a busy keep-alive connection never yields by itself (p99 was 1.3 s)."""

    def wrapped(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        gevent.sleep(0)
        answer: Iterable[bytes] = application(environ, start_response)
        return answer

    return wrapped


def begin(worker: Any) -> None:
    """Begin what runs beside the requests, when the worker's signals are set."""
    gc.collect()
    gc.freeze()  # what stands now stays: looking through it again and again would hold everybody up for 50 ms
    gc.set_threshold(*COLLECT)
    worker.wsgi.extensions["floor"].start()


def locked(database: Database) -> IO[str] | None:
    """Take the SQLite file for this server; raise `Fault` naming the process that has it."""
    if not database.sqlite:
        return None
    path = Path(f"{database.url.database}.lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    held = path.open("a+", encoding="ascii")
    until = time.monotonic() + FREED_WITHIN
    while not took(held) and time.monotonic() < until:
        time.sleep(0.1)
    if not took(held):
        held.seek(0)
        other = held.read().strip() or "unknown"
        raise Fault(
            f"{database.url.database} is in use by process {other}. Stop it, or name another in FLOOR_DATABASE_URL."
        )
    held.truncate(0)
    held.write(f"{os.getpid()}\n")
    held.flush()
    os.set_inheritable(held.fileno(), True)  # the worker keeps it while it lives
    return held


def took(held: IO[str]) -> bool:
    """Take a lock if it is free; return whether this process has it."""
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def main(arguments: list[str]) -> int:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser("floor run")
    parser.add_argument("--config", type=Path, help="the file that says what the halls are (FLOOR_CONFIG)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen at; 0.0.0.0 for all")
    parser.add_argument("--port", type=int, default=8000)
    given = parser.parse_args(arguments)
    log_as_json()
    settings = Settings()
    if given.config is not None:
        settings = settings.model_copy(update={"config": given.config})
    if settings.public_url is None:
        settings = settings.model_copy(update={"public_url": f"http://{given.host}:{given.port}"})
    try:
        database = Database(settings.database_url)
        psycopg.waiting.wait = wait  # type: ignore[assignment]  # it says less of its steps
        if database.sqlite and settings.workers > 1:
            raise Fault("FLOOR_WORKERS: SQLite has one server process; use PostgreSQL for more, or set FLOOR_WORKERS=1")
        held = locked(database)
        store = Store(database, SystemClock())
        prepare(settings, store)
        link = first_link(store, Seal(secret_key(settings)).first_of)
        database.close()
    except Fault as fault:
        sys.stderr.write(f"floor: {fault}\n")
        return 1
    except Refusal as refusal:
        sys.stderr.write(f"floor: {settings.config}: {say(refusal.says, 'en', **refusal.values)}\n")
        return 1
    if link is not None:
        print(f"\n  No administrator yet. Set the hall up here:  {settings.public_url}{link}\n", flush=True)
    Server(settings, given.host, given.port).run()
    del held
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
