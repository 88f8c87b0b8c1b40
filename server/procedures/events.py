"""Facts of procedures: written, put in force, withdrawn."""

from server.kernel.languages import N_
from server.procedures.tables import procedure_drafts, procedures
from server.store.events import Event
from server.store.rows import Rows


class ProcedureSet(Event):
    """Written when a procedure came into force, changed or (after: None) was withdrawn; procedures are JSON."""

    says = N_("Procedure of service {service}, version {version}: {note}")

    service: str
    version: int
    before: str | None
    after: str | None
    note: str
    set_by: int | None = None
    written_by: int | None = None

    def apply(self, rows: Rows) -> None:
        """Keep it beside its earlier versions, by which the cases of their time end."""
        rows.add(
            procedures,
            service=self.service,
            version=self.version,
            text=self.after,
            note=self.note,
            set_at=rows.at,
            set_by=self.set_by,
            written_by=self.written_by,
        )


class ProcedureDrafted(Event):
    """Written when the draft of a procedure was begun, changed or (after: None) came to its end."""

    says = N_("The draft of the procedure of service {service} was changed.")

    service: str
    before: str | None
    after: str | None
    by: int

    def apply(self, rows: Rows) -> None:
        """Keep the draft as it is now; there is one of a service."""
        if self.after is None:
            rows.drop(procedure_drafts, self.service)
        elif self.before is None:
            rows.add(procedure_drafts, service=self.service, text=self.after, changed_at=rows.at, changed_by=self.by)
        else:
            rows.move(
                procedure_drafts,
                self.service,
                expect={"text": self.before},
                text=self.after,
                changed_at=rows.at,
                changed_by=self.by,
            )
