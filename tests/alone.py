"""A page of ours drawn from a view that the test makes: its files from the checkout, no server behind it."""

import re
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page, Route

from server.live.pages import FONTS, MODULES, ROOT, VENDOR

HOST: Final = "http://hall.test"
HALL: Final[dict[str, Any]] = {
    "code": "main",
    "name": {"zh-Hant": "中央服務大廳", "zh-Hans": "中央服务大厅", "en": "Central Service Hall"},
    "languages": ["zh-Hant", "zh-Hans", "en"],
    "timezone": "Asia/Taipei",
    "accent": None,
    "demo": False,
}

STRANDED: Final = """() => {  // texts of which a line begins with a mark of punctuation
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = new Set();
  while (walk.nextNode()) {
    const text = walk.currentNode;
    for (let n = 0, left = -1; n < text.length; n += 1) {
      const range = new Range();
      range.setStart(text, n);
      range.setEnd(text, n + 1);
      const box = range.getBoundingClientRect();
      if (box.width && box.left < left && /[，。？！、：；）]/.test(text.data[n])) found.add(text.data.trim());
      if (box.width) left = box.left;
    }
  }
  return [...found];
}"""


def file_of(path: str) -> Path | None:
    """Return the file that the server hands out at an address."""
    kind, _, rest = path.partition("/")
    if rest.startswith("fonts/"):
        _, package, name = rest.split("/", 2)
        return MODULES / "@fontsource-variable" / package / name if package in FONTS else None
    if kind == "vendor":
        return VENDOR.get(rest)
    folders = {"static": ROOT / "server" / "static", "live": ROOT / "server" / "live" / "static", "pages": ROOT}
    return folders[kind] / rest if kind in folders else None


def opened(page: Page, folder: str) -> Page:
    """Open a page's own HTML with its styles, but without its main module."""
    whole = (ROOT / folder / "index.html").read_text(encoding="utf-8")
    empty = re.sub(r"<script.*?</script>", "", whole)

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(HOST).partition("?")[0].strip("/")
        if not path:
            return route.fulfill(content_type="text/html", body=empty)
        found = file_of(path)
        return route.fulfill(path=found) if found is not None and found.is_file() else route.fulfill(status=404)

    page.route(f"{HOST}/**", answer)
    page.goto(f"{HOST}/")
    return page
