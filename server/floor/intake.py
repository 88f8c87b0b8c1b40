"""What is taken down of a customer when a ticket begins: the one description, for facts, rows, commands and the API.

A further property is a field here, with a default for the facts of before, and a column beside it (`tables.py`).
"""

from dataclasses import dataclass, fields, replace
from typing import Any, Final, Self

USUAL: Final = "priority"  # the class of who was just “with priority”, in the facts of before there were others


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What a customer said, or a clerk for them."""

    priority: bool = False
    priority_class: str | None = None  # which of the hall's own, by its code; never why
    party: int = 1  # people who came together
    language: str = ""  # theirs; empty: the hall's first one

    @classmethod
    def of(cls, said: object) -> Self:
        """Return what stands in something that has these properties by name; what it leaves open is as by default."""
        given = {name: getattr(said, name) for name in cls.properties()}
        return cls(**{name: value for name, value in given.items() if value is not None})

    @staticmethod
    def properties() -> tuple[str, ...]:
        """Return the names of all that is taken down."""
        return PROPERTIES

    def taken_down(self) -> dict[str, Any]:
        """Return it by name, as facts and rows have it."""
        said = {name: getattr(self, name) for name in PROPERTIES}
        return said if self.priority_class or not self.priority else said | {"priority_class": USUAL}

    def speaking(self, first: str) -> "Intake":
        """Return it with a language: the hall's first one where none was said."""
        return self if self.language else replace(self, language=first)


PROPERTIES = tuple(field.name for field in fields(Intake))
