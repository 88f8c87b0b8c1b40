"""An incident's log as people read it: each fact's own sentence, its values said in every language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Final

from server.emergency.criteria import Ask, in_line
from server.emergency.events.leading import CriteriaOverruled, RoleGiven
from server.emergency.fields import StepAnswer, answer_said
from server.emergency.incident import LEAD_STEPS
from server.emergency.plans import Criterion, MeasureEffect, Plan
from server.emergency.reads import Incident, log_of, words_of
from server.emergency.states import Exits
from server.floor.reads.halls import hall_now
from server.kernel.durations import took_words
from server.kernel.languages import N_, Words, words
from server.security import reads as people
from server.security.rights import Role
from server.store.events import EVENTS, Event
from server.store.hall import HallSnapshot

ROLES: Final[Mapping[str, str]] = {
    Role.CLERK: N_("clerk"),
    Role.REVIEWER: N_("reviewer"),
    Role.SUPERVISOR: N_("supervisor"),
    Role.MANAGER: N_("manager"),
}
ACTS: Final[Mapping[str, str]] = {
    MeasureEffect.STOP_ISSUE: N_("numbers stopped"),
    MeasureEffect.SLOW_ISSUE: N_("numbers slowed"),
    MeasureEffect.HOLD_LINE: N_("line held"),
    MeasureEffect.ANNOUNCE: N_("announcement"),
    MeasureEffect.INSTRUCT: N_("instruction on the whole display"),
}


ASKS: Final[Mapping[str, str]] = {
    Ask.STABILISE: N_("Declared under control"),
    Ask.RECOVER: N_("Recovery begun"),
    Ask.EASE: N_("Numbers or calls again"),
    Ask.DOWN: N_("One stage down"),
    Ask.CLOSE: N_("Close the incident"),
}
EXITS: Final[Mapping[str, str]] = {Exits.CLEAR: N_("clear"), Exits.BLOCKED: N_("blocked")}


@dataclass(frozen=True, slots=True)
class Logged:
    """One line."""

    seq: int
    at: datetime
    event: str
    who: str | None
    text: Words
    note: str | None


def logged(hall: HallSnapshot, incident: Incident, plan: Plan) -> list[Logged]:
    """Return an incident's log, the oldest first."""
    names, notes = people.names(hall), words_of(hall, incident.id)
    zone = hall_now(hall).settings.zone
    today = hall.at.astimezone(zone).date()

    def said(at: datetime) -> str:
        there = at.astimezone(zone)
        return there.strftime("%H:%M" if there.date() == today else "%Y-%m-%d %H:%M")

    teller = IncidentTeller(plan, names, said)
    lines = []
    for entry in log_of(hall, incident.id):
        kind, _, number = entry.actor.partition(":")
        who = names.get(int(number)) if kind == "staff" else None
        text = teller.sentence(EVENTS[entry.event].from_json(entry.data))
        lines.append(Logged(entry.seq, entry.at, entry.event, who, text, notes.get(entry.seq)))
    return lines


class IncidentTeller:
    """Tells the facts of incidents of one plan."""

    def __init__(self, plan: Plan, names: Mapping[int, str], clock: Any) -> None:
        self.names, self.clock = names, clock
        self.texts: dict[str, Words] = {step.code: step.text for step in plan.steps}
        self.texts |= {code: words(text) for code, text in LEAD_STEPS.items()}
        self.plan = plan

    def sentence(self, fact: Event) -> Words:
        """Return a fact's sentence in every language."""
        values = {field.name: self.value(field.name, getattr(fact, field.name)) for field in fields(fact)}  # type: ignore[arg-type]  # a dataclass by __init_subclass__
        return words(fact.sentence(), **(values | self.more(fact)))

    def more(self, fact: Event) -> dict[str, object]:
        """Return what a sentence says of several fields at once."""
        if isinstance(fact, CriteriaOverruled):
            return {"unmet": self.against(fact)}
        if isinstance(fact, RoleGiven):
            at = [words(N_("counter {counter}"), counter=code) for code in fact.counters]
            holders = [*at, *(self.names.get(one, "—") for one in fact.people)]
            return {"counters": holders or words(N_("as the plan says"))}
        return {}

    def against(self, fact: CriteriaOverruled) -> list[Words]:
        """Say what spoke against going on, with the figures of then."""
        said = []
        if Criterion.PEOPLE in fact.unmet:
            text = N_("{people} people") if fact.few is None else N_("{people} people, fewer than {few} wanted")
            said.append(words(text, people=fact.people, few=fact.few))
        if Criterion.EXITS in fact.unmet:
            unknown = N_("nobody had said that the exits are clear")
            said.append(words(N_("exits blocked") if fact.exits is Exits.BLOCKED else unknown))
        if Criterion.MEASURES in fact.unmet:
            said.append(words(N_("still on: {measures}"), measures=in_line([self.measure(code) for code in fact.on])))
        return said

    def measure(self, code: str) -> Words:
        """Say a measure by its name."""
        found = self.plan.measure(code)
        return found.name if found is not None else words(N_("announcement in own words"))

    def value(self, name: str, value: Any) -> object:
        """Return how a value is said: a text, or Words."""
        if value is None:
            return "—"
        ways: dict[str, Callable[[Any], object]] = {
            "kind": self.kind,
            "code": self.step,
            "role": self.role,
            "holder": role_said,
            "act": act_said,
            "answer": self.answer,
            "ask": ask_said,
            "leader": self.person,
            "by": self.person,
            "seconds": took_words,
        }
        return ways[name](value) if name in ways else self.plain(value)

    def plain(self, value: Any) -> object:
        """Say a value by its kind."""
        if isinstance(value, Exits):
            return words(EXITS[value])
        if isinstance(value, dict):
            return {language: text.replace("<wbr>", "") for language, text in value.items()}
        return self.clock(value) if isinstance(value, datetime) else value

    def person(self, number: int) -> str:
        """Say a person by their name."""
        return self.names.get(number, "—")

    def kind(self, _kind: str) -> Words:
        """Say the plan by its name."""
        return self.plan.name

    def answer(self, text: str) -> list[Words]:
        """Say what a step left behind."""
        return answer_said(StepAnswer.model_validate_json(text), self.plan, self.clock)

    def role(self, code: str) -> Words | str:
        """Say a role of the plan by its name."""
        return next((role.name for role in self.plan.organisation.roles if role.code == code), None) or words(
            N_("somebody else")
        )

    def step(self, code: str) -> Words | str:
        """Say a step by its text, a measure by its name."""
        return self.texts.get(code) or words(N_("something else of the plan"))


def role_said(role: str) -> Words:
    """Say a sign-in's role."""
    return words(ROLES.get(role, N_("somebody else")))


def act_said(act: str) -> Words:
    """Say what a measure does."""
    return words(ACTS[act])


def ask_said(ask: str) -> Words:
    """Say what somebody did although a criterion spoke against it."""
    return words(ASKS[Ask(ask)])
