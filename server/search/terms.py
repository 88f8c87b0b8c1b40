"""What a text is found by: Chinese by two characters that stand beside each other, all else by the beginnings of words.

No database cuts Chinese into words by itself, and one that guesses finds less than two characters do. Traditional and
simplified characters are one, and so are capitals and small letters, letters with and without accents.
"""

import re
from functools import cache
from typing import Final
from unicodedata import combining, normalize

from server.office.other_languages import converter

VERSION: Final = 1  # of these rules: after a change of it each document is indexed anew
HAN: Final = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
RUN: Final = re.compile(rf"(?P<han>[{HAN}]+)|[^\W_{HAN}]+")
LONGEST: Final = 40  # characters of a word that count


def indexed_by(text: str) -> list[str]:
    """Return the terms under which a text is kept: each two Chinese characters, the last one alone, each word."""
    found = []
    for run in RUN.finditer(plain(text)):
        if run["han"]:
            found += [run[0][place : place + 2] for place in range(len(run[0]))]
        else:
            found.append(run[0][:LONGEST])
    return found


def asked_by(text: str) -> list[str]:
    """Return the terms that a text must have all, each as the beginning of one of its own."""
    found = []
    for run in RUN.finditer(plain(text)):
        if run["han"] and len(run[0]) > 1:
            found += [run[0][place : place + 2] for place in range(len(run[0]) - 1)]
        else:
            found.append(run[0][:LONGEST])
    return list(dict.fromkeys(found))


def has(terms: list[str], text: str) -> int:
    """Return how many of the terms that are asked for a text has."""
    own = indexed_by(text)
    return sum(any(one.startswith(term) for one in own) for term in terms)


def plain(text: str) -> str:
    """Return a text in small letters without accents, its characters simplified."""
    bare = "".join(letter for letter in normalize("NFKD", text.casefold()) if not combining(letter))
    return "".join(map(simplified, normalize("NFC", bare)))


@cache
def simplified(letter: str) -> str:
    """Return a character's simplified one, by itself: within words OpenCC chooses otherwise, and two would not meet."""
    return letter if letter.isascii() else converter("t2s").convert(letter)
