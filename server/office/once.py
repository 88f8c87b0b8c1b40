"""What is shown once after a form, such as a password: encrypted in a short-lived cookie, never in an address."""

import json
from typing import Final

from flask import request
from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from server.office.context import Go, PageContext
from server.security.cookies import clear_cookie, set_cookie

COOKIE: Final = "floor_once"
LASTS: Final = 120  # seconds from the form to the page: a redirect and a slow line
SEALED: Final = {"alg": "dir", "enc": "A256GCM"}


def shown_once(context: PageContext, to: str, **values: str) -> Go:
    """Go on to the page of an address that shows values once."""
    until = context.now.timestamp() + LASTS
    content = json.dumps({"to": to, "by": context.actor.id, "until": until, "values": values})
    set_cookie(COOKIE, jwe.encrypt_compact(SEALED, content.encode(), key_of(context)), lasts=LASTS)
    return Go(to)


def once(context: PageContext) -> dict[str, str]:
    """Return what the present page shows its reader this once; nothing when it comes again."""
    sealed = request.cookies.get(COOKIE)
    if sealed is None:
        return {}
    clear_cookie(COOKIE)
    try:
        content = json.loads(jwe.decrypt_compact(sealed, key_of(context)).plaintext or b"{}")
    except (JoseError, ValueError):
        return {}
    meant = (content["to"], content["by"]) == (context.address, context.actor.id)
    values: dict[str, str] = content["values"]
    return values if meant and content["until"] > context.now.timestamp() else {}


def key_of(context: PageContext) -> OctKey:
    """Return the key that only the server has."""
    return OctKey.import_key(context.authenticator.signer.once)
