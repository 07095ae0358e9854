"""Texts with labels, and whether there is something to tell apart."""

from collections.abc import Sequence
from pathlib import Path

from core.errors import Refused
from core.routing.learner import Example
from tanggap.evaluate import tables

COLUMNS = ("text", "label")


def read(path: Path) -> list[Example]:
    """The rows of a CSV file with the columns text, which may be blank, and label."""
    rows = tables.read(path, COLUMNS, blank=("text",))
    return [Example(row["text"], row["label"]) for _, row in rows]


def check_labels(path: Path, rows: Sequence[Example]) -> None:
    """Refused when there is nothing to tell apart."""
    if len({row.label for row in rows}) < 2:
        raise Refused("cli.evaluate.routing.refused.one_label", file=path, label=rows[0].label)
