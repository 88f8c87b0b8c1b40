"""What is sealed, by values alone: what opens it, what does not, and what stands as it is."""

from collections.abc import Iterator
from typing import Any

import pytest

from server.store import sealed
from server.store.sealed import AS_IT_STANDS, MARK, OF_ANOTHER, QUICKLY, Sealed, SealedBytes, as_it_stands, unlock

FIRST, SECOND = "a secret of these tests alone", "another secret, and long enough"
WORDS, ANSWER = "等太久 0912-345-678", b'{"number":"A001"}'
LISTS = (sealed.keys, sealed.hashing, sealed.quick, sealed.addressing)
TEXT, BYTES = Sealed(), SealedBytes()
NOBODY: Any = None  # no dialect seals otherwise


@pytest.fixture(autouse=True)
def _own_keys() -> Iterator[None]:
    """Begin without any key, and put back what this process had."""
    before = [kept[:] for kept in LISTS]
    for kept in LISTS:
        kept.clear()
    yield
    for kept, had in zip(LISTS, before, strict=True):
        kept[:] = had


def lock() -> None:
    """Have no key any more."""
    for kept in LISTS:
        kept.clear()


def test_keys_that_follow_from_a_secret_stay_what_they_are() -> None:
    """Else nothing of years ago could be read: each by its purpose, none like another (HKDF-SHA256, RFC 5869)."""
    purposes = [
        b"servicefloor journal",
        b"servicefloor personal data",
        b"servicefloor files",
        b"servicefloor kept answers",
    ]
    keys = {sealed.derived(secret, purpose) for secret in (FIRST, SECOND) for purpose in purposes}
    assert len(keys) == 8
    assert {len(key) for key in keys} == {32}
    assert (
        sealed.derived(FIRST, b"servicefloor journal").hex()
        == "b9ccda0999760d3ab672f162292c414278fa393cbccc244318025da18bfc18be"
    )
    unlock(FIRST)
    assert sealed.hashing == [sealed.derived(FIRST, b"servicefloor journal")]
    assert sealed.file_key() == sealed.derived(FIRST, b"servicefloor files")
    assert (
        sealed.opened(
            "sealed:gAAAAABrC8I6cYVeufL5eKeHrTc87CBzkxDPvwck_TS88siHXyWCYDP51pqUUi-n-i3REHiRa1H8vJdqXlf2gOJ8aCLSJ1BkiRlqdtLcmn3PtHxoh5Ok5Ys="
        )
        == WORDS
    )
    assert (
        BYTES.process_result_value(
            bytes.fromhex(
                "7365616c65642d67636d3a5efe517637337f7d8ffd8a27f65bc9bf4f9428cb4b366de5ecfe9fb19b372b592b398080d3c4ca386b58535073"
            ),
            NOBODY,
        )
        == ANSWER
    )


def test_the_newest_key_seals_and_each_known_one_opens() -> None:
    """Where one process serves several databases; told the same secret again, nothing is added."""
    unlock(FIRST)
    text, answer = sealed.seal(WORDS), BYTES.process_bind_param(ANSWER, NOBODY)
    unlock(FIRST)
    assert [len(kept) for kept in LISTS] == [1, 1, 1, 1]
    unlock(SECOND)
    assert [len(kept) for kept in LISTS] == [2, 2, 2, 2]
    assert (sealed.opened(text), BYTES.process_result_value(answer, NOBODY)) == (WORDS, ANSWER)
    assert sealed.hashing[0] == sealed.derived(SECOND, b"servicefloor journal")
    assert sealed.file_key() == sealed.derived(SECOND, b"servicefloor files")
    newer, newest = sealed.seal(WORDS), BYTES.process_bind_param(ANSWER, NOBODY)
    lock()
    unlock(FIRST)
    assert (sealed.opened(text), sealed.opened(newer)) == (WORDS, OF_ANOTHER)
    assert (BYTES.process_result_value(answer, NOBODY), BYTES.process_result_value(newest, NOBODY)) == (ANSWER, None)


