"""`floor evaluate`: another system's log, and what would have been announced to the people in it."""

import csv
import json
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from server.evaluation.following import Announced, Following
from server.evaluation.formulas import FORMULAS
from server.evaluation.judging import PLAYED, figures
from server.evaluation.reading import STANDARD, Log, OtherColumns, read_log
from server.evaluation.rule import Rule, learned
from server.kernel.refusals import Fault
from server.outcome import DONE, WRONG_CALL

MOST_NAMED: Final = 20  # damaged rows that are named one by one
TRACE: Final = ("line", "service", "class", "ahead", "low", "likely", "high", "people_ahead", "shared", "les", "waited")
HEADING: Final = f"{'':<30}{'error':>8}{'inside':>8}{'width':>8}{'ours is':>9}"


def evaluate(
    file: Path,
    *,
    fit: str | None = None,
    show: str | None = None,
    seed: int = 1,
    as_json: bool = False,
    trace: Path | None = None,
) -> int:
    """Print what would have been announced, and how good that was; return the exit code.

    `fit` and `show` are days of the log as 1-7: what is learned on the former is judged on the latter.
    """
    log = readable(file)
    if log is None:
        return WRONG_CALL
    days = log.days()
    if not days:
        raise Fault(f"{file}: no row can be used")
    half = max(1, len(days) // 2)
    learns = span(fit or f"1-{half}", len(days), "--fit")
    shown = span(show or (f"{learns[1] + 1}-{len(days)}" if learns[1] < len(days) else "1-1"), len(days), "--show")
    from_day, to_day = days[min(learns[0], shown[0]) - 1], days[shown[1] - 1]
    judged = {days[nth - 1] for nth in range(shown[0], shown[1] + 1)}
    following = Following(seed=seed)
    rows = [row for row in log.rows if from_day <= row.day <= to_day]
    announced = [one for one in following.follow(rows, tell=lambda _row: True) if one.row.day in judged]
    found = {
        "log": file.name,
        "rows": len(log.rows),
        "damaged": len(log.damaged),
        "fit": list(learns),
        "show": list(shown),
        "figures": figures(announced),
        "rule": rule_told(learned(following.pairs)),
    }
    if trace is not None:
        write_trace(trace, announced)
    sys.stdout.write(json.dumps(found, indent=2, ensure_ascii=False) + "\n" if as_json else summary(found))
    return DONE


def readable(file: Path) -> Log | None:
    """Return a log, its damaged rows named on standard error; None, and said so, where it has other columns."""
    try:
        log = read_log(file)
    except OtherColumns as error:
        sys.stderr.write(f"{file}: {error}\n")
        return None
    for one in log.damaged[:MOST_NAMED]:
        sys.stderr.write(f"{file}, line {one.line}: {one.why}; left out\n")
    if len(log.damaged) > MOST_NAMED:
        sys.stderr.write(f"{file}: {len(log.damaged) - MOST_NAMED} more rows are damaged and left out\n")
    return log


def span(text: str, days: int, name: str) -> tuple[int, int]:
    """Return the days of 1-7 or 3; refuse what is none, and days that the log has not."""
    found = re.fullmatch(r"(\d+)(?:-(\d+))?", text)
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
    if not 1 <= first <= last <= days:
        raise Fault(f"{name} {text}: the log has the days 1-{days}; write for instance 1-{max(1, days // 2)}")
    return first, last


def rule_told(rule: Rule) -> dict[str, Any]:
    """Return by which rule the line was called, ready for JSON."""
    return {
        "pairs": rule.pairs,
        "agree": round(1 - rule.against / rule.pairs, 3) if rule.pairs else None,
        "credits": {f"{service} {group}": round(credit) for (service, group), credit in rule.credits.items()},
        "unheeded": {
            f"{service} {group}": round(share, 2)
            for (service, group), (credit, share) in rule.unheeded.items()
            if credit and share
        },
    }


def summary(found: dict[str, Any]) -> str:
    """Return the figures as a person reads them; seconds."""
    fit, show = ("–".join(map(str, sorted(set(found[name])))) for name in ("fit", "show"))
    lines = [
        f"{found['log']}: {found['rows']} rows, {found['damaged']} left out; learned on days {fit}, shown on {show}"
    ]
    for name, its in found["figures"].items():
        who = "all services" if name == "all" else name
        had = f"{its['customers']} had to wait and were served, {its['waited']} s on average, {its['ahead']} ahead"
        lines += ["", f"{who}: {had}", HEADING]
        for one in (PLAYED, *FORMULAS):
            its_way = its["ways"][one]
            part = "" if its_way.get("ours_is") is None else f"{its_way['ours_is']:>9.3f}"
            lines.append(f"{one:<30}{its_way['error']:>8.1f}{its_way['coverage']:>8.0%}{its_way['width']:>8.0f}{part}")
    return "\n".join([*lines, "", *rule_lines(found["rule"]), ""])


def rule_lines(rule: dict[str, Any]) -> list[str]:
    """Return by which rule the line was called, as a person reads it."""
    if not rule["pairs"]:
        return ["Too few waited side by side to say by which rule they were called."]
    lines = [f"Called by arrival less credit: {rule['agree']:.1%} of {rule['pairs']} pairs agree. Credit in seconds:"]
    for name, credit in rule["credits"].items():
        share = rule["unheeded"].get(name)
        doubt = f", not heeded for {share:.0%} of them" if share else ""
        if credit or share or not name.endswith(STANDARD):
            lines.append(f"  {name:<28}{credit:>8}{doubt}")
    return lines


def write_trace(path: Path, announced: Iterable[Announced]) -> None:
    """Write a row for each who was announced a wait; seconds, the true wait empty where they left."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(TRACE)
        for one in announced:
            points: Sequence[float] = (one.low, one.likely, one.high, *one.usual.waits)
            values = [round(point, 1) for point in points]
            writer.writerow([one.row.line, one.row.service, one.row.group, one.ahead, *values, one.row.waited])
