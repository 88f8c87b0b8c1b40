"""Whether a password is guessed soon: by lists of common ones and what is like them (zxcvbn), not by rules."""

from typing import Final

from server.security.passwords import LEAST
from server.security.refusals import TooCommon, TooShort

ENOUGH: Final = 1e7  # guesses: at ten a minute from an address, what a thousand addresses try in a day and a half
LOOKED_AT: Final = 72  # characters: more make it no weaker, and would take long to look at


def must_be_strong(password: str, *about: str) -> None:
    """Refuse a password that is too short or guessed soon, also from what is known `about` its person."""
    if len(password) < LEAST:
        raise TooShort(n=LEAST)
    from zxcvbn import zxcvbn  # noqa: PLC0415 - its lists take a while, and few requests set a password

    if zxcvbn(password[:LOOKED_AT], user_inputs=[one for one in about if one])["guesses"] < ENOUGH:
        raise TooCommon
