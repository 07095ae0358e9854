"""Reading files that were brought in, and the numbers that are here already."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer

from core.areas.queries import gazetteer
from core.clock import Clock
from core.handover import cells
from core.handover.columns import plain
from core.handover.models import CaseImport
from core.handover.rules import Office
from core.secrets import keys_of
from core.tickets.categories import categories
from core.tickets.external import system_key
from core.tickets.rules import INSPECTED
from core.tickets.ties import ExternalNumber

SHOWN = 20
CHUNK = 400


async def imports(session: AsyncSession) -> Sequence[CaseImport]:
    """The newest first, without what is in them."""
    statement = select(CaseImport).order_by(CaseImport.id.desc()).limit(SHOWN)
    heavy = (defer(CaseImport.content), defer(CaseImport.report))
    return (await session.scalars(statement.options(*heavy))).all()


async def import_by_id(
    session: AsyncSession, import_id: int, *, lock: bool = False
) -> CaseImport | None:
    statement = select(CaseImport).where(CaseImport.id == import_id)
    return (await session.scalars(statement.with_for_update() if lock else statement)).one_or_none()


def head_of(session: AsyncSession, row: CaseImport) -> dict[str, Any]:
    """The names of its columns and its first rows: `header`, `rows`."""
    if row.headers is None:
        return {"header": [], "rows": []}
    found: dict[str, Any] = keys_of(session).open_json(row.headers)
    return found


def report_of(session: AsyncSession, row: CaseImport) -> list[dict[str, Any]]:
    """What becomes, or became, of each row; see `work.told`."""
    return keys_of(session).open_json(row.report) if row.report else []


async def office_for(
    session: AsyncSession, system: str, numbers: Iterable[str], clock: Clock
) -> Office:
    """What the rows of a file are compared with, as of now."""
    found = await categories(session)
    names = {plain(name): one.id for one in found for name in (one.code, one.name_en, one.name)}
    names.pop("", None)
    return Office(
        categories=names,
        inspected=frozenset(one.id for one in found if one.report_class == INSPECTED),
        numbers=await here(session, system, set(numbers)),
        places=await gazetteer(session),
        zone=session.info["service"].zone,
        now=clock.now(),
    )


async def here(session: AsyncSession, system: str, numbers: Collection[str]) -> set[str]:
    """Which of the numbers of that system a case has already, by `cells.key`."""
    bare = {one.removeprefix("#").strip() for one in numbers}
    spelt = sorted(form for one in bare for form in (one, f"#{one}"))
    found: set[str] = set()
    for start in range(0, len(spelt), CHUNK):
        some = ExternalNumber.number.in_(spelt[start : start + CHUNK])
        known = await session.execute(
            select(ExternalNumber.system, ExternalNumber.number).where(some)
        )
        same = (one.number for one in known if system_key(one.system) == system_key(system))
        found |= {cells.key(number) for number in same}
    return found
