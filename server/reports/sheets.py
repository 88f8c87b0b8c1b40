"""A period as a workbook, and its days as CSV: days are dates, shares per cent, durations minutes or hours."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from server.floor.states import LEFT_OPEN, TicketState
from server.kernel.languages import N_, say
from server.ratings.levels import LEVELS
from server.reports.endings import ENDINGS
from server.reports.feedback import FeedbackFigures, Rated, RatedOf
from server.reports.figures import AppointmentsDay, DayFigures, Times, Waits
from server.reports.meanings import MEANINGS
from server.reports.paper import GapBecause, Paper
from server.reports.phones import SentBy
from server.reports.writing import to_line, written

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV: Final = "text/csv; charset=utf-8"
Cell = str | int | float | date | datetime | None
COUNT, TEXT, SPAN, SHARE, MONEY = "0", "@", "0.0", "0 %", "0.00"
DAY, MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"  # number formats
WAITS: Final = (
    (N_("Mean wait, min"), SPAN), (N_("Median wait, min"), SPAN), (N_("9 of 10 within, min"), SPAN),
    (N_("Longest wait, min"), SPAN), (N_("Within target"), SHARE),
)  # fmt: skip
RATED: Final = (
    *((LEVELS[score], COUNT) for score in sorted(LEVELS, reverse=True)),
    (N_("Not rated"), COUNT), (N_("Share satisfied"), SHARE), (N_("Share rated"), SHARE),
)  # fmt: skip
SINGLY: Final = tuple(one for one in ENDINGS if one != TicketState.NO_SHOW)  # that one has its column beside Served
DAYS: Final = (
    (N_("Day"), DAY), (N_("Numbers"), COUNT), (N_("People"), COUNT), (N_("Priority numbers"), COUNT),
    (N_("Without a number"), COUNT), (N_("Served"), COUNT), (N_("No-shows"), COUNT), (N_("Cancelled"), COUNT),
    (N_("Sent on"), COUNT), (N_("Came back"), COUNT),
    (N_("For several services"), COUNT), (N_("Services given"), COUNT), (N_("Changed to what was meant"), COUNT),
    (N_("Mean visit, min"), SPAN), *((ENDINGS[one], COUNT) for one in SINGLY),
    *WAITS, (N_("Mean wait without priority, min"), SPAN),
    (N_("Mean wait with priority, min"), SPAN), (N_("Mean service, min"), SPAN), (N_("Counters staffed, h"), SPAN),
    (N_("Utilisation"), SHARE), (N_("Announced waits kept"), SHARE), (N_("Calls out of order"), COUNT),
    (N_("Slips printed"), COUNT), (N_("Slips failed"), COUNT), (N_("Slips unconfirmed"), COUNT),
    (N_("Slips not reported"), COUNT), (N_("Given by cut-off kiosks"), COUNT), (N_("Questions abandoned"), COUNT),
    (N_("Numbers passed over"), COUNT), (N_("Numbers not explained"), COUNT),
    (N_("Appointments kept"), COUNT), (N_("Appointments missed"), COUNT), (N_("Share missed"), SHARE),
)  # fmt: skip
SERVICES: Final = (
    (N_("Day"), DAY), (N_("Service"), TEXT), (N_("Numbers"), COUNT), (N_("Served"), COUNT), (N_("No-shows"), COUNT),
    *WAITS, (N_("Mean service, min"), SPAN),
)  # fmt: skip
CLASSES: Final = ((N_("Day"), DAY), (N_("Class"), TEXT), (N_("Called"), COUNT), *WAITS)
HOURS: Final = (
    (N_("Day"), DAY), (N_("Hour"), COUNT), (N_("Numbers"), COUNT), (N_("Mean wait, min"), SPAN),
    (N_("9 of 10 within, min"), SPAN),
)  # fmt: skip
APPOINTMENTS: Final = (
    (N_("Day"), DAY), (N_("Service"), TEXT), (N_("Appointments kept"), COUNT), (N_("Appointments missed"), COUNT),
    (N_("Appointments cancelled"), COUNT), (N_("Share missed"), SHARE),
)  # fmt: skip
COUNTERS: Final = (
    (N_("Day"), DAY), (N_("Counter"), TEXT), (N_("Served"), COUNT), (N_("Mean service, min"), SPAN),
    (N_("No-shows"), COUNT), (N_("Staffed, h"), SPAN), (N_("Utilisation"), SHARE), (N_("Paused, h"), SPAN),
)  # fmt: skip
WEEKS: Final = ((N_("Week of"), DAY), *RATED)
BY_SERVICE: Final = ((N_("Service"), TEXT), *RATED)
BY_COUNTER: Final = ((N_("Counter"), TEXT), *RATED)
EARLY: Final = (
    (N_("When"), MOMENT), (N_("Number"), TEXT), (N_("Counter"), TEXT), (N_("Reason"), TEXT), (N_("Passed"), COUNT),
)  # fmt: skip
PAPER: Final = (
    (N_("Day"), DAY), (N_("Letter"), TEXT), (N_("Last of the sequence"), COUNT), (N_("Given of the sequence"), COUNT),
    (N_("Numbers passed over"), COUNT), (N_("Numbers not explained"), TEXT), (N_("Granted to kiosks"), COUNT),
    (N_("Given by cut-off kiosks"), COUNT), (N_("Put aside"), COUNT), (N_("Put aside, not seen to"), COUNT),
)  # fmt: skip
PHONES: Final = (
    (N_("Gateway"), TEXT), (N_("Messages"), COUNT), (N_("Cost"), MONEY), (N_("Currency"), TEXT),
)  # fmt: skip
Columns = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, its columns with their number formats, its rows."""

    name: str
    columns: Columns
    rows: Iterable[Sequence[Cell]]


