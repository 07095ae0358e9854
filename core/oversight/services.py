"""Keeping whom citizens may turn to."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit
from core.deadlines.models import MARKS
from core.oversight.models import OversightBody


async def set_body(
    session: AsyncSession,
    *,
    code: str,
    name: str,
    contact: str,
    source_title: str,
    mark: str,
    by: str,
    now: datetime,
    source_url: str | None = None,
    checked_by: str | None = None,
    checked_on: date | None = None,
) -> OversightBody:
    """Enter a body, or bring the one with this code up to date; ValueError for a wrong mark."""
    if mark not in MARKS:
        raise ValueError(f"mark must be one of {', '.join(MARKS)}")
    known = select(OversightBody).where(OversightBody.code == code)
    body = (await session.scalars(known)).one_or_none() or OversightBody(code=code)
    body.name, body.contact, body.mark = name, contact, mark
    body.source_title, body.source_url = source_title, source_url
    body.checked_by, body.checked_on = checked_by, checked_on
    session.add(body)
    await session.flush()
    audit.record(session, by, "oversightbody.set", body, now=now, code=code, mark=mark)
    return body
