"""`floor simulate`: a day played, and what it came to."""

import json
import sys
import time
from pathlib import Path
from typing import Any, Final

from server.floor.hallfile import Hall
from server.simulation.days import DAYS
from server.simulation.engine import Engine
from server.simulation.figures import figures
from server.simulation.playing import play
from server.simulation.remote import Unreachable, play_remotely
from server.simulation.trace import write_trace

NO_HALL, NO_DAY = "the configuration has no hall “{}”; it has {}", "there is no day “{}”; choose {}"
HEADING: Final = f"{'wait (min)':<14}{'tickets':>8}{'mean':>8}{'median':>8}{'90 %':>8}{'longest':>8}"
DRAWN_EVERY: Final = 0.2  # seconds between two lines of progress


def simulate(
    halls: list[Hall],
    *,
    hall: str,
    day: str,
    seed: int = 1,
    speed: float = 0.0,
    as_json: bool = False,
    trace: Path | None = None,
    url: str | None = None,
    token: str | None = None,
) -> int:
    """Play a day and print its figures; return the exit code.

    `speed` is how often faster than real time, 0 as fast as possible. With `url` and a kiosk's `token` the customers
    and clerks go to a running server instead of a database of their own.
    """
    wanted = next((one for one in halls if one.code == hall), None)
    if wanted is None:
        return failed(NO_HALL.format(hall, ", ".join(one.code for one in halls)))
    if day not in DAYS:
        return failed(NO_DAY.format(day, ", ".join(DAYS)))
    if speed < 0 or (url and not speed):
        return failed("--speed must be above 0 with --url, and never below")
    if bool(url) != bool(token):
        return failed("--url and --token belong together: the token is a kiosk's")
    begun = time.monotonic()
    progress = Progress()
    try:
        if url and token:
            engine = play_remotely(wanted, DAYS[day], seed, speed=speed, url=url, token=token, progress=progress.draw)
        else:
            engine = play(wanted, DAYS[day], seed, speed=speed, progress=progress.draw)
    except Unreachable as error:
        return failed(str(error))
    finally:
        progress.end()
    found = {
        "hall": hall,
        "day": day,
        "seed": seed,
        **figures(wanted, engine),
        "took": round(time.monotonic() - begun, 2),
    }
    if trace is not None:
        write_trace(trace, engine.records.values())
    sys.stdout.write(json.dumps(found, indent=2) + "\n" if as_json else summary(found))
    return 0


def failed(why: str) -> int:
    """Say why nothing was played."""
    sys.stderr.write(f"floor simulate: {why}\n")
    return 2


def summary(found: dict[str, Any]) -> str:
    """Return the figures as a person reads them; waits in minutes."""
    waits, forecast = found["waits"], found["forecast"]
    rows = {"all": waits["all"], **waits["by_class"], **waits["by_service"]}
    came = "{tickets} tickets, {served} served, {no_shows} did not come, {cancelled} gave up".format_map(found)
    lines = [f"{found['day']} day in {found['hall']}, seed {found['seed']}: {came}", HEADING]
    lines += [f"{name:<14}{row['tickets']:>8}{minutes(row)}" for name, row in rows.items()]
    if found["within_target"] is not None:
        lines.append(f"within target  {found['within_target']:.0%}; calls out of order {found['calls_out_of_order']}")
    if forecast["tickets"]:
        error, naive, width = (
            f"{(forecast[name] or 0) / 60:.1f} min" for name in ("likely_error", "naive_error", "width")
        )
        lines.append(f"announced waits: wrong by {error} (people ahead × mean: {naive}), range {width} wide")
        lines.append(f"               {forecast['coverage']:.0%} inside the range")
    return "\n".join([*lines, f"played in {found['took']} s", ""])


def minutes(row: dict[str, Any]) -> str:
    """Return a row's waits in minutes; a dash where there is none."""
    values = (row[name] for name in ("mean", "median", "p90", "longest"))
    return "".join("       –" if value is None else f"{value / 60:>8.1f}" for value in values)


class Progress:
    """One line on a terminal: the hall's time, and how many were served."""

    def __init__(self) -> None:
        self.on = sys.stderr.isatty()
        self.drawn = 0.0

    def draw(self, now: float, engine: Engine) -> None:
        """Draw the line, a few times a second."""
        if self.on and time.monotonic() - self.drawn > DRAWN_EVERY:
            self.drawn = time.monotonic()
            hours, rest = divmod(int(now), 3600)
            sys.stderr.write(f"\r{hours:02d}:{rest // 60:02d}  {len(engine.records)} tickets, {engine.calls} calls ")
            sys.stderr.flush()

    def end(self) -> None:
        """Clear the line."""
        if self.on:
            sys.stderr.write("\r\033[K")