def minutes(seconds: float | None) -> float | None:
    """Return seconds as minutes, to a tenth."""
    return None if seconds is None else round(seconds / 60, 1)


def hours(seconds: float) -> float:
    """Return seconds as hours, to a tenth."""
    return round(seconds / 3600, 1)


def share(of: float | None) -> float | None:
    """Return a share as it is kept: three digits are enough."""
    return None if of is None else round(of, 3)


def of_waits(waits: Waits) -> list[Cell]:
    """Return a group's waits as cells."""
    spans = (waits.mean, waits.median, waits.ninth, waits.longest)
    return [*map(minutes, spans), share(waits.within_target)]


def of_times(times: Times) -> Cell:
    """Return a group's mean service time as a cell."""
    return minutes(times.mean)


def of_ratings(one: Rated) -> list[Cell]:
    """Return ratings as cells: the best first."""
    scores: list[Cell] = [one.scores[score] for score in sorted(LEVELS, reverse=True)]
    return [*scores, one.not_rated, share(one.satisfied), share(one.response)]


def of_endings(one: DayFigures) -> list[Cell]:
    """Return as cells how many of a day's numbers ended in each way; empty where nobody counted that yet."""
    if one.endings is None:
        return [one.left_open if ending == LEFT_OPEN else None for ending in SINGLY]
    return [one.endings.get(ending, 0) for ending in SINGLY]


def of_appointments(some: Sequence[AppointmentsDay]) -> list[Cell]:
    """Return as cells how many appointments were kept, how many missed, and the share of these."""
    kept, missed = sum(one.kept for one in some), sum(one.missed for one in some)
    return [kept, missed, share(missed / (kept + missed) if kept + missed else None)]


def day_rows(days: Sequence[DayFigures]) -> Iterator[list[Cell]]:
    """Yield a row a day."""
    for one in days:
        yield [
            date.fromisoformat(one.day), one.issued, one.people, one.priority, one.walk_ins, one.served, one.no_shows,
            one.cancelled, one.sent_on, one.came_back, one.several, one.given, one.changed,
            None if one.visits is None else minutes(one.visits.mean), *of_endings(one), *of_waits(one.waits),
            minutes(one.by_class["standard"].mean), minutes(one.by_class["priority"].mean),
            of_times(one.times), hours(one.staffed), share(one.utilisation),
            share(one.promises_kept), len(one.out_of_order),
            one.prints.printed, one.prints.failed, one.prints.unconfirmed, one.prints.nothing_said,
            *of_paper(one.paper), *of_appointments(one.appointments),
        ]  # fmt: skip


def of_paper(paper: Paper | None) -> list[Cell]:
    """Return as cells how paper and record of a day lie side by side; empty where nobody laid them so yet."""
    if paper is None:
        return [None, None, None, None]
    unknown = len(paper.unexplained)
    return [paper.of("handed_in"), paper.abandoned, paper.gaps - unknown, unknown]


def paper_rows(days: Sequence[DayFigures]) -> Iterator[list[Cell]]:
    """Yield a row a day and letter."""
    for one in days:
        for each in one.paper.letters if one.paper else ():
            unknown = [gap.number for gap in each.gaps if gap.why is GapBecause.UNKNOWN]
            yield [
                date.fromisoformat(one.day), each.letter, each.last, each.given, len(each.gaps) - len(unknown),
                " ".join(unknown), each.granted, each.handed_in, each.put_aside, each.waiting_aside,
            ]  # fmt: skip


def service_rows(days: Sequence[DayFigures]) -> Iterator[list[Cell]]:
    """Yield a row a day and service."""
    for one in days:
        for each in one.services:
            yield [
                date.fromisoformat(one.day), each.service, each.issued, each.served, each.no_shows,
                *of_waits(each.waits), of_times(each.times),
            ]  # fmt: skip


