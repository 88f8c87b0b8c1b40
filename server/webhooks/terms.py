"""What a webhook is: what everybody may know of it, and where it goes, which is kept sealed."""

from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from server.kernel.languages import N_
from server.webhooks.topics import Topic

SHORTEST: Final = 16  # characters of a secret
MOST: Final = 10  # webhooks of a hall


class Webhook(BaseModel):
    """A webhook as the journal knows it: without its address and its secret."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1, max_length=60, description=N_("what it is for, as your colleagues call it"))
    facts: list[Topic] = Field(min_length=1, description=N_("what it is told; no names, no words that somebody wrote"))
    days: int = Field(
        default=3, ge=1, le=30, description=N_("days without any answer after which it is stopped, and a to-do says so")
    )


class WebhookIn(Webhook):
    """A webhook as it is entered."""

    url: str = Field(min_length=8, max_length=1000, description=N_("where it is sent by POST, as JSON"))
    secret: str = Field(
        default="", max_length=200,
        description=N_("both sides know it, at least 16 characters; never shown again; empty: as it is"),
    )  # fmt: skip

    def public(self) -> Webhook:
        """Return what the journal has of it."""
        return Webhook(**self.model_dump(include=set(Webhook.model_fields)))
