"""Who an update is from."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession
from telegram import Update, User

from core.people import services as people
from core.people.models import Person


def is_private(update: Update) -> bool:
    """Whether somebody speaks in their own chat; nobody is heard or served in a group."""
    chat = update.effective_chat
    user = update.effective_user
    if user is None or user.is_bot:
        return False
    return chat is None or chat.type == "private"


def profile(user: User) -> people.Profile:
    """What a person calls themselves."""
    return {
        "first_name": user.first_name,
        "last_name": user.last_name,
        "username": user.username,
    }


async def sender(session: AsyncSession, update: Update, *, now: datetime) -> Person:
    """The person behind a private update, known from now on."""
    user = update.effective_user
    assert user is not None
    return await people.meet(session, user.id, profile(user), user.language_code or "", now=now)
