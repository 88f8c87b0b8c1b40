"""How customers found their service, what follows from a low rating, and opinions. Who may rate what: rating.py."""
