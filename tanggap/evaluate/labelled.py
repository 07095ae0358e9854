"""Tables of texts with labels: read whole, or refused with the line that is wrong."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from core.errors import Refused
from core.routing.learner import Example

COLUMNS = ("text", "label")
LONGEST_FIELD = 1_000_000


def read(path: Path) -> list[Example]:
    """The rows of a CSV file in UTF-8 with the columns text and label."""
    csv.field_size_limit(LONGEST_FIELD)
    with path.open(encoding="utf-8-sig", newline="") as file:
        table = csv.reader(file, strict=True)
        try:
            rows = list(_rows(path, table))
        except UnicodeDecodeError:
            raise Refused(
                "cli.evaluate.routing.refused.encoding", file=path, line=_bad_line(path)
            ) from None
        except csv.Error:
            raise Refused(
                "cli.evaluate.routing.refused.row", file=path, line=max(1, table.line_num)
            ) from None
    if not rows:
        raise Refused("cli.evaluate.routing.refused.empty", file=path)
    return rows


def _rows(path: Path, table: Any) -> Iterator[Example]:
    head = [name.strip() for name in next(table, [])]
    for name in COLUMNS:
        if name not in head:
            found = ", ".join(head) or "–"
            raise Refused("cli.evaluate.routing.refused.column", file=path, name=name, found=found)
    text, label = map(head.index, COLUMNS)
    for row in table:
        if not row:
            continue
        line: int = table.line_num
        if len(row) != len(head):
            raise Refused("cli.evaluate.routing.refused.row", file=path, line=line)
        if not row[label].strip():
            raise Refused("cli.evaluate.routing.refused.label", file=path, line=line)
        yield Example(row[text], row[label].strip())


def _bad_line(path: Path) -> int:
    """The first line that is not UTF-8."""
    for number, line in enumerate(path.read_bytes().splitlines(), start=1):
        try:
            line.decode()
        except UnicodeDecodeError:
            return number
    return 1


def check_labels(path: Path, rows: Sequence[Example]) -> None:
    """Refused when there is nothing to tell apart."""
    if len({row.label for row in rows}) < 2:
        raise Refused("cli.evaluate.routing.refused.one_label", file=path, label=rows[0].label)
