"""Facts of plans that are being written."""

from server.emergency.tables import plan_drafts
from server.kernel.languages import N_
from server.store.events import Event
from server.store.rows import Rows


class PlanDrafted(Event):
    """Written when the draft of an emergency plan was begun, changed or (after: None) came to its end."""

    says = N_("The draft of the emergency plan {kind} was changed.")

    kind: str
    before: str | None
    after: str | None
    by: int

    def apply(self, rows: Rows) -> None:
        """Keep the draft as it is now; there is one of a kind."""
        if self.after is None:
            rows.drop(plan_drafts, self.kind)
        elif self.before is None:
            rows.add(plan_drafts, kind=self.kind, text=self.after, changed_at=rows.at, changed_by=self.by)
        else:
            rows.move(
                plan_drafts,
                self.kind,
                expect={"text": self.before},
                text=self.after,
                changed_at=rows.at,
                changed_by=self.by,
            )
