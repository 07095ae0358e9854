"""Reading the CSV files that people bring; what is wrong is said with file, line and column."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from core.errors import Refused

Row = dict[str, str]
LONGEST_CELL = 1_000_000  # characters


def read(
    path: Path, needed: Sequence[str], optional: Sequence[str] = (), *, blank: Sequence[str] = ()
) -> list[tuple[int, Row]]:
    """Every row with the line it begins in; the needed columns hold something in every row.

    But for those in `blank`, which only have to be there.
    """
    lines = _text(path).splitlines(keepends=True)
    rows = list(_rows(path, lines, needed, optional, blank))
    if not rows:
        raise Refused("cli.evaluate.refused.empty", file=path.name)
    return rows


def _text(path: Path) -> str:
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Refused("cli.evaluate.refused.encoding", file=path.name, line=str(line)) from error


def _rows(
    path: Path,
    lines: list[str],
    needed: Sequence[str],
    optional: Sequence[str],
    blank: Sequence[str],
) -> Iterator[tuple[int, Row]]:
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(lines, strict=True)
    try:
        header = _header(path, next(reader, []), needed)
        begins = reader.line_num + 1
        for cells in reader:
            if cells:
                row = dict(zip(header, cells, strict=False))
                filled = [name for name in needed if name not in blank]
                _check(path, begins, row, filled, wide=len(cells) > len(header))
                yield begins, {name: row.get(name, "").strip() for name in (*needed, *optional)}
            begins = reader.line_num + 1
    except csv.Error as error:
        raise Refused(
            "cli.evaluate.refused.broken", file=path.name, line=str(reader.line_num)
        ) from error


def _header(path: Path, cells: list[str], needed: Sequence[str]) -> list[str]:
    header = [cell.strip() for cell in cells]
    if not any(header):
        raise Refused("cli.evaluate.refused.empty", file=path.name)
    for column in needed:
        if column not in header:
            found = ", ".join(header)[:200]
            raise Refused("cli.evaluate.refused.column", file=path.name, column=column, found=found)
    return header


def _check(path: Path, line: int, row: Row, needed: Sequence[str], *, wide: bool) -> None:
    if wide:
        raise Refused("cli.evaluate.refused.wide", file=path.name, line=str(line))
    for column in needed:
        if not row.get(column, "").strip():
            raise Refused(
                "cli.evaluate.refused.cell", file=path.name, line=str(line), column=column
            )
