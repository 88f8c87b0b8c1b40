"""Reception over HTTP: who bears a number and where they are to go; what they meant; one who missed their call."""

from pydantic import BaseModel, Field

from server.feature.acts import AskedField, FieldKind, FieldOption, OpenAct, rights
from server.floor.api.models import Change, Nothing, TicketAnswer, Wait, ticket_answer, wait_answer
from server.floor.commands.issue import come_back, may_come_back
from server.floor.commands.visits import change_at_reception, may_change
from server.floor.opening import is_open
from server.floor.reads.bearers import Bearer, bearer_of
from server.floor.reads.halls import all_counters, all_services, hall_now
from server.floor.reads.tickets import ticket_of
from server.kernel.languages import N_, words
from server.security.rights import May
from server.security.web import Api
from server.store.hall import HallSnapshot, UnitOfWork

api = Api("Tickets")


class WhereTo(BaseModel):
    """A counter to go to."""

    counter: str
    side: str = Field(description="left, right or ahead, seen from before the hall display")


class NumberNow(BaseModel):
    """Who bears a number, when it is their turn, where they are to go, and what reception can do."""

    ticket: TicketAnswer
    ahead: int | None = Field(description="people before it, while it waits")
    wait: Wait | None
    counters: list[WhereTo] = Field(description="where it is called, held or served; waiting: where it may be called")
    acts: list[OpenAct]


@api.read("/halls/<hall>/numbers/<number>", may=May.READ_TICKET)
def number(hall: HallSnapshot, number: str) -> NumberNow:
    """Read who bears a number now; where nobody does, who bore it last."""
    found = bearer_of(hall, number)
    counters = all_counters(hall)
    return NumberNow(
        ticket=ticket_answer(found.ticket),
        ahead=found.place.ahead if found.place else None,
        wait=wait_answer(found.place.wait) if found.place else None,
        counters=[WhereTo(counter=code, side=counters[code].settings.side) for code in found.counters],
        acts=acts_of(hall, found),
    )


def acts_of(hall: HallSnapshot, found: Bearer) -> list[OpenAct]:
    """Return what reception can do with a number."""
    ticket = found.ticket
    acts = []
    if may_change(ticket):
        settings = hall_now(hall).settings
        options = [
            FieldOption(value=one.code, label={lang: f"{one.code} {said}" for lang, said in one.name.items()})
            for one in all_services(hall).values()
            if one.code not in ticket.visit and is_open(settings, hall.at, one)
        ]
        asked = AskedField(
            name="service", kind=FieldKind.CHOICE, label=words(N_("Service")), needed=True, options=options
        )
        if options:
            acts.append(
                OpenAct(
                    name="change",
                    words=words(N_("Change the service")),
                    path=f"tickets/{ticket.id}/change",
                    needs=[asked],
                    rights=rights(May.SERVE),
                )
            )
    if may_come_back(hall, ticket):
        acts.append(
            OpenAct(
                name="back",
                words=words(N_("Back into the line")),
                path=f"tickets/{ticket.id}/back",
                rights=rights(May.SERVE),
            )
        )
    return acts


@api.command("/halls/<hall>/tickets/<int:ticket>/change", may=May.SERVE)
def change(hall: UnitOfWork, ticket: int, body: Change) -> TicketAnswer:
    """Change the service of a waiting number after a wrong choice; the number and the hour of arrival stay."""
    return ticket_answer(change_at_reception(hall, ticket=ticket, service=body.service))


@api.command("/halls/<hall>/tickets/<int:ticket>/back", may=May.SERVE)
def back(hall: UnitOfWork, ticket: int, body: Nothing) -> TicketAnswer:
    """Put a number that missed its call into the line again, once."""
    come_back(hall, ticket=ticket)
    return ticket_answer(ticket_of(hall, ticket))
