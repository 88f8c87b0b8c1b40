"""Watching and pushing views, knowing none by name. The pump: hub.py."""
