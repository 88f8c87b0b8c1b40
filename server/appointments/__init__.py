"""Appointments: times booked ahead, who booked them, what becomes of them. The rules: slots.py, rule.py."""
