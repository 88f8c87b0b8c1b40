"""What was acknowledged is on the disk: SQLite waits for it at each commit, and its readers cannot write."""

from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from server.store.engine import Database


def test_every_commit_is_on_disk(tmp_path: Path) -> None:
    """A write-ahead log that each commit flushes (synchronous 2: FULL); a power cut takes nothing that was answered."""
    database = Database(f"sqlite:///{tmp_path}/floor.db")
    database.make_file()
    with database.writing() as connection:
        asked = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("synchronous", "journal_mode")]
    assert asked == [2, "wal"]
    database.close()


def test_who_reads_cannot_write(tmp_path: Path) -> None:
    """A look that changes something is refused by the database itself."""
    database = Database(f"sqlite:///{tmp_path}/floor.db")
    database.make_file()
    with database.reading() as connection, pytest.raises(OperationalError, match="readonly"):
        connection.exec_driver_sql("CREATE TABLE looked (at INTEGER)")
    database.close()
