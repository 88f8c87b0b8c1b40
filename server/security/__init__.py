"""Who may do what: staff, devices, customers by their ticket, the system itself. The table of rights: rights.py."""
