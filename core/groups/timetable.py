"""Every few minutes the card of each group is looked at; where there is no group, nothing runs."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from core.chats import chat_at
from core.db import changed
from core.groups import queries, services
from core.groups.card import EVERY, TIMER, bring_up, plan, row_of
from core.groups.models import UnitGroup
from core.timers import Timer


async def look(session: AsyncSession, timer: Timer, *, now: datetime) -> None:
    """Bring the card up to date, unless the last change of it is still on its way."""
    # Its key is free again for the time after this one.
    await changed(session, delete(Timer).where(Timer.id == timer.id))
    group = await queries.group_by_id(session, timer.data["group"], lock=True)
    if group is None or group.unit is None:
        return
    if group.unit.closed_at is not None:
        await services.unbind(session, group, by=f"unit:{group.unit.id}", now=now)
        return
    last = await row_of(session, group.posted)
    if await _is_shut(session, group) or (last is not None and last.state == "dead"):
        await services.lose(session, group, now=now)
        return
    if last is None or last.state != "open":
        await bring_up(session, group, group.unit, now=now)
    await plan(session, group, now + EVERY, now=now)


async def _is_shut(session: AsyncSession, group: UnitGroup) -> bool:
    chat = await chat_at(session, group.lane)
    return chat is None or chat.gone_at is not None


HANDLERS = {TIMER: look}
