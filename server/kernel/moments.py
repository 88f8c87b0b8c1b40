"""Days and moments as they are written in requests: pydantic alone would take a bare number for seconds since 1970."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Annotated, Final

from pydantic import AwareDatetime, BeforeValidator, Field
from pydantic_core import PydanticCustomError

FIRST: Final = datetime(2000, 1, 1, tzinfo=UTC)
LAST: Final = datetime(2199, 12, 31, tzinfo=UTC)  # beyond them a day may have no day before or after
BEGINS: Final = re.compile(r"\d{4}-\d\d-\d\d")


def written(kind: str, read: Callable[[str], object]) -> Callable[[object], object]:
    """Return what reads a text that begins with a day; `kind` names pydantic's family of errors."""

    def check(value: object) -> object:
        if isinstance(value, date):
            return value
        try:
            if isinstance(value, str) and BEGINS.match(value):
                return read(value)
        except ValueError:
            pass
        raise PydanticCustomError(kind, "not written as a day")

    return check


MOMENT: Final = written("datetime_type", datetime.fromisoformat)
DAY: Final = written("date_type", date.fromisoformat)
Moment = Annotated[AwareDatetime, BeforeValidator(MOMENT), Field(ge=FIRST, le=LAST)]
Day = Annotated[date, BeforeValidator(DAY), Field(ge=FIRST.date(), le=LAST.date())]
