"""A file of rows: CSV as offices save it, or a workbook (XLSX). Read whole, or refused. Pure."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO, StringIO
from itertools import islice
from zipfile import BadZipFile, ZipFile

import openpyxl

from core.errors import Refused

LARGEST = 10_000_000  # bytes
MOST = 10_000  # rows
MOST_COLUMNS = 60
# What a workbook may grow to: a file of a few kilobytes can hold gigabytes of nothing.
LARGEST_UNPACKED = 50_000_000
MOST_PARTS = 500
# Above the names of the columns there may be a title and the date of the export.
LOOKED_THROUGH = 10
PEEK = 20
WORKBOOK, OLD_WORKBOOK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
SEPARATOR = re.compile(r"sep=(.)\r?\n")
SEPARATORS = ";,\t"


@dataclass(frozen=True)
class Table:
    """Names of columns, and rows under the numbers a spreadsheet shows, without empty ones."""

    header: list[str]
    rows: list[tuple[int, list[str]]]


def read(data: bytes, *, most: int = MOST) -> Table:
    """The table in the file; takes seconds for the largest. Raises Refused."""
    table = _table(_rows(data), most + 1)
    if len(table.rows) > most:
        raise Refused("handover.refused.too_many", most=most)
    return table


def peek(data: bytes) -> Table:
    """Its first rows, quickly."""
    return _table(_rows(data), PEEK)


def _table(rows: Iterator[list[str]], most: int) -> Table:
    """What is below the first row of several words."""
    numbered = ((number, row) for number, row in enumerate(rows, start=1) if any(row))
    try:
        for number, row in numbered:
            if number > LOOKED_THROUGH:
                break
            if sum(map(bool, row)) > 1:
                return _checked(Table(row, list(islice(numbered, most))))
    except csv.Error:
        raise Refused("handover.refused.no_table") from None
    raise Refused("handover.refused.no_table")


def _checked(table: Table) -> Table:
    if not table.rows:
        raise Refused("handover.refused.no_rows")
    return table


def _rows(data: bytes) -> Iterator[list[str]]:
    if not data:
        raise Refused("handover.refused.choose")
    if len(data) > LARGEST:
        raise Refused("handover.refused.too_large", most=LARGEST // 1_000_000)
    if data.startswith(OLD_WORKBOOK):
        raise Refused("handover.refused.old_workbook")
    return _of_workbook(data) if data.startswith(WORKBOOK) else _of_text(_decoded(data))


def _decoded(data: bytes) -> str:
    """UTF-8 with or without its mark; else what an Excel of this country writes."""
    for coding in ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(coding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        # Some systems call a web page a workbook.
        if text.lstrip().startswith("<"):
            raise Refused("handover.refused.web_page")
        return text
    raise Refused("handover.refused.no_table")


def _of_text(text: str) -> Iterator[list[str]]:
    named = SEPARATOR.match(text)
    rest = text[named.end() :] if named else text
    top = "\n".join(rest.split("\n", LOOKED_THROUGH)[:LOOKED_THROUGH])
    separator = named[1] if named else max(SEPARATORS, key=top.count)
    for row in csv.reader(StringIO(rest, newline=""), delimiter=separator):
        yield [cell.strip() for cell in row[:MOST_COLUMNS]]


def _of_workbook(data: bytes) -> Iterator[list[str]]:
    """The first sheet. Formulas are the text they are: nothing here works anything out."""
    try:
        _check_size(data)
        book = openpyxl.load_workbook(BytesIO(data), read_only=True, keep_links=False)
        sheet = book.worksheets[0]
        last = MOST + LOOKED_THROUGH + 1
        for row in sheet.iter_rows(max_row=last, max_col=MOST_COLUMNS, values_only=True):
            yield [_cell(value) for value in row]
    except Refused:
        raise
    except Exception:  # whatever a damaged or hostile workbook makes its reader raise
        raise Refused("handover.refused.no_workbook") from None


def _check_size(data: bytes) -> None:
    """Nothing is unpacked beyond the sizes that are written in the file."""
    try:
        parts = ZipFile(BytesIO(data)).infolist()
    except BadZipFile:
        raise Refused("handover.refused.no_workbook") from None
    if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > LARGEST_UNPACKED:
        raise Refused("handover.refused.too_large", most=LARGEST // 1_000_000)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(getattr(value, "text", value)).strip()
