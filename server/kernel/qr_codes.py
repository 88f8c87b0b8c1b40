"""QR codes as the path of an SVG: pages draw them without a picture."""

from collections.abc import Iterator, Sequence
from itertools import groupby

import qrcode
from qrcode.constants import ERROR_CORRECT_M


def qr(text: str) -> tuple[int, str]:
    """Return a QR code's size in modules and its modules as the path of an SVG."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(text)
    code.make(fit=True)
    rows: Sequence[Sequence[bool]] = code.get_matrix()
    return len(rows), "".join(run for y, row in enumerate(rows) for run in runs(y, row))


def runs(y: int, row: Sequence[bool]) -> Iterator[str]:
    """Yield the dark runs of a row of modules as parts of a path."""
    at = 0
    for dark, group in groupby(row):
        wide = len(list(group))
        if dark:
            yield f"M{at} {y}h{wide}v1h-{wide}z"
        at += wide
