"""Writes a workbook (XLSX). python -m server.reports.workbook answers with one for each line of JSON."""

import base64
import io
from collections.abc import Mapping
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from server.kernel.elsewhere import answer
from server.reports.writing import from_line


def write(asked: Mapping[str, Any]) -> bytes:
    """Return a workbook of `sheets` (name, heads, formats, wide, rows), the `chart` of the first, and `meanings`."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in asked["sheets"]:
        fill(book.create_sheet(sheet["name"]), sheet)
    with_chart(book.worksheets[0], asked["chart"])
    explain(book.create_sheet(asked["meanings"]["name"]), asked["meanings"]["rows"])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def fill(made: Worksheet, sheet: Mapping[str, Any]) -> None:
    """Write a sheet's rows under its heads, each column in its number format."""
    made.append(sheet["heads"])
    for row in sheet["rows"]:
        cells = [from_line(cell) for cell in row]
        made.append([ILLEGAL_CHARACTERS_RE.sub("", cell) if isinstance(cell, str) else cell for cell in cells])
    for cell in made[1]:
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    for place, (form, wide) in enumerate(zip(sheet["formats"], sheet["wide"], strict=True), start=1):
        made.column_dimensions[get_column_letter(place)].width = 13 if wide else 11
        for (cell,) in made.iter_rows(min_row=2, min_col=place, max_col=place):
            cell.number_format = form
    made.freeze_panes = "B2"


def explain(made: Worksheet, rows: list[list[str]]) -> None:
    """Write how each figure is made."""
    for row in rows:
        made.append(row)
    made.column_dimensions["A"].width, made.column_dimensions["B"].width = 32, 110
    for head_cell, meaning_cell in made.iter_rows():
        head_cell.font, meaning_cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")


def with_chart(made: Worksheet, asked: Mapping[str, Any]) -> None:
    """Draw the mean waits beside the days."""
    days, column = asked["rows"], asked["column"]
    if not days:
        return
    chart = BarChart()
    chart.title, chart.legend, chart.width = asked["title"], None, 24
    chart.add_data(Reference(made, min_col=column, min_row=2, max_row=days + 1))
    chart.set_categories(Reference(made, min_col=1, min_row=2, max_row=days + 1))
    made.add_chart(chart, f"A{days + 4}")


if __name__ == "__main__":
    answer(lambda asked: base64.b64encode(write(asked)).decode())
