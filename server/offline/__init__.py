"""Kiosks that are cut off: which numbers they may give by themselves, and how those come into the line."""
