"""What is asked of the panel: every list there is a link to, and pages that need no number."""

import random
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from urllib.parse import urlencode

from sqlalchemy import select

from admin.routes import ROUTES
from core.areas.models import Area
from core.db import Database
from core.people.models import Unit
from core.tickets.models import KINDS, Category
from core.tickets.panel_queries import SHOWS, SORTS

PERIODS = ("7", "30", "90", "365")
LAST = 1_000_000
# Of each kind that many: the largest, which holds all others, and some of any size.
SAMPLE = 4
PAIRS = 30
# Not pages of a room: signing in, files, the language.
OUTSIDE = ("/masuk", "/bahasa/")


async def lists(db: Database) -> list[str]:
    """Every filter alone and some pairs, in every order, on the first page and on the last."""
    filters = await _filters(db)
    dice = random.Random(1)
    alone = [{name: value} for name, values in filters.items() for value in values]
    pairs = [_pair(filters, dice) for _ in range(PAIRS)]
    return list(dict.fromkeys(_addresses([{"show": ""}, *alone, *pairs])))


def fronts() -> list[str]:
    return [f"/?days={days}" for days in PERIODS]


def rooms() -> list[str]:
    """Every page of the panel but the front page, the lists and the tickets."""
    reading = {route.path for route in ROUTES if not route.writes and "{" not in route.path}
    return sorted(path for path in reading - {"/", "/laporan"} if not path.startswith(OUTSIDE))


async def _filters(db: Database) -> dict[str, Sequence[object]]:
    async with db.read() as session:
        units = (await session.scalars(select(Unit.id).order_by(Unit.id))).all()
        areas = (await session.scalars(select(Area.id).order_by(Area.id))).all()
        categories = (await session.scalars(select(Category.id).order_by(Category.id))).all()
    return {
        "show": SHOWS,
        "unit": _some(units),
        "category": _some(categories),
        "area": _some(areas),
        "kind": KINDS,
        "days": PERIODS,
    }


def _some(ids: Sequence[int]) -> Sequence[int]:
    return ids[:: max(1, len(ids) // SAMPLE)]


def _pair(filters: dict[str, Sequence[object]], dice: random.Random) -> dict[str, object]:
    names = dice.sample(sorted(filters), 2)
    return {name: dice.choice(filters[name]) for name in names}


def _addresses(wanted: Iterable[dict[str, object]]) -> Iterator[str]:
    for one, sort, page in product(wanted, SORTS, (1, LAST)):
        yield f"/laporan?{urlencode({'show': '', **one, 'sort': sort, 'page': page})}"