def class_rows(days: Sequence[DayFigures]) -> Iterator[list[Cell]]:
    """Yield a row a day and priority class, by its code; who has none stands first, as a line."""
    for one in days:
        for code, waits in {"—": one.by_class["standard"], **one.waits_by_class()}.items():
            yield [date.fromisoformat(one.day), code, waits.count, *of_waits(waits)]


def hour_rows(days: Sequence[DayFigures]) -> Iterator[list[Cell]]:
    """Yield a row a day and hour."""
    for one in days:
        for hour in one.hours:
            waits = minutes(hour.waits.mean), minutes(hour.waits.ninth)
            yield [date.fromisoformat(one.day), hour.hour, hour.issued, *waits]


def appointment_rows(days: Sequence[DayFigures]) -> Iterator[list[Cell]]:
    """Yield a row a day and service that had appointments."""
    for one in days:
        for each in one.appointments:
            counts = each.kept, each.missed, each.cancelled
            yield [date.fromisoformat(one.day), each.service, *counts, share(each.missed_share)]


def counter_rows(days: Sequence[DayFigures]) -> Iterator[list[Cell]]:
    """Yield a row a day and counter."""
    for one in days:
        for each in one.counters:
            yield [
                date.fromisoformat(one.day), each.counter, each.times.count, of_times(each.times), each.no_shows,
                hours(each.staffed), share(each.utilisation), hours(each.paused),
            ]  # fmt: skip


def early_rows(days: Sequence[DayFigures], zone: ZoneInfo) -> Iterator[list[Cell]]:
    """Yield a row a call out of order, by the hall's clock: spreadsheets know no zones."""
    for one in days:
        for call in one.out_of_order:
            at = call.at.astimezone(zone).replace(tzinfo=None, microsecond=0)
            yield [at, call.number, call.counter, call.why, len(call.passed)]


def rated_rows(found: Sequence[RatedOf]) -> Iterator[list[Cell]]:
    """Yield a row a service or counter."""
    for one in found:
        yield [one.of, *of_ratings(one)]


def week_rows(found: Sequence[RatedOf]) -> Iterator[list[Cell]]:
    """Yield a row a week."""
    for one in found:
        yield [date.fromisoformat(one.of), *of_ratings(one)]


def as_csv(days: Sequence[DayFigures], language: str) -> bytes:
    """Return the days as CSV, with the mark by which spreadsheet programs know UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([say(head, language) for head, _ in DAYS])
    writer.writerows(day_rows(days))
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def as_xlsx(
    days: Sequence[DayFigures], said: FeedbackFigures, language: str, zone: ZoneInfo, phones: Sequence[SentBy] = ()
) -> bytes:
    """Return a period as a workbook: its days with a chart of their waits, what customers said, how it is counted.

    It is written in a process beside the server, for that takes long and needs much; where there is none, here.
    """
    asked = {
        "sheets": [
            {
                "name": say(sheet.name, language),
                "heads": [say(head, language) for head, _ in sheet.columns],
                "formats": [form for _, form in sheet.columns],
                "wide": [form in {DAY, MOMENT} for _, form in sheet.columns],
                "rows": [[to_line(cell) for cell in row] for row in sheet.rows],
            }
            for sheet in sheets_of(days, said, zone, phones)
        ],
        "chart": {
            "title": say(N_("Mean wait, min"), language),
            "column": [head for head, _ in DAYS].index("Mean wait, min") + 1,
            "rows": len(days),
        },
        "meanings": {
            "name": say(N_("How it is counted"), language),
            "rows": [[say(head, language), say(meaning, language)] for head, meaning in MEANINGS.items()],
        },
    }
    return written(asked)


def sheets_of(
    days: Sequence[DayFigures], said: FeedbackFigures, zone: ZoneInfo, phones: Sequence[SentBy] = ()
) -> tuple[Sheet, ...]:
    """Return the sheets of a period."""
    return (
        Sheet(N_("Days"), DAYS, day_rows(days)),
        Sheet(N_("Services"), SERVICES, service_rows(days)),
        Sheet(N_("Hours"), HOURS, hour_rows(days)),
        Sheet(N_("Counters"), COUNTERS, counter_rows(days)),
        Sheet(N_("Appointments"), APPOINTMENTS, appointment_rows(days)),
        Sheet(N_("Priority classes"), CLASSES, class_rows(days)),
        Sheet(N_("Ratings by week"), WEEKS, week_rows(said.weeks)),
        Sheet(N_("Ratings by service"), BY_SERVICE, rated_rows(said.services)),
        Sheet(N_("Ratings by counter"), BY_COUNTER, rated_rows(said.counters)),
        Sheet(N_("Calls out of order"), EARLY, early_rows(days, zone)),
        Sheet(N_("Paper and record"), PAPER, paper_rows(days)),
        Sheet(N_("Messages to phones"), PHONES, ([one.name, one.many, one.cost, one.currency] for one in phones)),
    )
