"""The machine at the door: its touch page, its agent that prints, and the phone page of its slips."""
