"""A hall's day with simulated customers and clerks, through the same commands."""
