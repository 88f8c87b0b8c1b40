"""Files and their pieces. Both are personal: they may be erased, and are in no journal."""

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table

from server.kernel.languages import N_
from server.store.sealed import SealedBytes
from server.store.tables import Moment, Retention, hall_id, metadata

FILES = Retention(N_("Files that people gave"), until=N_("as long as what they belong to"))

files = Table(
    "files",
    metadata,
    hall_id(),
    Column("address", String(64), primary_key=True, comment="HMAC-SHA256 of the content, with the server's key"),
    Column("kind", String(80), nullable=False, comment="its media type, by its content"),
    Column("size", BigInteger, nullable=False, comment="bytes"),
    Column("pieces", Integer, nullable=False, comment="how many it is kept in"),
    Column("kept_until", Moment, nullable=False, comment="then it is erased; a day, until a fact says otherwise"),
    Index("files_kept_until", "kept_until"),
    info={"kind": "personal", "kept": (FILES,)},
    comment="files by the address of their content; what is there twice is kept once",
)

file_pieces = Table(
    "file_pieces",
    metadata,
    hall_id(),
    Column("address", String(64), primary_key=True, comment="of the whole file"),
    Column("place", Integer, primary_key=True, autoincrement=False, comment="from 0"),
    Column("content", SealedBytes, nullable=False, comment="at most 256 KiB; sealed"),
    info={"kind": "personal", "kept": (FILES,)},
    comment="what files are made of",
)
