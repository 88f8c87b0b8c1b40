"""The work around the windows: who does what by when, asked of whom, and what came of it."""
