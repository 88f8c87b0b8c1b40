"""A gateway as a channel of the worker: it fills the call in, sends it, and says what its answer means."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from server.floor.reads.halls import hall_now
from server.messages.gateways.composing import CHANNEL, NEVER, TAKEN, Verdict, prepared, verdict
from server.messages.gateways.reads import call_of, open_gateways, within
from server.messages.gateways.segments import length
from server.messages.gateways.terms import Gateway, GatewayCall
from server.messages.letters import Allowance, Channel, ChannelDown, Letter, NotEver, NotNow, Receipt
from server.messages.outward import AddressRefused, NoAnswer, NotReached, Outward
from server.store.directory import all_halls
from server.store.hall import HEAD, Store


class GatewayChannel:
    """The channel of one gateway."""

    def __init__(self, gateway: Gateway, call: GatewayCall, secret: str, zone: ZoneInfo, outward: Outward) -> None:
        self.gateway, self.call, self.secret = gateway, call, secret
        self.zone, self.outward = zone, outward

    def allowance(self, now: datetime) -> Allowance | None:
        """Return how many messages may leave; None outside its hours."""
        local = now.astimezone(self.zone)
        if not within(self.gateway, f"{local:%H:%M}"):
            return None
        return Allowance(self.gateway.per_minute, self.gateway.per_day, f"{local:%Y-%m-%d}")

    def send(self, letter: Letter) -> Receipt:
        """Send one message."""
        found = self.asked(letter.recipient, letter.content.text, letter.key)
        if found.what == TAKEN:
            return Receipt(cost_of(self.gateway, letter.content.text), found.reference)
        if found.what == CHANNEL:
            raise ChannelDown(found.said)
        raise (NotEver if found.what == NEVER else NotNow)(found.said)

    def asked(self, number: str, text: str, key: str) -> Verdict:
        """Call the gateway once; return what its answer means, in which neither number nor secret stands."""
        values = {"to": number, "digits": number.lstrip("+"), "text": text, "key": key, "secret": self.secret}
        call = self.call
        ready = prepared(call.method, call.url, headers=call.headers, form=call.form, body=call.body, values=values)
        try:
            reply = self.outward.call(ready.method, ready.url, headers=ready.headers, body=ready.body)
        except (NotReached, AddressRefused) as error:
            raise ChannelDown(self.clean(str(error), number)) from error
        except NoAnswer as error:
            raise NotNow(self.clean(str(error), number)) from error
        found = verdict(
            reply.status, reply.text, ok_path=call.ok_path, ok_value=call.ok_value, never=call.never,
            id_path=call.id_path,
        )  # fmt: skip
        return found._replace(said=self.clean(found.said, number))

    def clean(self, said: str, number: str) -> str:
        """Return what the gateway said without the number and the secret, wherever it repeats them."""
        for one in filter(None, (self.secret, number, number.lstrip("+"))):
            said = said.replace(one, "…")
        return said

    def rest(self) -> None:
        """Nothing is held open."""


def cost_of(gateway: Gateway, text: str) -> int:
    """Return what a text costs, in ten-thousandths."""
    return gateway.costs * (length(text).parts if gateway.sms else 1)


class GatewayChannels:
    """The channels of all halls' gateways, as they are set up at a moment; one that is as it was stays."""

    def __init__(self, store: Store, outward: Outward) -> None:
        self.store, self.outward = store, outward
        self.made: dict[str, tuple[object, GatewayChannel]] = {}

    def __call__(self) -> Mapping[str, Channel]:
        """Return them, by the channels' names."""
        found: dict[str, tuple[object, GatewayChannel]] = {}
        with self.store.look(HEAD) as head:
            halls = list(all_halls(head).values())
        for number in halls:
            with self.store.look(number) as hall:
                ways = open_gateways(hall)
                zone = hall_now(hall).settings.zone if ways else None
                for way in ways:
                    known = call_of(hall, way.id)
                    if known is None or zone is None:
                        continue
                    whole = (way.settings, *known, zone)
                    before = self.made.get(way.channel)
                    same = before is not None and before[0] == whole
                    made = before[1] if before and same else GatewayChannel(*whole, self.outward)
                    found[way.channel] = (whole, made)
        self.made = found
        return {name: channel for name, (_, channel) in found.items()}
