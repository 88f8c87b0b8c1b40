"""Files that people give: sealed, in pieces, under the address of their content. How: keeping.py."""
