"""Facts of plans, incidents, their steps and measures."""
