"""A PostgreSQL and a Redis of a test's own, killed and started again at will."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import Self

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
WITHIN = 20  # seconds until a Redis answers, and a killed process is gone


class Postgres:
    """A cluster in a folder of its own."""

    def __init__(self, folder: Path, port: int) -> None:
        self.data, self.log, self.port, self.binaries = folder / "data", folder / "log", port, BINARIES[-1]
        self.as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self.as_user:
            for part in [folder, *folder.parents]:
                if part.stat().st_uid == os.geteuid() and part != Path("/") and part != Path("/tmp"):
                    part.chmod(0o755)
            shutil.chown(folder, "postgres")
        init = [str(self.binaries / "initdb"), "--no-sync", "-A", "trust", "-U", "floor", "-D", str(self.data)]
        done = subprocess.run([*self.as_user, *init], check=False, capture_output=True, text=True, cwd="/")
        assert done.returncode == 0, done.stdout + done.stderr
        self.url = f"postgresql+psycopg://floor@127.0.0.1:{port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> Self:
        """Start it and wait until it answers; as a child of ours, so that a killed one is gone at once."""
        options = ["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "max_connections=200"]
        options += ["-c", "fsync=off", "-c", "full_page_writes=off"]  # no test takes the machine's power
        as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if self.as_user else []
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*as_user, str(self.binaries / "postgres"), "-D", str(self.data), "-p", str(self.port), *options],
                stdout=log, stderr=log, cwd="/",
            )  # fmt: skip
        asked = [str(self.binaries / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        until = time.monotonic() + WITHIN
        while subprocess.run(asked, check=False).returncode != 0:
            assert time.monotonic() < until, self.log.read_text()[-2000:]
            assert self.process.poll() is None, self.log.read_text()[-2000:]
            time.sleep(0.05)
        return self

    def kill(self) -> None:
        """Kill it as a power cut would: `kill -9` to the server and all its processes."""
        assert self.process is not None
        server = self.process.pid
        os.kill(server, signal.SIGSTOP)  # so that it makes no children meanwhile
        children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
        for process in [server, *map(int, children)]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        self.process.wait(timeout=WITHIN)
        self.process = None

    def stop(self) -> None:
        """End it."""
        if self.process is not None:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(timeout=WITHIN)
            self.process = None


class Redis:
    """A Redis that keeps nothing."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self.url = f"redis://127.0.0.1:{port}/0"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> Self:
        """Start it and wait until it takes connections."""
        command = ["redis-server", "--port", str(self.port), "--save", "", "--dir", str(self.folder)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        until = time.monotonic() + WITHIN
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self
            time.sleep(0.02)
        raise AssertionError("Redis does not answer")

    def kill(self) -> None:
        """Kill it."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None
