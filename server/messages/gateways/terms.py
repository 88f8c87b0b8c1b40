"""What a gateway is: what everybody may know of it, and its call, which is kept sealed."""

from typing import Annotated, Final, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from server.floor.hallfile import LONG
from server.kernel import patterns
from server.kernel.languages import N_
from server.kernel.refusals import unfit
from server.messages.gateways.composing import headers_of, template_of
from server.messages.outward import REFUSED, AddressRefused, Outward

UNITS: Final = 10_000  # of a currency's unit, in which costs are kept: a text may cost 0.0045
PREFIX: Final = "gateway:"  # of a channel's name; behind it the hall and the gateway's number
CURRENCY: Final = r"^[A-Z]{3}$"
CALLING_CODE: Final = r"^[1-9][0-9]{0,2}$"


def as_headers(text: str) -> str:
    """Refuse lines that are no headers."""
    headers_of(text)
    return text


class Gateway(BaseModel):
    """A gateway as the journal knows it: without its address, and without its secret."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1, max_length=30, description=N_("as customers read it: SMS, LINE, WhatsApp, WeCom"))
    on: bool = Field(default=True, description=N_("offered to customers, and messages leave by it"))
    sms: bool = Field(default=True, description=N_("texts are counted in parts, as SMS are"))
    country: str = Field(
        default="886", pattern=CALLING_CODE, description=N_("calling code of numbers that are written without one")
    )
    abroad: bool = Field(
        default=False, description=N_("numbers of other countries too; they may cost many times as much")
    )
    per_minute: int = Field(default=60, ge=1, le=60_000, description=N_("most messages in a minute"))
    per_day: int = Field(default=1000, ge=1, le=1_000_000, description=N_("most messages in a day"))
    per_number: int = Field(
        default=12,
        ge=2,
        le=100,
        description=N_("most messages in a day to one number, so that nobody pesters a stranger"),
    )
    since: str = Field(default="", pattern=patterns.TIME, description=N_("the time of day from which messages leave"))
    until: str = Field(default="", pattern=patterns.TIME, description=N_("the time of day until which they leave"))
    price: float = Field(default=0, ge=0, le=1000, description=N_("what a message costs; of SMS, each part"))
    currency: str = Field(default="TWD", pattern=CURRENCY, description=N_("its currency, in three letters"))

    @model_validator(mode="after")
    def in_a_day(self) -> Self:
        """Refuse hours that end before they begin."""
        if self.since and self.until and self.since >= self.until:
            raise unfit(N_("the time until which messages leave comes before the one from which they do"))
        return self

    @property
    def costs(self) -> int:
        """What one message or part costs, in ten-thousandths."""
        return round(self.price * UNITS)


class GatewayCall(BaseModel):
    """The call that sends a message: where, how, and by what one knows that it was taken."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    method: Literal["POST", "PUT", "GET"] = Field(default="POST", description=N_("as the gateway’s manual says"))
    url: str = Field(
        min_length=8, max_length=1000,
        description=N_("where it is called; {to}, {text}, {key} and {secret} are filled in"),
    )  # fmt: skip
    headers: Annotated[str, LONG, AfterValidator(as_headers)] = Field(
        default="", max_length=2000, description=N_("a line each, for instance: Authorization: Bearer {secret}")
    )
    form: Literal["json", "form", "no_body"] = Field(default="json", description=N_("how its body is written"))
    body: Annotated[str, LONG] = Field(
        default="", max_length=4000,
        description=N_(
            "JSON or lines such as to={to}; {to} is the number, {digits} the same without +, {text} the words,"
            " {key} the same at each attempt"
        ),
    )  # fmt: skip
    ok_path: str = Field(
        default="", max_length=100,
        description=N_("where its JSON answer says so, for instance result.code; empty: its status says it"),
    )  # fmt: skip
    ok_value: str = Field(default="", max_length=100, description=N_("what stands there then, for instance 0"))
    never: str = Field(
        default="", max_length=300,
        description=N_("what stands there when a number is wrong for good, with commas: it is not tried again"),
    )  # fmt: skip
    id_path: str = Field(
        default="", max_length=100, description=N_("where its answer has the message’s own id, for questions to it")
    )

    @model_validator(mode="after")
    def whole(self) -> Self:
        """Refuse a body that is not written as it says, or an answer that is looked for and not said."""
        template_of(self.form, self.body)
        if self.ok_path and not self.ok_value:
            raise unfit(N_("say what stands in the answer when a message was taken"))
        return self

    def checked(self, outward: Outward) -> Self:
        """Return it; refuse an address that may not be called."""
        try:
            outward.check(self.url.replace("{", "").replace("}", ""))
        except AddressRefused as error:
            raise unfit(REFUSED) from error
        return self

    @property
    def host(self) -> str:
        """Whom it calls, as it may be shown."""
        return urlsplit(self.url).hostname or ""


class GatewayIn(Gateway, GatewayCall):
    """A gateway as it is entered."""

    secret: str = Field(
        default="", max_length=500, description=N_("its key or password, never shown again; empty: as it is")
    )

    def public(self) -> Gateway:
        """Return what the journal has of it."""
        return Gateway(**self.model_dump(include=set(Gateway.model_fields)))

    def call(self) -> GatewayCall:
        """Return its call."""
        return GatewayCall(**self.model_dump(include=set(GatewayCall.model_fields)))
