"""The page of each feature's own settings: made of its description, without a line in the feature or here."""

from collections.abc import Iterable
from typing import Any, Final

from server.feature.events import FeatureSet
from server.feature.parts import Feature
from server.feature.settings import OwnSettings
from server.floor.commands.settings import save_own
from server.kernel.languages import N_
from server.office.context import Go, PageContext
from server.office.fields import fits
from server.office.forms import Form
from server.office.pages import Nav, Pages
from server.office.settings import edited, saved

FIRST: Final = 70  # place in the navigation, behind what every hall sets up


def own_settings(features: Iterable[Feature]) -> Pages:
    """Return the pages of all features' own settings; raise `TypeError` where a form could not show one of them."""
    pages = Pages("own-settings")
    for place, feature in enumerate(one for one in features if one.settings is not None):
        if feature.settings is not None:
            fits(feature.settings.model)
            add(pages, feature.settings, FIRST + place)
    return pages


def add(pages: Pages, own: OwnSettings[Any], order: int) -> None:
    """Add one feature's page and form."""
    path = f"settings/{own.feature}"
    pages.own[own.feature] = own

    @pages.page(f"/<hall>/{path}", may=own.may, nav=Nav(N_("Setting up"), own.title, order))
    def show(context: PageContext) -> str:
        """Show the settings."""
        with context.look() as hall:
            present, text = own.of(hall), own.text(hall)
        form = Form(context, own.model, present, own=own)
        return edited(
            context, form, title=context.t(own.title), before=text, event=FeatureSet, save=context.path(path),
            holding=f'"feature":"{own.feature}"',
        )  # fmt: skip

    @pages.form(f"/<hall>/{path}", may=own.may, again=show)
    def save(context: PageContext) -> Go:
        """Save the settings."""
        wanted = Form(context, own.model, own=own).taken(own.model)
        return saved(context, path, lambda hall, before: save_own(hall, own, wanted, before=before))
