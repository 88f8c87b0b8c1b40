"""An incident's log as people read it: each fact's own sentence, its values said in every language."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Final

from server.emergency.incident import LEAD_STEPS
from server.emergency.plans import Act, Plan
from server.emergency.reads import Incident, log_of, words_of
from server.floor.reads.halls import hall_now
from server.kernel.languages import N_, Words, words
from server.security import reads as people
from server.security.rights import Role
from server.store.events import EVENTS, Event
from server.store.hall import HallSight

ROLES: Final[Mapping[str, str]] = {
    Role.CLERK: N_("clerk"),
    Role.REVIEWER: N_("reviewer"),
    Role.SUPERVISOR: N_("supervisor"),
    Role.MANAGER: N_("manager"),
}
ACTS: Final[Mapping[str, str]] = {
    Act.STOP_ISSUE: N_("numbers stopped"),
    Act.SLOW_ISSUE: N_("numbers slowed"),
    Act.HOLD_LINE: N_("line held"),
    Act.ANNOUNCE: N_("announcement"),
    Act.INSTRUCT: N_("instruction on the whole display"),
}


@dataclass(frozen=True, slots=True)
class Logged:
    """One line."""

    seq: int
    at: datetime
    event: str
    who: str | None
    text: Words
    note: str | None


def logged(hall: HallSight, incident: Incident, plan: Plan) -> list[Logged]:
    """Return an incident's log, the oldest first."""
    names, notes = people.names(hall), words_of(hall, incident.id)
    zone = hall_now(hall).settings.zone
    today = hall.at.astimezone(zone).date()

    def said(at: datetime) -> str:
        there = at.astimezone(zone)
        return there.strftime("%H:%M" if there.date() == today else "%Y-%m-%d %H:%M")

    teller = Teller(plan, names, said)
    lines = []
    for entry in log_of(hall, incident.id):
        kind, _, number = entry.actor.partition(":")
        who = names.get(int(number)) if kind == "staff" else None
        text = teller.sentence(EVENTS[entry.event].from_json(entry.data))
        lines.append(Logged(entry.seq, entry.at, entry.event, who, text, notes.get(entry.seq)))
    return lines


class Teller:
    """Tells the facts of incidents of one plan."""

    def __init__(self, plan: Plan, names: Mapping[int, str], clock: Any) -> None:
        self.names, self.clock = names, clock
        self.texts: dict[str, Words] = {step.code: step.text for step in plan.steps}
        self.texts |= {code: words(text) for code, text in LEAD_STEPS.items()}
        self.plan = plan

    def sentence(self, fact: Event) -> Words:
        """Return a fact's sentence in every language."""
        values = {field.name: self.value(field.name, getattr(fact, field.name)) for field in fields(fact)}  # type: ignore[arg-type]  # a dataclass by __init_subclass__
        return words(fact.sentence(), **values)

    def value(self, name: str, value: Any) -> object:
        """Return how a value is said: a text, or Words."""
        if value is None:
            return "—"
        ways = {"kind": self.kind, "code": self.step, "role": self.role, "holder": role_said, "act": act_said}
        if name in ways:
            return ways[name](value)
        if name in {"leader", "by"}:
            return self.names.get(value, "—")
        if name == "seconds":
            return f"{value // 60}:{value % 60:02}"
        if isinstance(value, dict):
            return {language: text.replace("<wbr>", "") for language, text in value.items()}
        return self.clock(value) if isinstance(value, datetime) else value

    def kind(self, _kind: str) -> Words:
        """Say the plan by its name."""
        return self.plan.name

    def role(self, code: str) -> Words | str:
        """Say a role of the plan by its name."""
        return next((role.name for role in self.plan.organisation.roles if role.code == code), code)

    def step(self, code: str) -> Words | str:
        """Say a step by its text, a measure by its name."""
        return self.texts.get(code, code)


def role_said(role: str) -> Words:
    """Say a sign-in's role."""
    return words(ROLES.get(role, role))


def act_said(act: str) -> Words:
    """Say what a measure does."""
    return words(ACTS.get(act, act))
