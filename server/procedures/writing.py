"""Writing a procedure in the office: what it says of itself, each material and each field on a page of its own."""

from typing import Final

from server.floor.hallfile import Model
from server.floor.reads.halls import service_of
from server.floor.refusals import ChangedMeanwhile
from server.kernel.languages import N_
from server.kernel.refusals import NoSuchPage
from server.office.context import Go, PageContext
from server.office.fields import fits
from server.office.forms import Form
from server.office.pages import Pages
from server.office.records import edited
from server.procedures import commands
from server.procedures.office import NEW, TITLES
from server.procedures.procedure import (
    HEAD_FIELDS,
    MOST_FIELDS,
    MOST_MATERIALS,
    DatumKind,
    Material,
    Procedure,
    ProcedureField,
    ProcedureHead,
)
from server.procedures.reads import ProcedureDraft, drafts_of
from server.procedures.refusals import NoProcedureDraft, ProcedureFull
from server.security.rights import May
from server.store.hall import HallSnapshot, UnitOfWork

pages: Final = Pages("procedure-writing")
PARTS: Final[dict[str, type[Model]]] = {"materials": Material, "fields": ProcedureField}
MOST: Final = {"materials": MOST_MATERIALS, "fields": MOST_FIELDS}
PREFIX: Final = {"materials": "material", "fields": "field"}
NO_NUMBER: Final = N_("none")

fits(ProcedureHead, choices=("value",))
fits(Material, ("code",))
fits(ProcedureField, ("code",))


@pages.page("/<hall>/procedures/<code>/about", may=May.WRITE_PROCEDURES)
def head_page(context: PageContext, code: str) -> str:
    """Show what a draft says of itself."""
    draft = draft_now(context, code)
    return edited(
        context, head_form(context, draft), title=title_of(context, code), back=f"procedures/{code}",
        save=context.path(f"procedures/{code}/about"), before=head_of(draft).model_dump_json(),
    )  # fmt: skip


@pages.form("/<hall>/procedures/<code>/about", may=May.WRITE_PROCEDURES, again=head_page)
def save_head(context: PageContext, code: str) -> Go:
    """Save what a draft says of itself."""
    wanted = head_form(context, draft_now(context, code)).taken(ProcedureHead)
    with context.work() as hall:
        now = known_draft(hall, code)
        if head_of(now.procedure).model_dump_json() != context.given.get("before"):
            raise ChangedMeanwhile
        changed = now.procedure.model_copy(update={name: getattr(wanted, name) for name in HEAD_FIELDS})
        commands.save_draft(hall, code, changed, before=now.text)
    return context.go(f"procedures/{code}", said="saved")


@pages.page("/<hall>/procedures/<code>/<part>/new", may=May.WRITE_PROCEDURES)
def new_record_page(context: PageContext, code: str, part: str) -> str:
    """Ask for a new material or field."""
    model, _ = model_of(part), draft_now(context, code)
    return edited(
        context, Form(context, model, leave_out=("code",)), title=context.t(NEW[part]), back=f"procedures/{code}",
        save=context.path(f"procedures/{code}/{part}/new"),
    )  # fmt: skip


@pages.form("/<hall>/procedures/<code>/<part>/new", may=May.WRITE_PROCEDURES, again=new_record_page)
def add_record(context: PageContext, code: str, part: str) -> Go:
    """Add a material or field behind the last."""
    model, draft = model_of(part), draft_now(context, code)
    records = records_of(draft, part)
    if len(records) >= MOST[part]:
        raise ProcedureFull(most=MOST[part])
    wanted = Form(context, model, leave_out=("code",)).taken(model, code=free_code(draft, part))
    with context.work() as hall:
        now = known_draft(hall, code)
        save(hall, now, part, [*records_of(now.procedure, part), wanted])
    return Go(f"{context.path(f'procedures/{code}', said='saved')}#{part}")


