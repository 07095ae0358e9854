"""What is not shown so that too few answers cannot be computed from what is. Pure.

A unit's figure is the sum of its own answers and of the units below it. Where all parts but one
are shown, so is the last one: whoever takes away what is shown from the sum reads it. So no part
of a sum is hidden alone, and what is hidden of it together is enough to be shown.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import TypeVar

Cell = tuple[int, Hashable]
Part = TypeVar("Part", bound=Hashable)


def units(
    depths: Sequence[int], own: Sequence[int], minimum: int, hidden: Collection[int] = ()
) -> set[int]:
    """The places in the tree that are not shown, given their depths and how many answers each has
    by itself; below a place that is hidden nothing is shown that would add up to it.

    `hidden` are places that are not shown for another reason.
    """
    below = [_below(depths, place) for place in range(len(depths))]
    whole = [sum(own[one] for one in places) for places in below]
    gone = {one for place in hidden for one in below[place]}
    gone |= {place for place, n in enumerate(whole) if 0 < n < minimum}
    before = -1
    while before < len(gone):
        before = len(gone)
        for place in range(len(depths)):
            parts = {n: whole[n] for n in below[place] if depths[n] == depths[place] + 1}
            if place not in gone:
                for one in _also(parts, gone, minimum, own[place], otherwise=place):
                    gone |= set(below[one])
    return gone


def cells(
    depths: Sequence[int], own: Sequence[Mapping[Hashable, int]], minimum: int
) -> tuple[set[int], set[Cell]]:
    """The same for a table of units by service or by channel: places that are not shown at all,
    and cells, each a place with a key, whose sums run both ways.
    """
    keys = list({key: None for one in own for key in one})
    gone = units(depths, [sum(one.values()) for one in own], minimum)
    found: set[Cell] = {(place, key) for place in gone for key in keys}
    before = -1
    while before < len(found):
        before = len(found)
        for key in keys:
            column = [one.get(key, 0) for one in own]
            known = {place for place, other in found if other == key}
            found |= {(place, key) for place in units(depths, column, minimum, known)}
        for place in range(len(depths)):
            row = {key: _sum(depths, own, place, key) for key in keys}
            hidden = {key for key in keys if (place, key) in found}
            more = () if place in gone else _also(row, hidden, minimum)
            found |= {(place, key) for key in more}
    return gone, found


def _also(
    parts: Mapping[Part, int],
    gone: Collection[Part],
    minimum: int,
    rest: int = 0,
    otherwise: Part | None = None,
) -> list[Part]:
    """The smallest parts of a sum to hide with those that are; `rest` is never shown by itself.

    Where there is none left the sum itself goes, which is `otherwise`.
    """
    hidden = [n for part, n in parts.items() if n and part in gone]
    shown = sorted((n, at) for at, (part, n) in enumerate(parts.items()) if n and part not in gone)
    names = list(parts)
    more: list[Part] = []
    while _is_read(hidden, rest, minimum):
        if not shown:
            return more if otherwise is None else [*more, otherwise]
        n, at = shown.pop(0)
        hidden.append(n)
        more.append(names[at])
    return more


def _is_read(hidden: Sequence[int], rest: int, minimum: int) -> bool:
    """Whether what is hidden of a sum can be read off it, and is one part or too little."""
    alone = len(hidden) == 1 and rest == 0
    return alone or 0 < sum(hidden) + rest < minimum


def _sum(
    depths: Sequence[int], own: Sequence[Mapping[Hashable, int]], place: int, key: Hashable
) -> int:
    return sum(own[one].get(key, 0) for one in _below(depths, place))


def _below(depths: Sequence[int], place: int) -> list[int]:
    """The place itself and those under it, in a tree written line by line."""
    end = place + 1
    while end < len(depths) and depths[end] > depths[place]:
        end += 1
    return list(range(place, end))
