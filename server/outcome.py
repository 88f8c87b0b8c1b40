"""How a command ends: an exit code, and one line with the remedy for whatever can go wrong."""

import sys
from argparse import ArgumentDefaultsHelpFormatter, ArgumentParser
from collections.abc import Callable
from importlib.metadata import version
from typing import Final, NoReturn

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from server.kernel.languages import say
from server.kernel.refusals import Fault, Refusal

DONE, FAILED, WRONG_CALL, BROKEN_OFF = 0, 1, 2, 130
VERSION: Final = version("servicefloor")
CODES: Final = "Exit codes: 0 done; 1 it could not be done, and nothing was changed; 2 the call was wrong."
SETTINGS: Final = "Settings are environment variables FLOOR_…: docs/settings.md."


class Arguments(ArgumentParser):
    """What can be said on the command line; a wrong call is one line that names the help."""

    def __init__(self, prog: str, about: str = "", *, codes: str = CODES) -> None:
        super().__init__(
            prog, description=about, epilog=f"{codes} {SETTINGS}", formatter_class=ArgumentDefaultsHelpFormatter
        )

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the call, and where one reads how it is made."""
        self.exit(WRONG_CALL, f"{self.prog}: {message}; {self.prog} --help says how\n")


def concluded(act: Callable[[], int]) -> int:
    """Do what a command does and return its exit code; what went wrong is said in one line on standard error."""
    try:
        return act()
    except (Fault, Refusal, DBAPIError, PoolTimeout, OSError, EOFError) as error:
        sys.stderr.write(f"floor: {why(error)}\n")
        return FAILED
    except KeyboardInterrupt:
        sys.stderr.write("\n")
        return BROKEN_OFF


def why(error: Exception) -> str:
    """Say what went wrong, and what to do."""
    match error:
        case Refusal():
            return say(error.says, "en", **error.values)
        case DBAPIError():
            return f"the database refused: {' '.join(str(error.orig).split())}; nothing was changed, try again"
        case PoolTimeout():
            return "another program has kept the database to itself for too long; end it, or try again"
        case OSError():
            return f"{error.filename or 'the system'}: {error.strerror or error}; nothing was changed"
        case EOFError():
            return "nothing was entered; give what is asked for on the command line"
    return str(error)
