"""The code at the door as a poster to print."""

from pathlib import Path
from typing import Final

from flask import request

from server.floor.reads.halls import hall_now
from server.joining.reads import door_address
from server.joining.settings import SETTINGS
from server.kernel.languages import LANGUAGES, N_, say
from server.kernel.qr_codes import qr
from server.office.context import PageContext
from server.office.pages import Nav, Pages
from server.security.rights import May

pages: Final = Pages("joining", Path(__file__).parent / "office_templates")
TITLE: Final = N_("Take your number by phone")
HOW: Final = N_("Scan this code. You see how long it takes, and are told when it is your turn.")


@pages.page("/<hall>/door-code", may=May.SEE_DEVICES, nav=Nav(N_("Running the hall"), N_("Code at the door"), 47))
def poster(context: PageContext) -> str:
    """Show the code as it hangs at the door; one that changes is not to be printed."""
    with context.look() as hall:
        settings, own = hall_now(hall).settings, SETTINGS.of(hall)
        address = door_address(hall, context.authenticator.public_url or request.host_url.rstrip("/"))
    texts = [(code, settings.name.get(code, ""), say(TITLE, code), say(HOW, code)) for code in settings.languages]
    known = [one for one in texts if one[0] in LANGUAGES]
    return context.render(
        "joining/poster.html", own=own, address=address, qr=qr(address) if address else None, texts=known,
        may_set_up=context.may(May.SET_UP),
    )  # fmt: skip
