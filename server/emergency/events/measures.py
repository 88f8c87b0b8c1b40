"""Facts of what was done to the line in an incident, and of what people were told."""

import json

from server.emergency.plans import Direction, MeasureEffect
from server.emergency.tables import incident_log, measures
from server.kernel.languages import N_, Words
from server.store.events import Event
from server.store.rows import Rows


class MeasureTaken(Event):
    """Written when a measure was taken: the line held back, or everyone told something. In a drill it is only said."""

    says = N_("Measure ({act}): {text}")

    incident: int
    code: str | None
    act: MeasureEffect
    drill: bool
    text: Words
    more: Words | None
    seconds: int | None
    way: Direction | None
    spoken: bool
    implied_by: int | None = None

    def apply(self, rows: Rows) -> None:
        """It holds until it is ended."""
        rows.add(
            measures,
            id=rows.seq,
            incident=self.incident,
            code=self.code,
            act=self.act,
            drill=self.drill,
            text=json.dumps(self.text, ensure_ascii=False),
            more=None if self.more is None else json.dumps(self.more, ensure_ascii=False),
            seconds=self.seconds,
            way=self.way,
            spoken=self.spoken,
            taken_at=rows.at,
            implied_by=self.implied_by,
        )
        rows.add(incident_log, id=rows.seq, incident=self.incident)


class MeasureEnded(Event):
    """Written when a measure was ended: by hand, or because its incident was closed."""

    says = N_("Ended: {act}.")

    measure: int
    incident: int
    act: MeasureEffect

    def apply(self, rows: Rows) -> None:
        """It holds no longer."""
        rows.move(measures, self.measure, expect={"ended_at": None}, ended_at=rows.at)
        rows.add(incident_log, id=rows.seq, incident=self.incident)
