"""Tables of emergencies, each column explained."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, String, Table, Text

from server.kernel.languages import N_
from server.store.sealed import Sealed
from server.store.tables import Moment, Retention, hall_id, metadata

WORDS = Retention(N_("Notes and reviews of incidents"), until=N_("as long as the journal"))
HISTORY = {"kind": "history"}

plans = Table(
    "plans",
    metadata,
    hall_id(),
    Column("kind", String(30), primary_key=True, comment="what it is for: crowding"),
    Column("version", Integer, primary_key=True, autoincrement=False, comment="from 1; the highest is in force"),
    Column("text", Text, comment="as JSON (plans.Plan); empty: the plan was withdrawn"),
    Column("set_at", Moment, nullable=False, comment="when it came into force"),
    Column("approved_by", BigInteger, comment="staff number of who put it in force; empty: it came from a file"),
    info=HISTORY,
    comment="emergency plans, every version that ever was in force",
)

plan_drafts = Table(
    "plan_drafts",
    metadata,
    hall_id(),
    Column("kind", String(30), primary_key=True, comment="what it is for: crowding"),
    Column("text", Text, nullable=False, comment="as JSON (drafts.Draft); it may lack parts"),
    Column("changed_at", Moment, nullable=False, comment="when it was last changed"),
    Column("changed_by", BigInteger, nullable=False, comment="staff number of who did"),
    info=HISTORY,
    comment="emergency plans that are being written, one of a kind",
)

incidents = Table(
    "incidents",
    metadata,
    hall_id(),
    Column("id", BigInteger, primary_key=True, autoincrement=False, comment="seq of the entry that raised it"),
    Column("kind", String(30), nullable=False, comment="which plan"),
    Column("plan", Integer, nullable=False, comment="its version when it was raised; later ones do not change it"),
    Column("state", String(12), nullable=False, comment="alert · active · stabilised · recovering · closed · reviewed"),
    Column("stage", Integer, nullable=False, comment="of the plan, from 1"),
    Column("drill", Boolean, nullable=False, comment="nothing of it touches the real line"),
    Column("silent", Boolean, nullable=False, comment="shown to supervisors and managers only"),
    Column("counter", String(8), comment="where it was raised, if at a counter"),
    Column("raised_at", Moment, nullable=False, comment="when the plan started"),
    Column("leader", BigInteger, comment="staff number of who acknowledged it"),
    Column("acknowledged_at", Moment, comment="when somebody took the lead"),
    Column("look_again_at", Moment, comment="by when its stage is to be looked at again; empty: over"),
    Column("closed_at", Moment, comment="when service was as before"),
    Column("review_by", Moment, comment="by when the after-action review is due"),
    Column("reviewed_at", Moment, comment="when it was made"),
    Column("looks_late", Integer, nullable=False, comment="how often nobody looked at the stage in time"),
    Column("review_late", Boolean, nullable=False, comment="the after-action review was not made in time"),
    Column("exits", String(8), comment="clear · blocked, as last said; empty: nobody has said"),
    Column("exits_at", Moment, comment="when that was said"),
    Index("incidents_state", "hall_id", "state"),
    info=HISTORY,
    comment="what happened, and how far it is",
)

incident_steps = Table(
    "incident_steps",
    metadata,
    hall_id(),
    Column("id", BigInteger, primary_key=True, autoincrement=False, comment="seq of the entry that made it"),
    Column("incident", BigInteger, nullable=False, comment="of which incident"),
    Column("code", String(30), nullable=False, comment="its name in the plan, or a move of the incident"),
    Column("nth", Integer, nullable=False, comment="a role's steps are confirmed in this order"),
    Column("phase", String(10), nullable=False, comment="lead · response · recovery"),
    Column("stage", Integer, nullable=False, comment="of the plan"),
    Column("role", String(30), nullable=False, comment="whose step it is, by the plan"),
    Column("who", String(12), nullable=False, comment="the sign-in role that confirms it"),
    Column("holder", String(12), nullable=False, comment="the sign-in role it went up to, when late; else as who"),
    Column("seconds", Integer, comment="its limit; empty: none"),
    Column("state", String(10), nullable=False, comment="later · open · done · waived"),
    Column("opened_at", Moment, comment="from when its time runs"),
    Column("due_at", Moment, comment="by when it is to be confirmed; moves when it goes up"),
    Column("settled_at", Moment, comment="when it was confirmed or waived"),
    Column("by", BigInteger, comment="staff number of who did that"),
    Column("took", Integer, comment="seconds from its opening to its confirmation"),
    Column("late", Integer, nullable=False, comment="how often it was not confirmed in time"),
    Column("answer", Text, comment="what it left behind, as JSON (fields.StepAnswer); empty: nothing"),
    Index("incident_steps_incident", "hall_id", "incident"),
    info=HISTORY,
    comment="the steps of an incident, by role",
)

step_parts = Table(
    "step_parts",
    metadata,
    hall_id(),
    Column("step", BigInteger, primary_key=True, autoincrement=False, comment="a step that each counter confirms"),
    Column("counter", String(8), primary_key=True, comment="that has confirmed it"),
    Column("incident", BigInteger, nullable=False, comment="of which incident"),
    Column("by", BigInteger, nullable=False, comment="staff number of who sat there"),
    Column("at", Moment, nullable=False, comment="when"),
    Index("step_parts_incident", "hall_id", "incident"),
    info=HISTORY,
    comment="who has confirmed what several confirm each for themselves",
)

incident_roles = Table(
    "incident_roles",
    metadata,
    hall_id(),
    Column("incident", BigInteger, primary_key=True, autoincrement=False, comment="of which incident"),
    Column("role", String(30), primary_key=True, comment="of its plan"),
    Column("counters", Text, nullable=False, comment="that have it, as JSON"),
    Column("people", Text, nullable=False, comment="staff numbers of those who have it, as JSON"),
    info=HISTORY,
    comment="whom the commander named for a role",
)

measures = Table(
    "measures",
    metadata,
    hall_id(),
    Column("id", BigInteger, primary_key=True, autoincrement=False, comment="seq of the entry that took it"),
    Column("incident", BigInteger, nullable=False, comment="of which incident"),
    Column("code", String(30), comment="its name in the plan; empty: free"),
    Column("act", String(12), nullable=False, comment="stop_issue · slow_issue · hold_line · announce · instruct"),
    Column("drill", Boolean, nullable=False, comment="without effect on the real line"),
    Column("text", Text, nullable=False, comment="what people are told, Words as JSON"),
    Column("more", Text, comment="instruct: what else, in smaller type, Words as JSON"),
    Column("seconds", Integer, comment="slow_issue: between two numbers of a service"),
    Column("way", String(6), comment="instruct: left · right · up · down · stay"),
    Column("spoken", Boolean, nullable=False, comment="the hall display says it"),
    Column("taken_at", Moment, nullable=False, comment="since when"),
    Column("ended_at", Moment, comment="until when; empty: it holds"),
    Column("implied_by", BigInteger, comment="the measure with which it was taken and ends; empty: none"),
    Index("measures_hold", "hall_id", "ended_at"),
    info=HISTORY,
    comment="what was done to the line, and what people are told",
)

incident_log = Table(
    "incident_log",
    metadata,
    hall_id(),
    Column("id", BigInteger, primary_key=True, autoincrement=False, comment="an entry of the journal"),
    Column("incident", BigInteger, nullable=False, comment="which it belongs to"),
    Index("incident_log_incident", "hall_id", "incident"),
    info=HISTORY,
    comment="which entries are an incident's log",
)

incident_photos = Table(
    "incident_photos",
    metadata,
    hall_id(),
    Column("id", BigInteger, primary_key=True, autoincrement=False, comment="number of the entry that added it"),
    Column("incident", BigInteger, nullable=False, comment="which it belongs to"),
    Column("file", String(64), nullable=False, comment="address of its content; the file may be erased by now"),
    Index("incident_photos_incident", "hall_id", "incident"),
    info=HISTORY,
    comment="photos of incidents",
)

incident_words = Table(
    "incident_words",
    metadata,
    hall_id(),
    Column("entry", BigInteger, primary_key=True, autoincrement=False, comment="the entry that they were said with"),
    Column("incident", BigInteger, nullable=False, comment="of which incident"),
    Column("text", Sealed, nullable=False, comment="what somebody wrote; it may name people, so it is in no journal"),
    Index("incident_words_incident", "hall_id", "incident"),
    info={"kind": "personal", "kept": (WORDS,)},
    comment="notes and reviews in people's own words",
)

drills = Table(
    "drills",
    metadata,
    hall_id(),
    Column("due_at", Moment, nullable=False, comment="by when the next drill is closed"),
    Column("late_at", Moment, comment="since when it is late, and the manager's"),
    info=HISTORY,
    comment="by when each hall has its next drill",
)
