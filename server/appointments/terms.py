"""States of an appointment, and the ways in which one is booked."""

from enum import StrEnum


class AppointmentState(StrEnum):
    """How far an appointment is."""

    BOOKED = "booked"
    CHECKED_IN = "checked_in"
    CANCELLED = "cancelled"
    MISSED = "missed"


class BookedBy(StrEnum):
    """Who booked it."""

    CUSTOMER = "customer"
    STAFF = "staff"
