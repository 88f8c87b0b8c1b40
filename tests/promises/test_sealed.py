"""What customers wrote is encrypted at rest, in the database and in every backup; only this server reads it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from server.store import sealed
from server.store.backup import backup, restore
from server.store.engine import Database
from tests.inside import Inside

WORDS, CONTACT = "櫃員很親切，只是等太久", "0912-345-678"


@pytest.fixture(params=["sqlite", "postgresql"])
def hall(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Inside]:
    """The demo's hall, with an opinion that names how its writer can be reached."""
    database = request.getfixturevalue("new_database") if request.param == "postgresql" else ""
    hall = Inside(tmp_path, database=database)
    said = {"kind": "problem", "words": WORDS, "contact": CONTACT, "language": "zh-Hant"}
    answer = hall.asks("kiosk", "POST", "/halls/main/opinions", said)
    assert answer.status_code == 201, answer.text
    yield hall
    hall.close()


def raw(hall: Inside) -> list[tuple[str, str]]:
    """Return what stands in the table, as somebody with the database alone reads it."""
    with hall.store.database.reading() as connection:
        return [tuple(row) for row in connection.exec_driver_sql("SELECT words, contact FROM opinion_words")]


def test_at_rest_nothing_can_be_read(hall: Inside, tmp_path: Path) -> None:
    """Neither in the rows nor in a file of the folder; who may look still reads it."""
    ((words, contact),) = raw(hall)
    assert words.startswith(sealed.MARK)
    assert contact.startswith(sealed.MARK)
    backup(hall.store.database, tmp_path / "kept.db")
    for file in tmp_path.iterdir():
        if file.is_file():
            assert WORDS.encode() not in file.read_bytes(), file
            assert CONTACT.encode() not in file.read_bytes(), file
    (opinion,) = hall.asks("supervisor", "GET", "/halls/main/opinions").json["items"]
    assert opinion["words"] == WORDS


def test_a_restored_backup_is_read_with_the_same_secret(hall: Inside, tmp_path: Path) -> None:
    """And with another one it says so, instead of failing or showing a cipher."""
    backup(hall.store.database, tmp_path / "kept.db")
    other = Database(f"sqlite:///{tmp_path / 'other.db'}")
    restore(other, tmp_path / "kept.db")
    other.close()
    with closing(sqlite3.connect(tmp_path / "other.db")) as connection:
        assert connection.execute("SELECT words, contact FROM opinion_words").fetchall() == raw(hall)
    ((words, _),) = raw(hall)
    column = sealed.Sealed()
    assert column.process_result_value(words, None) == WORDS
    own = sealed.keys[:]
    sealed.keys[:] = [Fernet(Fernet.generate_key())]
    try:
        assert column.process_result_value(words, None) == sealed.OF_ANOTHER
        sealed.keys.clear()
        with pytest.raises(LookupError):
            column.process_bind_param(WORDS, None)
    finally:
        sealed.keys[:] = own


def test_another_secret_another_key(hall: Inside) -> None:
    """Whoever has database and program, but not the secret, has no key: what one seals the other does not open."""
    keys = {sealed.derived(secret, purpose) for secret in ("one of two", "another") for purpose in (b"text", b"hash")}
    assert len(keys) == 4
    ((words, _),) = raw(hall)
    own, hashes = sealed.keys[:], sealed.hashing[:]
    try:
        sealed.unlock("another one, and long enough")
        theirs = sealed.keys[:1]
        assert sealed.hashing[0] not in hashes
        sealed.keys[:] = theirs
        assert sealed.opened(words) == sealed.OF_ANOTHER
        written = sealed.seal(WORDS)
        sealed.keys[:] = own
        assert sealed.opened(words) == WORDS
        assert sealed.opened(written) == sealed.OF_ANOTHER
    finally:
        sealed.keys[:], sealed.hashing[:] = own, hashes


def test_a_kept_answer_opens_however_it_was_sealed(hall: Inside) -> None:
    """By this program, by one before it, or never; what was changed, or sealed with another secret, is none."""
    column, answer = sealed.SealedBytes(), b'{"number":"A001"}'
    written = column.process_bind_param(answer, None)
    assert written is not None
    assert answer not in written
    assert written != column.process_bind_param(answer, None)
    before = sealed.MARK.encode() + sealed.keys[0].encrypt(answer)
    assert [column.process_result_value(one, None) for one in (written, before, answer)] == [answer] * 3
    assert column.process_result_value(written[:-1] + bytes([written[-1] ^ 1]), None) is None
    own = sealed.quick[:]
    try:
        sealed.quick[:] = [sealed.AESGCM(sealed.derived("another one, and long enough", b"kept answers"))]
        assert column.process_result_value(written, None) is None
    finally:
        sealed.quick[:] = own
