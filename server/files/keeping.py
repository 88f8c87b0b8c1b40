"""How a file is kept: read piece by piece, known by its content, sealed, and gone when its time is over.

    one = put(store, hall_id, stream, kinds=PICTURES, most=8 * MEBI)      # before the command, without the hall's lock
    with store.hall(…) as hall:
        keep(hall, one.address, until=…)                                  # in the transaction of the fact that needs it
        hall.record(PhotoAdded(file=one.address))

What no fact asks for is erased after a day, so a command that is refused leaves nothing behind. The pieces stand in the
database, or in the bucket that is chosen; what is where they once stood is still read there.
"""

import hashlib
import hmac
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO, Any, Final, Protocol

import puremagic
import structlog
from sqlalchemy import Connection, bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from server.files.tables import file_pieces, files
from server.kernel.languages import N_
from server.kernel.refusals import Missing, Refusal
from server.kernel.settings import Settings
from server.store.hall import HallSnapshot, Store, UnitOfWork
from server.store.sealed import as_it_stands, file_key, opened_bytes, sealed_bytes
from server.store.tables import EPOCH

log = structlog.get_logger()

MEBI: Final = 1024 * 1024
PIECE: Final = 256 * 1024  # bytes: one of them is in memory at a time, and none holds the database up for long
START: Final = 4096  # bytes by which a type is known
UNASKED: Final = timedelta(days=1)  # until what no fact asks for is erased
PICTURES: Final = frozenset({"image/jpeg", "image/png", "image/webp"})


class Elsewhere(Protocol):
    """A place for sealed pieces that is not the database; what does not answer raises `FilesOutOfReach`."""

    def put(self, hall: int, address: str, place: int, sealed: bytes) -> None:
        """Keep a piece; one that is there is the same."""

    def get(self, hall: int, address: str, place: int) -> bytes | None:
        """Return a piece; None where it is not there."""

    def remove(self, hall: int, address: str, pieces: int) -> None:
        """Remove so many pieces of a file; those that are gone already are no fault."""


_THIS: Final = (files.c.hall_id == bindparam("hall"), files.c.address == bindparam("which"))
GOING: Final = EPOCH  # kept until then: it is being erased, and nobody can ask for it any more
_THERE: Final = files.c.kept_until > GOING
KNOWN = select(files.c.kind, files.c.size, files.c.pieces).where(*_THIS, _THERE)
CLEAR = delete(file_pieces).where(
    file_pieces.c.hall_id == bindparam("hall"), file_pieces.c.address == bindparam("which")
)
LONGER = (
    update(files)
    .where(*_THIS, _THERE, files.c.kept_until < bindparam("until", type_=files.c.kept_until.type))
    .values(kept_until=bindparam("until", type_=files.c.kept_until.type))
)
READ = select(file_pieces.c.content).where(
    file_pieces.c.hall_id == bindparam("hall"),
    file_pieces.c.address == bindparam("which"),
    file_pieces.c.place == bindparam("at"),
)
OVER = select(files.c.hall_id, files.c.address, files.c.pieces).where(
    files.c.kept_until <= bindparam("now", type_=files.c.kept_until.type)
)
GIVE_UP = (
    update(files)
    .where(*_THIS, files.c.kept_until <= bindparam("now", type_=files.c.kept_until.type))
    .values(kept_until=GOING)
)
ERASE = delete(files).where(*_THIS, ~_THERE)
STANDING = select(file_pieces).order_by(file_pieces.c.hall_id, file_pieces.c.address, file_pieces.c.place)
TAKE_OUT = delete(file_pieces).where(
    file_pieces.c.hall_id == bindparam("hall"),
    file_pieces.c.address == bindparam("which"),
    file_pieces.c.place == bindparam("at"),
)
AT_ONCE: Final = 200  # pieces that are moved into a bucket in one go: 50 MB
chosen: list[Elsewhere] = []  # the bucket in which this process keeps pieces; none: in the database


class FileTooLarge(Refusal):
    """The file is larger than what is taken here."""

    status = 413
    title = N_("The file is too large")
    says = N_("It may have {most} MB at most. Take a smaller one; nothing was kept.")


class WrongKind(Refusal):
    """The file's content is of a kind that is not taken here, whatever its name says."""

    status = 422
    title = N_("This kind of file is not taken")
    says = N_("By its content it is none of: {kinds}. Nothing was kept.")


class FilesOutOfReach(Refusal):
    """The store of files does not answer, or does not let the server in."""

    status = 503
    title = N_("The store of files does not answer")
    says = N_("Nothing was kept and nothing was lost. Please try again in a few minutes.")


