"""Spot checks: drawn by lot that anyone can draw again, made on the spot, with findings followed until corrected."""
