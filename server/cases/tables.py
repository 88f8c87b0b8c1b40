"""Tables of cases. What says who somebody is, or what they wrote, is sealed with a key a case, apart from the rest."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, String, Table, Text, false

from server.kernel.languages import N_
from server.store.sealed import Sealed, SealedBytes
from server.store.tables import Moment, Retention, hall_id, metadata

HISTORY = {"kind": "history"}
KEPT = Retention(N_("What was handed in and entered for a case"), until=N_("as long as the service's procedure says"))

cases = Table(
    "cases",
    metadata,
    hall_id(),
    Column("id", BigInteger, primary_key=True, autoincrement=False, comment="seq of the entry that opened it"),
    Column("service", String(2), nullable=False, comment="what for"),
    Column("procedure", Integer, nullable=False, comment="version of the service's procedure by which it goes"),
    Column("state", String(16), nullable=False, comment="how far it is"),
    Column("language", String(8), nullable=False, comment="the customer's"),
    Column("opened_at", Moment, nullable=False, comment="when it was opened"),
    Column("handler", BigInteger, nullable=False, comment="staff number of who took it in last: never its reviewer"),
    Column("holder", BigInteger, comment="staff number of who has it in hand; empty: whoever serves may take it"),
    Column("held_until", Moment, comment="until when, unless they go on with it"),
    Column("form", Integer, nullable=False, comment="how often its form was saved; 0: nobody looked at it"),
    Column("lacking", Text, nullable=False, comment="fields that are needed and empty, with commas between"),
    Column("invalid", Text, nullable=False, comment="fields whose value can't be, likewise"),
    Column("notices", Integer, nullable=False, comment="how many lists of what is missing were given"),
    Column("notice_until", Moment, comment="until when what was missing is to be brought"),
    Column("accepted_at", Moment, comment="when the time limit began to run"),
    Column("due_at", Moment, comment="by when it must be decided; empty: no limit, or the time stands still"),
    Column("stopped_at", Moment, comment="since when the time stands still"),
    Column("extended", Boolean, nullable=False, server_default=false(), comment="the limit was extended, once"),
    Column("escalated_by", BigInteger, comment="staff number of who asked the supervisor; the case waits meanwhile"),
    Column("answer_by", Moment, comment="until when that is answered"),
    Column("to_review", Boolean, nullable=False, server_default=false(), comment="somebody else looks through it"),
    Column("reviewed_by", BigInteger, comment="staff number of who reviewed it last"),
    Column("moved_at", Moment, nullable=False, comment="when it came into its state"),
    Index("cases_state", "hall_id", "state", "moved_at"),
    Index("cases_due", "hall_id", "due_at"),
    info=HISTORY,
    comment="customers' business: how far each is, by which procedure",
)

case_visits = Table(
    "case_visits",
    metadata,
    hall_id(),
    Column("case", BigInteger, primary_key=True, autoincrement=False, comment="which case"),
    Column("ticket", BigInteger, primary_key=True, autoincrement=False, comment="with which number somebody came"),
    Index("case_visits_ticket", "hall_id", "ticket"),
    info=HISTORY,
    comment="a number may have several cases, a case several visits",
)

case_checks = Table(
    "case_checks",
    metadata,
    hall_id(),
    Column("case", BigInteger, primary_key=True, autoincrement=False, comment="of which case"),
    Column("item", String(30), primary_key=True, comment="name of the material in its procedure"),
    Column("complete", Boolean, nullable=False, comment="it is there, and all of it"),
    Column("correct", Boolean, nullable=False, comment="what stands in it is so"),
    Column("compliant", Boolean, nullable=False, comment="it is in the form that is asked for"),
    Column("looked", BigInteger, nullable=False, comment="seq of the entry of the last look"),
    Column("by", BigInteger, nullable=False, comment="staff number of who looked"),
    info=HISTORY,
    comment="what was found of each material",
)

case_files = Table(
    "case_files",
    metadata,
    hall_id(),
    Column("id", BigInteger, primary_key=True, autoincrement=False, comment="seq of the entry that added it"),
    Column("case", BigInteger, nullable=False, comment="of which case"),
    Column("item", String(30), nullable=False, comment="which material it shows"),
    Column("file", String(64), nullable=False, comment="address of its content"),
    Index("case_files_case", "hall_id", "case"),
    info=HISTORY,
    comment="scans and photos of materials",
)

case_notices = Table(
    "case_notices",
    metadata,
    hall_id(),
    Column("id", BigInteger, primary_key=True, autoincrement=False, comment="seq of the entry that gave it"),
    Column("case", BigInteger, nullable=False, comment="of which case"),
    Column("items", Text, nullable=False, comment="what is wrong: part:name:fault, with commas between"),
    Column("looked", Text, nullable=False, comment="all that was looked at: part:name, with commas between"),
    Column("proof", String(64), nullable=False, comment="SHA-256 over the procedure and all that was looked at"),
    Column("breach", Boolean, nullable=False, comment="it names what an earlier one could have named"),
    Column("at", Moment, nullable=False, comment="when it was given"),
    Index("case_notices_case", "hall_id", "case"),
    info=HISTORY,
    comment="lists of everything that is missing or wrong",
)

case_stops = Table(
    "case_stops",
    metadata,
    hall_id(),
    Column("id", BigInteger, primary_key=True, autoincrement=False, comment="seq of the entry that stopped it"),
    Column("case", BigInteger, nullable=False, comment="of which case"),
    Column("since", Moment, nullable=False, comment="from when the time stood still"),
    Column("until", Moment, comment="until when; empty: it still does"),
    Index("case_stops_case", "hall_id", "case"),
    info=HISTORY,
    comment="when the time limit of a case did not run",
)

case_workers = Table(
    "case_workers",
    metadata,
    hall_id(),
    Column("case", BigInteger, primary_key=True, autoincrement=False, comment="which case"),
    Column("by", BigInteger, primary_key=True, autoincrement=False, comment="staff number of who had it in hand"),
    Column("acts", Integer, nullable=False, comment="how often they took it in hand"),
    info=HISTORY,
    comment="who worked on a case: none of them reviews it",
)

case_looks = Table(
    "case_looks",
    metadata,
    hall_id(),
    Column("case", BigInteger, primary_key=True, autoincrement=False, comment="which case"),
    Column("by", BigInteger, primary_key=True, autoincrement=False, comment="staff number of who looked into it"),
    Column("at", Moment, nullable=False, comment="when they did last; each look is in the journal"),
    info=HISTORY,
    comment="who looked into what was entered",
)

case_keys = Table(
    "case_keys",
    metadata,
    hall_id(),
    Column("case", BigInteger, primary_key=True, autoincrement=False, comment="of which case"),
    Column("key", SealedBytes, nullable=False, comment="32 bytes; without it nothing of the case can be read"),
    info={"kind": "personal", "kept": (KEPT,)},
    comment="a key a case, itself sealed with the server's",
)

case_content = Table(
    "case_content",
    metadata,
    hall_id(),
    Column("case", BigInteger, primary_key=True, autoincrement=False, comment="of which case"),
    Column("part", String(30), primary_key=True, comment="form · words:SEQ of the entry that they belong to"),
    Column("content", LargeBinary, nullable=False, comment="JSON, sealed with the case's own key (AES-256-GCM)"),
    info={"kind": "personal", "kept": (KEPT,)},
    comment="what customers told and staff wrote about them",
)

case_codes = Table(
    "case_codes",
    metadata,
    hall_id(),
    Column("case", BigInteger, primary_key=True, autoincrement=False, comment="of which case"),
    Column("secret", Sealed, nullable=False, comment="what the QR code of its notice opens"),
    Column("found", String(64), nullable=False, comment="keyed hash of it, by which it is found"),
    Index("case_codes_found", "hall_id", "found", unique=True),
    info={"kind": "personal", "kept": (KEPT,)},
    comment="what opens a case for its customer",
)
