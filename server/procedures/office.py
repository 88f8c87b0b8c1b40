"""Procedures in the office: what is in force, what is being written, what was otherwise in each version."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from server.floor.reads.halls import all_services, service_of
from server.kernel.languages import LANGUAGES, N_
from server.kernel.refusals import NoSuchPage
from server.office.context import Go, PageContext
from server.office.labels import CHOICES, LABELS
from server.office.pages import Nav, Pages
from server.procedures import commands
from server.procedures.differences import Difference, differences
from server.procedures.procedure import HEAD_FIELDS, Procedure, implied, lacks
from server.procedures.reads import ProcedureVersion, drafts_of, in_force, parsed, versions_of
from server.security import reads as people
from server.security.rights import ALLOWED, May
from server.store.hall import HEAD, HallSnapshot

pages: Final = Pages("procedures", Path(__file__).parent / "templates")
TITLES: Final[Mapping[str, str]] = {"materials": N_("Materials"), "fields": N_("The form")}
NEW: Final[Mapping[str, str]] = {"materials": N_("Add a material"), "fields": N_("Add a field")}
MODELS: Final = {"about": "ProcedureHead", "materials": "Material", "fields": "ProcedureField"}


@pages.page("/<hall>/procedures", may=May.SEE_PROCEDURES, nav=Nav(N_("Cases"), N_("Procedures"), 30))
def procedures_page(context: PageContext) -> str:
    """List the services with their procedures."""
    with context.look() as hall:
        services, force, drafts, names = all_services(hall), in_force(hall), drafts_of(hall), people.names(hall)
        last = {code: next(iter(versions_of(hall, code)), None) for code in force}
    return context.render(
        "procedures/procedures.html",
        services=services, force=force, drafts=drafts, last=last, staff=names,
        lacking={code: len(list(lacks(one.procedure))) for code, one in drafts.items()},
        write=context.may(May.WRITE_PROCEDURES),
    )  # fmt: skip


@pages.page("/<hall>/procedures/<code>", may=May.SEE_PROCEDURES)
def procedure_page(context: PageContext, code: str) -> str:
    """Show a procedure: its draft, what is in force, or an older version, each with what is otherwise."""
    with context.look() as hall:
        service, draft, versions = service_of(hall, code), drafts_of(hall).get(code), versions_of(hall, code)
        names, others = people.names(hall), could_approve(context)
    version = chosen(context, versions)
    newest = versions[0] if versions and versions[0].text is not None else None
    writing = draft is not None and version is None
    shown = version or newest
    procedure = implied(service)
    if draft is not None and writing:
        procedure = draft.procedure
    elif shown is not None and shown.text is not None:
        procedure = parsed(shown.text)
    against = newest if writing else before(versions, shown)
    changed = differences(parsed(against.text), procedure) if against is not None and against.text else []
    return context.render(
        "procedures/procedure.html",
        code=code, service=service, procedure=procedure, draft=draft, version=version, versions=versions,
        in_force=newest, writing=writing, staff=names, titles=TITLES, adding=NEW,
        head=[(label_of(context, "about", name), said(context, getattr(procedure, name)))
              for name in HEAD_FIELDS if told(procedure, name)],
        changed=[change_said(context, one) for one in changed], against=against,
        faults=[(context.t(one.text, **one.values), one.at) for one in lacks(procedure)] if writing else [],
        write=context.may(May.WRITE_PROCEDURES), approve=context.may(May.APPROVE_PROCEDURES),
        own=draft is not None and draft.changed_by == context.actor.id and bool(others),
        longest=commands.LONGEST_NOTE,
    )  # fmt: skip


def chosen(context: PageContext, versions: list[ProcedureVersion]) -> ProcedureVersion | None:
    """Return the version that is asked for by its number; None: the draft, or else the newest."""
    wanted = context.asked.get("version", "")
    if not wanted:
        return None
    found = next((one for one in versions if str(one.version) == wanted and one.text is not None), None)
    if found is None:
        raise NoSuchPage
    return found


def before(versions: list[ProcedureVersion], shown: ProcedureVersion | None) -> ProcedureVersion | None:
    """Return the version that came before the one that is shown."""
    return next((one for one in versions if shown and one.version < shown.version and one.text is not None), None)


def told(procedure: Procedure, name: str) -> bool:
    """Return whether a field of the procedure says something: a sample's size only where a sample is drawn."""
    of = {"share": "sample", "value": "by_value", "above": "by_value"}.get(name)
    return getattr(procedure, name) not in (None, "", [], 0) and of in {None, procedure.review.value}


