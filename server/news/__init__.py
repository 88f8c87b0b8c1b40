"""News on the way: whoever waits may be told by message that the turn is near, that it has come, that it was missed."""