class FileGone(Missing):
    """The file is not there, or its time is over."""

    title = N_("No longer there")
    says = N_("This file was erased when its time was over, or was never here.")


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is kept."""

    address: str
    kind: str
    size: int
    pieces: int


def put(store: Store, hall_id: int, stream: IO[bytes], *, kinds: Collection[str], most: int) -> Kept:
    """Keep a file of a hall for a day, and return it; refuse one that is too large or of another kind."""
    one = described(stream, kinds=kinds, most=most)
    stream.seek(0)
    row: dict[str, Any] = {"hall_id": hall_id, "address": one.address}
    about = {"kind": one.kind, "size": one.size, "pieces": one.pieces, "kept_until": store.clock.now() + UNASKED}
    make = sqlite_insert if store.database.sqlite else postgresql_insert
    with store.database.writing() as connection:
        connection.execute(make(files).values({**row, **about}).on_conflict_do_nothing())
        connection.execute(LONGER, {"hall": hall_id, "which": one.address, "until": about["kept_until"]})
        if connection.execute(KNOWN, {"hall": hall_id, "which": one.address}).first() is None:
            raise FilesOutOfReach  # the same is being erased just now: what is put would go with it
    for place in range(one.pieces):
        content = stream.read(PIECE)
        if chosen:
            chosen[0].put(hall_id, one.address, place, sealed_bytes(content))
            continue
        piece = make(file_pieces).values({**row, "place": place, "content": content})
        with store.database.writing() as connection:  # a short transaction each, so that nobody waits for all of it
            connection.execute(piece.on_conflict_do_nothing())  # one that is there is the same: its address says so
    return one


def described(stream: IO[bytes], *, kinds: Collection[str], most: int) -> Kept:
    """Return what a file is, by its content alone."""
    digest, size, pieces, kind = hmac.new(file_key(), digestmod=hashlib.sha256), 0, 0, ""
    while piece := stream.read(PIECE):
        if not size:
            kind = kind_of(piece[:START])
            if kind not in kinds:
                raise WrongKind(kinds=sorted(one.partition("/")[2].upper() for one in kinds))
        size, pieces = size + len(piece), pieces + 1
        if size > most:
            raise FileTooLarge(most=most // MEBI)
        digest.update(piece)
    if not size:
        raise WrongKind(kinds=sorted(one.partition("/")[2].upper() for one in kinds))
    return Kept(digest.hexdigest(), kind, size, pieces)


def kind_of(start: bytes) -> str:
    """Return the media type of what begins so; nothing where nobody knows."""
    try:
        return str(puremagic.magic_string(start)[0].mime_type)
    except (puremagic.PureError, ValueError, IndexError):
        return ""


def keep(hall: UnitOfWork, address: str, *, until: datetime) -> None:
    """Keep a file until a moment at least, in the transaction of the fact that asks for it."""
    this = {"hall": hall.id, "which": address}
    if hall.connection.execute(KNOWN, this).first() is None:
        raise FileGone
    hall.write_unlogged(LONGER, {**this, "until": until})


def known(hall: HallSnapshot, address: str) -> Kept:
    """Return a file of a hall; refuse one that is not there any more."""
    row = hall.connection.execute(KNOWN, {"hall": hall.id, "which": address}).first()
    if row is None:
        raise FileGone
    return Kept(address, *row)


def pieces_of(store: Store, hall_id: int, one: Kept) -> Iterator[bytes]:
    """Yield a file piece by piece; one that is erased meanwhile, or sealed with a key that is gone, raises."""
    for place in range(one.pieces):
        with store.look(hall_id) as hall:
            content = hall.connection.execute(READ, {"hall": hall_id, "which": one.address, "at": place}).scalar()
        if content is None and chosen:
            sealed = chosen[0].get(hall_id, one.address, place)
            content = None if sealed is None else opened_bytes(sealed)
        if content is None:
            raise FileGone
        yield content


def erase(store: Store) -> int:
    """Erase all files whose time is over; return how many there were."""
    now = store.clock.now()
    with store.database.reading() as connection:
        over = [({"hall": row[0], "which": row[1]}, row[2]) for row in connection.execute(OVER, {"now": now})]
    gone = 0
    for this, pieces in over:
        with store.database.writing() as connection:
            if not connection.execute(GIVE_UP, {**this, "now": now}).rowcount:
                continue  # a fact asked for it meanwhile
        if chosen:  # not in the transaction: a bucket may take its time, and one that does not answer is asked again
            chosen[0].remove(this["hall"], this["which"], pieces)
        with store.database.writing() as connection:
            connection.execute(CLEAR, this)
            connection.execute(ERASE, this)
        gone += 1
    return gone


def move_out(store: Store) -> int:
    """Move pieces that stand in the database into the bucket, some at a time; return how many."""
    if not chosen:
        return 0
    with as_it_stands():
        with store.database.reading() as connection:
            rows = connection.execute(STANDING.limit(AT_ONCE)).all()
        for hall, address, place, content in rows:
            chosen[0].put(hall, address, place, content)
            with store.database.writing() as connection:
                connection.execute(TAKE_OUT, {"hall": hall, "which": address, "at": place})
    return len(rows)


def bring_home(copy: Connection) -> int:
    """Put the pieces that stand in the bucket into a copy of the database, so that it is whole; return how many."""
    if not chosen:
        return 0
    count = 0
    with as_it_stands():
        for hall, address, pieces in copy.execute(select(files.c.hall_id, files.c.address, files.c.pieces)).all():
            for place in range(pieces):
                this = {"hall": hall, "which": address, "at": place}
                if copy.execute(READ, this).first() is not None:
                    continue
                content = chosen[0].get(hall, address, place)
                if content is None:
                    log.error("a file is not whole in its bucket", hall=hall, address=address, piece=place)
                    continue
                row = {"hall_id": hall, "address": address, "place": place, "content": content}
                copy.execute(file_pieces.insert(), row)
                count += 1
    return count


def choose(settings: Settings, *, reach: bool = False) -> None:
    """Have this process keep pieces where the settings say; raise `Fault` where that is half said, or not there."""
    chosen.clear()
    if settings.files == "database":
        return
    from server.files.bucket import bucket_named  # noqa: PLC0415 - its library takes a while, and few need it

    bucket = bucket_named(settings)
    if reach:
        bucket.reach()
    chosen.append(bucket)
