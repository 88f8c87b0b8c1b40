"""Workbooks are written in a process beside the server: nobody waits for one but who asked for it."""

import base64
from collections.abc import Mapping
from datetime import date, datetime
from importlib import import_module
from typing import Any, Final

import structlog

from server.kernel.elsewhere import Elsewhere, NoAnswer

log = structlog.get_logger()
WRITER: Final = "server.reports.workbook"


def written(asked: Mapping[str, Any]) -> bytes:
    """Return the workbook of what is asked (as `workbook.write` takes it); its process ends with it."""
    beside = Elsewhere(WRITER, {})
    try:
        return base64.b64decode(beside.ask(asked))
    except NoAnswer as error:
        log.warning("a process beside the server did not answer", what="a workbook", error=str(error))
        return bytes(import_module(WRITER).write(asked))
    finally:
        beside.stop()


def to_line(cell: str | float | date | None) -> Any:
    """Return a cell as it travels: days and moments by name."""
    if isinstance(cell, datetime):
        return {"moment": cell.isoformat()}
    return {"day": cell.isoformat()} if isinstance(cell, date) else cell


def from_line(cell: Any) -> str | float | date | None:
    """Return a cell as it was."""
    if isinstance(cell, dict):
        return datetime.fromisoformat(cell["moment"]) if "moment" in cell else date.fromisoformat(cell["day"])
    return cell if cell is None else (cell if isinstance(cell, str | int | float) else str(cell))
