"""The pages' files: handed out by an allow-list of folders, and nothing else known of them."""

import re
from collections.abc import Callable, Collection, Sequence
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Final

from flask import Flask, Response, send_from_directory
from werkzeug.security import safe_join

from server.feature.parts import Feature
from server.kernel.files import ASK, FOR_EVER, TEXT, Texts, answer, text_of
from server.kernel.refusals import Fault, NoSuchPage
from server.live.bundles import HOLDS, Bundler

ROOT: Final = Path(__file__).parents[2]
KINDS: Final = {*TEXT, ".woff2", ".png", ".wav"}
MODULES: Final = ROOT / "node_modules"
VENDOR: Final = {
    "lit-html.js": MODULES / "lit-html" / "lit-html.js",
    "htmx.js": MODULES / "htmx.org" / "dist" / "htmx.min.js",
    "socket.io.js": MODULES / "socket.io-client" / "dist" / "socket.io.esm.min.js",
}
FONTS: Final = ("atkinson-hyperlegible-next", "noto-sans-tc", "noto-sans-sc")
A_DAY: Final = 86_400  # seconds that a browser keeps a font; the rest is asked for each time and mostly not sent
TEXTS: Final = Texts()
PHONE: Final = Bundler("phone", ROOT / "kiosk/phone/index.html", ROOT, dict(VENDOR), fonts=False)  # on whatever line
ACCENT: Final = re.compile(r"accent-([0-9a-f]{6})\.css")


def install_pages(app: Flask, features: Sequence[Feature]) -> None:
    """Serve features' pages and their files; raise `Fault` at start where a file of others is missing."""
    pages = {address: folder for one in features for address, folder in one.pages.items()}
    folders = folders_of(features)
    lacking = [str(path.relative_to(ROOT)) for path in VENDOR.values() if not path.is_file()]
    lacking += [
        f"node_modules/@fontsource-variable/{name}"
        for name in FONTS
        if not (MODULES / "@fontsource-variable" / name).is_dir()
    ]
    if lacking:
        raise Fault(f"missing: {', '.join(lacking)}; run `make install`")
    for address, folder in pages.items():
        app.add_url_rule(address, f"page {address}", page_of(folder))
    app.add_url_rule("/static/<path:path>", "static file", lambda path: file_of(ROOT / "server" / "static", path))
    app.add_url_rule("/live/<path:path>", "live file", lambda path: file_of(ROOT / "server" / "live" / "static", path))
    app.add_url_rule("/pages/<path:path>", "page file", page_file_of(folders))
    app.add_url_rule("/vendor/<name>", "vendor file", vendor_file)
    app.add_url_rule("/vendor/fonts/<package>/<path:path>", "font", font_file)
    app.add_url_rule("/bundles/<name>", "bundle file", bundle_file)
    app.add_url_rule("/favicon.ico", "icon", lambda: file_of(ROOT / "server" / "static", "icon.svg"))


def folders_of(features: Sequence[Feature]) -> frozenset[str]:
    """Return the folders whose files are handed out as pages' own."""
    return frozenset(path for one in features for path in (*one.pages.values(), *one.folders))


@cache
def program_of(folders: frozenset[str]) -> str:
    """Return the mark of all that pages are made of: another one whenever one of these files is."""
    own = {*folders, "server/static", "server/live/static"}
    files = {path for folder in own for path in (ROOT / folder).rglob("*") if path.suffix in TEXT}
    whole = blake2b(digest_size=8)
    for path in sorted(files):
        whole.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return whole.hexdigest()


def page_of(folder: str) -> Callable[..., Response]:
    """Make the handler of a page: the same file, whatever stands in its address."""

    def handle(**_address: object) -> Response:
        return file_of(ROOT / folder, "index.html")

    return handle


def page_file_of(folders: Collection[str]) -> Callable[[str], Response]:
    """Make the handler of the pages' files: those of these folders, and no others."""

    def handle(path: str) -> Response:
        folder = next((folder for folder in folders if path.startswith(f"{folder}/")), None)
        if folder is None:
            raise NoSuchPage
        return file_of(ROOT / folder, path.removeprefix(f"{folder}/"))

    return handle


def vendor_file(name: str) -> Response:
    """Hand out one of the few files that others wrote."""
    path = VENDOR.get(name)
    if path is None:
        raise NoSuchPage
    return file_of(path.parent, path.name)


def bundle_file(name: str) -> Response:
    """Hand out a bundle's file; under another state's hash the present one, which is then not kept."""
    if found := ACCENT.fullmatch(name):
        return answer(text_of(f":root{{--accent:#{found[1]}}}\n".encode(), ".css"), keep=FOR_EVER)
    stem, _, kind = name.rpartition(".")
    stem, _, of = stem.rpartition("-")
    text = PHONE.bundle().files.get(f"{stem}.{kind}")
    if text is None:
        raise NoSuchPage
    return answer(text, keep=FOR_EVER) if of == text.tag[:HOLDS] else answer(text)


def font_file(package: str, path: str) -> Response:
    """Hand out a font."""
    if package not in FONTS:
        raise NoSuchPage
    return file_of(MODULES / "@fontsource-variable" / package, path, max_age=A_DAY)


def file_of(folder: Path, path: str, *, max_age: int = 0) -> Response:
    """Hand out a file of the kinds that pages need; browsers ask again each time and get it only if it changed."""
    suffix = Path(path).suffix
    if suffix not in KINDS:
        raise NoSuchPage
    if suffix in TEXT:
        found = safe_join(str(folder), path)
        if found is None or not Path(found).is_file():
            raise NoSuchPage
        return answer(TEXTS.of(Path(found)), keep=f"public, max-age={max_age}" if max_age else ASK)
    response = send_from_directory(folder, path, max_age=max_age)
    if max_age == 0:
        response.headers["Cache-Control"] = "no-cache"
    return response
