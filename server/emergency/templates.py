"""The templates of emergency plans, and the plans made of them with a hall's particulars."""

import tomllib
from collections.abc import Container
from pathlib import Path
from typing import Any, Final

import structlog

from server.emergency.drafts import Draft
from server.emergency.particulars import FILE, OPEN, Answers, answers_of, asked_by, filled, read_particulars
from server.emergency.plans import MOST_ROLES, Plan
from server.floor.configuration import read_file
from server.kernel.refusals import Fault

log = structlog.get_logger()
FOLDER: Final = Path(__file__).parents[2] / "config" / "plans"


def read_plans(folder: Path | None = None) -> dict[str, Plan]:
    """Return the plans of a folder by kind, with the answers that its particulars give.

    Raise `Fault` with file, line and remedy where one does not fit.
    """
    chosen = folder or FOLDER
    particulars = read_particulars(chosen)
    answers, declared = answers_of(particulars), {one.code for one in particulars}
    found: dict[str, Plan] = {}
    for path in files(chosen):
        all_declared(path, declared)
        plan = read_file(path, Plan, lambda data: made(data, answers))
        named_right(path, plan)
        under = len(plan.organisation.roles) - 1
        if under > MOST_ROLES:
            log.warning("more roles than one person can lead", plan=str(path), roles=under, at_most=MOST_ROLES)
        found[plan.kind] = plan
    return found


def read_drafts(answers: Answers, folder: Path | None = None) -> dict[str, Draft]:
    """Return the drafts that the templates of a folder make with a hall's own answers, by kind."""
    return {path.stem: read_file(path, Draft, lambda data: made(data, answers)) for path in files(folder or FOLDER)}


def made(data: Any, answers: Answers) -> Any:
    """Return what a template makes with its answers; measures that were left out are named nowhere."""
    plan = filled(data, answers)
    left_out = {one["code"] for one in data.get("measures", ())} - {one["code"] for one in plan.get("measures", ())}
    records = [*plan.get("measures", ())]
    for part in ("response", "recovery"):
        records += plan.get(part, {}).get("steps", ())
    for record in records:
        for name in record.keys() & {"implies", "ends", "takes"}:
            record[name] = [code for code in record[name] if code not in left_out]
    return plan


def left_open(folder: Path | None = None) -> dict[str, set[str]]:
    """Return which particulars each kind's template leaves open."""
    return {path.stem: asked_by(tomllib.loads(path.read_text(encoding="utf-8"))) for path in files(folder or FOLDER)}


def files(folder: Path) -> list[Path]:
    """Return a folder's plans, not its particulars."""
    return [path for path in sorted(folder.glob("*.toml")) if path.name != FILE]


def all_declared(path: Path, declared: Container[str]) -> None:
    """Refuse a file that leaves open what its folder's particulars do not name: its step would silently be missing."""
    text = path.read_text(encoding="utf-8-sig")
    for number, line in enumerate(text.splitlines(), 1):
        for code in OPEN.findall(line):
            if code not in declared:
                raise Fault(f"{path}, line {number}: {{{code}}} is not in {FILE} beside it; write it there or here")


def named_right(path: Path, plan: Plan) -> None:
    """Refuse a file that is not named after its kind."""
    if plan.kind != path.stem:
        raise Fault(f"{path}, line 1: kind is “{plan.kind}”; name the file {plan.kind}.toml, or correct the kind")
