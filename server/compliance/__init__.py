"""The regulation: each clause beside its evidence of this minute, computed from records and never typed in."""
