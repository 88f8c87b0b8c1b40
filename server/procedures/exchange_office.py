"""Procedures as files in the office: halls hand them on to each other."""

from contextlib import closing
from typing import Final

from flask import Response, request

from server.kernel.languages import N_
from server.kernel.refusals import Invalid
from server.office.context import Go, PageContext
from server.office.pages import Pages
from server.procedures import commands, exchange
from server.procedures.office import procedures_page
from server.procedures.reads import in_force
from server.procedures.refusals import NoProcedure
from server.security.rights import May

pages: Final = Pages("procedure-files")
FORM: Final = 65_536  # bytes of a form beside its file


@pages.page("/<hall>/procedures/file", may=May.SEE_PROCEDURES)
def file(context: PageContext) -> Response:
    """Hand out the procedures in force, or one of them, as a file."""
    one = context.asked.get("service", "")
    with context.look() as hall:
        found = {code: procedure for code, (_, procedure) in in_force(hall).items() if one in {"", code}}
    if not found:
        raise NoProcedure(service=one or "—")
    answer = Response(exchange.written(found), content_type="application/json; charset=utf-8")
    name = f"procedures-{context.hall_code}{'-' + one if one else ''}.json"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@pages.form("/<hall>/procedures/file", may=May.WRITE_PROCEDURES, again=procedures_page, takes=exchange.MOST + FORM)
def take(context: PageContext) -> Go:
    """Begin drafts from a file; one that is damaged changes nothing."""
    given = request.files.get("file")
    if given is None or not given.filename:
        raise Invalid(("file", N_("Choose a file first."), {}))
    with closing(given):
        wanted = exchange.read(given.stream.read(exchange.MOST + 1))
    with context.work() as hall:
        commands.take_in(hall, wanted)
    return context.go("procedures", said="saved")
