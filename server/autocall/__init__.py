"""Calling by itself: a counter that is free calls the next person after some seconds, if its clerk wants it."""
