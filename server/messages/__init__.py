"""Messages out: written with the fact that causes them, sent after it by a worker. In what order: outbox.py."""
