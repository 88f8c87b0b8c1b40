"""Files as they go out: text is compressed once for as long as its file stands, and known by an ETag of its content."""

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from flask import Response, request

TEXT: Final = {  # what gzip makes smaller; fonts and pictures are small already
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".json": "application/json",
}
FOR_EVER: Final = "public, max-age=31536000, immutable"  # its address holds the hash of its content
ASK: Final = "no-cache"  # kept, and asked for each time: mostly the answer is 304
Stamp = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Text:
    """A text with its kind, its compressed form and its hash."""

    kind: str
    plain: bytes
    packed: bytes
    tag: str


def text_of(content: bytes, suffix: str) -> Text:
    """Make a text ready to go out."""
    packed = gzip.compress(content, 9, mtime=0)
    return Text(TEXT[suffix], content, packed, hashlib.sha256(content).hexdigest()[:16])


class Texts:
    """Texts by path, made when first asked for and again when their file has changed."""

    def __init__(self) -> None:
        self.made: dict[Path, tuple[Stamp, Text]] = {}

    def of(self, path: Path) -> Text:
        """Return a file's text; raise `FileNotFoundError` where there is none."""
        now = stamp(path)
        kept = self.made.get(path)
        if kept is None or kept[0] != now:
            kept = self.made[path] = (now, text_of(path.read_bytes(), path.suffix))
        return kept[1]


def stamp(path: Path) -> Stamp:
    """Return what changes when a file does."""
    found = path.stat()
    return found.st_mtime_ns, found.st_size


def answer(text: Text, *, keep: str = ASK) -> Response:
    """Answer with a text, compressed where the browser takes it, or with 304 where it has it already."""
    packs = request.accept_encodings.quality("gzip") > 0 and len(text.packed) < len(text.plain)
    response = Response(text.packed if packs else text.plain, content_type=text.kind)
    if packs:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = keep
    response.set_etag(f"{text.tag}-gz" if packs else text.tag)
    response.make_conditional(request)
    return response
