"""The table of rights: who may do what, and with whose things. What is not in it, nobody may.

A right that somebody has of some things only (`own`, `others`) is asked with whose thing it is:
`actor.may(right, whose=17)`. Asked without, it is refused: what forgets to ask opens nothing. `may_some` is for what
comes before the thing is known: a way there, a form's address.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, TypeAlias


class Role(StrEnum):
    """What a member of staff is there for."""

    CLERK = "clerk"
    REVIEWER = "reviewer"
    SUPERVISOR = "supervisor"
    MANAGER = "manager"
    AUDITOR = "auditor"
    ADMIN = "admin"


class DeviceKind(StrEnum):
    """What a device is there for; it may do just that."""

    KIOSK = "kiosk"
    DISPLAY = "display"
    COUNTER_SIGN = "counter-sign"
    TABLET = "tablet"
    SENSOR = "sensor"


class Holder(StrEnum):
    """A customer: who holds a ticket's secret, or books an appointment and holds the secret of that."""

    CUSTOMER = "customer"
    BOOKER = "booker"


Who: TypeAlias = Role | DeviceKind | Holder


class Scope(StrEnum):
    """Of whose things a right is, seen from whoever has it."""

    HALL = "hall"  # all there are in the hall
    OWN = "own"  # their own alone
    OTHERS = "others"  # all but their own: nobody decides on their own case

    def covers(self, *, own: bool | None) -> bool:
        """Return whether it covers a thing that is one's own, or not; None: nobody said whose it is."""
        return self is Scope.HALL or (own is not None and own is (self is Scope.OWN))


class May(StrEnum):
    """A right. Its text is what a refusal's log line says."""

    ISSUE = "give out a ticket"
    REPORT_PRINT = "say what became of a slip"
    HAND_IN = "hand in what a kiosk wrote while it was cut off"
    SERVE = "work at a counter"
    DIRECT = "free or close any counter, give it other services for the day"
    SET_PROFILES = "set up work profiles"
    STOP_ISSUE = "stop giving out numbers"
    APPROVE_DEVICE = "let a device in"
    REVOKE_DEVICE = "take a device out"
    SEE_DEVICES = "see the devices"
    SET_UP = "set up"
    TRACK = "follow one's own ticket"
    READ_HALL = "read what the hall is"
    READ_TICKET = "read a ticket"
    READ_JOURNAL = "read the journal"
    READ_COMPANY = "read the journal of what no hall has alone: people, halls"
    SEE_KIOSK = "see the kiosk's view"
    SEE_DISPLAY = "see the display's view"
    SEE_SIGN = "see a counter sign's view"
    SEE_COUNTER = "see a counter's view"
    SEE_TABLET = "see a tablet's view"
    SEE_LINE = "see the line"
    SEE_VISIT = "see what was said of one's own visit"
    SEE_BOARD = "see the board"
    RATE = "rate a service"
    GIVE_OPINION = "give an opinion"
    SEE_RATINGS = "see ratings and opinions"
    SEE_CLERK_RATINGS = "see how somebody's services were rated"
    FOLLOW_UP = "follow up a low rating"
    ANSWER_OPINION = "answer an opinion"
    COUNT_HEADS = "say how many people are in the hall"
    SEE_CROWD = "see how full the hall is"
    ACKNOWLEDGE = "take note of an alert"
    RAISE_INCIDENT = "raise an incident"
    SEE_INCIDENT = "see an incident"
    CONFIRM_STEP = "confirm a step of a plan"
    LEAD_INCIDENT = "lead an incident"
    ANNOUNCE = "tell everyone in the hall something"
    SEE_PLANS = "read the emergency plans"
    WRITE_PLANS = "write emergency plans"
    APPROVE_PLANS = "put an emergency plan in force"
    READ_CASES = "know of cases"
    SEE_CASES = "know of all cases of the hall"
    LOOK_INTO_CASE = "look into what was entered for a case"
    HANDLE_CASE = "take a case in, and work on it"
    ALLOW_NOTICE = "let a further notice be given"
    REVIEW_CASE = "review a case"
    ANSWER_CASE = "answer about a hard case"
    SEE_PROCEDURES = "read what services ask for"
    WRITE_PROCEDURES = "write a service's procedure"
    APPROVE_PROCEDURES = "put a service's procedure in force"
    REPORT_DEVICE = "say how a device does"
    SEE_SPEECH = "fetch spoken words"
    READ_REPORTS = "read reports"
    WAIVE_CLAUSE = "waive a clause of the regulation for a time"
    SEE_CHECKS = "see spot checks and findings"
    CHECK = "make a spot check, record a finding, see it corrected"
    ANSWER_FINDING = "see findings about oneself, and say what one has to say"
    SEE_TASKS = "see what everybody has to do"
    GIVE_TASK = "give somebody something to do, more time for it, or to somebody else"
    DO_TASK = "say that something is done, and what came of it"
    SEE_BRIEFINGS = "see notices to staff"
    BRIEF = "give staff a notice"
    CONFIRM_BRIEFING = "confirm that one has read a notice"
    SEE_KEPT = "see how long what is kept"
    SEE_MESSAGES = "see what became of messages out"
    SETTLE_MESSAGES = "have a message out tried again, or give it up"
    SEND_MESSAGES = "send messages out"
    BOOK = "book an appointment, move or cancel it"
    SEE_APPOINTMENTS = "see what is booked"
    SEE_BOOKED = "see who booked an appointment"
    END_APPOINTMENTS = "have an appointment be missed, remind of it"


