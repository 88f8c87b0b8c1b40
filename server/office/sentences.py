"""The journal as an auditor reads it: each fact's own sentence, its fields said in the reader's language."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from pydantic import ValidationError

from server.feature.events import FeatureSet
from server.floor.commands.counters import SIMULATED
from server.floor.reads.tickets import tickets_of
from server.kernel.durations import took
from server.kernel.languages import N_, PLACEHOLDER
from server.office.context import PageContext
from server.office.labels import CHOICES, LABELS, LEVELS, STATES
from server.security import reads as people
from server.store.events import EVENTS, Event
from server.store.hall import HallSnapshot
from server.store.journal import Entry

PERSON: Final = frozenset({"clerk", "clerk_before", "staff", "by", "to", "person", "leader", "owner", "giver"})
DERIVED: Final = frozenset({"changes", "this_person"})  # not fields, but what follows from them
SPANS: Final = frozenset({"seconds", "waited"})
OF_THEIR_OWN: Final = frozenset({"name", "code"})  # somebody chose them: they stand for no word, whatever they are
VALUES: Final[Mapping[str, str]] = {
    **CHOICES,
    **STATES,
    **LEVELS,
    "phone": N_("the phone"),
    "customer": N_("the customer"),
    "staff": N_("staff"),
    "praise": N_("Praise"),
    "idea": N_("An idea"),
    "problem": N_("A problem"),
    "question": N_("A question"),
    "contact": N_("contacting"),
    "settle": N_("settling"),
    "printed": N_("printed"),
    "failed": N_("failed"),
    "unconfirmed": N_("not confirmed"),
    "shown": N_("shown on the screen"),
    "done": N_("settled"),
    "not_done": N_("not settled"),
    "referred": N_("referred"),
    "break": N_("a break"),
    "lunch": N_("lunch"),
    "meeting": N_("a meeting"),
    "other": N_("something else"),
    "stop": N_("numbers stopped"),
    "slow": N_("numbers slowed"),
    "hold": N_("line held"),
}


@dataclass(frozen=True, slots=True)
class EntryTold:
    """One entry as it is shown."""

    seq: int
    at: datetime
    who: str
    text: str
    event: str
    cause: int | None
    mark: str = ""  # what a feature marks it with: a drill


class Teller:
    """Tells entries of one line of history; looks the names and numbers up that they need, once."""

    def __init__(self, context: PageContext, hall: HallSnapshot, entries: list[Entry]) -> None:
        self.context, self.hall = context, hall
        self.names = people.names(hall)
        self.devices = people.device_names(hall)
        self.facts = {entry.seq: fact_of(entry) for entry in entries}
        known = {seq: fact for seq, fact in self.facts.items() if fact is not None}
        self.marks = context.frame.marked(context, hall, known) if known else {}
        wanted = {one for fact in self.facts.values() if isinstance(one := getattr(fact, "ticket", None), int)}
        wanted |= {int(entry.actor[7:]) for entry in entries if re.fullmatch(r"ticket:\d+", entry.actor)}
        self.tickets = {one.id: one.number for one in tickets_of(hall, sorted(wanted))}

    def told(self, entry: Entry) -> EntryTold:
        """Return an entry as it is shown."""
        fact = self.facts[entry.seq]
        text = entry.data if fact is None else self.sentence(fact, entry.seq)
        return EntryTold(
            entry.seq, entry.at, self.actor(entry.actor), text, entry.event, entry.cause, self.marks.get(entry.seq, "")
        )

    def sentence(self, fact: Event, seq: int) -> str:
        """Say a fact; {this_person} is whoever has its entry's number."""
        says = fact.sentence()
        said = set(PLACEHOLDER.findall(says))
        values: dict[str, object] = {name: self.value(name, getattr(fact, name)) for name in said - DERIVED}
        if "this_person" in said:
            values["this_person"] = self.person(seq)
        if "changes" in said:
            own = self.context.frame.own.get(fact.feature) if isinstance(fact, FeatureSet) else None
            values |= {"feature": self.context.t(own.title)} if own else {}
            labels = own.labels if own else {}
            values["changes"] = self.changes(getattr(fact, "before", None), getattr(fact, "after", None), labels)
        values |= self.context.frame.named(self.context, self.hall, fact)
        return self.context.t(says, **values) if says else type(fact).__name__

    def value(self, name: str, value: Any) -> str:
        """Say one field: a number that stands for somebody or something by its name, else the value itself."""
        naming = {"ticket": self.ticket, "device": self.device, **dict.fromkeys(PERSON, self.person)}.get(name)
        if naming is not None and isinstance(value, int):
            return naming(value)
        if name in OF_THEIR_OWN:
            return str(value)
        if name in SPANS:
            return took(value, self.context.language)
        return self.plain(value)

    def plain(self, value: Any) -> str:
        """Say a value by its kind."""
        if isinstance(value, datetime):
            return self.context.moment(value)
        if isinstance(value, bool):
            return self.context.t("yes") if value else self.context.t("no")
        if isinstance(value, dict):
            return self.context.pick(value)
        if isinstance(value, list | tuple):
            return self.context.listed(map(self.plain, value)) or "—"
        known = VALUES.get(value) if isinstance(value, str) else None
        return self.context.t(known) if known else str("—" if value is None else value)

    def ticket(self, number: int) -> str:
        """Say a ticket by what stands on its slip."""
        return self.tickets.get(number) or self.context.t("number {n}", n=number)

    def device(self, number: int) -> str:
        """Say a device by its name."""
        if number >= SIMULATED:
            return self.context.t("simulated customers")
        return self.context.pick(self.devices.get(number)) or self.context.t("device {n}", n=number)

    def actor(self, actor: str) -> str:
        """Say who acted."""
        kind, _, number = actor.partition(":")
        if kind == "staff":
            return self.person(int(number))
        if kind == "device":
            return self.device(int(number))
        if kind == "ticket":
            return self.context.t("customer {number}", number=self.tickets.get(int(number)) or number)
        if kind == "appointment":
            return self.context.t("a customer who booked")
        return self.context.t("the system")

    def person(self, number: int) -> str:
        """Say a member of staff; who has left has no name any more."""
        if number >= SIMULATED:
            return self.context.t("simulated clerk {n}", n=number - SIMULATED)
        return self.names.get(number) or self.context.t("staff {n}, who left", n=number)

    def changes(self, before: str | None, after: str | None, own: Mapping[str, str]) -> str:
        """Say what differs between two settings."""
        if before is None or after is None:
            return self.context.t("added") if before is None else self.context.t("removed")
        was, now = json.loads(before), json.loads(after)
        told = [
            self.context.t(
                N_("{setting}: {was} → {now}"),
                setting=self.context.t(own[name]) if name in own else self.label(name),
                was=self.setting(was.get(name)),
                now=self.setting(now.get(name)),
            )
            for name in {**was, **now}
            if was.get(name) != now.get(name)
        ]
        return self.context.listed(told, long=True) or "—"

    def label(self, name: str) -> str:
        """Say a setting's name."""
        found = LABELS.get(f"Hall.{name}") or LABELS.get(name)
        return self.context.t(found) if found else name

    def setting(self, value: Any) -> str:
        """Say a setting's value in few words."""
        if value is None:
            return self.context.t("as usual")
        if isinstance(value, dict):
            spans = (f"{self.label(name)} {self.setting(held)}" for name, held in value.items())
            return self.context.pick(value) or self.context.listed(spans)
        if isinstance(value, list):
            return self.context.listed(self.setting(one) for one in value) or "—"
        if isinstance(value, bool):
            return self.context.t("yes") if value else self.context.t("no")
        known = CHOICES.get(value) if isinstance(value, str) else None
        return self.context.t(known) if known else str(value)


def fact_of(entry: Entry) -> Event | None:
    """Return an entry's fact; none where this program does not know it, or an older one wrote it otherwise."""
    known = EVENTS.get(entry.event)
    if known is None:
        return None
    try:
        return known.from_json(entry.data)
    except ValidationError:
        return None


def outline(says: str, context: PageContext) -> str:
    """Say a kind of fact, its values left open."""
    return PLACEHOLDER.sub("…", context.t(says))
