"""Which entries a service has, by what of it they tell. Pure."""

from collections.abc import Iterable, Mapping, Sequence

from core.knowledge.components import FACETS


class Shelf:
    """Entries by key, each of one service and telling one facet of it; the usual cases first."""

    def __init__(self, places: Mapping[str, tuple[str, str]]) -> None:
        self._places = places
        self._keys: dict[str, dict[str, list[str]]] = {}
        for key, (service, facet) in places.items():
            self._keys.setdefault(service, {}).setdefault(facet, []).append(key)

    def service(self, key: str) -> str:
        return self._places[key][0]

    def facet(self, key: str) -> str:
        return self._places[key][1]

    def facets(self, service: str) -> list[str]:
        """What there is to tell of the service, in the order people ask for it."""
        return sorted(self._keys.get(service, ()), key=FACETS.index)

    def keys(self, service: str, facet: str, likeliest: Iterable[str] = ()) -> Sequence[str]:
        """The entries for a facet; those of `likeliest` come first, in their order."""
        mine = self._keys.get(service, {}).get(facet, [])
        first = [key for key in likeliest if key in mine]
        return [*first, *(key for key in mine if key not in first)]