def said(context: PageContext, value: Any) -> str:
    """Say a value of a procedure in the reader's language."""
    if isinstance(value, dict) and value.keys() <= {*LANGUAGES}:
        return context.pick(value)
    if isinstance(value, list):
        return context.listed([said(context, one) for one in value], long=True) or "—"
    if isinstance(value, bool):
        return context.t("yes") if value else context.t("no")
    if isinstance(value, float):
        return f"{value:g}"
    return context.t(CHOICES[value]) if value in CHOICES else str(value) if value not in (None, "") else "—"


def label_of(context: PageContext, part: str, name: str) -> str:
    """Say what a field of a part is called."""
    return context.t(LABELS.get(f"{MODELS[part]}.{name}") or LABELS[name])


def change_said(context: PageContext, one: Difference) -> tuple[str, str, str, str]:
    """Return one difference: what it is of, which field, from what, to what."""
    of = f"{context.t(TITLES[one.part])}: {context.pick(one.of)}" if one.of else ""
    if one.what in {"added", "removed"}:
        return of, context.t("added") if one.what == "added" else context.t("taken out"), "", ""
    return of, label_of(context, one.part, one.field), said(context, one.was), said(context, one.now)


@pages.form("/<hall>/procedures/<code>", may=May.WRITE_PROCEDURES, again=procedure_page)
def begin_or_discard(context: PageContext, code: str) -> Go:
    """Begin the draft of a new version, or throw a draft away."""
    with context.work() as hall:
        if "discard" in context.given:
            commands.save_draft(hall, code, None, before=context.given.get("before"))
        else:
            commands.begin(hall, code)
    return context.go(f"procedures/{code}", said="removed" if "discard" in context.given else None)


@pages.form("/<hall>/procedures/<code>/force", may=May.APPROVE_PROCEDURES, again=procedure_page)
def put_in_force(context: PageContext, code: str) -> Go:
    """Put the draft in force as the reader saw it, with its notice."""
    others = could_approve(context)
    with context.work() as hall:
        commands.put_in_force(
            hall, code, before=context.given.get("before"), note=context.given.get("note", ""), others=others
        )
    return context.go(f"procedures/{code}", said="saved")


@pages.form("/<hall>/procedures/<code>/withdraw", may=May.APPROVE_PROCEDURES, again=procedure_page)
def withdraw(context: PageContext, code: str) -> Go:
    """Take a procedure out of force."""
    seen = context.given.get("version", "")
    number = int(seen) if seen.isdecimal() and len(seen) < 9 else 0
    with context.work() as hall:
        commands.withdraw(hall, code, version=number, note=context.given.get("note", ""))
    return context.go("procedures", said="removed")


def could_approve(context: PageContext) -> frozenset[int]:
    """Return who else in this hall could put a procedure in force."""
    with context.look(HEAD) as head:
        return frozenset(
            one.id
            for one in people.colleagues(head)
            if one.posts.get(context.hall) in ALLOWED[May.APPROVE_PROCEDURES] and one.id != context.actor.id
        )


def has_all(hall: HallSnapshot) -> bool:
    """Return whether every service has a procedure in force."""
    return in_force(hall).keys() >= all_services(hall).keys()
