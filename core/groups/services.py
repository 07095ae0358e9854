"""Groups come, are bound to a unit, move and go; every change is in the audit log."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, chats, outbox
from core.chats import Chat, chat_at, lane_of, new_chat
from core.db import changed
from core.errors import Refused
from core.groups import card, queries, rules
from core.groups.models import UnitGroup
from core.outbox import Button, Outgoing, Reader
from core.people.models import Staff, Unit
from core.secrets import keys_of
from core.tickets.staffing import people
from core.timers import Timer

# Who acts when Telegram tells that the bot was put out.
TELEGRAM = "telegram"
# A group where somebody plays with commands is answered this often, in seconds.
ANSWER_EVERY = 60


async def offer(
    session: AsyncSession, staff: Staff, chat_id: int, title: str, *, now: datetime
) -> None:
    """Somebody who leads brought the bot into a group: ask them, in their own chat, what for.

    Needs their unit and person.
    """
    lane = lane_of(keys_of(session), chat_id)
    known = await queries.heard_from(session, lane)
    if known is not None or staff.person is None:
        return
    await open_chat(session, chat_id)
    group = UnitGroup(lane=lane, heard=lane, title=rules.title(title), staff=staff, added_at=now)
    session.add(group)
    await session.flush()
    buttons = [[Button("groups.bind", group.id)], [Button("groups.drop", group.id)]]
    facts: dict[str, Any] = {"title": group.title, "unit": staff.unit.name}
    outbox.tell(
        session, staff.person, "groups.offer", now=now, kind="notice", buttons=buttons, **facts
    )


async def bind(
    session: AsyncSession, group: UnitGroup, unit: Unit, *, by: str, now: datetime
) -> None:
    """The group shows how the unit stands from now on; a unit has one group."""
    other = await queries.group_of(session, unit.id)
    if other is not None and other.id != group.id:
        raise Refused("groups.refused.has_one", unit=unit.name, title=other.title)
    if group.bound_at is not None:
        raise Refused("groups.refused.bound", title=group.title)
    group.unit, group.bound_at = unit, now
    await card.plan(session, group, now, now=now)
    audit.record(session, by, "group.bind", group, now=now, unit=unit.id)
    await session.flush()


async def unbind(session: AsyncSession, group: UnitGroup, *, by: str, now: datetime) -> None:
    """The card says that it ended; the bot stays in the group, and can be bound again."""
    shown = await card.row_of(session, group.card)
    if shown is not None:
        to = Reader(group.lane, session.info["service"].language)
        outbox.tell(session, to, "groups.ended", now=now, kind="card", edits=shown.ref)
    audit.record(session, by, "group.unbind", group, now=now, unit=group.unit_id)
    group.unit, group.bound_at, group.card, group.posted, group.shown = None, None, None, None, ""
    await session.flush()


async def lose(session: AsyncSession, group: UnitGroup, *, now: datetime) -> None:
    """Telegram takes nothing for this group any more: who leads the unit is told, once."""
    if group.unit is not None:
        audit.record(session, TELEGRAM, "group.lose", group, now=now, unit=group.unit_id)
        facts: dict[str, Any] = {"title": group.title, "unit": group.unit.name}
        for staff in await _leaders(session, group):
            if staff.person is not None:
                outbox.tell(session, staff.person, "groups.lost", now=now, kind="notice", **facts)
    await forget(session, group)


async def forget(session: AsyncSession, group: UnitGroup) -> None:
    """Nothing of the group is kept: its address, and what was to be said there."""
    await session.delete(group)
    await session.flush()
    await changed(session, delete(Timer).where(Timer.key == f"group:{group.id}"))
    await forget_chat(session, group.lane)


async def forget_chat(session: AsyncSession, lane: str) -> None:
    await changed(session, delete(Outgoing).where(Outgoing.lane == lane))
    await changed(session, delete(Chat).where(Chat.lane == lane, Chat.is_group))


async def move(session: AsyncSession, old_id: int, new_id: int) -> None:
    """A group became a supergroup: the same queue leads to a new chat; both of them tell it."""
    keys = keys_of(session)
    group = await queries.heard_from(session, lane_of(keys, old_id))
    if group is None:
        return
    heard = lane_of(keys, new_id)
    other = await queries.heard_from(session, heard)
    if other is not None:
        # It was taken for a new group before this was told.
        await forget(session, other)
    group.heard = heard
    await session.flush()
    await chats.move(session, group.lane, keys.seal(str(new_id).encode()))


async def answer(session: AsyncSession, chat_id: int, *, now: datetime) -> None:
    """Somebody used a command in a group: the work is in everybody's own chat."""
    heard = lane_of(keys_of(session), chat_id)
    group = await queries.heard_from(session, heard)
    lane = group.lane if group else heard
    newest = select(Outgoing.created_at).where(Outgoing.lane == lane, Outgoing.kind == "notice")
    last = (await session.scalars(newest.order_by(Outgoing.id.desc()).limit(1))).one_or_none()
    if last is not None and (now - last).total_seconds() < ANSWER_EVERY:
        return
    if group is None:
        await open_chat(session, chat_id)
    to, links = Reader(lane, session.info["service"].language), await card.links(session)
    outbox.tell(session, to, "groups.private", now=now, kind="notice", buttons=links)


async def open_chat(session: AsyncSession, chat_id: int) -> None:
    """Where messages to a group can be sent."""
    keys = keys_of(session)
    known = await chat_at(session, lane_of(keys, chat_id))
    if known is None:
        session.add(new_chat(keys, chat_id, is_group=True))
    else:
        known.gone_at = None
    await session.flush()


async def _leaders(session: AsyncSession, group: UnitGroup) -> Sequence[Staff]:
    """The heads of the unit and whoever brought the bot in; nobody who has left."""
    heads = (Staff.unit_id == group.unit_id) & (Staff.role == "head")
    wanted = people().where(Staff.left_at.is_(None), or_(heads, Staff.id == group.staff_id))
    return (await session.scalars(wanted.order_by(Staff.id))).all()
