"""The application: put together from the features, of which it knows none by name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from flask import Flask

from server.feature.parts import Feature
from server.features import FEATURES, under
from server.files.keeping import choose
from server.floor.api.tickets import holder_lookup
from server.floor.configuration import read_configuration
from server.floor.hallfile import Configuration
from server.floor.reads.halls import all_counters
from server.happenings import telling
from server.kernel.clock import Clock, SystemClock
from server.kernel.settings import Settings
from server.live.api import views_api
from server.live.pages import folders_of, install_pages, program_of
from server.live.sockets import Live
from server.live.views import Views
from server.measures import Measures
from server.office import sign_in
from server.office.own_settings import own_settings
from server.office.pages import Pages, pages_of
from server.office.serving import install_office
from server.office.single_sign_on import provider_of, single_sign_on, way
from server.operation import install_operation
from server.scheduler import Scheduler
from server.security.actors import SYSTEM
from server.security.authenticator import Authenticator, Policy
from server.security.rate_limiter import RateLimiter
from server.security.serving import install
from server.security.setting_up import secret_key
from server.simulation.api import demo_api
from server.simulation.living import Living
from server.store.directory import hall_number
from server.store.engine import Database
from server.store.hall import HEAD, HallSnapshot, Store
from server.store.sealed import unlock
from server.store.sweeper import Handler, Sweeper


@dataclass(frozen=True)
class Floor:
    """The running program's parts, for whoever starts and tests it."""

    settings: Settings
    store: Store
    authenticator: Authenticator
    live: Live
    scheduler: Scheduler
    living: Living | None
    features: Sequence[Feature]

    def start(self) -> None:
        """Begin what runs beside the requests; in the worker's process."""
        self.store.database.work_together(self.settings.workers)
        self.live.start()
        self.scheduler.start()
        if self.living is not None:
            self.living.start()


def make_app(
    settings: Settings,
    store: Store | None = None,
    *,
    clock: Clock | None = None,
    features: Sequence[Feature] = FEATURES,
) -> Flask:
    """Return the application over a migrated and set-up database; its parts are in `extensions["floor"]`."""
    configuration, all_of_them = read_configuration(settings.config), under(settings, features)
    choose(settings)
    if store is None:
        store = Store(Database(settings.database_url), clock or SystemClock())
    for feature in all_of_them:
        for fact, reaction in feature.reactions:
            store.react(fact, reaction)
    app = Flask("servicefloor", static_folder=None)
    authenticator = make_gate(settings, store, configuration)
    views, deadlines = views_of(all_of_them), deadlines_of(all_of_them)
    apis = [*(api for feature in all_of_them for api in feature.api), views_api(views)]
    living = make_living(store, configuration, deadlines) if settings.workers == 1 else None
    if living is not None and configuration.demo is not None:
        apis.append(demo_api(living, sign_ins=configuration.demo.people, kiosk_url=settings.demo_kiosk))
    models = {name: view.model for name, view in views.known.items()}
    install(app, authenticator, apis, views=models, behind_proxy=settings.behind_proxy)
    install_pages(app, all_of_them)
    for serve in (serve for feature in all_of_them for serve in feature.serves):
        serve(app, authenticator)
    pages = [*pages_of(all_of_them), own_settings(all_of_them), *ways_in(settings, store)]
    install_office(app, authenticator, pages, all_of_them)
    live = Live(
        app,
        store,
        views,
        authenticate=authenticator.authenticate,
        still_valid=authenticator.still_valid,
        settings=settings,
        program=partial(program_of, folders_of(all_of_them)),
    )
    measures = Measures(store, live)
    scheduler = Scheduler(
        store, Sweeper(store, deadlines, SYSTEM), authenticator, live.present, all_of_them, note=measures.note
    )
    store.on_facts(telling(all_of_them))
    install_operation(app, settings, store, measures)
    moves = living if configuration.demo is not None and configuration.demo.living else None
    app.extensions["floor"] = Floor(settings, store, authenticator, live, scheduler, moves, features)
    return app


def ways_in(settings: Settings, store: Store) -> list[Pages]:
    """Return the further ways to sign in that the settings name."""
    provider = provider_of(settings, store.clock)
    sign_in.WAYS[:] = [way()] if provider else []
    return [single_sign_on(provider)] if provider else []


def views_of(features: Iterable[Feature]) -> Views:
    """Return all screens' views by name."""
    return Views(view for feature in features for view in feature.views)


def deadlines_of(features: Iterable[Feature]) -> dict[str, Handler]:
    """Return kind → what happens when it falls due; one handler a kind."""
    found: dict[str, Handler] = {}
    for feature in features:
        if twice := found.keys() & feature.deadlines.keys():
            raise ValueError(f"{feature.name}: {', '.join(sorted(twice))} falls due elsewhere already")
        found.update(feature.deadlines)
    return found


def make_gate(settings: Settings, store: Store, configuration: Configuration) -> Authenticator:
    """Return who lets in: demo halls' screens at once, everybody else by token, cookie or secret."""
    demo = frozenset(hall.code for hall in configuration.halls) if configuration.demo is not None else frozenset()
    key = secret_key(settings)
    unlock(key)
    authenticator = Authenticator(
        store,
        secret_key=key,
        policy=Policy(demo_halls=demo, has_counter=has_counter),
        tries=RateLimiter(settings.redis_url),
        public_url=settings.public_url,
        holder_of=partial(holder_lookup, store),
    )
    authenticator.data = settings.data
    return authenticator


def has_counter(hall: HallSnapshot, code: str) -> bool:
    """Return whether a hall has a counter, for signs and tablets that ask to be let in."""
    return code in all_counters(hall)


def make_living(store: Store, configuration: Configuration, handlers: Mapping[str, Handler]) -> Living | None:
    """Return what lets the demo's first hall live by itself; None where it is no demo."""
    if configuration.demo is None:
        return None
    hall = configuration.halls[0]
    with store.look(HEAD) as head:
        number = hall_number(head, hall.code)
    return Living(store, hall, number, handlers=handlers)
