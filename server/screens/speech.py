"""The words of a call, spoken by the server: for displays whose browser has no voice, and the hall's own recordings.

Only what the hall itself says is spoken: a display names a ticket, never a text.
"""

import hashlib
import re
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, Field

from server.emergency.reads import said_now
from server.floor.reads.halls import hall_now
from server.floor.reads.tickets import ticket_of
from server.kernel.languages import N_, say
from server.kernel.refusals import Missing, Refusal
from server.security.rights import May
from server.security.web import Api, File
from server.store.hall import HallSnapshot

Spoken = Literal["zh-Hant", "zh-Hans", "yue", "en"]
CALL: Final = N_("Number {number}, please come to counter {counter}.")
VOICES: Final = {"zh-Hant": "cmn-latn-pinyin", "zh-Hans": "cmn-latn-pinyin", "yue": "yue", "en": "en-gb"}
WRITTEN: Final = {"yue": "zh-Hant"}  # what is read aloud where a language is spoken and not written here
KINDS: Final = {".mp3": "audio/mpeg", ".wav": "audio/wav", ".ogg": "audio/ogg", ".m4a": "audio/mp4"}
CLIP: Final = re.compile(r"before|between|after|[A-Z]|\d{1,3}")
SLOWLY: Final = "140"  # words a minute: a hall echoes
WITHIN: Final = 8  # seconds for one sentence
ROOT: Final = Path(__file__).parents[2]


class NoVoice(Missing):
    """Nothing here speaks this language, or there is nothing to say."""

    says = N_("This cannot be spoken here.")


class VoiceFailed(Refusal):
    """The program that speaks failed."""

    status = 503
    says = N_("The voice did not answer. The display shows the call all the same.")


class SpeechInfo(BaseModel):
    """What can be spoken by the server, and what the hall has recorded."""

    server: list[Spoken] = Field(description="languages that the server speaks itself")
    clips: dict[str, list[str]] = Field(description="language → names of the recordings that are there")


def speech_api(folder: Path) -> Api:
    """Return the routes; recordings lie in `folder`/voice/HALL/LANGUAGE, what was spoken once in `folder`/spoken."""
    api = Api("Speech")

    @api.read("/halls/<hall>/speech", may=May.SEE_SPEECH)
    def info(hall: HallSnapshot) -> SpeechInfo:
        """Say what can be spoken."""
        here = folder / "voice" / hall_now(hall).settings.code
        clips = {language: sorted(clips_of(here / language)) for language in VOICES}
        speaks: list[Spoken] = ["zh-Hant", "zh-Hans", "yue", "en"]
        return SpeechInfo(
            server=speaks if speaker() else [], clips={language: names for language, names in clips.items() if names}
        )

    @api.read("/halls/<hall>/speech/<language>/<int:ticket>", may=May.SEE_SPEECH)
    def call(hall: HallSnapshot, language: str, ticket: int) -> File:
        """Fetch the spoken call of a ticket."""
        found = ticket_of(hall, ticket)
        quiet = hall_now(hall).settings.shown_as != "whole_number"
        if language not in VOICES or found.number is None or found.counter is None or quiet:
            raise NoVoice
        text = sentence(found.number, found.counter, language)
        return File("call.wav", KINDS[".wav"], partial(spoken, text, language, folder / "spoken"))

    @api.read("/halls/<hall>/speech/<language>/said/<int:number>", may=May.SEE_SPEECH)
    def said(hall: HallSnapshot, language: str, number: int) -> File:
        """Fetch what everyone is told just now, spoken."""
        found = next((one for one in said_now(hall) if one.id == number), None)
        if language not in VOICES or found is None:
            raise NoVoice
        text = found.text.get(WRITTEN.get(language, language), "").replace("<wbr>", "")
        return File("said.wav", KINDS[".wav"], partial(spoken, text, language, folder / "spoken"))

    @api.read("/halls/<hall>/speech/<language>/clips/<name>", may=May.SEE_SPEECH)
    def clip(hall: HallSnapshot, language: str, name: str) -> File:
        """Fetch one of the hall's recordings."""
        here = folder / "voice" / hall_now(hall).settings.code
        path = clips_of(here / language).get(name) if language in VOICES else None
        if path is None:
            raise NoVoice
        return File(path.name, KINDS[path.suffix.lower()], path.read_bytes)

    return api


def speaker() -> str | None:
    """Return the program that speaks, where it is on this machine."""
    return shutil.which("espeak-ng")


def clips_of(folder: Path) -> dict[str, Path]:
    """Return name → file of a language's recordings; other files are none."""
    found = folder.iterdir() if folder.is_dir() else ()
    return {path.stem: path for path in found if path.suffix.lower() in KINDS and CLIP.fullmatch(path.stem)}


def sentence(number: str, counter: str, language: str) -> str:
    """Return a call's sentence; numbers sign by sign, since nobody listens for “one hundred and twelve”."""
    return say(CALL, WRITTEN.get(language, language), number=" ".join(number), counter=" ".join(counter))


def spoken(text: str, language: str, folder: Path) -> bytes:
    """Speak a text of our own and return it as WAV; said once, it is kept."""
    kept = folder / f"{hashlib.sha256(f'{language} {text}'.encode()).hexdigest()}.wav"
    if kept.exists():
        return kept.read_bytes()
    program = speaker()
    if program is None:
        raise NoVoice
    try:
        sound = voiced(program, text, language)
    except (subprocess.SubprocessError, OSError) as error:
        raise VoiceFailed from error
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = kept.with_suffix(".new")
    unfinished.write_bytes(sound)
    unfinished.replace(kept)
    return sound


def voiced(program: str, text: str, language: str) -> bytes:
    """Run the voice."""
    if VOICES[language].startswith("cmn"):
        read = [sys.executable, "-m", "server.screens.mandarin"]
        text = subprocess.run(
            read, input=text, capture_output=True, text=True, check=True, timeout=WITHIN, cwd=ROOT
        ).stdout
    speak = [program, "-v", VOICES[language], "-s", SLOWLY, "--stdout", "--stdin"]
    return subprocess.run(speak, input=text.encode(), capture_output=True, check=True, timeout=WITHIN).stdout
