"""What must be free before the server starts, address and file, and what must not be open to everybody."""

import errno
import fcntl
import os
import socket
import time
from pathlib import Path
from typing import IO, Final

import structlog

from server.kernel.private import as_its_folder, closed_to_others, folder_for
from server.kernel.refusals import Fault
from server.kernel.settings import Settings
from server.security.setting_up import KEY_FILE
from server.store.engine import Database

FREED_WITHIN: Final = 3  # seconds: the worker of a killed server notices and lets go
log = structlog.get_logger()


def free(host: str, port: int) -> None:
    """Raise `Fault` where nobody can listen at an address, or somebody does already."""
    other = "choose another one with --port"
    if not 0 < port < 65_536:
        raise Fault(f"there is no port {port}; {other}, 1 to 65535")
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0][0]
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except socket.gaierror as error:
        raise Fault(f"{host} is no address of this machine; name one with --host") from error
    except OSError as error:
        why = {errno.EADDRINUSE: "is in use", errno.EACCES: "is for root alone"}.get(error.errno or 0, error.strerror)
        if error.errno == errno.EADDRNOTAVAIL:
            raise Fault(f"{host} is no address of this machine; name one with --host") from error
        raise Fault(f"port {port} {why}; stop the other program, or {other}") from error


def close_to_others(settings: Settings, database: Database) -> None:
    """Take from the files of a former start what everybody could read in them: no unit may have set a umask."""
    files = [settings.data / KEY_FILE]
    if database.file is not None:
        files += [Path(f"{database.file}{ending}") for ending in ("", "-wal", "-shm", ".lock")]
    for file in closed_to_others(*files):
        log.warning("everybody could read a file; now only its owner can", file=str(file))


def locked(database: Database) -> IO[str] | None:
    """Take the SQLite file for this server; raise `Fault` naming the process that has it."""
    if not database.sqlite:
        return None
    path = Path(f"{database.file}.lock")
    folder_for(path)
    try:
        held = path.open("a+", encoding="ascii")
        as_its_folder(path)
    except OSError as error:
        raise Fault(f"{path} cannot be written ({error.strerror}); run this as the user of the server") from error
    until = time.monotonic() + FREED_WITHIN
    while not took(held) and time.monotonic() < until:
        time.sleep(0.1)
    if not took(held):
        held.seek(0)
        other = held.read().strip() or "unknown"
        raise Fault(f"{database.file} is in use by process {other}. Stop it, or name another in FLOOR_DATABASE_URL.")
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
