"""Heavy figures are made in a process beside the server: so no screen and no customer waits for them.

The process is a module that answers questions, a line of JSON each; it ends with whoever asks.

    figures = Elsewhere("server.floor.learning", {"FLOOR_DATABASE_URL": url})     # here
    figures.ask({"hall": 1})
    answer(lambda question: …)                                                     # there
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[2]
NICER: Final = 10  # than the server, as the machine shares out its time
WITHIN: Final = 20.0  # seconds for one answer, the start of the process among them


class NoAnswer(Exception):
    """The process did not answer: it failed, ended or took too long."""


class Elsewhere:
    """One process that answers one question at a time; it starts with the first one, and anew after it ended."""

    def __init__(self, module: str, environment: Mapping[str, str], *, within: float = WITHIN) -> None:
        self.module, self.environment, self.within = module, dict(environment), within
        self.process: subprocess.Popen[bytes] | None = None
        self.turn = threading.Lock()

    def ask(self, question: Mapping[str, Any]) -> Any:
        """Return the answer; raise `NoAnswer` where there is none in time."""
        with self.turn:
            try:
                return self.answered(self.running(), question)
            except (OSError, ValueError) as error:
                self.stop()
                raise NoAnswer(self.module) from error

    def running(self) -> subprocess.Popen[bytes]:
        """Return the process, started where it is not running."""
        if self.process is not None and self.process.poll() is not None:
            self.stop()
        if self.process is None:
            self.process = subprocess.Popen(
                [sys.executable, "-m", self.module],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd=ROOT,
                env={**os.environ, **self.environment},
                start_new_session=True,  # it ends when nobody asks any more, not by a key that is meant for the server
            )
        return self.process

    def answered(self, process: subprocess.Popen[bytes], question: Mapping[str, Any]) -> Any:
        """Send a question and wait for its answer; a process that takes too long is ended."""
        if process.stdin is None or process.stdout is None:
            raise OSError
        late = threading.Timer(self.within, process.kill)
        late.start()
        try:
            process.stdin.write(json.dumps(question).encode() + b"\n")
            process.stdin.flush()
            found = json.loads(process.stdout.readline())
        finally:
            late.cancel()
        if "failed" in found:
            raise NoAnswer(found["failed"])
        return found["answer"]

    def stop(self) -> None:
        """End the process."""
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.process = None


def answer(work: Callable[[Any], Any]) -> None:
    """Answer questions until nobody asks any more; what fails is said, and the next one is answered.

    It yields to whoever waits for a screen: a small machine has no processor to spare for figures.
    """
    os.nice(NICER)
    for line in sys.stdin:
        try:
            found = {"answer": work(json.loads(line))}
        except Exception as error:  # noqa: BLE001 - it is told, and whoever asked goes on
            found = {"failed": repr(error)}
        sys.stdout.write(json.dumps(found) + "\n")
        sys.stdout.flush()
