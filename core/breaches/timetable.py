"""Nobody forgets to tell of a breach: a reminder before the time is over, and the heads after."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core.breaches.queries import breach_by_id
from core.breaches.services import ESCALATE, REMIND
from core.privacy.clocks import tell
from core.privacy.queries import coordinators, heads_of_office
from core.timers import Timer


def _until_told(key: str, *, escalates: bool) -> Callable[..., Awaitable[None]]:
    async def handle(session: AsyncSession, timer: Timer, *, now: datetime) -> None:
        row = await breach_by_id(session, timer.data["breach"])
        if row is None or (row.told_at and row.authority_at):
            return
        staff = list(await coordinators(session))
        if escalates:
            staff += await heads_of_office(session)
        tell(session, staff, key, now=now, number=str(row.id), due=row.due_at)

    return handle


HANDLERS = {
    REMIND: _until_told("breaches.staff.remind", escalates=False),
    ESCALATE: _until_told("breaches.staff.escalate", escalates=True),
}
