"""Which updates go to which bot."""

from typing import TYPE_CHECKING

from simulator.accounts import Bot
from simulator.chats import Chat, Message
from simulator.errors import Json
from simulator.faults import Fault
from simulator.updates import Pending

if TYPE_CHECKING:
    from simulator.telegram import Telegram

ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Update types a bot gets only when it names them in allowed_updates."""
CONTENT = frozenset(
    [
        "text",
        "photo",
        "document",
        "voice",
        "video",
        "audio",
        "animation",
        "sticker",
        "video_note",
        "location",
        "venue",
        "contact",
        "poll",
        "dice",
    ]
)


def send(
    telegram: "Telegram",
    bot: Bot,
    kind: str,
    content: Json,
    lane: tuple[str, int],
    since: float | None = None,
) -> None:
    """Queue an update for a bot unless it did not ask for this type."""
    wanted = kind in bot.allowed if bot.allowed else kind not in ON_REQUEST
    if wanted:
        now = telegram.now().timestamp()
        pending = bot.queue.put(kind, content, lane, now=now, since=now if since is None else since)
        if telegram.faults.waiting and (fault := telegram.faults.take("update", content)):
            disturb(pending, fault, now)


def disturb(pending: Pending, fault: Fault, now: float) -> None:
    """Make an update come twice, again, or late; its lane waits with it."""
    if fault.kind == "duplicate":
        pending.copies = 2
    elif fault.kind == "lost":
        pending.answer_lost = True
    else:
        pending.ready_at = now + fault.seconds


def tell_bots(telegram: "Telegram", message: Message, *, edited: bool = False) -> None:
    """Tell the bots of a chat that may see it about a person's message or its edit."""
    kind = "edited_message" if edited else "message"
    since = message.data["edit_date"] if edited else message.data["date"]
    for bot in message.chat.bots.values():
        if sees(bot, message):
            lane = ("chat", message.chat.id)
            send(telegram, bot, kind, message.data, lane, since)


def sees(bot: Bot, message: Message) -> bool:
    """In groups a bot with privacy sees commands, replies to it and service messages only."""
    chat = message.chat
    if chat.private or not bot.privacy or bot.id in chat.admins:
        return True
    if not CONTENT & message.data.keys():
        return True
    replied = message.data.get("reply_to_message", {}).get("from", {})
    return replied.get("id") == bot.id or _commanded(bot, chat, message.text)


def _commanded(bot: Bot, chat: Chat, text: str) -> bool:
    if not text.startswith("/"):
        return False
    addressee = text.split()[0].partition("@")[2]
    if addressee:
        return addressee.lower() == bot.username.lower()
    senders = (message.sender for message in reversed(chat.messages.values()))
    return next((s for s in senders if isinstance(s, Bot)), bot) is bot


def tell_status(
    telegram: "Telegram", bot: Bot, chat: Chat, actor: Json, old: str, new: str
) -> None:
    """my_chat_member: the bot's own place in a chat has changed."""
    content = {
        "chat": chat.card,
        "from": actor,
        "date": int(telegram.now().timestamp()),
        "old_chat_member": member(bot.user, old),
        "new_chat_member": member(bot.user, new),
    }
    send(telegram, bot, "my_chat_member", content, ("chat", chat.id))


ADMIN_RIGHTS = [
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
]


def member(user: Json, status: str) -> Json:
    """The Bot API's ChatMember."""
    card: Json = {"user": user, "status": status}
    if status == "kicked":
        return {**card, "until_date": 0}
    if status == "creator":
        return {**card, "is_anonymous": False}
    if status == "administrator":
        withheld = {"can_be_edited", "is_anonymous", "can_promote_members"}
        return {**card, **{right: right not in withheld for right in ADMIN_RIGHTS}}
    return card
