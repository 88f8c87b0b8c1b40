"""Another system's log: what we would have announced, and what a hall may take from it. Start: following.py."""
