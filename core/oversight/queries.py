"""Reading whom citizens may turn to."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.oversight.models import OversightBody

OMBUDSMAN = "ombudsman"
# Read by somebody at its source, or known to the office itself.
SHOWN = ("verified", "office")


async def ombudsman(session: AsyncSession) -> OversightBody | None:
    """How to reach the Ombudsman, as far as it may be shown to a citizen."""
    statement = select(OversightBody).where(OversightBody.code == OMBUDSMAN)
    return (await session.scalars(statement.where(OversightBody.mark.in_(SHOWN)))).one_or_none()
