"""Small pictures of large ones, made in a process beside the server: what a stranger sent is opened nowhere else."""

import base64
from typing import Final

import structlog

from server.files.keeping import FileGone, Kept, pieces_of
from server.kernel.elsewhere import Elsewhere, NoAnswer
from server.store.hall import Store

log = structlog.get_logger()
SHRINKER: Final = "server.files.shrinking"
MOST: Final = 128  # that a process remembers: some 10 KB each
BESIDE: Final = Elsewhere(SHRINKER, {})
MADE: Final[dict[str, bytes]] = {}  # address of a file → its thumbnail; the one made first goes first


def thumbnail(store: Store, hall_id: int, one: Kept) -> bytes:
    """Return a picture in small, as JPEG without what the camera wrote; raise `FileGone` where it cannot be opened."""
    if one.address not in MADE:
        whole = base64.b64encode(b"".join(pieces_of(store, hall_id, one))).decode()
        try:
            made = base64.b64decode(BESIDE.ask({"picture": whole}))
        except NoAnswer as error:
            log.warning("a process beside the server did not answer", what="a thumbnail", error=str(error))
            raise FileGone from error
        while len(MADE) >= MOST:
            MADE.pop(next(iter(MADE)))
        MADE[one.address] = made
    return MADE[one.address]
