"""What an agent can be told on the command line, and what must be so before it starts; each mistake is one line."""

import errno
import os
import socket
from argparse import ArgumentDefaultsHelpFormatter, ArgumentParser
from difflib import get_close_matches
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

from pydantic import ValidationError

from kiosk import settings
from kiosk.printers import PrinterAddressError, named
from kiosk.settings import Place

LOOPBACK = "127.0.0.1"
PORT = 8001
TOKEN = "FLOOR_KIOSK_TOKEN"  # noqa: S105 - the name of a variable
CODES = "Exit codes: 0 ended as it was told; 1 it could not start; 2 the call was wrong."


class CannotStartError(Exception):
    """What is wrong, and what to do."""

    def __init__(self, why: str, code: int = 1) -> None:
        super().__init__(why)
        self.code = code


class Arguments(ArgumentParser):
    """The command line; a wrong call is one line that names the help."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the call, and where one reads how it is made."""
        self.exit(2, f"{self.prog}: {message}; {self.prog} --help says how\n")


def arguments() -> ArgumentParser:
    """Return what an agent can be told."""
    parser = Arguments(
        prog="floor kiosk",
        description="Run a kiosk's agent: the touch page on this machine, its printer, its line to the server.",
        epilog=CODES,
        formatter_class=ArgumentDefaultsHelpFormatter,
    )
    parser.add_argument("--server", required=True, metavar="URL", help="the server's address")
    parser.add_argument("--hall", metavar="CODE", help="its hall's code, as in the office; none: the only one")
    parser.add_argument("--token", help=f"the kiosk's token (or {TOKEN}); without one the page shows a code")
    parser.add_argument("--printer", metavar="URL", help="tcp://HOST:9100, usb://VENDOR:PRODUCT or file:///PATH")
    parser.add_argument("--port", type=int, default=PORT, help="of the touch page, on loopback")
    parser.add_argument("--data", type=Path, default=Path("kiosk-data"), metavar="DIR", help="where its record lies")
    parser.add_argument("--name", default=socket.gethostname(), help="how the kiosk calls itself when pairing")
    return parser


def checked(place: Place, printer: str | None) -> None:
    """Raise `CannotStartError` for what would stop the agent, before anything is made."""
    parts = urlsplit(place.server)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise CannotStartError(f"{place.server} is no server's address; --server https://hall.example.org is one", 2)
    try:
        named(printer)
    except PrinterAddressError:
        one = "tcp://HOST:9100, usb://04b8:0202 or file:///PATH is one"
        raise CannotStartError(f"{printer}: no printer's address; {one}", 2) from None
    meant = [name for name in os.environ if name != TOKEN and get_close_matches(name, [TOKEN], 1, 0.9)]
    if meant and not place.token:
        raise CannotStartError(f"{meant[0]}: nothing reads this variable; did you mean {TOKEN}?")
    _free(place.port)
    _writable(place.data)
    try:
        settings.load(place, None)
    except ValidationError as error:
        ((where, *_), why) = error.errors()[0]["loc"] or ("file",), error.errors()[0]["msg"]
        raise CannotStartError(
            f"{place.choices_file}: {where}: {why}; correct it, or remove the file and set the kiosk up anew"
        ) from error


def _free(port: int) -> None:
    """Raise where nobody can listen at a port of this machine, or somebody does."""
    if not 0 < port < 65_536:
        raise CannotStartError(f"there is no port {port}; choose one with --port, 1 to 65535", 2)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError as error:
            why = "is in use" if error.errno == errno.EADDRINUSE else f"cannot be used ({error.strerror})"
            raise CannotStartError(f"port {port} {why}; end it, or choose another with --port") from error


def _writable(folder: Path) -> None:
    """Make the data folder, and raise where nothing can be kept in it."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        trial = folder / ".trial"
        trial.touch()
        trial.unlink()
        for file in folder.glob("kiosk*"):
            file.chmod(file.stat().st_mode & ~0o007)  # a former start may have had no umask
    except OSError as error:
        raise CannotStartError(
            f"nothing can be kept in {folder} ({error.strerror}); give the right to it, or choose another with --data"
        ) from error
