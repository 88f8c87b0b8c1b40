"""A hall in which every request can go well: what it needs is brought about, and what it may name is told."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from server.cases.reads import any_case, rules_of
from server.cases.taking_in import secret_of
from server.crowd.commands import assess
from server.procedures.commands import set_version
from server.procedures.reads import in_force
from server.security.actors import SYSTEM
from tests.cases import RULES, CaseHall

AT: Final = {"clerk1": "1", "supervisor": "2", "tablet:1": "1", "counter-sign:1": "1"}  # whose counter is which
SEATED: Final = ["open"]
CALLED: Final = [*SEATED, "ticket", "call"]
SERVED: Final = [*CALLED, "start"]
BEFORE: Final = {  # an act at a counter: what comes before it
    "open": ["close"],
    "pause": SEATED,
    "close": SEATED,
    "call": [*SEATED, "ticket"],
    "recall": CALLED,
    "start": CALLED,
    "no-show": CALLED,
    "hold": SERVED,
    "return": [*SERVED, "hold"],
    "transfer": SERVED,
    "finish": SERVED,
    "serve": SEATED,
    "undo": CALLED,
    "call-back": [*SERVED, "hold"],
    "visit": SERVED,
    "free": SEATED,
}
DESK: Final = "/halls/main/counters/{counter}/"
INCIDENTS: Final = "/halls/main/incidents"
ANY: Final = ["kiosk", "display", "board", "line", "sign:1", "counter:1", "counter:2", "tablet:1"]
OWN: Final = {"display": "display", "counter-sign:1": "sign:1", "tablet:1": "tablet:1", "kiosk": "kiosk"}


class Fuzzed(CaseHall):
    """The demo's hall, ready for whatever is asked of it."""

    def __init__(self, folder: Path, who: str) -> None:
        super().__init__(folder, smtp_host="127.0.0.1", smtp_from="hall@example.org")  # no worker sends anything
        self.who = who
        self.counter = AT.get(who, "1")
        self.clerk = who if who in {"clerk1", "supervisor"} else "clerk1"
        clips = folder / "voice" / "main" / "en"
        clips.mkdir(parents=True)
        (clips / "A.wav").write_bytes(b"RIFF")
        self.incident: dict[str, Any] = {}
        self.now: dict[str, list[Any]] = {}  # what the present operation may name

    def header(self) -> dict[str, str]:
        """Return what says who asks; a sign-in that has ended or a device that was taken out is made anew."""
        if self.who in {"nobody", "holder"}:
            return {}
        if self.asks(self.who, "GET", "/me").status_code == 401:
            del self.tokens[self.who]
        return {"Authorization": f"Bearer {self.token(self.who)}"}

    def known(self, path: str) -> dict[str, list[Any]]:
        """Bring about what a path needs, and return the values that it may name."""
        found: dict[str, list[Any]] = {
            "hall": ["main"],
            "service": ["E"] if self.counter == "1" else ["A", "B", "E"],
            "counter": [self.counter],
            "view": [OWN[self.who]] if self.who in OWN else ANY,
        }
        for part, bring in self.bringing().items():
            if part in path:
                found |= bring(path)
        return found

    def bringing(self) -> dict[str, Callable[[str], dict[str, list[Any]]]]:
        """Return who brings about what a part of a path needs."""
        return {
            "/session": lambda _: {"username": ["clerk2"], "password": ["demo"]},
            "/pairing": self.pairing,
            "/devices/{": lambda _: {"device": [self.device()]},
            "/counters/": self.desk,
            "/tickets": lambda _: {"ticket": [self.number()["ticket"]["id"]]},
            "/speech/": self.spoken,
            "/ratings": self.tablet,
            "/cases": self.business,
            "/numbers/{": lambda _: {"number": [self.number()["ticket"]["number"]]},
            "/follow-ups/": lambda _: {"follow_up": [self.follow_up()]},
            "/opinions/": lambda _: {"opinion": [self.opinion()]},
            "/alerts/": lambda _: {"alert": [self.alert()]},
            "/incidents": self.emergency,
            "/track/": self.slip,
        }

    def number(self, service: str = "A") -> dict[str, Any]:
        """Take a number, whatever was stopped before."""
        answer = self.asks("kiosk", "POST", "/halls/main/tickets", {"service": service})
        if answer.status_code != 201:
            self.calm()
        return self.ticket(service) if answer.status_code != 201 else dict(answer.json or {})

    def calm(self) -> None:
        """Take back all that holds the line."""
        self.asks("manager", "POST", "/halls/main/issue", {"stopped": False})
        for one in self.told("manager", "GET", f"{INCIDENTS}?limit=100")["items"]:
            for measure in self.told("manager", "GET", f"{INCIDENTS}/{one['id']}")["measures"]:
                if measure["ended_at"] is None:
                    end = f"{INCIDENTS}/{one['id']}/measures/{measure['id']}/end"
                    self.asks("manager", "POST", end, {"reason": "Over"})

    def acts(self, counter: str, *acts: str, clerk: str = "") -> dict[str, Any]:
        """Press buttons at a counter, those that do nothing now too; return the ticket that was taken for it."""
        taken: dict[str, Any] = {}
        for act in ("start", "finish", *acts):
            if act == "ticket":
                taken = self.number("E" if counter == "1" else "A")
            else:
                named = {"ticket": taken["ticket"]["id"], "reason": "next"} if act == "call" else {}
                body = {"take_over": True} if act == "open" else named
                self.asks(clerk or self.clerk, "POST", f"{DESK.format(counter=counter)}{act}", body)
        return taken

    def desk(self, path: str) -> dict[str, list[Any]]:
        """Have the counter where its act can follow."""
        taken = self.acts(self.counter, *BEFORE.get(path.rpartition("/")[2], SEATED))
        return {"ticket": [taken["ticket"]["id"]]} if taken else {}

    def slip(self, path: str) -> dict[str, list[Any]]:
        """Have a slip where its holder's wish can be met."""
        what = path.partition("{secret}/")[2]
        rated = "rating" in what
        wanted = [*SERVED, "finish"] if rated else [*CALLED, "no-show"] if what == "back" else ["ticket"]
        secret = self.acts("3", *wanted, clerk="clerk3")["track_url"].rpartition("/")[2]
        if rated and what != "rating":
            self.asks(None, "POST", f"/track/{secret}/rating", {"score": 4})
        if "{follower}" not in path:
            return {"secret": [secret]}
        wish = {"language": "en", "email": "somebody@example.org"}
        following = self.told(None, "POST", f"/track/{secret}/follow/email", wish)
        return {"secret": [secret], "follower": [following["followers"][0]["id"]]}

    def tablet(self, path: str) -> dict[str, list[Any]]:
        """Have a service that ended at the tablet's counter a moment ago."""
        self.acts("1", *SERVED, "finish", clerk="clerk1")
        view = self.told("tablet:1", "GET", "/halls/main/views/tablet:1")["data"]
        named = {"ticket": [view["ticket"]], "token": [view["token"]]}
        if "{ticket}" in path:
            said = {"ticket": view["ticket"], "token": view["token"], "score": 4}
            self.asks("tablet:1", "POST", "/halls/main/ratings", said)
        return named

    def business(self, path: str) -> dict[str, list[Any]]:
        """Have somebody served for whom a case is open, and, as it is moved on, accepted and being done."""
        if "{secret}" in path:
            return self.slip(path)
        with self.store.hall(self.hall, SYSTEM) as work:
            if "E" not in in_force(work):
                set_version(work, "E", RULES, note="", written_by=None)
        counter = "2" if self.clerk == "supervisor" else "1"
        taken = self.acts(counter, *SERVED, clerk=self.clerk)["ticket"]["id"]
        if path.endswith("/cases"):
            return {"ticket": [taken]}
        case = self.told(self.clerk, "POST", "/halls/main/cases", {"ticket": taken})["id"]
        if self.who == "reviewer":
            self.complete(case, self.clerk)
            for name in ("accept", "begin", "hand_in"):
                self.moves(case, name, self.clerk)
        if self.who == "manager":
            self.moves(case, "escalate", self.clerk, reason="Odd")
        if not path.endswith("/look"):
            self.asks(self.who, "POST", f"/halls/main/cases/{case}/look", {})
        with self.store.look(self.hall) as sight:
            secret, rules = secret_of(sight, case), rules_of(sight, any_case(sight, case))
        return {
            "case": [case], "ticket": [taken], "code": [secret], "item": [rules.materials[0].code],
            "move": {"reviewer": ["send_back"], "manager": ["answer"]}.get(self.who, ["withdraw", "escalate"]),
            "service": ["E"],
        }  # fmt: skip

    def spoken(self, path: str) -> dict[str, list[Any]]:
        """Have a call, an announcement and a recording that can be heard."""
        found: dict[str, list[Any]] = {"language": ["en", "zh-Hant", "yue"], "name": ["A"]}
        if "clips" in path:
            return found | {"language": ["en"]}
        if "said" in path:
            self.emergency("/measures")
            three = {"zh-Hant": "請稍候。", "zh-Hans": "请稍候。", "en": "A moment, please."}
            answer = self.asks("manager", "POST", f"{INCIDENTS}/{self.incident['id']}/measures", {"text": three})
            return found | ({"number": [answer.json["measures"][-1]["id"]]} if answer.json else {})
        return found | {"ticket": [self.acts("1", *CALLED, clerk="clerk1")["ticket"]["id"]]}

    def pairing(self, _: str) -> dict[str, list[Any]]:
        """Have a device at the door."""
        self.app.extensions["authenticator"].tries.alone.storage.reset()  # at most sixty a minute
        asked = self.asks(None, "POST", "/pairing", {"kind": "kiosk", "hall": "main"}).json or {}
        return {"code": [asked["code"]], "secret": [asked["secret"]]}

    def device(self) -> int:
        """Have a device that nobody misses."""
        self.tokens.pop("sensor", None)
        self.token("sensor")
        return int(self.told("sensor", "GET", "/me")["id"])

    def follow_up(self) -> int:
        """Have a low rating that nobody followed up."""
        secret = self.slip("/track/{secret}/rating")["secret"][0]
        self.told(None, "POST", f"/track/{secret}/rating", {"score": 1, "contact": "0900 000 000"})
        return int(max(one["id"] for one in self.told("manager", "GET", "/halls/main/follow-ups")["items"]))

    def opinion(self) -> int:
        """Have an opinion without an answer."""
        said = {"kind": "praise", "words": "Well done."}
        kinds = (said, said | {"kind": "suggestion"})
        answers = [self.asks("kiosk", "POST", "/halls/main/opinions", body) for body in kinds]
        return next(int(one.json["id"]) for one in answers if one.json and one.status_code == 201)

    def alert(self) -> int:
        """Have the hall crowded."""
        self.tokens.pop("sensor", None)
        while not (alert := self.told("manager", "GET", "/halls/main/crowd")["alert"]):
            self.told("sensor", "POST", "/halls/main/headcount", {"inside": 210})
            with self.store.hall(self.hall, SYSTEM) as work:
                assess(work)
            self.clock.forward(31)
        return int(alert["id"])

    def emergency(self, path: str) -> dict[str, list[Any]]:
        """Have an incident where a step of it can follow."""
        known = self.seen()
        if known and path.endswith("/{move}") and known["state"] != "alert":
            self.over()
            known = self.seen()
        if not known or (known["state"] in {"closed", "reviewed"} and "review" not in path):
            self.incident = self.told("manager", "POST", INCIDENTS, {"kind": "crowding"})
        if path.endswith("/close"):
            self.through()
        if path.endswith("/review"):
            self.over()
        if path.endswith("/end"):
            self.asks("manager", "POST", f"{INCIDENTS}/{self.incident['id']}/measures", {"code": "slower"})
        now = self.seen()
        mine = [one["id"] for one in now["tasks"] if one["next"] and one["holder"] == self.who.rstrip("1")]
        waivable = [one["id"] for one in now["tasks"] if one["state"] == "open" and one["phase"] != "lead"]
        return {
            "incident": [now["id"]],
            "task": (waivable if "waive" in path else mine) or [now["tasks"][0]["id"]],
            "measure": [one["id"] for one in now["measures"]] or [1],
            "move": ["acknowledge"],
            "role": ["ushers", "counters"],
            "stage": [1, 2],
            "code": ["slower", "hold"],
            "kind": ["crowding", "system_failure"],
        }

    def seen(self) -> dict[str, Any]:
        """Return the incident as it is now."""
        if self.incident:
            self.incident = self.told("manager", "GET", f"{INCIDENTS}/{self.incident['id']}")
        return self.incident

    def over(self) -> None:
        """Have the incident closed."""
        self.through()
        self.asks("manager", "POST", f"{INCIDENTS}/{self.incident['id']}/close", {"review": "Over."})

    def through(self) -> None:
        """Confirm all steps of the incident, each as its own role."""
        for _ in range(30):
            following = [one for one in self.seen()["tasks"] if one["next"]]
            others = [one for one in following if one["code"] != "stabilise"] or following
            if not others:
                return
            one = others[0]
            who = {"clerk": "clerk1"}.get(one["holder"], one["holder"])
            self.asks(who, "POST", f"{INCIDENTS}/{self.incident['id']}/tasks/{one['id']}/confirm", {})
