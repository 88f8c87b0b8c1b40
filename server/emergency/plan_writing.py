"""Writing an emergency plan in the office: what it says of itself, and each of its records on a page of its own."""

from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, Field

from server.emergency.commands import plans as commands
from server.emergency.drafts import (
    PARTS,
    Draft,
    DraftPart,
    free_code,
    one_up,
    part_named,
    placed,
    records_of,
    with_records,
    without,
)
from server.emergency.plan_office import NEW, TITLES
from server.emergency.plan_reads import DraftNow, drafts_of
from server.emergency.plans import Criterion, Minutes, Plan
from server.emergency.refusals import NoDraft
from server.floor.hallfile import LONG, Model, Words
from server.floor.refusals import ChangedMeanwhile
from server.kernel.languages import N_
from server.kernel.refusals import NoSuchPage
from server.office.context import Go, PageContext
from server.office.fields import fits
from server.office.forms import Form
from server.office.pages import Pages
from server.office.records import edited
from server.security.rights import May
from server.store.hall import HallSnapshot

OF_RESPONSE: Final = ("acknowledge", "size_up", "look_again", "under_control")
pages: Final = Pages("plans", Path(__file__).parent / "plan_templates")


class PlanHead(Model):
    """What a plan says of itself."""

    name: Words = Field(description=N_("what happens: Crowding"))
    about: Annotated[Words, LONG] = Field(description=N_("when to start it, in one line"))
    stages: list[Words] = Field(
        min_length=1, max_length=5, description=N_("what each stage means, the mildest first; five at most")
    )
    raised: bool = Field(
        default=True, description=N_("offered at counters; without it only the silent alarm or the system starts it")
    )
    commander: str = Field(default="", description=N_("the role that leads: a supervisor's or manager's"))
    acknowledge: Minutes = Field(default=1, description=N_("minutes until somebody has taken the lead"))
    size_up: Minutes = Field(default=5, description=N_("minutes until it is known how bad it is"))
    look_again: Minutes = Field(default=30, description=N_("minutes after which the stage is looked at again"))
    under_control: list[Criterion] = Field(
        default=[Criterion.MEASURES], description=N_("what must be so before it is called under control")
    )


fits(PlanHead, choices=("commander",))
for each in PARTS:
    fits(each.model, ("code",), ("role", "implies", "ends", "takes"))


@pages.page("/<hall>/plans/<kind>/about", may=May.WRITE_PLANS)
def head_page(context: PageContext, kind: str) -> str:
    """Show what a draft says of itself."""
    draft = draft_now(context, kind)
    return edited(
        context, head_form(context, draft), title=context.pick(draft.name) or kind, back=f"plans/{kind}",
        save=context.path(f"plans/{kind}/about"), before=head_of(draft).model_dump_json(),
    )  # fmt: skip


@pages.form("/<hall>/plans/<kind>/about", may=May.WRITE_PLANS, again=head_page)
def save_head(context: PageContext, kind: str) -> Go:
    """Save what a draft says of itself."""
    wanted = head_form(context, draft_now(context, kind)).taken(PlanHead)
    with context.work() as hall:
        now = known_draft(hall, kind)
        if head_of(now.draft).model_dump_json() != context.given.get("before"):
            raise ChangedMeanwhile
        draft = now.draft
        organisation = draft.organisation.model_copy(update={"commander": wanted.commander})
        limits = {name: getattr(wanted, name) for name in OF_RESPONSE}
        changed = draft.model_copy(
            update={
                **{name: getattr(wanted, name) for name in ("name", "about", "stages", "raised")},
                "organisation": organisation,
                "response": draft.response.model_copy(update=limits),
            }
        )
        commands.save_draft(hall, kind, changed, before=now.text)
    return context.go(f"plans/{kind}", said="saved")


@pages.page("/<hall>/plans/<kind>/<part>/new", may=May.WRITE_PLANS)
def new_record_page(context: PageContext, kind: str, part: str) -> str:
    """Ask for a new record."""
    of, draft = part_named(part), draft_now(context, kind)
    return edited(
        context, record_form(context, draft, of), title=context.t(NEW[part]), back=f"plans/{kind}",
        save=context.path(f"plans/{kind}/{part}/new"),
    )  # fmt: skip


