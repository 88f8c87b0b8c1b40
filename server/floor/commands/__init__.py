"""What can be done in a hall: one function a command, the right asked for in its first line."""
