"""A form of one record on a page of its own; where somebody else was faster, beside it what they saved."""

from pydantic import BaseModel, ValidationError

from server.floor.refusals import ChangedMeanwhile
from server.office.context import PageContext
from server.office.forms import Form


def edited(
    context: PageContext, form: Form, *, title: str, save: str, back: str, before: str = "", remove: str = ""
) -> str:
    """Draw a record's form: `save` is where it is sent, `before` what it was opened with, `remove` what that says."""
    merged = form.merge(opened(context, form)) if isinstance(context.refusal, ChangedMeanwhile) else None
    return context.render(
        "office/record.html", form=form, title=title, save=save, back=back, before=before, remove=remove, merged=merged
    )


def opened(context: PageContext, form: Form) -> BaseModel | None:
    """Return what the reader's form began with; none where no form of ours sent it."""
    try:
        return form.model.model_validate_json(context.given.get("before", ""))
    except ValidationError:
        return None
