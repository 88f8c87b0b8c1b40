"""The hall transaction, its journal, deadlines and migrations. How a command is written: hall.py."""
