"""Where texts stand on a page: none crosses another, none leaves its key or its box, none is cut, none is covered.

A text is where its lines are drawn, without the air that a font keeps above and below. It is asked of the browser, so
it holds for any page, whatever made it. What scrolls by itself may go on below; what lies behind a question isn't seen.
"""

from pathlib import Path
from typing import Final

from playwright.sync_api import Page

FAULTS: Final = Path(__file__).with_suffix(".js").read_text(encoding="utf-8").partition("*/")[2].strip()


def faults(page: Page) -> list[str]:
    """Return what crosses, leaves its box, is cut or is covered on a page, in words."""
    page.evaluate("document.fonts.ready.then(() => true)")
    found: list[str] = page.evaluate(FAULTS)
    return found
