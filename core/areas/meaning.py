"""Which area the names in a text mean together. Pure."""

from collections.abc import Mapping, Sequence

from core.areas.addresses import Address
from core.areas.names import Mention
from core.areas.rules import Place

Places = Mapping[int, Place]


def meant(mentions: Sequence[Mention], places: Places, address: Address) -> list[Mention]:
    """What remains when each word is counted once and a larger area only says where.

    More than one remains when the words name areas that have nothing to do with each other.
    """
    whole = [one for one in mentions if not any(one.at < other.at for other in mentions)]
    plain = [one for one in whole if _reads_best(one, whole, places, address)]
    by_area = {one.name.area_id: one for one in reversed(plain)}
    lowest = [one for one in reversed(by_area) if not _only_says_where(one, by_area, places)]
    told = {area_id: _told(places[area_id], plain) for area_id in lowest}
    return [by_area[one] for one in lowest if not any(told[one] < told[other] for other in lowest)]


def _reads_best(
    one: Mention, mentions: Sequence[Mention], places: Places, address: Address
) -> bool:
    """Whether no other area of the same name is rather meant."""
    rivals = [other for other in mentions if other.at == one.at]
    best = min(_strangeness(other, places, address) for other in rivals)
    return _strangeness(one, places, address) == best


def _strangeness(one: Mention, places: Places, address: Address) -> tuple[bool, bool, int]:
    """Least for the area whose kind was said; an area comes before a landmark of the same name,
    and a village before a hamlet in it."""
    if one.name.landmark:
        return (True, True, 0)
    area, first = places[one.name.area_id], min(one.at)
    kind_said = first > 0 and address.words[first - 1] == area.kind
    return (not kind_said, False, area.rank)


def _only_says_where(area_id: int, areas: Mapping[int, Mention], places: Places) -> bool:
    return any(other != area_id and places[other].within(area_id) for other in areas)


def _told(area: Place, mentions: Sequence[Mention]) -> frozenset[int]:
    """The positions of all words that speak for an area, its own and of those above it."""
    for_it = (one.at for one in mentions if area.within(one.name.area_id))
    return frozenset().union(*for_it)
