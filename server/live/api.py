"""A view over HTTP, as the sockets push it."""

from typing import Final

from pydantic import BaseModel, ConfigDict, Field, SerializeAsAny

from server.live.views import Views
from server.security.actors import Actor
from server.security.web import Api
from server.store.hall import HallSnapshot


class ViewNow(BaseModel):
    """A view as it is."""

    model_config = ConfigDict(frozen=True)

    view: str = Field(description="its name: display, counter:3")
    version: int = Field(description="of the hall; grows with every commit in it")
    data: SerializeAsAny[BaseModel] = Field(description="what the screen shows")


def views_api(views: Views) -> Api:
    """Return the route that reads any of these views."""
    api: Final = Api("Views")

    @api.read("/halls/<hall>/views/<view>")
    def view(hall: HallSnapshot, actor: Actor, view: str) -> ViewNow:
        """Read a view as it is now."""
        found, argument = views.find(view)
        actor.must(found.right, hall=hall.id, at=argument)
        return ViewNow(view=view, version=hall.version, data=found.read(hall, argument))

    return api
