"""What people read, in their language. A text's id is its English sentence; the catalogue: server/static/languages/."""

import gettext
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Final, TypeAlias

Words: TypeAlias = dict[str, str]  # one text in each of LANGUAGES

FOLDER: Final = Path(__file__).parent.parent / "static" / "languages"
CATALOGUES: Final = {"zh-Hant": "zh_Hant_TW", "zh-Hans": "zh_Hans_CN", "en": "en"}
LANGUAGES: Final = tuple(CATALOGUES)
PLACEHOLDER: Final = re.compile(r"\{(\w+)\}")
COMMAS: Final = (", ", "，", "、")
TRADITIONAL: Final = {"hant", "tw", "hk", "mo"}  # Babel and Werkzeug find nothing for zh-TW in our names


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for it
    """Mark a text that is looked up later."""
    return text


def say(text: str, language: str, /, **values: object) -> str:
    """Return a text in a language, its {placeholders} filled; Words and lists as values are said in that language."""
    return _fill(_catalogue(language).gettext(text), language, values)


def count(one: str, many: str, n: int, language: str, **values: object) -> str:
    """Return a text about a number of things in a language; {n} is the number."""
    return _fill(_catalogue(language).ngettext(one, many, n), language, {"n": n, **values})


def words(text: str, /, **values: object) -> Words:
    """Return a text in every language."""
    return {language: say(text, language, **values) for language in LANGUAGES}


def listed(parts: Iterable[object], language: str, *, long: bool = False) -> str:
    """Return things one after the other as a language puts them; those with commas of their own by semicolons."""
    said = [_said(part, language) for part in parts]
    apart = long or any(comma in one for one in said for comma in COMMAS)
    return (("; " if apart else ", ") if language == "en" else "；" if apart else "、").join(said)


def negotiate(accept_language: str | None, default: str = "zh-Hant") -> str:
    """Return the language that an Accept-Language header likes best."""
    for tag in _by_liking(accept_language or ""):
        first, *rest = re.split("[-_]", tag.lower())
        if first == "zh":
            return "zh-Hans" if "hans" in rest or TRADITIONAL.isdisjoint(rest) else "zh-Hant"
        if first == "en":
            return "en"
    return default


def _by_liking(accept_language: str) -> list[str]:
    """Return a header's tags, best liked first; what can't be read counts as not liked."""
    liked: list[tuple[float, str]] = []
    for part in accept_language.split(",")[:20]:
        tag, _, quality = part.strip().partition(";")
        found = re.fullmatch(r"\s*q=([01](?:\.\d{0,3})?)\s*", quality)
        liking = float(found[1]) if found else float(not quality)
        if liking > 0:
            liked.append((liking, tag.strip()))
    return [tag for _, tag in sorted(liked, key=lambda pair: -pair[0])]


def _fill(text: str, language: str, values: Mapping[str, object]) -> str:
    return PLACEHOLDER.sub(lambda found: _said(values.get(found[1], found[0]), language), text)


def _said(value: object, language: str) -> str:
    if isinstance(value, list | tuple):
        return listed(value, language)
    return str(value.get(language, "")) if isinstance(value, Mapping) else str(value)


@cache
def _catalogue(language: str) -> gettext.GNUTranslations:
    compiled = FOLDER / f"{CATALOGUES[language]}.mo"
    if not compiled.exists():
        raise FileNotFoundError(f"{compiled} is not made yet: run `make words`")
    with compiled.open("rb") as file:
        return gettext.GNUTranslations(file)
