"""Files of cases from another channel: brought in, their columns confirmed, looked at, filed."""

import asyncio
from datetime import datetime
from typing import Any, Literal

from aiohttp import web
from pydantic import Field

from admin.forms import Choice, Form, Line
from admin.visit import Visit
from core.handover import queries, services, tables
from core.handover.columns import FIELDS
from core.handover.models import CaseImport
from core.handover.rules import FATES
from core.tickets.categories import categories

HOME = "/loket/impor"
SIZE = 50


class Origin(Form):
    system: Line


class Columns(Form):
    """By field, the number of its column; empty is none."""

    number: Choice = None
    received: Choice = None
    title: Choice = None
    text: Choice = None
    kind: Choice = None
    category: Choice = None
    place: Choice = None
    status: Choice = None
    secrecy: Choice = None


class Asked(Form):
    fate: Literal["", *FATES] = ""  # type: ignore[valid-type]
    page: int = Field(default=1, ge=1, le=10_000)


async def index(visit: Visit) -> web.Response:
    return visit.page(
        "arrivals/index.html",
        imports=await queries.imports(visit.session),
        most=tables.MOST,
        megabytes=tables.LARGEST // 1_000_000,
    )


async def upload(visit: Visit) -> web.Response:
    """Read the names of the columns before the transaction; the rows are for a job."""
    form: Origin = visit.form
    head = await asyncio.to_thread(tables.peek, visit.file)
    async with visit.db.begin() as session:
        row = await services.bring(
            session,
            visit.file,
            head,
            form.system,
            by=visit.actor,
            name=visit.account.full_name,
            now=visit.now,
        )
    return visit.to(f"{HOME}/{row.id}")


async def show(visit: Visit) -> web.Response:
    asked = visit.asked(Asked)
    row = await _row(visit)
    report = queries.report_of(visit.session, row)
    wanted = asked.fate or next((one for one in FATES if row.counts.get(one)), FATES[0])
    lines = [one for one in report if one["fate"] == wanted]
    pages = max(1, -(-len(lines) // SIZE))
    page = min(asked.page, pages)
    return visit.page(
        "arrivals/show.html",
        row=row,
        head=queries.head_of(visit.session, row),
        fields=FIELDS,
        fates=FATES,
        wanted=wanted,
        lines=lines[(page - 1) * SIZE : page * SIZE],
        number=page,
        pages=pages,
        most=tables.MOST,
        moment=datetime.fromisoformat,
        categories={one.id: one for one in await categories(visit.session)},
    )


async def choose(visit: Visit) -> web.Response:
    form: Columns = visit.form
    row = await _row(visit, lock=True)
    await services.choose(visit.session, row, form.model_dump(), now=visit.now)
    return visit.to(f"{HOME}/{row.id}")


async def file(visit: Visit) -> web.Response:
    row = await _row(visit, lock=True)
    who: dict[str, Any] = {"by": visit.actor, "name": visit.account.full_name}
    await services.file(visit.session, row, **who, now=visit.now)
    return visit.to(f"{HOME}/{row.id}")


async def drop(visit: Visit) -> web.Response:
    await services.drop(visit.session, await _row(visit, lock=True), by=visit.actor, now=visit.now)
    return visit.to(HOME, said="import_dropped")


async def _row(visit: Visit, *, lock: bool = False) -> CaseImport:
    row = await queries.import_by_id(visit.session, visit.id, lock=lock)
    if row is None:
        raise web.HTTPNotFound
    return row
