"""Notices to staff that are confirmed by reading; a change of a procedure is one by itself."""
