"""Files that people give; what they are for is another feature's."""

from typing import Final

from server.feature.parts import Feature, PeriodicJob
from server.files import tables
from server.files.keeping import erase, move_out

FEATURE: Final = Feature(
    "files",
    tables=(tables,),
    jobs=(
        PeriodicJob("files whose time is over", 3600.0, erase, erases=True),
        PeriodicJob("files into their bucket", 60.0, move_out),
    ),
)
