"""Services as procedures: what they ask for, what they promise, how it is checked; in versions. What: procedure.py."""
