"""A period as a spreadsheet, and its days as CSV. Durations in minutes there: people read them."""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Final

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from server.kernel.languages import N_, say
from server.reports.figures import DayFigures, Times, Waits

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV: Final = "text/csv; charset=utf-8"
Cell = str | int | float | None
DAYS: Final = (
    N_("Day"), N_("Numbers"), N_("People"), N_("Priority numbers"), N_("Without a number"), N_("Served"),
    N_("No-shows"), N_("Cancelled"), N_("Mean wait, min"), N_("Median wait, min"), N_("9 of 10 within, min"),
    N_("Longest wait, min"), N_("Within target"), N_("Mean service, min"), N_("Announced waits kept"),
    N_("Slips failed"), N_("Slips unconfirmed"),
)  # fmt: skip
SERVICES: Final = (
    N_("Day"), N_("Service"), N_("Numbers"), N_("No-shows"), N_("Mean wait, min"), N_("Median wait, min"),
    N_("9 of 10 within, min"), N_("Longest wait, min"), N_("Within target"), N_("Mean service, min"),
)  # fmt: skip
HOURS: Final = (N_("Day"), N_("Hour"), N_("Numbers"), N_("Mean wait, min"), N_("9 of 10 within, min"))
COUNTERS: Final = (N_("Day"), N_("Counter"), N_("Served"), N_("Mean service, min"), N_("No-shows"))
SHEETS: Final = (N_("Days"), N_("Services"), N_("Hours"), N_("Counters"))


def minutes(seconds: int | None) -> float | None:
    """Return seconds as minutes, to a tenth."""
    return None if seconds is None else round(seconds / 60, 1)


def of_waits(waits: Waits) -> list[Cell]:
    """Return a group's waits as cells."""
    share = None if waits.within_target is None else round(waits.within_target, 3)
    return [minutes(waits.mean), minutes(waits.median), minutes(waits.ninth), minutes(waits.longest), share]


def of_times(times: Times) -> Cell:
    """Return a group's mean service time as a cell."""
    return minutes(times.mean)


def day_rows(days: Sequence[DayFigures]) -> Iterator[list[Cell]]:
    """Yield a row a day."""
    for one in days:
        kept = None if one.promises_kept is None else round(one.promises_kept, 3)
        yield [
            one.day, one.issued, one.people, one.priority, one.walk_ins, one.served, one.no_shows, one.cancelled,
            *of_waits(one.waits), of_times(one.times), kept, one.prints.failed, one.prints.unconfirmed,
        ]  # fmt: skip


def service_rows(days: Sequence[DayFigures]) -> Iterator[list[Cell]]:
    """Yield a row a day and service."""
    for one in days:
        for service in one.services:
            yield [
                one.day, service.service, service.issued, service.no_shows,
                *of_waits(service.waits), of_times(service.times),
            ]  # fmt: skip


def hour_rows(days: Sequence[DayFigures]) -> Iterator[list[Cell]]:
    """Yield a row a day and hour."""
    for one in days:
        for hour in one.hours:
            yield [one.day, hour.hour, hour.issued, minutes(hour.waits.mean), minutes(hour.waits.ninth)]


def counter_rows(days: Sequence[DayFigures]) -> Iterator[list[Cell]]:
    """Yield a row a day and counter."""
    for one in days:
        for counter in one.counters:
            yield [one.day, counter.counter, counter.times.count, of_times(counter.times), counter.no_shows]


def as_csv(days: Sequence[DayFigures], language: str) -> bytes:
    """Return the days as CSV, with the mark by which spreadsheet programs know UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([say(head, language) for head in DAYS])
    writer.writerows(day_rows(days))
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def as_xlsx(days: Sequence[DayFigures], language: str) -> bytes:
    """Return a period as a workbook: days with a chart of their waits, services, hours, counters."""
    book = Workbook()
    book.remove(book.worksheets[0])
    parts = zip(
        SHEETS, (DAYS, SERVICES, HOURS, COUNTERS), (day_rows, service_rows, hour_rows, counter_rows), strict=True
    )
    for name, heads, rows in parts:
        sheet = book.create_sheet(say(name, language))
        fill(sheet, [say(head, language) for head in heads], list(rows(days)))
    with_chart(book.worksheets[0], len(days), say("Mean wait, min", language))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def fill(sheet: Worksheet, heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    """Write a sheet's rows under its heads."""
    sheet.append(list(heads))
    for row in rows:
        sheet.append(list(row))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for place, head in enumerate(heads, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = max(11, len(head.encode()) * 0.6 + 4)
    sheet.freeze_panes = "B2"


def with_chart(sheet: Worksheet, days: int, title: str) -> None:
    """Draw the mean waits beside the days."""
    if not days:
        return
    chart = BarChart()
    chart.title, chart.legend, chart.width = title, None, 24
    chart.add_data(Reference(sheet, min_col=9, min_row=2, max_row=days + 1))
    chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=days + 1))
    sheet.add_chart(chart, f"A{days + 4}")
