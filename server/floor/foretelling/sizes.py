"""How far it is looked ahead, for those, too, who load no NumPy."""

from typing import Final

HORIZON: Final = 2 * 3600.0  # seconds
QUARTER: Final = 900.0  # seconds
