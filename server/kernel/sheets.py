"""One sheet of several: what a style sheet imports stands in its place, without comments."""

import re
from collections.abc import Callable
from typing import Final

COMMENTS: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
IMPORT: Final = re.compile(r'^@import "([^"]+)";\n', re.MULTILINE)
FONTS: Final = "/static/fonts.css"


def one_sheet(address: str, read: Callable[[str], str], *, fonts: bool) -> str:
    """Return a sheet with those that it imports, without fonts where the reader's own do; `read` gives a file."""

    def imported(found: re.Match[str]) -> str:
        return "" if found[1] == FONTS and not fonts else one_sheet(found[1], read, fonts=fonts)

    text = COMMENTS.sub("", IMPORT.sub(imported, read(address)))
    return "".join(f"{line.strip()}\n" for line in text.splitlines() if line.strip())
