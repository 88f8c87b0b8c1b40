"""Makes a picture small. python -m server.files.shrinking answers with one for each line of JSON."""

import base64
import io
from typing import Final

from PIL import Image, ImageOps

from server.kernel.elsewhere import answer

SIDE: Final = 320  # pixels at most
PIXELS: Final = 64_000_000  # of the largest picture that is opened: more is a trap, or of no camera
Image.MAX_IMAGE_PIXELS = PIXELS // 2  # Pillow refuses at twice that


def shrunk(picture: bytes) -> bytes:
    """Return a picture as a small JPEG, upright, without place, time and camera."""
    with Image.open(io.BytesIO(picture)) as whole:
        whole.draft("RGB", (SIDE, SIDE))
        upright = ImageOps.exif_transpose(whole).convert("RGB")
    upright.thumbnail((SIDE, SIDE))
    made = io.BytesIO()
    upright.save(made, "JPEG", quality=80)
    return made.getvalue()


if __name__ == "__main__":
    answer(lambda asked: base64.b64encode(shrunk(base64.b64decode(asked["picture"]))).decode())
