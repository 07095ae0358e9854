"""Reading whom citizens may turn to."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.oversight.models import OversightBody

OMBUDSMAN = "ombudsman"
# Read by somebody at its source, or known to the office itself.
SHOWN = ("verified", "office")


async def ombudsman(session: AsyncSession) -> OversightBody | None:
    """How to reach the Ombudsman, as far as it may be shown to a citizen."""
    known = await ombudsman_known(session)
    return known if known is not None and known.mark in SHOWN else None


async def ombudsman_known(session: AsyncSession) -> OversightBody | None:
    """The same as it is on record, whether or not anybody has verified it."""
    statement = select(OversightBody).where(OversightBody.code == OMBUDSMAN)
    return (await session.scalars(statement)).one_or_none()
