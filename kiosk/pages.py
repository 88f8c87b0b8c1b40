"""What the kiosk's pages are made of, at the same addresses as on the server; no other file of the checkout."""

from pathlib import Path

from flask import Flask, Response, abort, redirect, send_from_directory
from werkzeug import Response as Answer

from kiosk.settings import ROOT

PAGES = ("kiosk/page", "kiosk/setup")
MODULES = ROOT / "node_modules"
VENDOR = {
    "lit-html.js": MODULES / "lit-html" / "lit-html.js",
    "socket.io.js": MODULES / "socket.io-client" / "dist" / "socket.io.esm.min.js",
}
FONTS = ("atkinson-hyperlegible-next", "noto-sans-tc", "noto-sans-sc")
FONT_FILES = {".css", ".woff2"}
KINDS = {".html", ".js", ".css", ".json", ".svg"}  # what a page is made of: no Python beside it is handed out
A_DAY = 86_400  # seconds; the files from npm change only with a new version


def install(app: Flask) -> None:
    """Serve the touch page, the set-up page and what they load."""
    missing = [str(path) for path in VENDOR.values() if not path.exists()]
    if missing:
        raise FileNotFoundError(f"{', '.join(missing)}: run `make install`")
    app.add_url_rule("/", view_func=home)
    app.add_url_rule("/kiosk/", view_func=touch_page)
    app.add_url_rule("/setup/", view_func=setup_page)
    app.add_url_rule("/static/<path:name>", view_func=shared, endpoint="shared")
    app.add_url_rule("/live/<path:name>", view_func=wire)
    app.add_url_rule("/pages/<path:name>", view_func=page)
    app.add_url_rule("/vendor/<path:name>", view_func=vendor)


def home() -> Answer:
    """Go to the touch page."""
    return redirect("/kiosk/")


def touch_page() -> Response:
    """Show the touch page."""
    return _file(ROOT / "kiosk" / "page", "index.html")


def setup_page() -> Response:
    """Show the set-up page."""
    return _file(ROOT / "kiosk" / "setup", "index.html")


def shared(name: str) -> Response:
    """Hand out what all pages share."""
    return _file(ROOT / "server" / "static", name)


def wire(name: str) -> Response:
    """Hand out the browser's half of the wire."""
    return _file(ROOT / "server" / "live" / "static", name)


def page(name: str) -> Response:
    """Hand out a file of one of the kiosk's pages."""
    folder, _, file = name.rpartition("/")
    if folder not in PAGES:
        abort(404)
    return _file(ROOT / folder, file)


def vendor(name: str) -> Response:
    """Hand out a file from npm, by a list of names."""
    if name in VENDOR:
        return send_from_directory(VENDOR[name].parent, VENDOR[name].name, max_age=A_DAY)
    parts = Path(name).parts
    if len(parts) < 3 or parts[0] != "fonts" or parts[1] not in FONTS or Path(name).suffix not in FONT_FILES:
        abort(404)
    return send_from_directory(MODULES / "@fontsource-variable" / parts[1], "/".join(parts[2:]), max_age=A_DAY)


def _file(folder: Path, name: str) -> Response:
    if Path(name).suffix not in KINDS:
        abort(404)
    answer = send_from_directory(folder, name)
    answer.headers["Cache-Control"] = "no-cache"  # asked for anew each time, sent only when changed
    return answer
