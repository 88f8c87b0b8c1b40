"""What a feature is: one object with everything that it has. Which there are: server/features.py."""
