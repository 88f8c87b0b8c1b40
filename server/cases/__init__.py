"""Cases: customers' business from the counter on. What follows on what: states.py; who may know of which: access.py."""
