"""The application: one of the few files that know every feature. It puts screens, routes and rounds together."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from flask import Flask
from pydantic import BaseModel

from server.crowd import api as crowd_api
from server.crowd import office as crowd_office
from server.crowd.events import CrowdAlertAcknowledged, CrowdAlertCleared, CrowdAlertRaised, CrowdAlertStageRaised
from server.emergency import api as emergency_api
from server.emergency import office as emergency_office
from server.emergency import plan_making, plan_office, plan_writing
from server.emergency.commands.deadlines import HANDLERS as EMERGENCY_HANDLERS
from server.emergency.events.incidents import IncidentAcknowledged, IncidentClosed
from server.emergency.templates import read_plans
from server.floor.api import counters as counters_api
from server.floor.api import halls as halls_api
from server.floor.api import tickets as tickets_api
from server.floor.commands.deadlines import HANDLERS
from server.floor.configuration import read_configuration
from server.floor.events.counters import CounterClosed, CounterPaused
from server.floor.events.services import TicketFinished
from server.floor.events.settings import HallSet
from server.floor.hallfile import Configuration
from server.floor.reads.halls import all_counters
from server.happenings import tell
from server.kernel.clock import Clock, SystemClock
from server.kernel.settings import Settings
from server.live.api import views_api
from server.live.pages import install_pages
from server.live.sockets import Live
from server.live.views import Views
from server.measures import Measures
from server.office import desks, own, setting_up, sign_in, start, todos
from server.office import devices as office_devices
from server.office import groups as office_groups
from server.office import holidays as office_holidays
from server.office import journal as office_journal
from server.office import people as office_people
from server.office import settings as office_settings
from server.office.looked_after import looked_after
from server.office.pages import Pages
from server.office.serving import install_office
from server.office.single_sign_on import provider_of, single_sign_on, way
from server.operation import install_operation
from server.ratings import api as ratings_api
from server.ratings import office as ratings_office
from server.ratings import opinions_api
from server.ratings.following import HANDLERS as FOLLOW_UPS
from server.ratings.listening import HANDLERS as OPINIONS
from server.reactions import service_end_wakes_tablet as tablet_wakes
from server.reactions.counter_change_settles_steps import counter_change_settles_steps
from server.reactions.crowd_alert_raises_stage import crowd_alert_raises_stage
from server.reactions.crowd_alert_starts_plan import crowd_alert_over_is_noted, crowd_alert_starts_plan
from server.reactions.lead_notes_crowd_alert import lead_notes_alert, noted_alert_takes_lead
from server.reactions.new_hall_gets_plans import new_hall_gets_plans
from server.reports import api as reports_api
from server.reports import early, visits
from server.reports import office as reports_office
from server.reports import ratings as rated_reports
from server.rounds import Rounds
from server.screens import board, counter, display, incident, kiosk, phone, rated, sign, tablet
from server.screens.phone_page import install_phone_page
from server.screens.speech import speech_api
from server.security.actors import SYSTEM
from server.security.api import devices, session
from server.security.gate import Gate, Policy
from server.security.rights import May
from server.security.serving import install
from server.security.setting_up import secret_key
from server.security.tries import Tries
from server.security.watch import watch
from server.simulation.api import demo_api
from server.simulation.living import Living
from server.store.directory import hall_number
from server.store.engine import Database
from server.store.hall import HEAD, HallSight, Store
from server.store.sealed import unlock
from server.store.sweeper import Sweeper


@dataclass(frozen=True)
class Floor:
    """The running program's parts, for whoever starts and tests it."""

    settings: Settings
    store: Store
    gate: Gate
    live: Live
    rounds: Rounds
    living: Living | None

    def start(self) -> None:
        """Begin what runs beside the requests; in the worker's process."""
        self.store.database.work_together()
        self.live.start()
        self.rounds.start()
        if self.living is not None:
            self.living.start()


def make_app(settings: Settings, store: Store | None = None, *, clock: Clock | None = None) -> Flask:
    """Return the application over a migrated and set-up database; its parts are in `extensions["floor"]`."""
    configuration = read_configuration(settings.config)
    if store is None:
        store = Store(Database(settings.database_url), clock or SystemClock())
    introduce_reactions(store, settings)
    watch(store)
    app = Flask("servicefloor", static_folder=None)
    gate = make_gate(settings, store, configuration)
    views = make_views(gate.public_url or "")
    apis = [session.api, devices.api, halls_api.api, tickets_api.api, counters_api.api, reports_api.api, crowd_api.api]
    apis += [emergency_api.api]
    apis += [ratings_api.api, opinions_api.api, phone.api, speech_api(settings.data), views_api(views)]
    living = make_living(store, configuration) if settings.workers == 1 else None
    if living is not None and configuration.demo is not None:
        apis.append(demo_api(living, sign_ins=configuration.demo.people, kiosk_url=settings.demo_kiosk))
    install(app, gate, apis, views=VIEW_MODELS, behind_proxy=settings.behind_proxy)
    install_pages(app)
    install_phone_page(app, gate)
    install_office(app, gate, [*OFFICE, looked_after(settings.data), *ways_in(settings, store)])
    live = Live(
        app,
        store,
        views,
        authenticate=gate.authenticate,
        still_valid=gate.still_valid,
        settings=settings,
    )
    measures = Measures(store, live)
    rounds = Rounds(store, Sweeper(store, DEADLINES, SYSTEM), gate, live.present, note=measures.note)
    store.on_facts(tell)
    install_operation(app, settings, store, measures)
    app.extensions["floor"] = Floor(
        settings, store, gate, live, rounds, living if configuration.demo and configuration.demo.living else None
    )
    return app


