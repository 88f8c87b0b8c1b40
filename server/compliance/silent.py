"""Clauses of which there is nothing to show yet, each with the reason: what keeps their records is not built."""

from collections.abc import Mapping
from typing import Final

from server.kernel.languages import N_

CASES: Final = N_("Results, questions and the archive of cases are not kept here yet.")
COMPLAINTS: Final = N_("No register of complaints is kept here yet; opinions and low ratings are.")
ROSTER: Final = N_("No roster, attendance or leave is kept here yet.")
TRAINING: Final = N_("No training is kept here yet.")
APPRAISAL: Final = N_("No appraisals are kept here yet.")
CLAIMS: Final = N_("No expense claims are kept here: whoever keeps the accounts looks.")
MEETINGS: Final = N_("No meetings are kept here yet.")
HELP: Final = N_("No help between counters and no cover is kept here yet.")
GIFTS: Final = N_("No declarations of gifts and no protected reports are kept here yet.")

UNSEEN: Final[Mapping[str, str]] = {
    **dict.fromkeys(("R1.3.4", "R6.1.3"), HELP),
    "R3.3.3": CLAIMS,
    **dict.fromkeys(("R2.1.2", "R5.1.1", "R5.1.2", "R5.1.3"), TRAINING),
    **dict.fromkeys(("R2.2.1", "R3.1.1", "R3.1.3"), ROSTER),
    "R3.3.1": GIFTS,
    **dict.fromkeys(("R4.4.1", "R4.4.2", "R4.5.1", "R4.5.2"), CASES),
    **dict.fromkeys(
        ("R2.2.3", "R5.2.1", "R5.2.2", "R5.2.3", "R5.2.4", "R5.3.1", "R5.4.1", "R5.4.2", "R5.4.3"), APPRAISAL
    ),
    "R6.1.1": MEETINGS,
    **dict.fromkeys(
        ("R7.1.1", "R7.1.2", "R7.2.1", "R7.2.2", "R7.3.1", "R7.3.2", "R7.3.3", "R7.4.1", "R7.4.2"), COMPLAINTS
    ),
}
