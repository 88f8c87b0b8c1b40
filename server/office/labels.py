"""Short names of the settings, for labels; what a setting means is its own sentence, and stands below as the hint."""

from collections.abc import Mapping
from typing import Final

from server.kernel.languages import N_

LABELS: Final[Mapping[str, str]] = {
    "Hall.code": N_("Short name"),
    "Service.code": N_("Letter"),
    "Counter.code": N_("Number"),
    "Hall.name": N_("Name on screens"),
    "Service.name": N_("Name on screens"),
    "Enrol.name": N_("What staff call it"),
    "name": N_("Name"),
    "timezone": N_("Time zone"),
    "languages": N_("Languages"),
    "display_languages": N_("Languages of the hall display"),
    "accent": N_("Accent colour"),
    "hours": N_("Opening hours"),
    "closed_on": N_("Closed on"),
    "at_closing": N_("At closing time"),
    "priority_credit": N_("Credit of a priority ticket, in minutes"),
    "recall_after": N_("Repeat a call after, in seconds"),
    "no_show_after": N_("No-show after, in seconds"),
    "back_within": N_("Back within, in minutes"),
    "primary_first": N_("Own services first, in minutes"),
    "ask_party": N_("Ask how many come together"),
    "area": N_("Waiting floor, in m²"),
    "capacity": N_("Capacity, in persons"),
    "usual_party": N_("Usual party, in persons"),
    "voice": N_("Voice"),
    "voice_languages": N_("Languages of the voice"),
    "about": N_("What it is for"),
    "bring": N_("What to bring"),
    "fee": N_("Fee"),
    "target": N_("Target, in minutes"),
    "norm": N_("Norm, in minutes"),
    "credit": N_("Credit, in minutes"),
    "kind": N_("Kind"),
    "services": N_("Services"),
    "primary": N_("First of all"),
    "side": N_("Where it is"),
    "post": N_("Post"),
    "username": N_("User name"),
    "role": N_("Role"),
    "halls": N_("Halls"),
    "password": N_("Password"),
    "counter": N_("Counter"),
    "notices": N_("Notices"),
}

CHOICES: Final[Mapping[str, str]] = {
    "always": N_("around the clock"),
    "serve": N_("serve who still waits"),
    "cancel": N_("cancel who still waits"),
    "reception": N_("Reception"),
    "processing": N_("Processing"),
    "consultation": N_("Consultation"),
    "left": N_("left"),
    "right": N_("right"),
    "ahead": N_("ahead"),
    "clerk": N_("Clerk"),
    "reviewer": N_("Reviewer"),
    "supervisor": N_("Supervisor"),
    "manager": N_("Manager"),
    "auditor": N_("Auditor"),
    "admin": N_("Administrator"),
    "kiosk": N_("Kiosk"),
    "display": N_("Hall display"),
    "counter-sign": N_("Counter sign"),
    "tablet": N_("Rating tablet"),
    "sensor": N_("Sensor"),
}

OWN_NAMES: Final[Mapping[str, str]] = {
    "zh-Hant": "繁體中文",
    "zh-Hans": "简体中文",
    "yue": "粵語",
    "en": "English",
}  # of languages
STATES: Final[Mapping[str, str]] = {
    "closed": N_("Counter closed"),
    "open": N_("Open"),
    "calling": N_("Calling"),
    "serving": N_("Serving"),
    "paused": N_("Paused"),
}

LEVELS: Final[Mapping[str, str]] = {
    "calm": N_("calm"),
    "busy": N_("filling up"),
    "crowded": N_("crowded"),
    "dangerous": N_("dangerous"),
}  # how full the hall is, in the board's words

PARTS: Final[Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]]] = {
    "Hall": (
        (N_("The hall"), ("code", "name", "timezone", "hours", "closed_on")),
        (N_("Languages and look"), ("languages", "display_languages", "accent", "voice", "voice_languages")),
        (
            N_("Calls"),
            ("at_closing", "priority_credit", "recall_after", "no_show_after", "back_within", "primary_first"),
        ),
        (N_("The room"), ("area", "capacity", "usual_party", "ask_party")),
    ),
    "NewPerson": ((N_("Staff"), ("name", "username", "role", "halls")),),
    "Service": (
        (N_("The service"), ("code", "name", "about", "norm", "target")),
        (N_("For customers"), ("bring", "fee")),
        (N_("Hours and order"), ("hours", "credit")),
    ),
}
