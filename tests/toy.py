"""A whole feature, as short as one can be: things found in the hall, called out until somebody fetches them."""

import sys
from datetime import timedelta

from flask import request
from pydantic import BaseModel, Field
from sqlalchemy import BigInteger, Column, String, Table, select

from server.feature.effects import Effect
from server.feature.parts import Feature, View
from server.feature.settings import OwnSettings
from server.feature.todos import Duty, Obligation
from server.files.keeping import MEBI, PICTURES, keep, put
from server.floor.hallfile import Model, Words
from server.kernel.languages import words
from server.messages.commands import write
from server.messages.letters import EMAIL, Content
from server.messages.letters import Kind as Message
from server.office.pages import Nav, Pages
from server.security.rights import May
from server.security.web import Api
from server.store.events import Event
from server.store.tables import hall_id, metadata

THINGS = Table(
    "things", metadata, hall_id(), Column("id", BigInteger, primary_key=True), Column("kind", String(20)),
    info={"kind": "history"},
)  # fmt: skip
api, pages = Api("Things"), Pages("toy")
GIVEN = Message("thing_given", "A thing that is given away")


class Kind(Model):
    """A kind of things."""

    code: str = Field(description="short")
    name: Words = Field(description="as customers read it")


class ToySettings(Model):
    """What a hall wants of it."""

    kinds: list[Kind] = Field(default=[], description="what may be found")
    keep: int = Field(default=7, ge=1, description="days until a thing is given away")


SETTINGS = OwnSettings(
    "toy", ToySettings, title="Things found",
    labels={"kinds": "Kinds", "kinds.code": "Code", "keep": "Kept for, in days"},
    effects={"kinds": Effect.AT_ONCE, "keep": Effect.AT_ONCE},
)  # fmt: skip


class ThingFound(Event):
    """Written when a thing was found."""

    kind: str
    days: int

    def apply(self, rows):
        """Keep it, for so many days."""
        rows.add(THINGS, id=rows.seq, kind=self.kind)
        rows.due("thing_unclaimed", rows.seq, rows.at + timedelta(days=self.days))


class ThingGiven(Event):
    """Written when nobody fetched a thing in time."""

    thing: int

    def apply(self, rows):
        """It is gone."""
        rows.drop(THINGS, self.thing)
        rows.settled("thing_unclaimed", self.thing)


class ThingPictured(Event):
    """Written when somebody took a picture of a thing."""

    thing: int
    file: str

    def apply(self, rows):
        """Nothing follows: it is there as long as it is kept."""


class Things(BaseModel):
    """What is there, in every language."""

    names: list[dict[str, str]]


def things(hall):
    """Return what is there."""
    names = {one.code: one.name for one in SETTINGS.of(hall).kinds}
    found = hall.connection.execute(select(THINGS.c.kind).where(THINGS.c.hall_id == hall.id))
    return Things(names=[names[row.kind] for row in found if row.kind in names])


class Found(BaseModel, extra="forbid"):
    """A thing."""

    kind: str


@api.command("/halls/<hall>/things", status=201, may=May.STOP_ISSUE)
def found(hall, body: Found) -> Things:
    """Say that a thing was found."""
    hall.record(ThingFound(kind=body.kind, days=SETTINGS.of(hall).keep))
    return things(hall)


@pages.page("/<hall>/things", may=May.SEE_BOARD, nav=Nav("Customers", "Things found", 90))
def page(context):
    """Show them."""
    with context.look() as hall:
        return f"<p>{', '.join(map(context.pick, things(hall).names))}</p>"


@pages.form("/<hall>/things/<int:thing>/picture", may=May.STOP_ISSUE, takes=2 * MEBI)
def picture(context, thing):
    """Keep a picture of it, for a month."""
    file = put(context.authenticator.store, context.hall, request.files["picture"].stream, kinds=PICTURES, most=MEBI)
    with context.work() as hall:
        keep(hall, file.address, until=hall.at + timedelta(days=30))
        hall.record(ThingPictured(thing=thing, file=file.address))
    return context.go("things")


def give_away(hall, thing):
    """Give it away, and tell whoever runs the depot."""
    hall.record(ThingGiven(thing=thing))
    content = Content("A thing is given away", f"Number {thing} was not fetched in time.")
    write(hall, kind=GIVEN, channel=EMAIL, recipient="depot@hall.example", content=content)


def call_out(hall):
    """Call them out."""
    for name in things(hall).names:
        yield Obligation("thing", words("Call out: {name}", name=name), "things", words("See it"))


FEATURE = Feature(
    "toy", title="Things found", events=(sys.modules[__name__],), tables=(sys.modules[__name__],),
    api=(api,), office=(pages,),
    views=(View("things", things, May.SEE_DISPLAY, Things),), settings=SETTINGS,
    todos=(Duty(call_out, board=99, may=May.STOP_ISSUE),),
    deadlines={"thing_unclaimed": give_away},
)  # fmt: skip
