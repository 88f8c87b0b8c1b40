"""Webhooks: what happens in a hall goes to addresses that it names, signed and in order. How: courier.py."""
