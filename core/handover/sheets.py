"""Rows as a file that opens in Excel, in which no cell is ever a formula. Pure."""

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

# What spreadsheets take for the beginning of a formula, also in their wide forms.
FORMULA = tuple("=+-@\t\r\n＝＋－＠")
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

Row = Sequence[str]


def written(kind: str, header: Row, rows: Sequence[Row]) -> bytes:
    """The file as `csv` or `xlsx`."""
    return _csv(header, rows) if kind == "csv" else _workbook(header, rows)


def _csv(header: Row, rows: Sequence[Row]) -> bytes:
    """With the mark by which Excel knows UTF-8."""
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerows([header, *([_harmless(cell) for cell in row] for row in rows)])
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    """A cell that would be worked out begins with a sign that makes it text."""
    return f"'{cell}" if cell.startswith(FORMULA) or cell.lstrip().startswith(FORMULA) else cell


def _workbook(header: Row, rows: Sequence[Row]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append([_text(sheet, cell, bold=True) for cell in header])
    for row in rows:
        sheet.append([_text(sheet, cell) for cell in row])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _text(sheet: object, cell: str, *, bold: bool = False) -> WriteOnlyCell:
    """A cell that says of itself that it is text, whatever stands in it."""
    made = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", cell))
    made.data_type = "s"
    if bold:
        made.font = Font(bold=True)
    return made
