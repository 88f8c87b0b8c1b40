"""How many people are in the hall, and when that is too many. Levels and alerts: levels.py, watching.py."""
