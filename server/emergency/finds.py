"""What can be found of emergencies: the plans in force. Drafts are their writers', incidents hold what people wrote."""

from collections.abc import Iterator
from typing import Final

from server.emergency.events.incidents import PlanSet
from server.emergency.plan_reads import plans_in_force
from server.emergency.plans import Plan
from server.feature.findable import Document, Findable
from server.kernel.languages import LANGUAGES, N_, Words
from server.security.rights import May
from server.store.hall import HallSnapshot


def plans(hall: HallSnapshot, which: str | None) -> Iterator[Document]:
    """Yield a plan, or each that is in force: its steps, what is said to everyone, whom to call."""
    for kind, (_, plan) in plans_in_force(hall).items():
        if which in {None, kind}:
            yield Document(kind, plan.name, f"plans/{kind}", tuple(said(plan)))


def said(plan: Plan) -> Iterator[Words]:
    """Yield what a plan says, line by line."""
    yield plan.about
    yield from plan.stages
    for role in plan.organisation.roles:
        yield joined(role.name, role.about)
    for contact in plan.organisation.contacts:
        yield joined(contact.name, contact.about, dict.fromkeys(LANGUAGES, contact.phone))
    for step in plan.steps:
        yield step.text
    for measure in plan.measures:
        yield joined(measure.name, measure.text, measure.more)


def joined(*parts: Words | None) -> Words:
    """Return some texts as one line, without the places where a display may break it."""
    return {language: " · ".join(one[language] for one in parts if one).replace("<wbr>", "") for language in LANGUAGES}


FINDS: Final = (
    Findable("plans", N_("Emergency plans"), plans, changed_by={PlanSet: lambda fact: fact.kind}, may=May.SEE_PLANS),
)
