"""How a kiosk comes to its token: given on the command line, kept from before, or by pairing."""

import logging
from collections.abc import Callable
from typing import Any

import gevent

from kiosk.screen import Refusal, Screen
from kiosk.settings import Place, tokens, written
from kiosk.upstream import CutOffError, RefusedError, Upstream

POLL = 2.0  # seconds between looks whether somebody approved
REFUSED = 10.0  # seconds until a server that said no is asked again: it counts who asks

log = logging.getLogger(__name__)


def admitted(place: Place, upstream: Upstream, screen: Screen, turned_out: Callable[[], object]) -> str:
    """Wait until the server knows this kiosk, and return its hall; `turned_out`: called where it knows it no more."""
    while True:
        for token in tokens(place):
            hall = _hall_of(upstream, token, screen)
            if hall:
                upstream.token = token
                screen.tell(pairing=None, refusal=None)
                return hall
        turned_out()
        new = _paired(place, upstream, screen)
        if new:
            written(place.token_file, new)


def _hall_of(upstream: Upstream, token: str, screen: Screen) -> str | None:
    """Return a token's hall, None when the server doesn't know the token; waits while it can't be reached."""
    while True:
        try:
            me = upstream.me(token)
        except CutOffError:
            screen.tell(reached=False)
            gevent.sleep(POLL)
        except RefusedError as error:
            log.warning("the server does not know this token: %s", error)
            return None
        else:
            if me.get("role") == "kiosk" and me.get("halls"):
                return str(me["halls"][0])
            log.error("this token is no kiosk's but a %s's", me.get("role"))
            return None


def _paired(place: Place, upstream: Upstream, screen: Screen) -> str | None:
    """Show a code until somebody approves it; None when it has run out."""
    try:
        asked = upstream.pair(place.hall, place.name)
        screen.tell(pairing=asked["code"], reached=True, refusal=None)
        while True:
            now: dict[str, Any] = upstream.paired(asked["secret"])
            if now.get("token"):
                return str(now["token"])
            if now.get("code") and now["code"] != asked["code"]:
                screen.tell(pairing=now["code"])
            gevent.sleep(POLL)
    except CutOffError:
        screen.tell(reached=False)
    except RefusedError as error:
        said = Refusal(str(error), str(error.problem.get("detail") or error.problem.get("title") or ""), place.hall)
        if screen.refusal != said:
            log.warning("the server does not let this kiosk in (hall %s): %s", place.hall or "not named", said.detail)
        screen.tell(pairing=None, reached=True, refusal=said)
        gevent.sleep(REFUSED)
    gevent.sleep(POLL)
    return None
