"""What keeps the terminal's page on its machine: it must stand above the pages that it is for."""

from pathlib import Path
from typing import Final

from flask import Flask, Response

from server.kernel.files import Texts, answer
from server.security.authenticator import Authenticator

KEEPS: Final = Path(__file__).parents[2] / "counter" / "terminal" / "kept-pages.js"
TEXTS: Final = Texts()


def install_kept_pages(app: Flask, _authenticator: Authenticator) -> None:
    """Serve it."""

    def worker() -> Response:
        return answer(TEXTS.of(KEEPS))

    app.add_url_rule("/counter/kept-pages.js", "what keeps the terminal's page", worker)