_CLERK, _REVIEWER, _SUPERVISOR, _MANAGER, _AUDITOR, _ADMIN = Role
_KIOSK, _DISPLAY, _SIGN, _TABLET, _SENSOR = DeviceKind
_CUSTOMER, _BOOKER = Holder
_ALL, _OWN, _OTHERS = Scope
_OF_THE_LINE: Final = {_CLERK, _REVIEWER, _SUPERVISOR, _MANAGER, _AUDITOR}  # not admin, who sets up and sees no case

_TABLE: Final[dict[May, set[Who] | dict[Who, Scope]]] = {  # a set: of all things in the hall
    # a booker by the page of their appointment alone, a customer by that of joining
    May.ISSUE: {_KIOSK, _CLERK, _SUPERVISOR, _BOOKER, _CUSTOMER},
    May.REPORT_PRINT: {_KIOSK},
    May.HAND_IN: {_KIOSK},
    May.DIRECT: {_SUPERVISOR, _MANAGER},
    May.SERVE: {_CLERK, _SUPERVISOR},
    May.SET_PROFILES: {_SUPERVISOR, _MANAGER, _ADMIN},
    May.STOP_ISSUE: {_SUPERVISOR, _MANAGER},
    May.APPROVE_DEVICE: {_SUPERVISOR, _ADMIN},
    May.REVOKE_DEVICE: {_SUPERVISOR, _ADMIN},
    May.SEE_DEVICES: {_SUPERVISOR, _MANAGER, _AUDITOR, _ADMIN},
    May.SET_UP: {_ADMIN},
    May.TRACK: {_CUSTOMER},
    May.READ_HALL: {*Role, *DeviceKind, _CUSTOMER},
    May.READ_TICKET: {*_OF_THE_LINE},
    May.READ_JOURNAL: {_SUPERVISOR, _AUDITOR},
    May.READ_COMPANY: {_AUDITOR},
    May.SEE_KIOSK: {_KIOSK, *Role},
    May.SEE_DISPLAY: {_DISPLAY, _CLERK, _SUPERVISOR, _MANAGER, _AUDITOR},
    May.SEE_SIGN: {_SIGN, _CLERK, _SUPERVISOR, _MANAGER, _AUDITOR},
    May.SEE_COUNTER: {_CLERK, _SUPERVISOR, _AUDITOR},
    May.SEE_TABLET: {_TABLET},  # the view holds the token that rates: no sign-in of staff may have it
    May.SEE_LINE: {_CUSTOMER, *_OF_THE_LINE},
    May.SEE_VISIT: {_CUSTOMER},
    May.SEE_BOARD: {_SUPERVISOR, _MANAGER, _AUDITOR},
    May.RATE: {_TABLET, _CUSTOMER},  # never staff: nobody rates their own
    May.GIVE_OPINION: {_KIOSK, _TABLET, _CUSTOMER},
    May.SEE_RATINGS: {_SUPERVISOR, _MANAGER, _AUDITOR},
    May.SEE_CLERK_RATINGS: {_CLERK: _OWN, _SUPERVISOR: _OWN},  # whoever sits at counters; nobody sees a colleague's
    May.FOLLOW_UP: {_SUPERVISOR: _OTHERS, _MANAGER: _OTHERS},  # never of a service that one gave oneself
    May.ANSWER_OPINION: {_SUPERVISOR, _MANAGER},
    May.COUNT_HEADS: {_SENSOR, _SUPERVISOR, _MANAGER},
    May.SEE_CROWD: {_DISPLAY, _CLERK, _SUPERVISOR, _MANAGER, _AUDITOR},
    May.ACKNOWLEDGE: {_SUPERVISOR, _MANAGER},
    May.RAISE_INCIDENT: {_CLERK, _REVIEWER, _SUPERVISOR, _MANAGER},
    May.SEE_INCIDENT: {_CLERK, _REVIEWER, _SUPERVISOR, _MANAGER, _AUDITOR},
    May.CONFIRM_STEP: {_CLERK, _REVIEWER, _SUPERVISOR, _MANAGER},  # each their own role's
    May.LEAD_INCIDENT: {_SUPERVISOR, _MANAGER},
    May.ANNOUNCE: {_SUPERVISOR, _MANAGER},
    May.SEE_PLANS: {*Role},
    May.WRITE_PLANS: {_SUPERVISOR, _MANAGER, _ADMIN},
    May.APPROVE_PLANS: {_MANAGER, _ADMIN},
    May.READ_CASES: {*_OF_THE_LINE},  # each those that are theirs to know: one predicate says which
    May.SEE_CASES: {_SUPERVISOR, _MANAGER, _AUDITOR},
    May.LOOK_INTO_CASE: {_CLERK, _REVIEWER, _SUPERVISOR, _MANAGER},
    May.HANDLE_CASE: {_CLERK, _SUPERVISOR},
    May.ALLOW_NOTICE: {_SUPERVISOR, _MANAGER},
    May.REVIEW_CASE: {_REVIEWER: _OTHERS, _SUPERVISOR: _OTHERS},  # never what one handled
    May.ANSWER_CASE: {_SUPERVISOR: _OTHERS, _MANAGER: _OTHERS},  # never what one asked
    May.SEE_PROCEDURES: {*Role},
    May.WRITE_PROCEDURES: {_SUPERVISOR, _MANAGER, _ADMIN},
    May.APPROVE_PROCEDURES: {_MANAGER, _ADMIN},
    May.REPORT_DEVICE: {*DeviceKind},
    May.SEE_SPEECH: {_DISPLAY, _KIOSK},
    May.READ_REPORTS: {_SUPERVISOR, _MANAGER, _AUDITOR},
    May.WAIVE_CLAUSE: {_MANAGER},
    May.SEE_CHECKS: {_SUPERVISOR, _MANAGER, _AUDITOR},
    May.CHECK: {_SUPERVISOR: _OTHERS, _MANAGER: _OTHERS},  # never of oneself
    May.ANSWER_FINDING: {_CLERK: _OWN, _REVIEWER: _OWN, _SUPERVISOR: _OWN, _MANAGER: _OWN},
    May.SEE_TASKS: {_SUPERVISOR, _MANAGER, _AUDITOR},
    May.GIVE_TASK: {_SUPERVISOR, _MANAGER},
    May.DO_TASK: {_CLERK: _OWN, _REVIEWER: _OWN, _SUPERVISOR: _OWN, _MANAGER: _ALL},
    May.SEE_BRIEFINGS: {*_OF_THE_LINE},
    May.BRIEF: {_SUPERVISOR, _MANAGER},
    May.CONFIRM_BRIEFING: {_CLERK, _REVIEWER, _SUPERVISOR},
    May.SEE_KEPT: {_MANAGER, _AUDITOR, _ADMIN},
    May.SEE_MESSAGES: {_SUPERVISOR, _MANAGER, _AUDITOR, _ADMIN},
    May.SETTLE_MESSAGES: {_SUPERVISOR, _MANAGER, _ADMIN},
    May.SEND_MESSAGES: set(),  # the worker's alone
    May.BOOK: {_BOOKER, _CLERK, _SUPERVISOR, _MANAGER},
    May.SEE_APPOINTMENTS: {_CLERK, _SUPERVISOR, _MANAGER, _AUDITOR},
    May.SEE_BOOKED: {_CLERK, _SUPERVISOR, _MANAGER},
    May.END_APPOINTMENTS: set(),  # time's alone
}
ALLOWED: Final[Mapping[May, Mapping[Who, Scope]]] = {
    right: dict(who) if isinstance(who, dict) else dict.fromkeys(who, _ALL) for right, who in _TABLE.items()
}

ONLY_LOOKS: Final = frozenset(right for right in May if right.name.startswith(("SEE_", "READ_")))  # change nothing
