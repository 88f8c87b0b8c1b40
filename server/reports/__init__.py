"""Figures of days and periods, and their exports. What a day came to: figures.py."""
