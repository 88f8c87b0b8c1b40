"""The screens: a view and a page each, composed of what the features read; also the words that are spoken."""

from collections.abc import Sequence
from typing import Final

from server.feature.parts import Feature, View
from server.kernel.settings import Settings
from server.screens import board, counter, display, incident, kiosk, paper, phone, rated, sign, tablet
from server.screens.before_page import install_before_page
from server.screens.kept_pages import install_kept_pages
from server.screens.phone_page import install_phone_page
from server.screens.speech import speech_api
from server.security.rights import May


def in_a_process(settings: Settings, features: Sequence[Feature]) -> Feature:
    """Return what depends on where the process is reached, where it keeps recordings, and on the other features."""
    kiosk_view = View("kiosk", kiosk.kiosk_view(settings.public_url or ""), May.SEE_KIOSK, kiosk.KioskView)
    duties = [duty for feature in features for duty in feature.todos]
    board_view = View("board", board.board_view(duties), May.SEE_BOARD, board.BoardView)
    display_view = View(
        "display", display.display_view(settings.public_url or ""), May.SEE_DISPLAY, display.DisplayView
    )
    return Feature("screens", api=(speech_api(settings.data),), views=(kiosk_view, display_view, board_view))


FEATURE: Final = Feature(
    "screens",
    api=(phone.api, paper.api),
    views=(
        View("sign", sign.sign_view, May.SEE_SIGN, sign.SignView),
        View("counter", counter.counter_view, May.SEE_COUNTER, counter.CounterView),
        View("tablet", tablet.tablet_view, May.SEE_TABLET, tablet.TabletView),
        View("line", phone.line_view, May.SEE_LINE, phone.LineView),
        View("visit", rated.visit_view, May.SEE_VISIT, rated.Feedback),
        View("incident", incident.incident_view, May.SEE_BOARD, incident.IncidentView),
    ),
    pages={
        "/": "server/pages/start",
        "/pair/": "server/pages/pair",
        "/counter/": "counter/terminal",
        "/tablet/": "counter/tablet",
        "/tablet/<hall>/<counter>": "counter/tablet",
        "/display/<hall>": "display/hall",
        "/sign/<hall>/<counter>": "display/sign",
        "/board/<hall>": "display/board",
        "/board/<hall>/incident/<int:incident>": "display/incident",
    },
    folders=("kiosk/phone", "display/wall"),
    serves=(install_phone_page, install_kept_pages, install_before_page),
    more=in_a_process,
)
