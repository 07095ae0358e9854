"""The list of tickets; what is shown, in which order and which page is all in the address."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Literal
from urllib.parse import urlencode

from aiohttp import web
from pydantic import Field

from admin.forms import Choice, Form, Line
from admin.pages import until
from admin.visit import Visit
from core.areas import queries as areas
from core.handover.answers import any_external
from core.people.panel_queries import tree
from core.tickets import rules
from core.tickets.categories import categories
from core.tickets.models import KINDS
from core.tickets.panel_queries import SHOWS, SORTS, Filter, page_of, ticket_seen

PERIODS = ("7", "30", "90", "365")


class Asked(Form):
    """The parameters of the address; left out is not filtered.

    Without `show` the list is what is open, and a search looks at everything.
    """

    show: Literal["", *SHOWS] | None = None  # type: ignore[valid-type]
    unit: Choice = None
    category: Choice = None
    area: Choice = None
    kind: Literal["", *KINDS] = ""  # type: ignore[valid-type]
    days: Literal["", *PERIODS] = ""  # type: ignore[valid-type]
    q: Line = ""
    sort: Literal[*SORTS] = "due"  # type: ignore[valid-type]
    page: int = Field(default=1, ge=1, le=1_000_000)

    @property
    def shown(self) -> str:
        return ("" if self.q else "open") if self.show is None else self.show


async def index(visit: Visit) -> web.Response:
    asked = visit.asked(Asked)
    code = rules.read_code(asked.q)
    if code and await ticket_seen(visit.session, code, visit.sight) is not None:
        return visit.to(f"/laporan/{code}")
    wanted = wanted_by(visit, asked)
    page = await page_of(visit.session, wanted, now=visit.now, sort=asked.sort, number=asked.page)
    return visit.page(
        "tickets/index.html",
        asked=asked,
        page=page,
        link=lambda **other: _address(asked, other),
        shows=SHOWS,
        sorts=tuple(SORTS),
        kinds=KINDS,
        periods=PERIODS,
        units=await tree(visit.session, visit.within),
        categories=await categories(visit.session),
        areas=await areas.tree(visit.session),
        until=until,
        narrowed=asked.model_dump(exclude_none=True, exclude={"page", "sort"}),
        external=await any_external(visit.session),
    )


def wanted_by(visit: Visit, asked: Asked) -> Filter:
    """The list of an address, as far as the account sees it."""
    return Filter(
        sight=visit.sight,
        show=asked.shown,
        unit_id=asked.unit,
        category_id=asked.category,
        area_id=asked.area,
        kind=asked.kind,
        since=visit.now - timedelta(days=int(asked.days)) if asked.days else None,
        text=asked.q,
    )


def _address(asked: Asked, other: Mapping[str, object]) -> str:
    """This list with something else about it; a change of what is shown starts at page 1."""
    values = {**asked.model_dump(), "page": 1, **other}
    changed = {
        name: value
        for name, value in values.items()
        if value is not None and value != Asked.model_fields[name].default
    }
    return f"/laporan?{urlencode(changed)}" if changed else "/laporan"
