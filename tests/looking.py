"""What every page is looked at for: an empty console, nothing from elsewhere, nothing cut off, axe without findings."""

from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Page

WIDER = "document.documentElement.scrollWidth > innerWidth"
# What is there for screen readers only is one pixel large, and inline text has no box of its own.
CUT_OFF = """() => [...document.querySelectorAll("body *")].filter((one) => {
  const own = [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
  if (!own || !one.checkVisibility() || one.clientWidth <= 1 || one.closest("select, option, .skip")) return false;
  return getComputedStyle(one).textOverflow !== "ellipsis" && one.scrollWidth > one.clientWidth + 1;
}).map((one) => `${one.tagName}.${one.className}: ${one.textContent.trim().slice(0, 60)}`)"""

# Findings alone: to bring everything over that is well takes longer than to look.
AXE_FINDS = """() => axe.run({resultTypes: ["violations"]}).then(({violations}) => violations.map(({id, help, nodes}) =>
  `${id}: ${help}: ${nodes.map((node) => node.html.slice(0, 200)).join(" | ")}`))"""

# Drawn twice, its fonts there, what moves in at its place; what moves for ever is let be.
STANDS = """async () => {
  const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  await drawn();
  await document.fonts.ready;
  const moves = document.getAnimations().filter(({playState, effect}) =>
    playState === "running" && Number.isFinite(effect.getComputedTiming().endTime));
  await Promise.all(moves.map(({finished}) => finished.catch(() => null)));
  await drawn();
}"""


def stands(page: Page) -> None:
    """Wait until a page that shows what it is to show stands still."""
    page.evaluate(STANDS)


class Watched:
    """A page whose console and requests are watched from its beginning."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.wrong, self.hosts = list[str](), set[str]()
        page.on("console", lambda said: self.wrong.append(said.text) if said.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("request", lambda request: self.hosts.add(urlsplit(request.url).hostname or "127.0.0.1"))
        page.on("websocket", lambda socket: self.hosts.add(urlsplit(socket.url).hostname or ""))

    def elsewhere(self) -> set[str]:
        """Return the machines that were asked for something, but for this one."""
        return self.hosts - {"127.0.0.1"}

    def cut_off(self) -> list[str]:
        """Return what does not fit where it stands, the whole page first."""
        whole = ["wider than the window"] if self.page.evaluate(WIDER) else []
        cut: list[str] = self.page.evaluate(CUT_OFF)
        return [*whole, *cut]

    def findings(self) -> list[str]:
        """Return what axe finds; it writes styles that the policy forbids, so the console is looked at before."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE_FILE_PATH.read_text(encoding="utf-8"))
        found: list[str] = self.page.evaluate(AXE_FINDS)
        return found
