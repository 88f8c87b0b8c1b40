"""Forms that codes and names must have, each with the sentence that says it to whoever wrote otherwise."""

from collections.abc import Mapping
from typing import Final

from server.kernel.languages import N_

LETTER: Final = r"^[A-Z]{1,2}$"
COUNTER: Final = r"^[0-9A-Z]{1,3}$"
SHORT_NAME: Final = r"^[a-z][a-z0-9-]{0,19}$"
USER_NAME: Final = r"^[a-z][a-z0-9._-]{0,39}$"
TIME: Final = r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)?$"
COLOUR: Final = r"^#[0-9a-fA-F]{6}$"
EMAIL: Final = (  # as browsers check one, with a domain of two parts at least
    r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9]{2,63}$"
)

SAID: Final[Mapping[str, str]] = {
    LETTER: N_("Write one or two letters, A to Z."),
    COUNTER: N_("Write one to three digits or letters A to Z, without spaces."),
    SHORT_NAME: N_("Write small letters a to z, digits and -, a letter first, at most 20, without spaces."),
    USER_NAME: N_("Write small letters a to z, digits, “.”, “_” and “-”, a letter first, at most 40, without spaces."),
    EMAIL: N_("Write an e-mail address, for instance chen@example.org."),
    TIME: N_("Write a time of the day, for instance 09:00."),
    COLOUR: N_("Write # and six digits or letters a to f, for instance #0B4F5C."),
}
