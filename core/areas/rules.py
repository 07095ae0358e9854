"""What areas are to each other, what they are called, and what an office may enter. Pure."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from core.areas import addresses
from core.areas.models import KINDS, RANKS, Area
from core.errors import Refused
from core.i18n import plain
from core.i18n.catalogue import DEFAULT

LONGEST_NAME = 120
LONGEST_NOTE = 300
POINT = re.compile(r"(-?\d{1,2}(?:\.\d+)?)\s*[,; ]\s*(-?\d{1,3}(?:\.\d+)?)")

# Latitude and longitude in degrees.
Point = tuple[float, float]
_RANK = {kind: rank for rank, kinds in enumerate(RANKS) for kind in kinds}
# Between a kelurahan and an RW; what an office calls its villages.
VILLAGES = RANKS[2]


@dataclass(frozen=True)
class Place:
    """An area as it is compared and shown; `above` are the ids over it, the nearest first."""

    id: int
    name: str
    kind: str
    full_name: str
    outside: str
    above: tuple[int, ...]

    @property
    def rank(self) -> int:
        return rank(self.kind)

    def within(self, area_id: int) -> bool:
        """Whether it is this area or lies in it."""
        return area_id in (self.id, *self.above)


def rank(kind: str) -> int:
    """0 for the largest; a kind of a greater rank lies within one of a smaller."""
    return _RANK[kind]


def bare(name: str, kind: str) -> str:
    """The name without the word for its kind: "Kelurahan Melati" is Melati.

    Refused when empty or too long for a card.
    """
    whole = " ".join(name.split())
    first, _, rest = whole.partition(" ")
    proper = rest if rest and first.casefold() == kind else whole
    if not proper or len(proper) > LONGEST_NAME:
        raise Refused("people.refused.name", most=LONGEST_NAME)
    return proper


def kind_named(text: str) -> str:
    kind = text.strip().casefold()
    if kind not in KINDS:
        raise Refused("areas.problem.kind", known=", ".join(KINDS))
    return kind


def note(text: str) -> str:
    """Whom to turn to, on one line; refused when nobody would read it to the end."""
    line = " ".join(text.split())
    if len(line) > LONGEST_NOTE:
        raise Refused("areas.problem.note", most=LONGEST_NOTE)
    return line


def telling(name: str) -> str:
    """The name of a landmark; refused when there is no word in it to recognise it by."""
    common = addresses.plain_words("area") | addresses.plain_words("street")
    if common.issuperset(addresses.read(name).words):
        raise Refused("areas.refused.no_words", name=name)
    return name


def point(text: str) -> Point | None:
    """A point as map programs write it, "-5.6012, 108.6034"; None when nothing was entered."""
    if not text.strip():
        return None
    found = POINT.fullmatch(text.strip())
    if found is None or abs(float(found[1])) > 90 or abs(float(found[2])) > 180:
        raise Refused("areas.refused.point")
    return float(found[1]), float(found[2])


def places(areas: Iterable[Area]) -> dict[int, Place]:
    """The areas by id, each with those above it."""
    by_id = {area.id: area for area in areas}
    return {
        area.id: Place(
            area.id, area.name, area.kind, area.full_name, area.outside, _above(area, by_id)
        )
        for area in by_id.values()
    }


def full_names(areas: Collection[Area]) -> dict[int, str]:
    """What to call each area by its id: "RW 02, Kelurahan Melati".

    The one area that everything lies in goes without saying.
    """
    by_id = {area.id: area for area in areas}
    tops = [area.id for area in areas if area.parent_id not in by_id]
    unsaid = set(tops) if len(tops) == 1 else set()
    return {
        area.id: ", ".join(
            [_called(area), *(_called(by_id[one]) for one in _above(area, by_id, unsaid))]
        )
        for area in areas
    }


def _above(area: Area, by_id: Mapping[int, Area], without: Collection[int] = ()) -> tuple[int, ...]:
    found: list[int] = []
    over = area.parent_id
    while over is not None and over in by_id:
        found.append(over)
        over = by_id[over].parent_id
    return tuple(one for one in found if one not in without)


def _called(area: Area) -> str:
    return plain(f"areas.kind.{area.kind}", DEFAULT, name=area.name)
