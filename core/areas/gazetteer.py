"""Where a place lies: by the point on the map, else by the names in its words. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.areas import addresses
from core.areas.addresses import Address
from core.areas.meaning import meant
from core.areas.models import RANKS
from core.areas.names import SURE, Mention, Name, Names
from core.areas.rules import VILLAGES, Place
from core.areas.shapes import Shapes

MOST_OFFERS = 3
STREETS = addresses.plain_words("street")
LARGE = frozenset(kind for kinds in RANKS[:2] for kind in kinds)


@dataclass(frozen=True)
class Offer:
    """An area that may be meant, and the landmark it was recognised by, if any."""

    area: Place
    landmark: str = ""


@dataclass(frozen=True)
class Found:
    """`area` where it is clear; else up to three `offers`, the likeliest first.

    `outside` says that the point lies in no area.
    """

    area: Place | None = None
    offers: tuple[Offer, ...] = ()
    outside: bool = False


NOWHERE = Found()


class Gazetteer:
    """Every area and landmark in use, ready to be asked."""

    def __init__(
        self,
        places: Mapping[int, Place],
        shapes: Mapping[int, str],
        landmarks: Iterable[tuple[int, Sequence[str]]],
    ) -> None:
        """`shapes` are GeoJSON by area; `landmarks` are an area and names, the first the main."""
        self.places = places
        self._shapes = Shapes(shapes)
        self._names = Names([*_own_names(places.values()), *_landmark_names(landmarks)])

    def find(self, place: str, location: tuple[float, float] | None) -> Found:
        """The area of a place as it was told; a point on the map says it better than words."""
        if location is not None:
            area = self.at(*location)
            return Found(area, outside=area is None and bool(self.places))
        return self.named(place) if place else NOWHERE

    def at(self, latitude: float, longitude: float) -> Place | None:
        """The most special area that holds the point; on a shared border exactly one of them."""
        holding = [self.places[one] for one in self._shapes.at(latitude, longitude)]
        return max(holding, key=lambda place: place.rank, default=None)

    def beyond(self, latitude: float, longitude: float) -> str:
        """Whom to turn to at a point outside; empty when no area close to it says."""
        close = (self.places[one].outside for one in self._shapes.near(latitude, longitude))
        return next((told for told in close if told), "")

    def named(self, text: str) -> Found:
        """The area that the words of a place mean."""
        address = addresses.read(text)
        mentions = self._names.find(address.words)
        sure = [one for one in mentions if one.score >= SURE and not self._doubtful(one, address)]
        sure = meant(sure, self.places, address)
        if len(sure) == 1:
            return Found(self._narrow(self.places[sure[0].name.area_id], address))
        likely = sure or sorted(mentions, key=lambda one: -one.score)
        if likely:
            return self._offer(likely, address)
        return self._by_number(address)

    def _doubtful(self, one: Mention, address: Address) -> bool:
        """Whether the word before makes it the name of something else: of a street, or of
        another kecamatan than ours."""
        if one.name.landmark or min(one.at) == 0:
            return False
        before, kind = address.words[min(one.at) - 1], self.places[one.name.area_id].kind
        return before in STREETS or (before in LARGE and before != kind)

    def _offer(self, mentions: Sequence[Mention], address: Address) -> Found:
        offers: dict[int, Offer] = {}
        for one in mentions:
            area = self._narrow(self.places[one.name.area_id], address)
            offers.setdefault(area.id, Offer(area, one.name.landmark))
        return Found(offers=tuple(offers.values())[:MOST_OFFERS])

    def _narrow(self, area: Place, address: Address) -> Place:
        """The RW that was said with it, then the RT in that RW, where there is such a one."""
        if address.rw is not None:
            around = area.above[0] if area.kind == "rw" and area.above else area.id
            area = self._only("rw", address.rw, around) or area
        if address.rt is not None and area.kind == "rw":
            area = self._only("rt", address.rt, area.id) or area
        return area

    def _only(self, kind: str, number: int, around: int) -> Place | None:
        found = [one for one in self._numbered(kind, number) if one.within(around)]
        return found[0] if len(found) == 1 else None

    def _numbered(self, kind: str, number: int) -> list[Place]:
        return [
            place
            for place in self.places.values()
            if place.kind == kind and addresses.number_in(place.name) == number
        ]

    def _by_number(self, address: Address) -> Found:
        """An RW without a name: clear where there is one of that number and every village is
        divided, so that it can be no other; a question where there are a few."""
        if address.rw is None:
            return NOWHERE
        found = self._numbered("rw", address.rw)
        villages = {one.id for one in self.places.values() if one.kind in VILLAGES}
        divided = {over for one in self.places.values() if one.kind == "rw" for over in one.above}
        if len(found) == 1 and villages <= divided:
            return Found(self._narrow(found[0], address))
        few = found if len(found) <= MOST_OFFERS else []
        return Found(offers=tuple(Offer(self._narrow(one, address)) for one in few))


def _own_names(places: Collection[Place]) -> list[Name]:
    """The names of areas; those that are only numbers are looked up as numbers."""
    proper = (place for place in places if addresses.number_in(place.name) is None)
    return [Name(addresses.read(place.name).words, place.id) for place in proper]


def _landmark_names(landmarks: Iterable[tuple[int, Sequence[str]]]) -> list[Name]:
    return [
        Name(addresses.read(name).words, area_id, names[0])
        for area_id, names in landmarks
        for name in names
    ]
