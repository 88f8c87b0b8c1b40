"""The settings of the process, read so that a mistake is named: a wrong type, a mistyped name."""

import os
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Final

import structlog
from pydantic import ValidationError

from server.kernel.refusals import Fault
from server.kernel.settings import PREFIX, Settings

log = structlog.get_logger()
ELSEWHERE: Final = frozenset(  # read by a program of ours, though no setting of the server
    {"FLOOR_PASSWORD", "FLOOR_KIOSK_TOKEN", "FLOOR_DEMO_PASSWORD", "FLOOR_WORDS_FROM", "FLOOR_FUZZ"}
)
LIKE: Final = 0.8  # from this likeness on, a name that nobody reads is taken for a mistyped one


def read_settings() -> Settings:
    """Return what the environment says; raise `Fault` naming the variable where it does not fit, or is mistyped."""
    mistyped(os.environ)
    try:
        settings = Settings()
    except ValidationError as error:
        raise Fault("\n".join(misfits(error))) from error
    if settings.plans is not None and not settings.plans.is_dir():
        raise Fault(f"FLOOR_PLANS: there is no folder {settings.plans}; correct it, or leave it out")
    if settings.data.exists() and not settings.data.is_dir():
        raise Fault(f"FLOOR_DATA: {settings.data} is no folder; name one, or leave it out")
    return settings


def mistyped(environment: Mapping[str, str]) -> None:
    """Refuse a variable that was surely meant as a setting of ours, and log one that nobody here reads."""
    known = sorted(ELSEWHERE | {f"{PREFIX}{name.upper()}" for name in Settings.model_fields})
    for name in sorted(environment):
        if not name.startswith(PREFIX) or name in known:
            continue
        meant = get_close_matches(name, [one for one in known if one not in environment], 1, LIKE)
        if meant:
            raise Fault(f"{name}: there is no such setting; did you mean {meant[0]}? Correct it, or remove it")
        log.warning("no setting has this name", variable=name, remedy="docs/settings.md lists all")


def misfits(error: ValidationError) -> Iterator[str]:
    """Return a sentence for each variable that does not fit."""
    for one in error.errors():
        name = PREFIX + "_".join(str(part) for part in one["loc"]).upper()
        why = one["msg"].removeprefix("Value error, ")
        yield f"{name}: “{one['input']}” does not fit: {why[:1].lower()}{why[1:]}; docs/settings.md says what it is"