@pages.page("/<hall>/procedures/<code>/<part>/<int:place>", may=May.WRITE_PROCEDURES)
def record_page(context: PageContext, code: str, part: str, place: int) -> str:
    """Show a material or field."""
    model, draft = model_of(part), draft_now(context, code)
    present = record_at(draft, part, place)
    return edited(
        context, Form(context, model, present, leave_out=("code",)), back=f"procedures/{code}",
        title=f"{context.t(TITLES[part])} · {place + 1}", save=context.path(f"procedures/{code}/{part}/{place}"),
        before=present.model_dump_json(), remove=context.t("Take it out of the procedure"),
    )  # fmt: skip


@pages.form("/<hall>/procedures/<code>/<part>/<int:place>", may=May.WRITE_PROCEDURES, again=record_page)
def save_record(context: PageContext, code: str, part: str, place: int) -> Go:
    """Save a material or field, take it out, or move it before the one before it."""
    model, draft = model_of(part), draft_now(context, code)
    present = record_at(draft, part, place)
    moved = "remove" in context.given or "up" in context.given
    known = str(getattr(present, "code", ""))
    wanted = present if moved else Form(context, model, leave_out=("code",)).taken(model, code=known)
    with context.work() as hall:
        now = known_draft(hall, code)
        records = records_of(now.procedure, part)
        if place >= len(records) or records[place].model_dump_json() != context.given.get("before"):
            raise ChangedMeanwhile
        left = [*records[:place], *records[place + 1 :]]
        if "remove" not in context.given:
            left.insert(max(0, place - 1) if "up" in context.given else place, wanted)
        save(hall, now, part, left)
    said = "removed" if "remove" in context.given else "saved"
    return Go(f"{context.path(f'procedures/{code}', said=said)}#{part}")


def head_form(context: PageContext, draft: Procedure) -> Form:
    """Return the form of what a draft says of itself; what decides by value is a number of its form."""
    numbers = [(one.code, context.pick(one.name)) for one in draft.fields if one.kind is DatumKind.NUMBER]
    choices = {"value": [("", context.t(NO_NUMBER)), *numbers]}
    return Form(context, ProcedureHead, head_of(draft), choices=choices)


def head_of(draft: Procedure) -> ProcedureHead:
    """Return what a procedure says of itself."""
    return ProcedureHead.model_construct(**{name: getattr(draft, name) for name in HEAD_FIELDS})


def model_of(part: str) -> type[Model]:
    """Return what a record of a part is; refuse a part that a procedure does not have."""
    if part not in PARTS:
        raise NoSuchPage
    return PARTS[part]


def records_of(draft: Procedure, part: str) -> list[Model]:
    """Return the records of a part."""
    return [*getattr(draft, part)]


def record_at(draft: Procedure, part: str, place: int) -> Model:
    """Return a record; refuse a place where there is none."""
    records = records_of(draft, part)
    if place >= len(records):
        raise NoSuchPage
    return records[place]


def free_code(draft: Procedure, part: str) -> str:
    """Return a name for a new record that none of the part has."""
    taken = {getattr(one, "code", "") for one in records_of(draft, part)}
    return next(name for n in range(1, 1000) if (name := f"{PREFIX[part]}-{n}") not in taken)


def save(hall: UnitOfWork, now: ProcedureDraft, part: str, records: list[Model]) -> None:
    """Save a draft with other records in a part."""
    changed = now.procedure.model_copy(update={part: records})
    commands.save_draft(hall, now.service, changed, before=now.text)


def known_draft(hall: HallSnapshot, code: str) -> ProcedureDraft:
    """Return the draft of a service's procedure; refuse where there is none."""
    found = drafts_of(hall).get(code)
    if found is None:
        raise NoProcedureDraft(service=code)
    return found


def draft_now(context: PageContext, code: str) -> Procedure:
    """Return the draft of a service's procedure as it is now."""
    with context.look() as hall:
        return known_draft(hall, code).procedure


def title_of(context: PageContext, code: str) -> str:
    """Return what a page about a service's procedure is called."""
    with context.look() as hall:
        return f"{code} {context.pick(service_of(hall, code).name)}"
