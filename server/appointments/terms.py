"""States of an appointment, and the ways in which one is booked."""

from enum import StrEnum


class AppointmentState(StrEnum):
    """How far an appointment is."""

    BOOKED = "booked"
    HELD = "held"
    CHECKED_IN = "checked_in"
    CANCELLED = "cancelled"
    MISSED = "missed"


class BookedBy(StrEnum):
    """Who booked it."""

    CUSTOMER = "customer"
    STAFF = "staff"


class OfferState(StrEnum):
    """How far a place is that became free and is held for who waited."""

    OFFERED = "offered"
    TAKEN = "taken"
    LEFT = "left"
