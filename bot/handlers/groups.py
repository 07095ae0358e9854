"""Groups: what happens to the bot there, and the two buttons that decide what a group is for.

Nobody works in a group, and nothing written there is read or kept.
"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession
from telegram import ChatMemberUpdated, Message, Update

from bot.flow import Flow
from bot.handlers import tasks
from bot.handlers.desk.choices import shown
from bot.handlers.desk.door import number, officer
from bot.turn import Turn
from core import marks
from core.chats import lane_of
from core.errors import Refused
from core.features.queries import current
from core.groups import queries, rules, services
from core.groups.card import TASKS
from core.groups.models import UnitGroup
from core.people.models import Staff
from core.people.queries import staff_at, staff_of
from core.secrets import keys_of
from core.tickets import services as tickets
from core.tickets.access import not_yours, standing_of
from core.tickets.citizens import actor_of
from core.tickets.queries import ticket_by_code

groups = Flow("groups")

GROUPS = ("group", "supergroup")
OUT = ("left", "kicked")


async def elsewhere(session: AsyncSession, now: datetime, update: Update) -> None:
    """An update from a group; those of channels and of kinds we do not know mean nothing."""
    chat = update.effective_chat
    if chat is None or chat.type not in GROUPS:
        return
    if update.my_chat_member is not None:
        await _came_or_went(session, update.my_chat_member, now)
    elif update.message is not None:
        await _said(session, update.message, now)


@groups.action
async def bind(turn: Turn) -> None:
    group = await _group(turn)
    staff = await staff_of(turn.session, turn.person)
    assert staff is not None
    await services.bind(turn.session, group, staff.unit, by=actor_of(staff), now=turn.now)
    edits = await shown(turn)
    turn.say("groups.bound", edits=edits, title=group.title, unit=staff.unit.name)


@groups.action
async def drop(turn: Turn) -> None:
    group = await _group(turn)
    if group.bound_at is not None:
        raise Refused("groups.refused.bound", title=group.title)
    await services.forget(turn.session, group)
    turn.say("groups.dropped", edits=await shown(turn), title=group.title)


async def opened(turn: Turn) -> bool:
    """The link of a group's card, for whoever works here; it gives nobody a right."""
    if turn.staff is None:
        return False
    if turn.argument == TASKS:
        await tasks.first(turn)
        return True
    ticket = await ticket_by_code(turn.session, turn.argument)
    if ticket is None:
        return False
    staff = await staff_of(turn.session, turn.person)
    if staff is None or await standing_of(turn.session, staff, ticket) == "none":
        raise not_yours(turn.staff)
    await tickets.show(turn.session, ticket, staff, now=turn.now)
    return True


async def _group(turn: Turn) -> UnitGroup:
    """The group of a button, for whoever brought the bot there."""
    assert turn.tap is not None
    staff = officer(turn)
    rules.check_leads(staff)
    found = await queries.group_by_id(turn.session, number(turn.tap.value), lock=True)
    if found is None or found.staff_id != staff.id:
        raise Refused("groups.refused.not_yours")
    return found


async def _came_or_went(session: AsyncSession, change: ChatMemberUpdated, now: datetime) -> None:
    if change.new_chat_member.status in OUT:
        lane = lane_of(keys_of(session), change.chat.id)
        group = await queries.heard_from(session, lane)
        if group is not None:
            await services.lose(session, group, now=now)
        else:
            await services.forget_chat(session, lane)
        return
    staff = await _leader(session, change)
    if staff is not None and current(session).on("groups"):
        await services.offer(session, staff, change.chat.id, change.chat.title or "", now=now)


async def _leader(session: AsyncSession, change: ChatMemberUpdated) -> Staff | None:
    """Who brought the bot in, if they lead; an anonymous admin of the group is nobody."""
    if change.from_user.is_bot:
        return None
    staff = await staff_at(session, lane_of(keys_of(session), change.from_user.id))
    return staff if staff is not None and rules.leads(staff) else None


async def _said(session: AsyncSession, message: Message, now: datetime) -> None:
    if message.migrate_to_chat_id is not None:
        await services.move(session, message.chat.id, message.migrate_to_chat_id)
    elif message.migrate_from_chat_id is not None:
        await services.move(session, message.migrate_from_chat_id, message.chat.id)
    elif current(session).on("groups") and await _is_for_us(session, message.text or ""):
        await services.answer(session, message.chat.id, now=now)


async def _is_for_us(session: AsyncSession, text: str) -> bool:
    """Whether it is a command, and not one for another bot."""
    if not text.startswith("/"):
        return False
    _, _, name = text.split()[0].partition("@")
    return not name or name.lower() == (await marks.named(session, "bot.username")).lower()
