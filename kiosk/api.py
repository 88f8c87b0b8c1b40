"""What the touch page calls: the present as a stream, a ticket, a copy, what the customer saw, an opinion."""

from typing import Literal

from flask import Flask, Response
from pydantic import BaseModel, ConfigDict, Field

from kiosk.bodies import body
from kiosk.guard import passed_on, problem
from kiosk.issuing import Issuing
from kiosk.journal import CannotKeepError
from kiosk.screen import Screen
from kiosk.upstream import CutOffError, RefusedError


class Order(BaseModel):
    """What a customer chose; `id` is made by the page at the touch and is the same on a retry."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(pattern=r"^[A-Za-z0-9_-]{8,64}$")
    service: str | None = Field(None, min_length=1, max_length=20)
    further: list[str] | None = Field(None, max_length=4)  # other services of the same visit
    appointment: str | None = Field(None, min_length=1, max_length=300)  # a code, instead of a service
    priority: bool = False
    priority_class: str | None = Field(None, max_length=20)
    party: int | None = Field(None, ge=1, le=20)
    language: Literal["zh-Hant", "zh-Hans", "en"] = "zh-Hant"


class Opinion(BaseModel):
    """What a customer says by themselves; it goes on to the server, and nowhere else."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(pattern=r"^[A-Za-z0-9_-]{8,64}$")
    kind: Literal["praise", "idea", "problem", "question"]
    words: str = Field(min_length=1, max_length=1000)
    contact: str = Field("", max_length=120)
    language: Literal["zh-Hant", "zh-Hans", "en"] = "zh-Hant"


class Cancel(BaseModel):
    """A number is given back; `language` of the customer, who reads a refusal."""

    model_config = ConfigDict(extra="forbid")

    language: Literal["zh-Hant", "zh-Hans", "en"] = "zh-Hant"


class Change(Cancel):
    """Another service is meant than the one that was taken; the number stays."""

    service: str = Field(min_length=1, max_length=20)


class Seen(BaseModel):
    """Whether the customer holds the slip."""

    model_config = ConfigDict(extra="forbid")

    printed: bool


class TouchApi:
    """The touch page's half of the agent."""

    def __init__(self, issuing: Issuing, screen: Screen) -> None:
        self.issuing = issuing
        self.screen = screen

    def install(self, app: Flask) -> None:
        """Serve the touch page's calls."""
        app.add_url_rule("/agent/events", view_func=self.events)
        app.add_url_rule("/agent/tickets", view_func=self.take, methods=["POST"])
        app.add_url_rule("/agent/tickets/<key>/copy", view_func=self.copy, methods=["POST"])
        app.add_url_rule("/agent/tickets/<key>/seen", view_func=self.seen, methods=["POST"])
        app.add_url_rule("/agent/tickets/<key>/cancel", view_func=self.cancel, methods=["POST"])
        app.add_url_rule("/agent/tickets/<key>/change", view_func=self.change, methods=["POST"])
        app.add_url_rule("/agent/opinions", view_func=self.opine, methods=["POST"])

    def events(self) -> Response:
        """Stream the present and each change of it."""
        return Response(self.screen.stream(), content_type="text/event-stream; charset=utf-8")

    def take(self) -> tuple[dict[str, object], int] | Response:
        """Take a number; the answer comes before the slip is printed."""
        order = body(Order)
        if isinstance(order, Response):
            return order
        try:
            return self.issuing.take(order.id, order.model_dump(exclude={"id"}, exclude_none=True)), 201
        except CannotKeepError:
            return self.cannot_keep(order.language)
        except CutOffError:
            return problem(503, "cut_off", "The server can't be reached.")
        except RefusedError as error:
            return passed_on(error.status, error.problem)

    def cannot_keep(self, language: str) -> Response:
        """Say that this machine's disk is full, in the customer's language; the supervisor's board has it by then."""
        say = self.issuing.room.catalogue.say
        title = say("No numbers from this machine just now", language)
        detail = say("Please take a number at another machine, or ask our staff: they have been told.", language)
        return problem(507, "cannot_keep", title, detail=detail)

    def copy(self, key: str) -> tuple[dict[str, object], int] | Response:
        """Print the slip once more, marked as a copy."""
        if not self.issuing.copy(key):
            return problem(404, "unknown_slip", "There is no such slip.")
        return {"id": key}, 202

    def seen(self, key: str) -> dict[str, object] | Response:
        """Take the customer's word for an unconfirmed slip."""
        seen = body(Seen)
        if isinstance(seen, Response):
            return seen
        try:
            state = self.issuing.seen(key, printed=seen.printed)
        except CannotKeepError:
            return self.cannot_keep("en")
        if not state:
            return problem(404, "unknown_slip", "There is no such slip.")
        return {"id": key, "state": state}

    def cancel(self, key: str) -> dict[str, object] | Response:
        """Give a number back that its customer did not mean to take."""
        asked = body(Cancel)
        if isinstance(asked, Response):
            return asked
        try:
            known = self.issuing.give_back(key, asked.language)
        except CannotKeepError:
            return self.cannot_keep(asked.language)
        except CutOffError:
            return problem(503, "cut_off", "The server can't be reached.")
        except RefusedError as error:
            return passed_on(error.status, error.problem)
        return {"id": key} if known else problem(404, "unknown_slip", "There is no such slip.")

    def change(self, key: str) -> dict[str, object] | Response:
        """Change the service of a number that its customer did not mean; a new slip comes."""
        asked = body(Change)
        if isinstance(asked, Response):
            return asked
        try:
            changed = self.issuing.change(key, asked.service, asked.language)
        except CannotKeepError:
            return self.cannot_keep(asked.language)
        except CutOffError:
            return problem(503, "cut_off", "The server can't be reached.")
        except RefusedError as error:
            return passed_on(error.status, error.problem)
        return changed or problem(404, "unknown_slip", "There is no such slip.")

    def opine(self) -> tuple[dict[str, object], int] | Response:
        """Hand an opinion on; answer with what the customer keeps."""
        opinion = body(Opinion)
        if isinstance(opinion, Response):
            return opinion
        if not self.issuing.hall:
            return problem(503, "cut_off", "The server can't be reached.")
        try:
            said = self.issuing.upstream.opine(self.issuing.hall, opinion.id, opinion.model_dump(exclude={"id"}))
        except CutOffError:
            return problem(503, "cut_off", "The server can't be reached.")
        except RefusedError as error:
            return passed_on(error.status, error.problem)
        return said, 201
