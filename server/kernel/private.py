"""Files that nobody but the service reads, whoever makes them: names, password hashes and keys stand in them."""

import os
from pathlib import Path
from typing import Final

import structlog

from server.kernel.refusals import Fault

UMASK: Final = 0o077  # nothing of ours is for others, also where no unit says so
MODE: Final = 0o600
FOLDER: Final = 0o700
OTHERS: Final = 0o007  # a group may have been let in on purpose
log = structlog.get_logger()


def keep_private() -> None:
    """Have every file that this program makes be its owner's alone; to be called first."""
    os.umask(UMASK)


def folder_for(path: Path) -> Path:
    """Make the folder that a file stands in, if need be, and return it."""
    parent = path.absolute().parent
    try:
        missing = [one for one in (parent, *parent.parents) if not one.exists()]
        parent.mkdir(mode=FOLDER, parents=True, exist_ok=True)
    except OSError as error:
        raise Fault(f"the folder {parent} cannot be made ({error.strerror}); make it, or name another") from error
    for one in reversed(missing):
        as_its_folder(one)
    return parent


def made(path: Path) -> Path:
    """Make an empty file that only its owner reads, if it is not there, and return it."""
    folder_for(path)
    try:
        if not path.exists():
            path.touch(mode=MODE)
            as_its_folder(path)
    except OSError as error:
        raise Fault(f"{path} cannot be made ({error.strerror}); make room, or name another") from error
    return path


def as_its_folder(path: Path) -> None:
    """Give what root just made to whoever owns the folder that it is in: a service may write what is in its own."""
    if os.geteuid() == 0:
        owner = path.parent.stat()
        os.chown(path, owner.st_uid, owner.st_gid)


def closed_to_others(*paths: Path) -> list[Path]:
    """Take from files what everybody could do with them; return those where it was needed."""
    open_ones = [path for path in paths if path.exists() and path.stat().st_mode & OTHERS]
    for path in open_ones:
        try:
            path.chmod(path.stat().st_mode & ~OTHERS)
        except OSError as error:
            log.warning("everybody can read a file", file=str(path), why=error.strerror, remedy=f"chmod o= {path}")
    return open_ones
