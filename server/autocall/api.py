"""Calling by itself over HTTP."""

from pydantic import BaseModel, ConfigDict, Field

from server.autocall.commands import choose, stop
from server.floor.api.counters import AT, as_it_is
from server.floor.api.models import CounterDone
from server.floor.reads.halls import counter_of
from server.security.rights import May
from server.security.web import Api
from server.store.hall import UnitOfWork

api = Api("Calling by itself")


class Wanted(BaseModel):
    """Whether the next person is called by itself."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"wanted": True}]})

    wanted: bool = Field(description="remembered for the person, wherever they sit")


class Stopped(BaseModel):
    """Whether a countdown is stopped."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"stopped": True}]})

    stopped: bool = Field(description="until the counter has had somebody; false: it begins anew")


@api.command(f"{AT}/by-itself", may=May.SERVE)
def by_itself(hall: UnitOfWork, counter: str, body: Wanted) -> CounterDone:
    """Choose whether the next person is called by itself when the counter is free."""
    choose(hall, counter=counter, wanted=body.wanted)
    return as_it_is(counter_of(hall, counter))


@api.command(f"{AT}/countdown", may=May.SERVE)
def countdown(hall: UnitOfWork, counter: str, body: Stopped) -> CounterDone:
    """Stop the countdown to the next call, or have it begin anew."""
    stop(hall, counter=counter, stopped=body.stopped)
    return as_it_is(counter_of(hall, counter))
