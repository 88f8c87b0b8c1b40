"""Why something was not done: one family of refusals, a class each.

A refusal carries a code for programs and values for its sentence; the sentence is looked up at the edge, in the
reader's language. What was refused has changed nothing.
"""

import re
from typing import ClassVar

from pydantic_core import PydanticCustomError

from server.kernel.languages import N_


class Refusal(Exception):
    """Something that may not or cannot be done, said kindly and with what to do."""

    status: ClassVar[int] = 400
    code: ClassVar[str] = "refused"
    title: ClassVar[str] = N_("This could not be done")
    says: ClassVar[str] = N_("Please try again.")
    until: ClassVar[str] = ""  # what it says where a {time} is known at which it will be otherwise

    def __init_subclass__(cls) -> None:
        cls.code = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(f"{self.code} {values}" if values else self.code)

    @property
    def sentence(self) -> str:
        """What it says: until when, where that is known."""
        return self.until if self.until and getattr(self, "values", {}).get("time") else self.says


class Missing(Refusal):
    """Something named is not there."""

    status = 404
    title = N_("Not found")


class Conflict(Refusal):
    """What is asked does not fit the present state."""

    status = 409
    title = N_("Not possible just now")


class Forbidden(Refusal):
    """The actor may not do this; nothing is open by omission."""

    status = 403
    title = N_("Not allowed")
    says = N_("Your sign-in does not allow this. Ask your supervisor.")


class SignInNeeded(Refusal):
    """No valid sign-in, token or device came with the request."""

    status = 401
    title = N_("Please sign in")
    says = N_("You are not signed in, or the sign-in has ended.")


class Invalid(Refusal):
    """The input does not fit; `errors` names each field and what to do, as (field, sentence, values)."""

    status = 422
    title = N_("Please check what was entered")
    says = N_("Something in the request does not fit.")

    def __init__(self, *errors: tuple[str, str, dict[str, object]]) -> None:
        self.errors = errors
        super().__init__()


class NoSuchPage(Missing):
    """No route has this address."""

    says = N_("There is nothing at this address.")


class TooLarge(Refusal):
    """The body is larger than any command needs."""

    status = 413
    title = N_("Too large")
    says = N_("The request is larger than anything this server takes.")


class TooSlow(Refusal):
    """A body did not come within its time."""

    status = 408
    title = N_("Too slow")
    says = N_("The request did not arrive completely. Please try again.")


class CutShort(Refusal):
    """A body is not made as its head said."""

    title = N_("Not complete")
    says = N_("The request did not arrive completely. Please try again.")


class TooManyTries(Refusal):
    """A rate limit was reached."""

    status = 429
    title = N_("Too many tries")
    says = N_("Please wait a minute and try again.")


class UnknownHall(Missing):
    """No hall has this code, or the actor has nothing to do there."""

    says = N_("There is no hall “{hall}”.")


class Moved(Conflict):
    """The state has moved on meanwhile: somebody else was faster."""

    title = N_("It has changed meanwhile")
    says = N_("Somebody else was faster; the screen shows the present state.")


class KeyMismatch(Conflict):
    """An idempotency key came again with another body."""

    status = 422
    title = N_("Key used before")
    says = N_("This Idempotency-Key was used for another request. Use a new key for a new request.")


class KeyNeeded(Refusal):
    """The command wants an Idempotency-Key."""

    status = 400
    title = N_("Key needed")
    says = N_("Send an Idempotency-Key of 8 to 64 letters, digits, - or _, so that a retry is not done twice.")


class Fault(Exception):
    """A mistake in the set-up: what is wrong, where, and what to do. The program does not start."""


def unfit(says: str, **values: str) -> PydanticCustomError:
    """Return why a value does not fit, for a model to raise: a sentence of the catalogue and its values."""
    return PydanticCustomError("unfit", says, {**values, "says": says})
