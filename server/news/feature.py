"""News on the way: e-mail and Web Push to whoever waits elsewhere."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from flask import Flask, Response

from server.feature.parts import Feature, PeriodicJob
from server.floor.jobs import where_found
from server.kernel.files import Texts
from server.kernel.files import answer as sent
from server.kernel.languages import N_
from server.kernel.settings import Settings
from server.messages.ways import open_names
from server.news import events, tables
from server.news.api import news_api
from server.news.commands import REACTIONS, near, over
from server.news.events import OVER
from server.news.reads import rests, whose_turn_is_near
from server.news.settings import SETTINGS
from server.security.authenticator import Authenticator

WORKER: Final = Path(__file__).parents[2] / "kiosk" / "phone" / "told.js"
TEXTS: Final = Texts()


def in_a_process(settings: Settings, _features: Sequence[Feature]) -> Feature:
    """Return the calls, by the channels that this process's settings open."""
    return Feature("news", api=(news_api(open_names(settings), settings.push_services),))


def install_worker(app: Flask, _authenticator: Authenticator) -> None:
    """Serve what a phone keeps to be woken by: it must stand above the pages that it is for."""

    def worker() -> Response:
        return sent(TEXTS.of(WORKER))

    app.add_url_rule("/told.js", "the phone's push worker", worker)


FEATURE: Final = Feature(
    "news",
    title=N_("News by message"),
    events=(events,),
    tables=(tables,),
    settings=SETTINGS,
    deadlines={OVER: over},
    reactions=REACTIONS,
    jobs=(PeriodicJob("whose turn is near", 5.0, where_found(whose_turn_is_near, near, rests=rests)),),
    serves=(install_worker,),
    more=in_a_process,
)