def test_without_a_key_nothing_is_sealed_and_nothing_opened() -> None:
    """What is written in the open stays there, so it is refused; what is read says that it is another's."""
    unlock(FIRST)
    text, answer = sealed.seal(WORDS), BYTES.process_bind_param(ANSWER, NOBODY)
    before = MARK.encode() + sealed.keys[0].encrypt(ANSWER)
    lock()
    for tries in (lambda: sealed.seal(WORDS), sealed.file_key, lambda: BYTES.process_bind_param(ANSWER, NOBODY)):
        with pytest.raises(LookupError, match=r"^nothing unlocked what is sealed: call unlock first$"):
            tries()
    assert (sealed.opened(text), sealed.opened(WORDS)) == (OF_ANOTHER, WORDS)
    assert [BYTES.process_result_value(one, NOBODY) for one in (answer, before, ANSWER)] == [None, None, ANSWER]


def test_two_seals_of_one_text_differ() -> None:
    """Whoever has the database does not see who wrote the same."""
    unlock(FIRST)
    assert len({sealed.seal(WORDS) for _ in range(3)}) == 3
    answers = {BYTES.process_bind_param(ANSWER, NOBODY) for _ in range(3)}
    assert len(answers) == 3
    assert {len(one or b"") for one in answers} == {
        len(QUICKLY) + 12 + len(ANSWER) + 16
    }  # a nonce, and a tag behind it
    assert all((one or b"").startswith(QUICKLY) for one in answers)


def test_what_was_changed_opens_no_more() -> None:
    """A text says so, an answer is none."""
    unlock(FIRST)
    text, answer = sealed.seal(WORDS), BYTES.process_bind_param(ANSWER, NOBODY) or b""
    assert text.startswith(MARK)
    assert sealed.opened(text[:-3] + "AAA") == OF_ANOTHER
    for place in (len(QUICKLY), -1):
        other = bytearray(answer)
        other[place] ^= 1
        assert BYTES.process_result_value(bytes(other), NOBODY) is None
    before = MARK.encode() + sealed.keys[0].encrypt(ANSWER)
    assert BYTES.process_result_value(before, NOBODY) == ANSWER
    assert BYTES.process_result_value(before[:-3] + b"AAA", NOBODY) is None


def test_columns() -> None:
    """Nothing stays nothing; what never was sealed is read as it is."""
    unlock(FIRST)
    written = TEXT.process_bind_param(WORDS, NOBODY)
    assert written is not None
    assert written.startswith(MARK)
    assert [TEXT.process_result_value(one, NOBODY) for one in (written, WORDS, None)] == [WORDS, WORDS, None]
    assert (TEXT.process_bind_param(None, NOBODY), BYTES.process_bind_param(None, NOBODY)) == (None, None)
    kept = memoryview(BYTES.process_bind_param(ANSWER, NOBODY) or b"")  # as PostgreSQL's driver gives it
    assert [BYTES.process_result_value(one, NOBODY) for one in (kept, ANSWER, None)] == [ANSWER, ANSWER, None]


def test_a_copy_needs_no_key() -> None:
    """What is copied goes through as it stands, sealed or not, and only as long as it is copied; also after a fault."""
    with as_it_stands():
        for column, one in ((TEXT, f"{MARK}x"), (TEXT, WORDS), (BYTES, QUICKLY + b"x"), (BYTES, ANSWER)):
            assert column.process_bind_param(one, NOBODY) == one  # type: ignore[arg-type]  # each its own
            assert column.process_result_value(one, NOBODY) == one
        with as_it_stands():
            assert AS_IT_STANDS.get()
        assert AS_IT_STANDS.get()
    assert not AS_IT_STANDS.get()
    with pytest.raises(KeyError), as_it_stands():
        raise KeyError
    assert not AS_IT_STANDS.get()
