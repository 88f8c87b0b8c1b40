"""The hall over HTTP: tickets, counters, the holder of a slip."""
