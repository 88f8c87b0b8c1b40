"""What a plan's template leaves open, `{exit}` or `{manager}`: asked once of a hall, filled into all its plans."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Self, TypeAlias

from pydantic import Field, model_validator

from server.emergency.plans import Code, Direction
from server.floor.configuration import read_file
from server.floor.hallfile import Misplaced, Model, Words
from server.kernel.languages import LANGUAGES

FILE: Final = "particulars.toml"
OPEN: Final = re.compile(r"\{([a-z][a-z0-9-]*)\}")
Answer: TypeAlias = Mapping[str, str] | str  # in each language, or the same in all
Answers: TypeAlias = Mapping[str, Answer]


class Particular(Model):
    """Something that is otherwise in each hall."""

    code: Code
    ask: Words = Field(description="what the office asks")
    words: Words | None = Field(default=None, description="the answer in words")
    phone: str | None = Field(default=None, max_length=40, description="the answer, where it is a telephone number")
    way: Direction | None = Field(default=None, description="the answer, where it is where an arrow points")

    @model_validator(mode="after")
    def answered_once(self) -> Self:
        """Refuse one that has answers of two kinds, of which nobody could say which holds."""
        if sum(one is not None for one in (self.words, self.phone, self.way)) > 1:
            raise Misplaced("give one answer: words, phone or way", "words")
        return self

    @property
    def answer(self) -> Answer | None:
        """What the file answers; empty: nothing."""
        return self.words or self.phone or self.way or None


class Particulars(Model):
    """A file of them."""

    particulars: list[Particular] = Field(description="what the plans leave open")


class Unanswered(LookupError):
    """A text needs an answer that nobody gave."""


def read_particulars(folder: Path) -> list[Particular]:
    """Return what a folder's plans leave open; a folder without the file leaves nothing open."""
    path = folder / FILE
    return read_file(path, Particulars).particulars if path.exists() else []


def answers_of(particulars: list[Particular]) -> dict[str, Answer]:
    """Return what a file answers itself."""
    return {one.code: one.answer for one in particulars if one.answer is not None}


def asked_by(template: Any) -> set[str]:
    """Return what a template leaves open."""
    if isinstance(template, dict):
        return set().union(*map(asked_by, template.values()))
    if isinstance(template, list):
        return set().union(*map(asked_by, template))
    return set(OPEN.findall(template)) if isinstance(template, str) else set()


def filled(template: Any, answers: Answers, language: str | None = None) -> Any:
    """Return a template with its answers; of lists, what needs an answer that nobody gave is left out."""
    if isinstance(template, dict):
        return {
            name: filled(value, answers, name if name in LANGUAGES else language) for name, value in template.items()
        }
    if isinstance(template, list):
        return [made for one in template if (made := _one(one, answers, language)) is not None]
    if isinstance(template, str):
        return OPEN.sub(lambda found: _said(answers, found[1], language), template)
    return template


def _one(template: Any, answers: Answers, language: str | None) -> Any:
    try:
        return filled(template, answers, language)
    except Unanswered:
        return None


def _said(answers: Answers, code: str, language: str | None) -> str:
    answer = answers.get(code, "")
    said = answer if isinstance(answer, str) else answer.get(language or "", "")
    if not said:
        raise Unanswered(code)
    return said
