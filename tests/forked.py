"""Programs for tests, forked from a process that has imported them: to import one takes longer than most tests.

What is forked is the program as `python -m …` has it after its imports, which open nothing: from there on it is a
process, a session and an environment of its own. That each starts by itself, tests/faults/test_commands.py shows.

Run as `python -m tests.forked server.serve`, this reads what is wanted from standard input, a line of JSON each, and
answers with the number of the process.
"""

import atexit
import contextlib
import gc
import importlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from gevent.os import fork_gevent

ROOT = Path(__file__).parents[1]


class Forked:
    """A forked program, as much like `subprocess.Popen` as tests need; who forked it reaps it."""

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def poll(self) -> int | None:
        """Return None while it runs."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return 0
        return None

    def send_signal(self, number: int) -> None:
        """Send it a signal, if it still runs."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def wait(self, timeout: float) -> None:
        """Wait until it has ended."""
        until = time.monotonic() + timeout
        while self.poll() is None:
            if time.monotonic() > until:
                raise subprocess.TimeoutExpired(str(self.pid), timeout)
            time.sleep(0.005)


SERVERS: dict[str, "subprocess.Popen[bytes]"] = {}  # module → who forks it, for this process's tests


def fork(module: str, words: Sequence[str], environment: Mapping[str, str], log: Path) -> Forked:
    """Start a module's program with these words, writing into a log."""
    if module not in SERVERS or SERVERS[module].poll() is not None:
        command = [sys.executable, "-m", "tests.forked", module]
        clean = {name: value for name, value in os.environ.items() if not name.startswith("FLOOR_")}
        SERVERS[module] = subprocess.Popen(
            command, cwd=ROOT, env=clean, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
        )
        atexit.register(end, SERVERS[module])
    who = SERVERS[module]
    assert who.stdin is not None
    assert who.stdout is not None
    wanted = {"words": list(words), "environment": dict(environment), "log": str(log)}
    who.stdin.write(json.dumps(wanted).encode() + b"\n")
    who.stdin.flush()
    return Forked(int(who.stdout.readline()))


def end(who: "subprocess.Popen[bytes]") -> None:
    """Have who forks end: nothing more is wanted of it."""
    who.communicate()


def serve(module: str) -> None:
    """Fork what is wanted, until nothing more is."""
    program = importlib.import_module(module)
    gc.freeze()  # what was imported stays as it is, in all that are forked
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel reaps
    for line in sys.stdin.buffer:
        pid = fork_gevent()  # which watches no child: the loop begins anew in it
        if pid == 0:
            become(program, json.loads(line))
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


def become(program: Any, wanted: dict[str, Any]) -> None:
    """Be the program from here on, with what is its own."""
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    log = os.open(wanted["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, place in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(source, place)
    os.close(log)
    os.close(nothing)
    os.environ.clear()
    os.environ.update(wanted["environment"])
    random.seed()
    if hasattr(program, "FIGURES"):  # what the processes of one server share
        program.FIGURES = os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="floor-figures-")
    sys.argv[0] = program.__file__ or ""
    raise SystemExit(program.main(wanted["words"]))


if __name__ == "__main__":
    serve(sys.argv[1])
