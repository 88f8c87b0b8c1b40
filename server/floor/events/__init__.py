"""The facts of a hall: tickets, counters, settings."""
