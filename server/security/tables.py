"""People and their sign-ins (in head), devices and their pairing (in their hall)."""

from datetime import timedelta
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Dialect, Index, Integer, String, Table, TypeDecorator, false

from server.kernel.languages import N_
from server.security.rights import Role
from server.store.sealed import Sealed
from server.store.tables import Moment, Retention, hall_id, metadata


class Numbers(TypeDecorator[tuple[int, ...]]):
    """A few numbers as text: 1,2,7."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: tuple[int, ...] | None, dialect: Dialect) -> str | None:
        """Write them down."""
        return None if value is None else ",".join(map(str, value))

    def process_result_value(self, value: Any | None, dialect: Dialect) -> tuple[int, ...] | None:
        """Read them back."""
        return None if value is None else tuple(int(part) for part in value.split(",") if part)


class HallRoles(TypeDecorator[tuple[tuple[int, Role], ...]]):
    """Roles by hall as text: 2:clerk,7:auditor."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: tuple[tuple[int, Role], ...] | None, dialect: Dialect) -> str | None:
        """Write them down."""
        return None if value is None else ",".join(f"{hall}:{role.value}" for hall, role in value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> tuple[tuple[int, Role], ...] | None:
        """Read them back."""
        parts = [] if value is None else [part.split(":") for part in value.split(",") if part]
        return None if value is None else tuple((int(hall), Role(role)) for hall, role in parts)


LEAVES = N_("until they leave")
SIGN_INS = Retention(N_("Sign-ins"), timedelta(days=7), by="expires_at", by_feature=True)

staff = Table(
    "staff",
    metadata,
    hall_id(),
    Column("id", Integer, primary_key=True, autoincrement=False, comment="number of the entry that added them"),
    Column("role", String(20), nullable=False, comment="what they are there for, where other_roles does not say"),
    Column("halls", Numbers(2000), nullable=False, comment="numbers of the halls they work in"),
    Column(
        "other_roles", HallRoles(4000), nullable=False, default=(), server_default="", comment="halls with another role"
    ),
    Column("active", Boolean, nullable=False, comment="false once they have left"),
    Column("suspended", Boolean, nullable=False, default=False, server_default=false(), comment="may not act for now"),
    info={"kind": "history"},
    comment="who works here, without names; in head's line",
)

people = Table(
    "people",
    metadata,
    hall_id(),
    Column("staff", Integer, primary_key=True, autoincrement=False, comment="whose data this is"),
    Column("name", String(80), nullable=False, comment="as colleagues and signs say it"),
    Column("username", String(80), nullable=False, comment="for signing in; folded, so that case does not matter"),
    Column("password_hash", String(200), nullable=False, comment="argon2id, with its parameters and salt"),
    Column(
        "one_time",
        Boolean,
        nullable=False,
        default=False,
        server_default=false(),
        comment="good for one sign-in",
    ),
    Column("email", Sealed, comment="where notices reach them; sealed; given by themselves"),
    Column("email_language", String(10), comment="the language in which they asked for notices"),
    Index("people_username", "hall_id", "username", unique=True),
    info={"kind": "personal", "kept": (Retention(N_("Names and passwords of staff"), until=LEAVES),)},
    comment="names and passwords of staff; gone when they leave",
)

sessions = Table(
    "sessions",
    metadata,
    hall_id(),
    Column("token_hash", String(64), primary_key=True, comment="SHA-256 of the token; the token itself is nowhere"),
    Column("staff", Integer, nullable=False, comment="who signed in"),
    Column("since", Moment, nullable=False, comment="when"),
    Column("expires_at", Moment, nullable=False, comment="12 h after it was last used"),
    Column("revoked", Boolean, nullable=False, comment="true after signing out"),
    Index("sessions_staff", "hall_id", "staff"),
    info={"kind": "telemetry", "kept": (SIGN_INS,)},
    comment="sign-ins of staff; in head",
)

accounts = Table(
    "accounts",
    metadata,
    hall_id(),
    Column("account", String(64), primary_key=True, comment="SHA-256 of the provider's issuer and sub"),
    Column("staff", Integer, nullable=False, comment="who it is, from their first sign-in on"),
    Column("issuer", String(300), nullable=False, comment="the provider"),
    Index("accounts_staff", "hall_id", "staff", "issuer", unique=True),
    info={"kind": "personal", "kept": (Retention(N_("Accounts of single sign-on"), until=LEAVES),)},
    comment="accounts of single sign-on; in head",
)

devices = Table(
    "devices",
    metadata,
    hall_id(),
    Column("id", Integer, primary_key=True, autoincrement=False, comment="number of the entry that enrolled it"),
    Column("kind", String(20), nullable=False, comment="kiosk, display, counter-sign, tablet, sensor"),
    Column("counter", String(20), comment="the desk that a counter sign or a tablet belongs to"),
    Column("name", String(80), nullable=False, comment="what staff call it"),
    Column("enrolled_at", Moment, nullable=False, comment="when it was let in"),
    Column("revoked_at", Moment, comment="when it was taken out"),
    info={"kind": "history"},
    comment="the hall's devices",
)

device_tokens = Table(
    "device_tokens",
    metadata,
    hall_id(),
    Column(
        "token_hash", String(64), primary_key=True, comment="SHA-256 of the token; the token itself is on the device"
    ),
    Column("device", Integer, nullable=False, comment="whose it is"),
    Column("last_seen", Moment, comment="written at most once a minute"),
    Index("device_tokens_device", "hall_id", "device"),
    info={"kind": "telemetry"},
    comment="how a device proves what it is",
)

pairings = Table(
    "pairings",
    metadata,
    hall_id(),
    Column("secret_hash", String(64), primary_key=True, comment="SHA-256 of what the asking browser keeps"),
    Column("code", String(6), nullable=False, comment="what the device shows and a supervisor types"),
    Column("token_hash", String(64), nullable=False, comment="SHA-256 of the token it gets once approved"),
    Column("kind", String(20), nullable=False, comment="what it wants to be"),
    Column("counter", String(20), comment="the desk it is for"),
    Column("name", String(80), comment="what it calls itself"),
    Column("expires_at", Moment, nullable=False, comment="ten minutes after it asked"),
    Column("device", BigInteger, comment="the device it became"),
    Column("asked_by", String(16), nullable=False, default="", server_default="", comment="hash of the address"),
    Index("pairings_code", "hall_id", "code"),
    info={"kind": "telemetry"},
    comment="devices that ask to be let in",
)

device_states = Table(
    "device_states",
    metadata,
    hall_id(),
    Column("device", Integer, primary_key=True, autoincrement=False, comment="which device"),
    Column("seen_at", Moment, nullable=False, comment="when it was last on the line, or said something"),
    Column("sound", String(10), comment="a display's voice: ok · blocked · no_voice · failed"),
    Column("spoken_at", Moment, comment="of the last call that it spoke"),
    Column("printer", String(12), comment="a kiosk's: ok · paper_low · paper_out · off · unconfirmed · none"),
    info={"kind": "telemetry"},
    comment="how each device does",
)
