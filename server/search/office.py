"""Finding in the office: one field, what is found by its kind, and only what the reader may see."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from server.feature.findable import Findable
from server.kernel.languages import N_
from server.office.context import PageContext
from server.office.pages import Nav, Pages
from server.search.reads import find
from server.search.terms import asked_by

LONGEST: Final = 100  # characters that are looked for


def office_pages(kinds: Sequence[Findable]) -> Pages:
    """Return the page over all kinds that features let people find."""
    pages = Pages("search", Path(__file__).parent / "templates")

    @pages.page("/<hall>/find", may=None, nav=Nav(N_("Mine"), N_("Find"), 5))
    def found(context: PageContext) -> str:
        """Show what has all that is asked for."""
        asked = context.asked.get("q", "").strip()[:LONGEST]
        readable = [kind for kind in kinds if context.may(kind.may)]
        with context.look() as hall:
            groups = find(hall, readable, asked_by(asked))
        follows = {kind.kind for kind in readable if kind.opens is None or context.may(kind.opens)}
        labels = [context.t(kind.label) for kind in readable]
        return context.render("search/find.html", asked=asked, groups=groups, kinds=labels, follows=follows)

    return pages