@pages.form("/<hall>/plans/<kind>/<part>/new", may=May.WRITE_PLANS, again=new_record_page)
def add_record(context: PageContext, kind: str, part: str) -> Go:
    """Add a record behind the last."""
    of, draft = part_named(part), draft_now(context, kind)
    wanted = taken(context, draft, of, code=free_code(draft, of))
    with context.work() as hall:
        now = known_draft(hall, kind)
        records = records_of(now.draft, of)
        commands.save_draft(
            hall, kind, with_records(now.draft, of, placed(records, len(records), wanted)), before=now.text
        )
    return Go(f"{context.path(f'plans/{kind}', said='saved')}#{part}")


@pages.page("/<hall>/plans/<kind>/<part>/<int:place>", may=May.WRITE_PLANS)
def record_page(context: PageContext, kind: str, part: str, place: int) -> str:
    """Show a record."""
    of, draft = part_named(part), draft_now(context, kind)
    present = record_at(draft, of, place)
    return edited(
        context, record_form(context, draft, of, present), title=f"{context.t(TITLES[part])} · {place + 1}",
        back=f"plans/{kind}", save=context.path(f"plans/{kind}/{part}/{place}"), before=present.model_dump_json(),
        remove=context.t("Take it out of the plan"),
    )  # fmt: skip


@pages.form("/<hall>/plans/<kind>/<part>/<int:place>", may=May.WRITE_PLANS, again=record_page)
def save_record(context: PageContext, kind: str, part: str, place: int) -> Go:
    """Save a record, take it out, or move it before the one before it."""
    of, draft = part_named(part), draft_now(context, kind)
    present = record_at(draft, of, place)
    moved = "remove" in context.given or "up" in context.given
    wanted = present if moved else taken(context, draft, of, code=getattr(present, "code", ""))
    with context.work() as hall:
        now = known_draft(hall, kind)
        records = records_of(now.draft, of)
        if place >= len(records) or records[place].model_dump_json() != context.given.get("before"):
            raise ChangedMeanwhile
        if "remove" in context.given:
            changed = without(records, place)
        else:
            changed = one_up(records, place) if "up" in context.given else placed(records, place, wanted)
        commands.save_draft(hall, kind, with_records(now.draft, of, changed), before=now.text)
    return Go(f"{context.path(f'plans/{kind}', said='removed' if 'remove' in context.given else 'saved')}#{part}")


def record_form(context: PageContext, draft: Draft, part: DraftPart, present: BaseModel | None = None) -> Form:
    """Return a record's form; its role is one of the draft's."""
    measures = [(one.code, context.pick(one.name)) for one in draft.measures if one != present]
    choices = {"role": roles_of(context, draft), **dict.fromkeys(("implies", "ends", "takes"), measures)}
    return Form(context, part.model, present, leave_out=("code",), choices=choices)


def head_form(context: PageContext, draft: Draft) -> Form:
    """Return the form of what a draft says of itself."""
    return Form(context, PlanHead, head_of(draft), choices={"commander": roles_of(context, draft)})


def roles_of(context: PageContext, draft: Plan) -> list[tuple[str, str]]:
    """Return what can be chosen as a role."""
    return [(role.code, context.pick(role.name)) for role in draft.organisation.roles]


def taken(context: PageContext, draft: Draft, part: DraftPart, *, code: str) -> Model:
    """Return the record that was entered; refuse it naming each field."""
    named = {"code": code} if "code" in part.model.model_fields else {}
    made: Model = record_form(context, draft, part).taken(part.model, **named)
    return made


def head_of(draft: Plan) -> PlanHead:
    """Return what a plan says of itself."""
    limits = {name: getattr(draft.response, name) for name in OF_RESPONSE}
    of_plan = {name: getattr(draft, name) for name in ("name", "about", "stages", "raised")}
    return PlanHead.model_construct(**of_plan, commander=draft.organisation.commander, **limits)


def record_at(draft: Draft, part: DraftPart, place: int) -> Model:
    """Return a record; refuse a place where there is none."""
    records = records_of(draft, part)
    if place >= len(records):
        raise NoSuchPage
    return records[place]


def known_draft(hall: HallSnapshot, kind: str) -> DraftNow:
    """Return the draft of a kind; refuse where there is none."""
    found = drafts_of(hall).get(kind)
    if found is None:
        raise NoDraft(kind=kind)
    return found


def draft_now(context: PageContext, kind: str) -> Draft:
    """Return the draft of a kind as it is now."""
    with context.look() as hall:
        return known_draft(hall, kind).draft
