"""When a change of a setting takes effect: a part of each setting's sentence, in forms and in docs/settings.md."""

from collections.abc import Mapping
from typing import Final

from server.feature.effects import Effect

WHOLE: Final[Mapping[str, Effect]] = {
    **dict.fromkeys(("Settings", "Configuration", "Demo", "Person"), Effect.START),
    **dict.fromkeys(("Plan", "Organisation", "PlanRole", "Contact", "Response", "PlanStep"), Effect.INCIDENT),
    **dict.fromkeys(("PlanMeasure", "Recovery", "RecoveryStep"), Effect.INCIDENT),
}  # by the model's name

EACH: Final[Mapping[str, Mapping[str, Effect]]] = {
    "Hall": {
        "code": Effect.NEVER,
        "timezone": Effect.RUNNING_DAY,
        "hours": Effect.RUNNING_DAY,
        "closed_on": Effect.RUNNING_DAY,
        "holidays": Effect.RUNNING_DAY,
        "at_closing": Effect.CLOSING,
        "classes": Effect.NUMBERS,
        "recall_after": Effect.CALLS,
        "no_show_after": Effect.CALLS,
        "remind_held": Effect.CALLS,
        "primary_first": Effect.CALLS,
        "demo": Effect.START,
        "usual_party": Effect.LEARNING,
        **dict.fromkeys(
            (
                "name", "languages", "display_languages", "accent", "notices", "back_within", "ask_party",
                "show_targets", "groups", "area", "capacity", "voice", "voice_languages", "services", "counters",
                "shown_as", "flash",
            ),
            Effect.AT_ONCE,
        ),
    },
    "Holiday": dict.fromkeys(("first", "last", "name", "hours", "every_year"), Effect.RUNNING_DAY),
    "PriorityClass": {
        "code": Effect.NEVER,
        "credit": Effect.NUMBERS,
        **dict.fromkeys(("name", "who", "mark", "at_kiosk", "at_booking", "on_display"), Effect.AT_ONCE),
    },
    "Service": {
        "code": Effect.NEVER,
        "norm": Effect.LEARNING,
        "roll": Effect.NUMBERS,
        "credit": Effect.NUMBERS,
        **dict.fromkeys(
            ("name", "about", "bring", "fee", "takes", "procedure", "target", "hours", "group"), Effect.AT_ONCE
        ),
    },
    "Counter": {
        "code": Effect.NEVER,
        "services": Effect.CALLS,
        "primary": Effect.CALLS,
        **dict.fromkeys(("kind", "side", "post", "breaks"), Effect.AT_ONCE),
    },
}  # fmt: skip


def effect_of(model: str, name: str) -> Effect | None:
    """Return when a change of a model's setting holds; None where nobody said it."""
    return WHOLE.get(model) or EACH.get(model, {}).get(name)
