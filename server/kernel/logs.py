"""Logs: a line of JSON each, on standard error; tracebacks without the values in them, which may be personal."""

import logging
import sys
from typing import Final

import structlog


class StandardError:
    """Standard error as it is when a line is written: whoever takes it elsewhere for a while has the lines there."""

    def write(self, text: str) -> int:
        """Write a text."""
        return sys.stderr.write(text)

    def flush(self) -> None:
        """Have it written at once."""
        sys.stderr.flush()


# One list for good: a logger that was used keeps the one it began with, whoever sets logging up once more.
PROCESSORS: Final[list[structlog.typing.Processor]] = [
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
    structlog.processors.JSONRenderer(ensure_ascii=False),
]


def log_as_json() -> None:
    """Set logging up for a program, before anything is logged; once more does no harm."""
    structlog.configure(
        processors=PROCESSORS,
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(StandardError()),  # type: ignore[arg-type]  # it only prints
        cache_logger_on_first_use=True,
    )
