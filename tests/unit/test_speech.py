"""Speech made by the server: Mandarin without English in it, what was said once is kept, and only our own words."""

import subprocess
from pathlib import Path

import pytest

from server.screens.mandarin import pinyin
from server.screens.speech import VOICES, clips_of, sentence, spoken
from server.security.health import Printer, Sound, trouble
from tests.inside import NINE, Inside

CALLS = ["A001", "B999", "Z1001", "E842"]


@pytest.mark.parametrize("number", CALLS)
@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans"])
def test_mandarin_is_all_mandarin(number: str, language: str) -> None:
    """No phonemes of another language among it: letters and digits have their Mandarin names."""
    read = pinyin(sentence(number, "12", language))
    found = subprocess.run(
        ["espeak-ng", "-v", VOICES[language], "-x", "-q", read], capture_output=True, text=True, check=True
    )
    assert "(en)" not in found.stdout
    assert found.stdout.strip()
    assert not any(sign.isdigit() and read[place - 1 : place] == " " for place, sign in enumerate(read))


def test_a_number_is_read_sign_by_sign() -> None:
    """Nobody in the hall listens for “one hundred and twelve”."""
    assert sentence("A112", "3", "en") == "Number A 1 1 2, please come to counter 3."
    assert pinyin("請 A 0 1 號") == "qing3 ei1 ling2 yi1 hao4"


def test_said_once_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second time no program is asked, and it sounds the same."""
    first = spoken("Number A 1, please come to counter 3.", "en", tmp_path)
    assert first[:4] == b"RIFF"
    monkeypatch.setenv("PATH", "")
    assert spoken("Number A 1, please come to counter 3.", "en", tmp_path) == first


def test_only_recordings_are_recordings(tmp_path: Path) -> None:
    """Other files, other names and what lies outside are none."""
    for name in ("before.mp3", "A.wav", "12.ogg", "1234.mp3", "notes.txt", "..mp3", "a.mp3"):
        (tmp_path / name).write_bytes(b"x")
    assert sorted(clips_of(tmp_path)) == ["12", "A", "before"]
    assert clips_of(tmp_path / "nowhere") == {}


def test_what_is_spoken_is_the_halls(tmp_path: Path) -> None:
    """A display fetches the call of a ticket; there is no way to have it say anything else."""
    hall = Inside(tmp_path)
    ticket = hall.ticket("A")["ticket"]["id"]
    waiting = hall.asks("display", "GET", f"/halls/main/speech/en/{ticket}")
    assert (waiting.status_code, (waiting.json or {})["code"]) == (404, "no_voice")
    hall.at_counter("3", "open")
    hall.at_counter("3", "call")
    sound = hall.asks("display", "GET", f"/halls/main/speech/zh-Hant/{ticket}")
    assert (sound.status_code, sound.content_type, sound.data[:4]) == (200, "audio/wav", b"RIFF")
    for path in ("fr/1", "en/clips/..%2f..%2ffloor", "en/clips/A", "en/99"):
        assert hall.asks("display", "GET", f"/halls/main/speech/{path}").status_code == 404
    assert hall.told("display", "GET", "/halls/main/speech") == {
        "server": ["zh-Hant", "zh-Hans", "yue", "en"],
        "clips": {},
    }
    hall.close()


@pytest.mark.parametrize(
    ("sound", "spoken_minutes", "printer", "why"),
    [
        (None, None, None, None),
        (Sound.OK, 5, None, None),
        (Sound.OK, -5, None, "silent"),
        (Sound.OK, None, None, "silent"),
        (Sound.BLOCKED, 5, None, "blocked"),
        (None, None, Printer.OK, None),
        (None, None, Printer.NONE, None),
        (None, None, Printer.PAPER_OUT, "paper_out"),
    ],
)
def test_what_is_the_matter(
    sound: Sound | None, spoken_minutes: int | None, printer: Printer | None, why: str | None
) -> None:
    """A display that says nothing of its sound is not judged by it; one that should have spoken is."""
    at = None if spoken_minutes is None else NINE.replace(minute=30 + spoken_minutes)
    assert trouble(sound, at, printer, NINE.replace(minute=30)) == why


def test_a_device_that_is_gone(tmp_path: Path) -> None:
    """A kiosk that was never on the line, or is not for a minute, is lost; a word of it brings it back."""
    hall = Inside(tmp_path)
    hall.token("kiosk")
    states = lambda: [(one["kind"], one["state"], one["why"]) for one in health_of(hall)]  # noqa: E731 - asked often
    assert states() == [("kiosk", "lost", "gone")]
    assert hall.asks("kiosk", "POST", "/halls/main/devices/me/report", {"printer": "paper_low"}).status_code == 204
    assert states() == [("kiosk", "attention", "paper_low")]
    hall.asks("kiosk", "POST", "/halls/main/devices/me/report", {"printer": "ok"})
    assert states() == [("kiosk", "ok", None)]
    hall.clock.forward(61)
    assert states() == [("kiosk", "lost", "gone")]
    hall.close()


def health_of(hall: Inside) -> list[dict[str, object]]:
    """Return how the devices do, as the supervisor reads it."""
    found: list[dict[str, object]] = hall.told("supervisor", "GET", "/halls/main/devices/health")["items"]
    return found
