"""Mandarin as espeak-ng reads it: `python -m server.screens.mandarin` turns Han from its input into numbered Pinyin.

espeak-ng reads Han wrongly and Pinyin well. A process of its own: the dictionary takes 50 MB and a quarter second.
"""

import sys
from typing import Final

from pypinyin import Style, lazy_pinyin

NAMES: Final = (
    "ei1 bi4 xi1 di4 yi4 ai2fu5 ji4 ei1chi5 ai4 zhei4 kei4 ai2lou5 ai2mu5 en1 ou1 pi4 kiu4 a1er5 ai2si5 ti4 you1 wei1 "
    "da2bu5liu5 ai2kesi5 wai4 zei4"
)
LETTERS: Final = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", NAMES.split(), strict=True))
DIGITS: Final = str.maketrans("0123456789", "零一二三四五六七八九")


def pinyin(text: str) -> str:
    """Return a text in numbered Pinyin; letters and digits are read one by one."""
    words = []
    for part in lazy_pinyin(text.translate(DIGITS), style=Style.TONE3, neutral_tone_with_five=True):
        words += [LETTERS[sign] for sign in part if sign in LETTERS] if part.strip().isupper() else [part.strip()]
    return " ".join(word for word in words if word)


if __name__ == "__main__":
    sys.stdout.write(pinyin(sys.stdin.read()))
