"""`floor worker`: sends messages out, beside the server and apart from it. Several may run on one database."""

import os
import signal
import sys
from contextlib import closing
from threading import Thread

import structlog

from server.features import under
from server.files.keeping import choose
from server.happenings import telling
from server.kernel.clock import SystemClock
from server.kernel.environment import read_settings
from server.kernel.logs import log_as_json
from server.kernel.private import keep_private
from server.kernel.refusals import Fault
from server.messages.gateways.channel import GatewayChannels
from server.messages.outward import Outward
from server.messages.ways import open_channels
from server.messages.worker import Worker
from server.outcome import DONE, VERSION, Arguments, concluded
from server.security.setting_up import known_key
from server.store.finding import found
from server.store.hall import Store
from server.store.sealed import unlock
from server.webhooks.courier import Courier

log = structlog.get_logger()


def main(arguments: list[str]) -> int:
    """Send until told to stop."""
    keep_private()
    Arguments("floor worker", "Send messages out, beside the server, until it is told to stop.").parse_args(arguments)
    log_as_json()
    return concluded(sent)


def sent() -> int:
    """Send what waits; raise `Fault` where there is no database or key to work with."""
    settings = read_settings()
    clock = SystemClock()
    channels = open_channels(settings, clock)
    database, _ = found(settings)
    with closing(database):
        key = known_key(settings)
        if key is None:
            raise Fault(f"there is no secret key in {settings.data}; start the server there first")
        unlock(key)
        choose(settings)
        store, features = Store(database, clock), under(settings)
        for feature in features:  # what becomes of a message is a fact like any other: what follows from it follows
            for fact, reaction in feature.reactions:
                store.react(fact, reaction)
        store.on_facts(telling(features))
        outward = Outward(settings.outward_hosts)
        worker = Worker(store, channels, GatewayChannels(store, outward))
        courier = Courier(store, outward, worker.stopping)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: worker.stopping.set())  # the message in hand is finished first
        log.info("ready", process=os.getpid(), channels=sorted(channels), database=database.shown, version=VERSION)
        sending = Thread(target=courier.run, name="webhooks")
        sending.start()
        worker.run()
        sending.join()
    return DONE


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
