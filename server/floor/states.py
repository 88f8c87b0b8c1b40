"""States of tickets and counters, and the words that stand for choices in commands and views."""

from enum import StrEnum


class TicketState(StrEnum):
    """Where a ticket is."""

    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    HELD = "held"
    NO_SHOW = "no_show"
    DONE = "done"
    CANCELLED = "cancelled"


LIVE = (TicketState.WAITING, TicketState.CALLED, TicketState.SERVING, TicketState.HELD)


class CounterState(StrEnum):
    """What a counter does."""

    CLOSED = "closed"
    OPEN = "open"
    CALLING = "calling"
    SERVING = "serving"
    PAUSED = "paused"


STAFFED = (CounterState.OPEN, CounterState.CALLING, CounterState.SERVING)


class CounterKind(StrEnum):
    """What a counter is for (R1.2)."""

    RECEPTION = "reception"
    PROCESSING = "processing"
    CONSULTATION = "consultation"


class PauseReason(StrEnum):
    """Why a counter pauses."""

    BREAK = "break"
    LUNCH = "lunch"
    MEETING = "meeting"
    OTHER = "other"


class Outcome(StrEnum):
    """How a service ended."""

    DONE = "done"
    NOT_DONE = "not_done"
    REFERRED = "referred"


EXPIRED, LEFT_OPEN = "expired", "left_open"  # outcomes that nobody chose: never served, and served to no end


class Act(StrEnum):
    """What was done last at a counter; some can be taken back (UNDOABLE)."""

    CALLED = "called"
    NO_SHOW = "no_show"
    FINISHED = "finished"
    RECALLED = "recalled"
    STARTED = "started"
    HELD = "held"
    RETURNED = "returned"
    TRANSFERRED = "transferred"
    SERVED = "served"
    OPENED = "opened"
    PAUSED = "paused"
    CLOSED = "closed"
    UNDONE = "undone"
    DEFERRED = "deferred"
    LEFT_OPEN = "left_open"
    WENT_ON = "went_on"


UNDOABLE = (Act.CALLED, Act.NO_SHOW, Act.FINISHED, Act.WENT_ON)


class PrintState(StrEnum):
    """Whether a slip came out: what the kiosk's printer said."""

    PRINTED = "printed"
    FAILED = "failed"
    UNCONFIRMED = "unconfirmed"
    SHOWN = "shown"


class Reason(StrEnum):
    """Why a ticket is the next one."""

    EARLIEST = "earliest"
    PRIORITY = "priority"
    APPOINTMENT = "appointment"
    COUNTS = "counts"
    HELD_HERE = "held_here"
    CAME_BACK = "came_back"
    PRIMARY = "primary"
    LEFT = "left"
    OUT_OF_ORDER = "out_of_order"
