"""Reading whom citizens may turn to."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.oversight.models import OversightBody

OMBUDSMAN = "ombudsman"
# Where reports about staff go that nobody in the office may read.
INSPECTORATE = "inspektorat"
# Read by somebody at its source, or known to the office itself.
SHOWN = ("verified", "office")


async def body_shown(session: AsyncSession, code: str) -> OversightBody | None:
    """How to reach a body, as far as it may be shown to a citizen."""
    known = await body_known(session, code)
    return known if known is not None and known.mark in SHOWN else None


async def body_known(session: AsyncSession, code: str) -> OversightBody | None:
    """The same as it is on record, whether or not anybody has verified it."""
    statement = select(OversightBody).where(OversightBody.code == code)
    return (await session.scalars(statement)).one_or_none()
