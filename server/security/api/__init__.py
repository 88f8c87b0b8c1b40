"""Signing in and out, pairing of devices, who one is."""
