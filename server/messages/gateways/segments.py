"""How long a text is as SMS: in which alphabet, and in how many parts it leaves (3GPP TS 23.038, 23.040)."""

from typing import Final, NamedTuple

BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED: Final = frozenset("\f^{}\\[~]|€")  # two characters each
ALONE, JOINED = (160, 153), (70, 67)  # characters of one part, of one of several: in seven bits, in sixteen


class Length(NamedTuple):
    """A text's length: its characters as its alphabet counts them, the parts that it is sent in."""

    characters: int
    parts: int
    seven_bits: bool


def length(text: str) -> Length:
    """Return how long a text is."""
    seven = all(sign in BASIC or sign in EXTENDED for sign in text)
    sizes = [size_of(sign, seven_bits=seven) for sign in text]
    one, several = ALONE if seven else JOINED
    many = sum(sizes)
    return Length(many, 1 if many <= one else parts(sizes, several), seven)


def size_of(sign: str, *, seven_bits: bool) -> int:
    """Return how many characters a sign counts as; beyond the basic plane it is two of sixteen bits."""
    if seven_bits:
        return 2 if sign in EXTENDED else 1
    return 2 if ord(sign) > 0xFFFF else 1


def parts(sizes: list[int], room: int) -> int:
    """Return how many parts hold signs, none of which is torn apart."""
    found, used = 1, 0
    for size in sizes:
        if used + size > room:
            found, used = found + 1, 0
        used += size
    return found
