"""Plans for what may happen, and incidents that follow them step by step. How a state moves: incident.py."""
