"""Joining the line by phone: by the code at the door, or from home while the wait is as long as the hall says."""
