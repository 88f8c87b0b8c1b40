"""What is taken away as a file stands in the journal; a signed file can be told from one that was changed."""

from typing import Final

from server.kernel.languages import N_
from server.security.tokens import TokenSigner
from server.store.events import Event
from server.store.rows import Rows

SIGNATURE: Final = b"signature,hmac-sha256,"
BOM: Final = b"\xef\xbb\xbf"


class FileTaken(Event):
    """Written when somebody took a report or a part of the journal away as a file."""

    says = N_("{what} was taken away as a file: {since} to {until}.")

    what: str
    since: str
    until: str

    def apply(self, rows: Rows) -> None:
        """Nothing follows: it is written down that it left the house."""


def signed(content: bytes, signer: TokenSigner) -> bytes:
    """Return a CSV with its signature as the last line, by the server's key."""
    return content + SIGNATURE + signer.signature_of(content).encode() + b"\r\n"


def unchanged(content: bytes, signer: TokenSigner) -> bool:
    """Return whether a signed CSV is as it was taken away, byte for byte."""
    before, mark, given = content.rpartition(SIGNATURE)
    return bool(mark) and signer.same(given.strip().decode("ascii", "replace"), signer.signature_of(before))
