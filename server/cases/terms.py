"""The words of a case: its states, what was found of a material, what a notice names."""

from enum import StrEnum
from typing import Final

from server.kernel.languages import N_


class CaseState(StrEnum):
    """How far a case is."""

    DRAFT = "draft"
    NOTICE_GIVEN = "notice_given"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in_progress"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"


OF_THE_HALL: Final = (CaseState.DRAFT, CaseState.NOTICE_GIVEN)  # nobody's yet: whoever serves may go on with it
RUNNING: Final = (CaseState.ACCEPTED, CaseState.IN_PROGRESS, CaseState.IN_REVIEW, CaseState.RETURNED)
STATES: Final = {
    CaseState.DRAFT: N_("being taken in"),
    CaseState.NOTICE_GIVEN: N_("something is missing: notice given"),
    CaseState.ACCEPTED: N_("accepted"),
    CaseState.IN_PROGRESS: N_("in progress"),
    CaseState.IN_REVIEW: N_("in review"),
    CaseState.RETURNED: N_("returned by the review"),
    CaseState.APPROVED: N_("approved"),
    CaseState.WITHDRAWN: N_("withdrawn"),
}


class Fault(StrEnum):
    """What is wrong with something that a procedure asks for."""

    MISSING = "missing"  # a material that was not handed in
    INCORRECT = "incorrect"
    NOT_COMPLIANT = "not_compliant"
    LACKING = "lacking"  # a field that is empty
    INVALID = "invalid"  # a field whose value can't be


FAULTS: Final = {
    Fault.MISSING: N_("It is missing or not complete. Please bring it."),
    Fault.INCORRECT: N_("What stands in it is not correct. Please have it corrected."),
    Fault.NOT_COMPLIANT: N_("It is not in the form that is asked for. Please bring it in that form."),
    Fault.LACKING: N_("This was not filled in. Please tell us."),
    Fault.INVALID: N_("This cannot be right. Please check it."),
}
