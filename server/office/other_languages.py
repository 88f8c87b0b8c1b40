"""A hall's texts in languages that are not its own: made of those in which it writes, so that none is asked twice.

Between 繁體 and 简体 the signs are converted; English is not translated: it repeats the text in the hall's language.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Final

from opencc import OpenCC

from server.kernel.languages import LANGUAGES, Words

SCRIPTS: Final[Mapping[str, tuple[str, str]]] = {"zh-Hans": ("zh-Hant", "tw2sp"), "zh-Hant": ("zh-Hans", "s2twp")}
HAN: Final = re.compile("[\u3400-\u9fff]")
START: Final[Mapping[str, Mapping[str, Any]]] = {  # what a new hall begins with, for readers of a language
    "zh-Hans": {"timezone": "Asia/Shanghai", "languages": ["zh-Hans", "en"], "display_languages": ["zh-Hans"]},
    "en": {"languages": ["en", "zh-Hant", "zh-Hans"], "display_languages": ["en", "zh-Hant"]},
}


def converted(text: str, language: str) -> str:
    """Return 繁體 in 简体 or the other way, phrases too."""
    return str(converter(SCRIPTS[language][1]).convert(text))


def in_all(words: Words, asked: Sequence[str], known: Iterable[Words] = ()) -> Words:
    """Fill in the languages that were not asked for; what is known stays where the asked texts are as they were."""
    own = {language: words[language] for language in asked if words.get(language)}
    first = next(iter(own.values()), "")
    if not first:
        return own
    same = next((one for one in known if all(one.get(language) == own.get(language) for language in asked)), {})
    found = dict(own)
    for language in (one for one in LANGUAGES if one not in asked):
        source = own.get(SCRIPTS[language][0]) if language in SCRIPTS else None
        found[language] = same.get(language) or (converted(source, language) if source else first)
    return found


def is_repeated(words: Words | None) -> bool:
    """Return whether English only repeats a Chinese text: it was filled in, not translated."""
    return bool(words and HAN.search(words.get("en", "")))


@cache
def converter(tables: str) -> OpenCC:
    """Return what converts between scripts; its tables are read once."""
    return OpenCC(tables)
