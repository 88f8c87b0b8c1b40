"""Photos of an incident in the office: added by who works on it, seen by who may know of it."""

from contextlib import closing
from typing import Final

from flask import Response, request, stream_with_context

from server.emergency.commands.photos import MOST, add_photo, received
from server.emergency.office import incident, known
from server.emergency.reads import photos_of
from server.files.keeping import FileGone, Kept, pieces_of
from server.files.keeping import known as kept
from server.files.thumbnails import thumbnail
from server.kernel.languages import N_
from server.kernel.refusals import Invalid
from server.office.context import Go, PageContext
from server.office.pages import Pages
from server.security.rights import May

pages: Final = Pages("incident-photos")
FORM: Final = 65_536  # bytes of a form beside its file


@pages.form("/<hall>/incidents/<int:which>/photos", may=May.CONFIRM_STEP, again=incident, takes=MOST + FORM)
def add(context: PageContext, which: int) -> Go:
    """Add a photo: it is taken in first, without the hall's lock."""
    with context.look() as hall:
        known(context, hall, which)
    photo = request.files.get("photo")
    if photo is None or not photo.filename:
        raise Invalid(("photo", N_("Choose a picture first."), {}))
    with closing(photo):
        address = received(context.authenticator.store, context.hall, photo.stream)
    with context.work() as hall:
        add_photo(hall, incident=which, file=address)
    return context.go(f"incidents/{which}", said="saved")


@pages.page("/<hall>/incidents/<int:which>/photos/<int:photo>", may=May.SEE_INCIDENT)
def show(context: PageContext, which: int, photo: int) -> Response:
    """Show a photo as it was given; only pictures are kept here, so a browser runs nothing in it."""
    one = photo_of(context, which, photo)
    pieces = stream_with_context(pieces_of(context.authenticator.store, context.hall, one))
    answer = Response(pieces, mimetype=one.kind)
    answer.content_length = one.size
    answer.headers["Content-Disposition"] = "inline"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


@pages.page("/<hall>/incidents/<int:which>/photos/<int:photo>/small", may=May.SEE_INCIDENT)
def show_small(context: PageContext, which: int, photo: int) -> Response:
    """Show a photo in small."""
    one = photo_of(context, which, photo)
    answer = Response(thumbnail(context.authenticator.store, context.hall, one), mimetype="image/jpeg")
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def photo_of(context: PageContext, which: int, photo: int) -> Kept:
    """Return the file of an incident's photo; refuse one that is not there, or whose incident is not the reader's."""
    with context.look() as hall:
        known(context, hall, which)
        address = photos_of(hall, which).get(photo)
        if address is None:
            raise FileGone
        return kept(hall, address)
