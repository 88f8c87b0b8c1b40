"""Halls, services, counters and tickets. Who is next: calling.py."""
