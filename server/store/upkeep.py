"""When the last backup was kept and the journal last looked at: beside the data, for whoever watches over it."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

import structlog

from server.kernel.private import MODE, as_its_folder, folder_for
from server.kernel.refusals import Fault

log = structlog.get_logger()


class Upkeep(StrEnum):
    """What is done again and again, by timers."""

    BACKUP = "backup"
    VERIFY = "verify"
    REHEARSAL = "rehearsal"


@dataclass(frozen=True, slots=True)
class Done:
    """When it was done last, whether it went well, and what came of it in a sentence."""

    at: datetime
    well: bool
    said: str


def note(data: Path, kind: Upkeep, done: Done) -> None:
    """Note what was done; where that cannot be written, what was done stands nevertheless."""
    path = path_of(data, kind)
    draft = path.with_name(f".{path.name}.new")
    try:
        folder_for(path)
        draft.touch(mode=MODE)
        draft.write_text(json.dumps(asdict(done) | {"at": done.at.isoformat()}), encoding="utf-8")
        as_its_folder(draft)
        draft.replace(path)
    except (OSError, Fault) as error:
        log.warning("it cannot be noted that this was done", file=str(path), why=str(error))


def last(data: Path, kind: Upkeep) -> Done | None:
    """Return what was done last; None where nothing is known of it."""
    try:
        kept = json.loads(path_of(data, kind).read_text(encoding="utf-8"))
        return Done(datetime.fromisoformat(kept["at"]), bool(kept["well"]), str(kept["said"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def path_of(data: Path, kind: Upkeep) -> Path:
    """Return where it stands."""
    return data / f"last-{kind}.json"
