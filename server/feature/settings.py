"""Settings that belong to one feature: a model, its words, when a change holds; read by the feature alone.

    SETTINGS = OwnSettings("crowd", CrowdSettings, title=N_("Crowd"), labels={…}, effects={…})

    SETTINGS.of(hall).remind_after

They have their page in the office, their fact in the journal and their table in docs/settings.md without another line.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from pydantic import BaseModel
from sqlalchemy import bindparam, select

from server.feature.effects import Effect
from server.feature.tables import feature_settings
from server.security.rights import May
from server.store.hall import HallSnapshot

M = TypeVar("M", bound=BaseModel)
SETTINGS = select(feature_settings.c.settings).where(
    feature_settings.c.hall_id == bindparam("hall"), feature_settings.c.feature == bindparam("feature")
)
AS_BY_DEFAULT = "{}"


@dataclass(frozen=True, slots=True)
class OwnSettings(Generic[M]):
    """A feature's settings in a hall. Each field of the frozen model has a default, a sentence, a label, an effect."""

    feature: str
    model: type[M]
    title: str  # of its page
    labels: Mapping[str, str]  # field → its short name; `list.field` of a record's
    effects: Mapping[str, Effect]  # field → when a change holds
    may: May = May.SET_UP

    def __post_init__(self) -> None:
        """Raise `TypeError` where a field lacks something: a setting that nobody can name is nobody's."""
        for name, info in self.model.model_fields.items():
            if info.is_required() or not info.description or name not in self.labels or name not in self.effects:
                raise TypeError(f"{self.feature}.{name} lacks its default, its sentence, its label or its effect")

    def of(self, hall: HallSnapshot) -> M:
        """Return the settings of a hall."""
        found: M = read(self.model, self.text(hall))
        return found

    def text(self, hall: HallSnapshot) -> str:
        """Return the settings of a hall as the journal has them."""
        found: str | None = hall.connection.execute(SETTINGS, {"hall": hall.id, "feature": self.feature}).scalar()
        return found or AS_BY_DEFAULT


@lru_cache(maxsize=1024)
def read(model: type[M], text: str) -> M:
    """Return settings from their JSON."""
    return model.model_validate_json(text)