def ways_in(settings: Settings, store: Store) -> list[Pages]:
    """Return the further ways to sign in that the settings name."""
    provider = provider_of(settings, store.clock)
    sign_in.WAYS[:] = [way()] if provider else []
    return [single_sign_on(provider)] if provider else []


OFFICE: Final = [
    start.pages,
    sign_in.pages,
    own.pages,
    setting_up.pages,
    office_settings.pages,
    office_groups.pages,
    office_people.pages,
    desks.pages,
    office_holidays.pages,
    office_devices.pages,
    office_journal.pages,
    todos.pages,
    crowd_office.pages,
    ratings_office.pages,
    emergency_office.pages,
    plan_office.pages,
    plan_making.pages,
    plan_writing.pages,
    reports_office.pages,
    rated_reports.pages,
    visits.pages,
    early.pages,
]
DEADLINES: Final = {**HANDLERS, **FOLLOW_UPS, **OPINIONS, **EMERGENCY_HANDLERS}  # kind → what happens when it falls due
VIEW_MODELS: Mapping[str, type[BaseModel]] = {
    "kiosk": kiosk.KioskView,
    "display": display.DisplayView,
    "sign": sign.SignView,
    "counter": counter.CounterView,
    "line": phone.LineView,
    "visit": rated.Feedback,
    "incident": incident.IncidentView,
    "board": board.BoardView,
    "tablet": tablet.TabletView,
}


def introduce_reactions(store: Store, settings: Settings) -> None:
    """Have one feature's facts move another: each line is a file of `reactions/`."""
    store.react(TicketFinished, tablet_wakes.wake)
    if settings.plans is not None:
        store.react(HallSet, new_hall_gets_plans(read_plans(settings.plans)))
    store.react(CrowdAlertRaised, crowd_alert_starts_plan)
    store.react(CrowdAlertStageRaised, crowd_alert_raises_stage)
    store.react(CrowdAlertCleared, crowd_alert_over_is_noted)
    store.react(CrowdAlertAcknowledged, noted_alert_takes_lead)
    store.react(IncidentAcknowledged, lead_notes_alert)
    store.react(IncidentClosed, lead_notes_alert)
    store.react(CounterClosed, counter_change_settles_steps)
    store.react(CounterPaused, counter_change_settles_steps)


def make_gate(settings: Settings, store: Store, configuration: Configuration) -> Gate:
    """Return who lets in: demo halls' screens at once, everybody else by token, cookie or secret."""
    demo = frozenset(hall.code for hall in configuration.halls) if configuration.demo is not None else frozenset()
    key = secret_key(settings)
    unlock(key)
    gate = Gate(
        store,
        secret_key=key,
        policy=Policy(demo_halls=demo, has_counter=has_counter),
        tries=Tries(settings.redis_url),
        public_url=settings.public_url,
        holder_of=partial(tickets_api.holder_lookup, store),
    )
    gate.data = settings.data
    return gate


def has_counter(hall: HallSight, code: str) -> bool:
    """Return whether a hall has a counter, for signs and tablets that ask to be let in."""
    return code in all_counters(hall)


def make_views(public_url: str) -> Views:
    """Return all screens' views by name."""
    views = Views()
    views.add("kiosk", kiosk.kiosk_view(public_url), May.SEE_KIOSK)
    views.add("display", display.display_view, May.SEE_DISPLAY)
    views.add("sign", sign.sign_view, May.SEE_SIGN)
    views.add("counter", counter.counter_view, May.SEE_COUNTER)
    views.add("tablet", tablet.tablet_view, May.SEE_TABLET)
    views.add("line", phone.line_view, May.SEE_LINE)
    views.add("visit", rated.visit_view, May.SEE_VISIT)
    views.add("incident", incident.incident_view, May.SEE_BOARD)
    views.add("board", board.board_view, May.SEE_BOARD)
    return views


def make_living(store: Store, configuration: Configuration) -> Living | None:
    """Return what lets the demo's first hall live by itself; None where it is no demo."""
    if configuration.demo is None:
        return None
    hall = configuration.halls[0]
    with store.look(HEAD) as head:
        number = hall_number(head, hall.code)
    return Living(store, hall, number, handlers=DEADLINES)
