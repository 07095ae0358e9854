"""What becomes of each row of a file: a case to file, or a reason why not. Pure."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from typing import Any

from rapidfuzz import fuzz, process

from core.areas.gazetteer import Gazetteer
from core.errors import Refused
from core.handover import cells
from core.handover.columns import plain
from core.handover.tables import Table

FATES = ("bad", "file", "here", "ended")
# In percent; "Jalan rusak" is "Jalan Rusak ", not "Jalan licin".
ALIKE = 90
SHOWN = 120


@dataclass(frozen=True)
class Case:
    """What is filed of a row. `area_id` is the area its place clearly lies in."""

    number: str
    received: datetime
    kind: str
    text: str
    category_id: int | None
    place: str
    area_id: int | None
    confidential: bool


@dataclass(frozen=True)
class Fate:
    """`row` is the number a spreadsheet shows, `said` what the row is about or the cell that is
    wrong, `column` the field it belongs to, `facts` fill the text `problem`.
    """

    row: int
    fate: str
    number: str = ""
    said: str = ""
    column: str = ""
    problem: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    case: Case | None = None


@dataclass(frozen=True)
class Office:
    """What rows are compared with: categories by name in plain words, those of reports about
    staff, the numbers that are here by `cells.key`, and where places lie.
    """

    categories: Mapping[str, int]
    inspected: Collection[int]
    numbers: Collection[str]
    places: Gazetteer
    zone: tzinfo
    now: datetime


def judge(table: Table, columns: Mapping[str, int], office: Office) -> list[Fate]:
    """The fate of every row; takes seconds for the largest table."""
    return list(_fates(table, columns, office))


def counts(fates: Sequence[Fate]) -> dict[str, int]:
    """How many have each fate."""
    return {fate: sum(one.fate == fate for one in fates) for fate in FATES}


def _fates(table: Table, columns: Mapping[str, int], office: Office) -> Iterator[Fate]:
    before: dict[str, int] = {}
    for at, row in table.rows:
        cell = {name: _cell(row, column) for name, column in columns.items()}
        fate = _fate(at, cell, office)
        key = cells.key(fate.number)
        if fate.fate == "file" and key in before:
            first = {"row": str(before[key])}
            problem = "handover.problem.twice"
            fate = replace(fate, fate="here", problem=problem, facts=first, case=None)
        elif fate.fate == "file":
            before[key] = at
        yield fate


def _cell(row: Sequence[str], column: int) -> str:
    return row[column - 1] if column <= len(row) else ""


def _fate(at: int, cell: Mapping[str, str], office: Office) -> Fate:
    known: dict[str, Any] = {}
    for name, read in _READ.items():
        try:
            known[name] = read(cell, office)
        except Refused as refused:
            column = name.removesuffix("_id")
            told, number = cell.get(column, "")[:SHOWN], known.get("number", "")
            return Fate(at, "bad", number, told, column, refused.key, refused.params)
    number, about = known["number"], known["text"][:SHOWN]
    if cells.key(number) in office.numbers:
        return Fate(at, "here", number, about, problem="handover.problem.here")
    if cells.is_ended(cell.get("status", "")):
        return Fate(at, "ended", number, about, problem="handover.problem.ended")
    place = cells.place(cell.get("place", ""))
    area = office.places.find(place, None).area if place else None
    secret = cells.is_secret(cell.get("secrecy", ""))
    case = Case(**known, place=place, area_id=area.id if area else None, confidential=secret)
    return Fate(at, "file", number, about, case=case)


def _category(cell: Mapping[str, str], office: Office) -> int | None:
    """The category of that name, or one spelt almost so; the coordinators sort the rest."""
    said = plain(cell.get("category", ""))
    if not said:
        return None
    near = process.extractOne(said, office.categories.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE)
    found = office.categories[near[0]] if near else None
    if found in office.inspected:
        raise Refused("handover.problem.inspected")
    return found


# In this order, so that a row that is wrong in several ways is named by its number.
_READ: dict[str, Callable[[Mapping[str, str], Office], Any]] = {
    "number": lambda cell, _: cells.number(cell.get("number", "")),
    "received": lambda cell, office: cells.received(
        cell.get("received", ""), office.zone, office.now
    ),
    "text": lambda cell, _: cells.story(cell.get("title", ""), cell.get("text", "")),
    "kind": lambda cell, _: cells.kind(cell.get("kind", "")),
    "category_id": _category,
}
