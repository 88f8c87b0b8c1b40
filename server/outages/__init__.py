"""The server's own watch: what the hall needs and does not answer any more. What fails, and since when: watching.py."""
