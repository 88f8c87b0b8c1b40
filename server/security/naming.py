"""What a device is called: the name that staff gave it, else what it is and where it stands."""

from collections.abc import Mapping
from typing import Final

from server.kernel.languages import LANGUAGES, N_, Words, words
from server.security.rights import DeviceKind

KINDS: Final[Mapping[str, str]] = {
    DeviceKind.KIOSK: N_("Kiosk"),
    DeviceKind.DISPLAY: N_("Hall display"),
    DeviceKind.COUNTER_SIGN: N_("Sign of counter {counter}"),
    DeviceKind.TABLET: N_("Tablet of counter {counter}"),
    DeviceKind.SENSOR: N_("Sensor"),
}


def name_unasked(kind: DeviceKind, counter: str | None) -> str:
    """Return the name that is kept of a device that nobody named."""
    return f"{kind.value} {counter}" if counter else kind.value


def device_called(kind: DeviceKind, name: str, counter: str | None) -> Words:
    """Return what people call a device."""
    if name == name_unasked(kind, counter):
        return words(KINDS[kind], counter=counter)
    return dict.fromkeys(LANGUAGES, name)
