"""What happens to groups: members come and go, a group becomes a supergroup."""

from itertools import count
from typing import TYPE_CHECKING

from simulator import routing
from simulator.accounts import Account, Bot
from simulator.chats import Chat
from simulator.errors import NotPossible

if TYPE_CHECKING:
    from simulator.telegram import Telegram

SUPERGROUP_BASE = -1_000_000_000_000


def add(telegram: "Telegram", group: Chat, newcomer: Account | Bot, by: Account) -> None:
    """Bring a person or a bot in; a bot learns it as my_chat_member and sees the notice."""
    if isinstance(newcomer, Account):
        group.people[newcomer.id] = newcomer
    else:
        old = group.gone_bots.pop(newcomer.id, "left")
        group.bots[newcomer.id] = newcomer
        routing.tell_status(telegram, newcomer, group, by.user, old, "member")
    telegram.post(group, by, {"new_chat_members": [newcomer.user]})


def remove(telegram: "Telegram", group: Chat, leaver: Account | Bot, by: Account) -> None:
    """Put a person or a bot out; a bot learns it as my_chat_member only."""
    if group.member(leaver.id) is None:
        raise NotPossible(f"{leaver.name} is not in {group.title}")
    group.admins.discard(leaver.id)
    if isinstance(leaver, Account):
        del group.people[leaver.id]
    else:
        _dismiss(telegram, group, leaver, by)
    telegram.post(group, by, {"left_chat_member": leaver.user})


def _dismiss(telegram: "Telegram", group: Chat, bot: Bot, by: Account) -> None:
    del group.bots[bot.id]
    group.gone_bots[bot.id] = "kicked"
    routing.tell_status(telegram, bot, group, by.user, "member", "kicked")


def leave(telegram: "Telegram", group: Chat, bot: Bot) -> None:
    """The bot goes by itself."""
    del group.bots[bot.id]
    group.gone_bots[bot.id] = "left"
    group.admins.discard(bot.id)
    routing.tell_status(telegram, bot, group, bot.user, "member", "left")


def promote(telegram: "Telegram", group: Chat, bot: Bot, by: Account) -> None:
    """Make a bot an administrator, who sees every message."""
    group.admins.add(bot.id)
    routing.tell_status(telegram, bot, group, by.user, "member", "administrator")


def migrate(telegram: "Telegram", group: Chat) -> Chat:
    """Turn a group into a supergroup: a new chat with a new id; the old one refuses messages."""
    if group.kind != "group" or group.migrated_to:
        raise NotPossible(f"{group.title} is not a basic group")
    new_id = SUPERGROUP_BASE - abs(group.id)
    new = Chat(new_id, "supergroup", count(1), title=group.title, started=True)
    new.people, new.bots, new.admins = dict(group.people), dict(group.bots), set(group.admins)
    telegram.groups[new_id] = new
    someone = group.person
    telegram.post(group, someone, {"migrate_to_chat_id": new_id})
    group.migrated_to = new
    telegram.post(new, someone, {"migrate_from_chat_id": group.id})
    return new
