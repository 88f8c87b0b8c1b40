"""Answers where the server itself falls short: too busy, without its database, or by a mistake of ours."""

import structlog
from flask import Response, request
from sqlalchemy.exc import TimeoutError as PoolTimeout

from server.kernel.languages import N_
from server.kernel.refusals import Refusal
from server.security import problems

log = structlog.get_logger()


class Busy(Refusal):
    """Too many wait for the database."""

    status = 503
    title = N_("Busy")
    says = N_("The server is very busy. Please try again in a few seconds.")


class Internal(Refusal):
    """A mistake of ours; it was written to the log."""

    status = 500
    title = N_("Something went wrong")
    says = N_("This is our mistake, and it was noted. Please try again.")


def too_busy(error: PoolTimeout) -> Response:
    """Answer when no connection came free in time."""
    log.warning("no connection came free", error=str(error))
    response = problems.refused(Busy())
    response.headers["Retry-After"] = "2"
    return response


class OutOfReach(Refusal):
    """The database does not answer, or cannot write: gone, or its disk is full."""

    status = 503
    title = N_("The database cannot be reached")
    says = N_("The server cannot write just now. Nothing was lost. Please try again in a few seconds.")


def out_of_reach(error: Exception) -> Response:
    """Answer while the database does not do its part; the same request sent again does no harm."""
    why = next(iter(str(getattr(error, "orig", None) or error).strip().splitlines()), "")
    log.error("the database did not do its part", rule=str(request.url_rule), kind=type(error).__name__, why=why[:200])
    response = problems.refused(OutOfReach())
    response.headers["Retry-After"] = "2"
    return response


def failed(error: Exception) -> Response:
    """Answer after a mistake of ours, and write it to the log without the request's content."""
    log.error("a request failed", method=request.method, rule=str(request.url_rule), exc_info=error)
    return problems.refused(Internal())
