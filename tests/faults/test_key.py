"""The server's secret key: nothing that is guessed, nothing that a power cut leaves half written."""

from pathlib import Path

import pytest

from server.kernel.refusals import Fault
from server.kernel.settings import Settings
from server.security.setting_up import KEY_FILE, LEAST_KEY, known_key, secret_key
from tests.hall import Server


@pytest.mark.parametrize("key", ["", "x", "short", "x" * 64, " " * 40, "secret" * 5])
def test_a_key_that_is_guessed_is_refused(tmp_path: Path, key: str) -> None:
    """In the setting as in the file, by whoever asks for it; the sentence says where it stands and what to do."""
    with pytest.raises(Fault, match=r"FLOOR_SECRET_KEY: .* take at least 32"):
        secret_key(Settings(data=tmp_path, secret_key=key))
    (tmp_path / KEY_FILE).write_text(key)
    for asks in (secret_key, known_key):
        with pytest.raises(Fault, match=rf"{KEY_FILE}: .* bring the kept one back"):
            asks(Settings(data=tmp_path))
    assert (tmp_path / KEY_FILE).read_text() == key


def test_a_server_does_not_start_with_it(tmp_path: Path) -> None:
    """One line, and nothing made."""
    made = Server(tmp_path, FLOOR_SECRET_KEY="x")
    with pytest.raises(AssertionError, match="guessed too easily"):
        made.start()
    assert not (tmp_path / "floor.db").exists()


def test_one_that_is_made_here_stays(tmp_path: Path) -> None:
    """Long enough by its own measure, its owner's alone, and the same at the next start."""
    made = secret_key(Settings(data=tmp_path))
    assert len(made) >= LEAST_KEY
    assert secret_key(Settings(data=tmp_path)) == made == known_key(Settings(data=tmp_path))
    assert (tmp_path / KEY_FILE).stat().st_mode & 0o077 == 0
    assert [one.name for one in tmp_path.iterdir()] == [KEY_FILE]
