"""A hall in which cases are taken in, and who works on them; for stories of the tests."""

from pathlib import Path
from typing import Any

from server.cases.settings import SETTINGS
from server.cases.taking_in import secret_of
from server.floor.commands.settings import save_own
from server.procedures.commands import put_in_force, save_draft
from server.procedures.procedure import DatumKind, Material, Procedure, ProcedureField, Weight
from server.security.actors import SYSTEM
from tests.inside import Inside


def said(text: str) -> dict[str, str]:
    """Return a text in every language."""
    return dict.fromkeys(("zh-Hant", "zh-Hans", "en"), text)


RULES = Procedure(
    days=5,
    longer=5,
    stopped=10,
    hard=[said("Somebody without papers")],
    materials=[
        Material(code="id", name=said("Identity card")),
        Material(code="photo", name=said("Photo"), number=2),
        Material(code="lease", name=said("Lease"), weight=Weight.SECONDARY),
    ],
    fields=[
        ProcedureField(code="name", name=said("Name")),
        ProcedureField(code="number", name=said("Identity number"), kind=DatumKind.IDENTITY),
        ProcedureField(code="phone", name=said("Phone"), kind=DatumKind.PHONE, needed=False),
        ProcedureField(code="amount", name=said("Amount"), kind=DatumKind.NUMBER, least=0, most=100, needed=False),
    ],
)
GOOD = {"name": "王小明", "number": "A123456789"}


class CaseHall(Inside):
    """The demo's hall, in which service A has a procedure; clerk2 sits at counter 2."""

    def __init__(self, folder: Path, *, rules: Procedure = RULES, **more: Any) -> None:
        super().__init__(folder, **more)
        self.rules(rules)

    def rules(self, rules: Procedure, service: str = "A") -> None:
        """Put a procedure in force."""
        with self.store.hall(self.hall, SYSTEM) as hall:
            save_draft(hall, service, rules, before=None)
        with self.store.hall(self.hall, SYSTEM) as hall:
            text = rules.model_dump_json(exclude_defaults=True)
            put_in_force(hall, service, before=text, note="As it is done here.", others=frozenset())

    def sets(self, **wanted: object) -> None:
        """Set what the hall says of its cases."""
        with self.store.hall(self.hall, SYSTEM) as hall:
            changed = SETTINGS.of(hall).model_copy(update=wanted)
            save_own(hall, SETTINGS, changed, before=SETTINGS.text(hall))

    def days(self, days: int) -> None:
        """Let days pass, and what falls due in them happen; sign-ins end meanwhile."""
        for _ in range(days):
            self.later(86400)
        self.tokens.clear()

    def code(self, case: int) -> str:
        """Return what the QR code of a case's notice opens it with."""
        with self.store.look(self.hall) as hall:
            return secret_of(hall, case)

    def serves(self, counter: str = "2", who: str = "") -> int:
        """Have somebody come and be served at a counter; return the ticket."""
        ticket = int(self.ticket("A")["ticket"]["id"])
        self.at_counter(counter, "open", who or None)
        found = self.at_counter(counter, "call", who or None)["ticket"]["id"]
        self.at_counter(counter, "start", who or None)
        return int(found or ticket)

    def opens(self, ticket: int | None = None, who: str = "clerk2", **more: object) -> int:
        """Open a case for whoever is served."""
        body = {"ticket": self.serves() if ticket is None else ticket, **more}
        return int(self.told(who, "POST", "/halls/main/cases", body)["id"])

    def case(self, case: int, who: str = "clerk2") -> dict[str, Any]:
        """Look into a case and read all of it."""
        self.told(who, "POST", f"/halls/main/cases/{case}/look", {})
        read: dict[str, Any] = self.told(who, "GET", f"/halls/main/cases/{case}")
        return read

    def checks(self, case: int, item: str, who: str = "clerk2", **found: object) -> Any:
        """Say what was found of a material."""
        shown = next(one for one in self.case(case, who)["materials"] if one["code"] == item)["check"]
        body = {"item": item, "complete": True, "before": shown["looked"] if shown else None, **found}
        return self.asks(who, "POST", f"/halls/main/cases/{case}/checks", body)

    def fills(self, case: int, who: str = "clerk2", **values: object) -> Any:
        """Save fields of the form as they are shown."""
        seen = {one["code"]: one["form"] for one in self.case(case, who)["fields"]}
        body = {"values": values, "seen": seen}
        return self.asks(who, "POST", f"/halls/main/cases/{case}/form", body)

    def moves(self, case: int, name: str, who: str = "clerk2", **given: object) -> Any:
        """Make a move."""
        return self.asks(who, "POST", f"/halls/main/cases/{case}/moves/{name}", given)

    def complete(self, case: int, who: str = "clerk2") -> None:
        """Find everything of a case there and right."""
        for one in self.case(case, who)["materials"]:
            assert self.checks(case, one["code"], who).status_code == 200
        assert self.fills(case, who, **GOOD).status_code == 200

    def accepted(self, who: str = "clerk2") -> int:
        """Take a case in."""
        case = self.opens(who=who)
        self.complete(case, who)
        assert self.moves(case, "accept", who).status_code == 200
        return case
