"""Making a hall's emergency plans in the office: from templates with the hall's own particulars, or from nothing."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

from server.emergency.commands import plans as commands
from server.emergency.drafts import Draft
from server.emergency.particulars import Answer, Particular, read_particulars
from server.emergency.plan_reads import drafts_of, general_plans, plans_in_force
from server.emergency.plans import Code, Direction
from server.emergency.refusals import PlanKindTaken
from server.emergency.templates import FOLDER, left_open, read_drafts
from server.floor.hallfile import Words
from server.kernel.languages import N_
from server.kernel.refusals import Invalid
from server.office.context import Go, PageContext
from server.office.fields import State, entered, fits, text, words
from server.office.form_parts import FormField
from server.office.forms import Form
from server.office.labels import CHOICES
from server.office.other_languages import in_all
from server.office.pages import Pages
from server.office.records import edited
from server.security.rights import May

pages: Final = Pages("plans", Path(__file__).parent / "plan_templates")
LONGEST: Final = 120  # characters of an answer
OWN_PAGES: Final = ("make", "other")  # addresses where a plan's would be


class NewKind(BaseModel):
    """A plan for something that no template foresees."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Code = Field(description=N_("its short name in the journal: small letters, for instance flood"))
    name: Words = Field(description=N_("what happens: Crowding"))
    about: Words = Field(description=N_("when to start it, in one line"))


fits(NewKind)


@pages.page("/<hall>/plans/make", may=May.WRITE_PLANS)
def make_page(context: PageContext) -> str:
    """Ask what is otherwise in each hall, once for all plans that are made."""
    with context.look() as hall:
        free = [kind for kind in general_plans() if kind not in plans_in_force(hall) and kind not in drafts_of(hall)]
    state = entered(context.given)
    wanted = state.get("kinds", ()) if context.refusal else free
    needed = set().union(*(codes for kind, codes in left_open().items() if kind in free))
    return context.render(
        "plans/make.html",
        kinds=[(kind, general_plans()[kind], kind in wanted) for kind in free],
        fields=[asked(context, one, state) for one in read_particulars(FOLDER) if one.code in needed],
    )


def asked(context: PageContext, one: Particular, state: State) -> FormField:
    """Return the field of one particular; what it is in the demo's hall stands as an instance."""
    kind = "words" if one.words else "choice" if one.way else "text"
    instance = context.pick(one.words) or one.phone or ""
    return FormField(
        name=one.code,
        kind=kind,
        label=context.pick(one.ask),
        hint=context.t("for instance {example}", example=instance) if instance else "",
        needed=False,
        optional_hours=False,
        options=[("", "–"), *((way.value, context.t(CHOICES[way.value])) for way in Direction)] if one.way else [],
        rows=1,
        faults=context.faults.get(one.code, []),
        state=state,
        asked=languages_of(context),
        choosing=False,
    )


def languages_of(context: PageContext) -> list[str]:
    """Return in which languages the hall is asked for texts."""
    settings = context.settings
    return list(dict.fromkeys([*settings.languages, *settings.display_languages])) if settings else []


@pages.form("/<hall>/plans/make", may=May.WRITE_PLANS, again=make_page)
def make(context: PageContext) -> Go:
    """Begin a draft of each chosen template, with the answers."""
    state = entered(context.given)
    answers = answered(context, read_particulars(FOLDER), state)
    chosen = [kind for kind in general_plans() if kind in state.get("kinds", ())]
    if not chosen:
        raise Invalid(("kinds", N_("choose at least one plan"), {}))
    drafts = read_drafts(answers)
    with context.work() as hall:
        known = {*drafts_of(hall), *plans_in_force(hall)}
        for kind in chosen:
            if kind not in known:
                commands.save_draft(hall, kind, drafts[kind], before=None)
    return context.go("plans", said="saved")


def answered(context: PageContext, particulars: Sequence[Particular], state: State) -> dict[str, Answer]:
    """Return what was answered; a text in all languages; refuse what is too long or only in some of them."""
    found: dict[str, Answer] = {}
    faults: list[tuple[str, str, dict[str, Any]]] = []
    for one in particulars:
        answer: Answer | None = words(state, one.code) if one.words else text(state, one.code)
        if not answer:
            continue
        said = [answer] if isinstance(answer, str) else list(answer.values())
        if any(len(part) > LONGEST for part in said):
            faults.append((one.code, N_("at most {most} characters"), {"most": LONGEST}))
        elif isinstance(answer, str):
            found[one.code] = answer
        elif lacking := [language for language in languages_of(context) if not answer.get(language)]:
            lacks = N_("the text lacks {lacking}; write it there too")
            faults.append((one.code, lacks, {"lacking": ", ".join(lacking)}))
        else:
            found[one.code] = in_all(dict(answer), languages_of(context))
    if faults:
        raise Invalid(*faults)
    return found


@pages.page("/<hall>/plans/other", may=May.WRITE_PLANS)
def other_page(context: PageContext) -> str:
    """Ask for what a further plan is."""
    form = Form(context, NewKind)
    return edited(context, form, title=context.t("Another plan"), save=context.path("plans/other"), back="plans")


@pages.form("/<hall>/plans/other", may=May.WRITE_PLANS, again=other_page)
def begin_other(context: PageContext) -> Go:
    """Begin an empty draft."""
    wanted = Form(context, NewKind).taken(NewKind)
    with context.work() as hall:
        if wanted.kind in {*OWN_PAGES, *plans_in_force(hall), *drafts_of(hall), *general_plans()}:
            raise PlanKindTaken(kind=wanted.kind)
        commands.save_draft(
            hall, wanted.kind, Draft(kind=wanted.kind, name=wanted.name, about=wanted.about), before=None
        )
    return context.go(f"plans/{wanted.kind}", said="saved")
