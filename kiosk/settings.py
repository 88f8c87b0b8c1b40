"""What a kiosk's agent is told: by its command line, and by its set-up page, which keeps it in the data folder."""

import json
import os
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, field_validator

from kiosk.printers import named
from kiosk.words import LANGUAGES

ROOT = Path(__file__).parent.parent  # the checkout: pages, words and fonts lie in it
WIDTHS = (576, 512, 384)  # dots: 80 mm paper, its narrower family, 58 mm


class Choices(BaseModel):
    """What the set-up page chooses; each field is one setting of a kiosk."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    printer: str | None = Field(None, description="the printer's address; none: slips are shown on the page")
    width: int = Field(576, description="dots across the paper: 576 (80 mm), 512 or 384 (58 mm)")
    languages: tuple[str, ...] = Field((), description="languages in the page's order; none: the hall's own order")
    font: str | None = Field(None, description="a font file for slips, taken before all others")

    @field_validator("printer")
    @classmethod
    def _names_a_printer(cls, url: str | None) -> str | None:
        named(url)
        return url or None

    @field_validator("width")
    @classmethod
    def _is_a_paper(cls, width: int) -> int:
        if width not in WIDTHS:
            raise ValueError(f"one of {WIDTHS}")
        return width

    @field_validator("languages")
    @classmethod
    def _are_known(cls, languages: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(languages)) != len(languages) or not set(languages) <= set(LANGUAGES):
            raise ValueError(f"each once, out of {LANGUAGES}")
        return languages

    @field_validator("font")
    @classmethod
    def _is_a_file(cls, font: str | None) -> str | None:
        if font and not Path(font).is_file():
            raise ValueError("there is no such file")
        return font or None


@dataclass(frozen=True)
class Place:
    """Where an agent runs: its server, its data folder, its port."""

    server: str
    port: int
    data: Path
    hall: str | None = None  # none: the server's only one
    name: str = "Kiosk"
    token: str | None = field(default=None, repr=False)

    @property
    def choices_file(self) -> Path:
        """Return where the set-up page's choices lie."""
        return self.data / "kiosk.json"

    @property
    def token_file(self) -> Path:
        """Return where the token of a pairing lies."""
        return self.data / "token"


def load(place: Place, printer: str | None) -> Choices:
    """Read the choices; an address on the command line goes before the kept one."""
    path = place.choices_file
    kept = Choices.model_validate_json(path.read_text()) if path.exists() else Choices()
    return Choices.model_validate({**kept.model_dump(), "printer": printer}) if printer else kept


def save(place: Place, choices: Choices) -> None:
    """Keep the choices."""
    written(place.choices_file, json.dumps(choices.model_dump(), indent=2))


def tokens(place: Place) -> list[str]:
    """Return the tokens to try, the command line's first."""
    kept = place.token_file.read_text().strip() if place.token_file.exists() else None
    return [token for token in (place.token, kept) if token]


def written(path: Path, text: str) -> None:
    """Write a file that only its owner reads, whole or not at all."""
    draft = path.with_name(path.name + ".new")
    draft.touch(mode=0o600)
    with draft.open("w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
