"""The views there are, by name. Screens enter theirs; this package knows none."""

from collections.abc import Callable, Iterable

from pydantic import BaseModel

from server.feature.parts import View
from server.kernel.languages import N_
from server.kernel.refusals import Missing
from server.security.rights import May


class UnknownView(Missing):
    """No view has this name."""

    says = N_("There is no view “{view}”.")


class Views:
    """All views by name."""

    def __init__(self, known: Iterable[View] = ()) -> None:
        self.known: dict[str, View] = {}
        for view in known:
            self.enter(view)

    def enter(self, view: View) -> None:
        """Enter a view; refuse a name that is taken."""
        if view.name in self.known:
            raise ValueError(f"two views are named {view.name}")
        self.known[view.name] = view

    def add(self, name: str, make: Callable[..., BaseModel], right: May) -> None:
        """Enter a view of which nobody needs the model."""
        self.enter(View(name, make, right))

    def find(self, text: str) -> tuple[View, str | None]:
        """Return the view and its argument that `counter:3` names; refuse what there is not."""
        name, colon, rest = text.partition(":")
        argument = rest if colon else None
        view = self.known.get(name)
        if view is None or not view.fits(argument):
            raise UnknownView(view=text)
        return view, argument
