"""Chats and who is in them."""

from simulator import groups, routing
from simulator.call import Call
from simulator.chats import Chat
from simulator.errors import Json, bad_request
from simulator.methods import method

GIFTS = (
    "unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription",
    "gifts_from_channels",
)  # fmt: skip


@method
def get_chat(call: Call) -> Json:
    chat = call.chat()
    pinned = chat.messages.get(chat.pinned or 0)
    return {
        **chat.card,
        "accent_color_id": abs(chat.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(GIFTS, False),
        **({"pinned_message": pinned.data} if pinned else {}),
    }


@method
def get_chat_member(call: Call) -> Json:
    chat, user_id = call.chat(), call.number("user_id") or 0
    if member := chat.member(user_id):
        return routing.member(member.user, _status(chat, user_id))
    if user_id == call.bot.id:
        return routing.member(call.bot.user, chat.gone_bots.get(user_id, "left"))
    if user_id not in call.telegram.accounts:
        raise bad_request("member not found")
    return routing.member(call.telegram.accounts[user_id].user, "left")


def _status(chat: Chat, user_id: int) -> str:
    if chat.private or user_id not in chat.admins:
        return "member"
    return "administrator" if user_id in chat.bots else "creator"


@method
def get_chat_administrators(call: Call) -> list[Json]:
    chat = call.chat()
    if chat.private:
        raise bad_request("there are no administrators in the private chat")
    admins = [(id_, chat.member(id_)) for id_ in sorted(chat.admins)]
    return [routing.member(admin.user, _status(chat, id_)) for id_, admin in admins if admin]


@method
def get_chat_member_count(call: Call) -> int:
    chat = call.chat()
    return len(chat.people) + len(chat.bots)


@method
def leave_chat(call: Call) -> bool:
    chat = call.writable_chat()
    if chat.private:
        raise bad_request("chat member status can't be changed in private chats")
    groups.leave(call.telegram, chat, call.bot)
    return True


@method
def pin_chat_message(call: Call) -> bool:
    chat = call.writable_chat()
    if not chat.private and call.bot.id not in chat.admins:
        raise bad_request("not enough rights to manage pinned messages in the chat")
    message = call.message(chat, "pin")
    chat.pinned = message.id
    call.telegram.post(chat, call.bot, {"pinned_message": message.data})
    return True


@method
def unpin_chat_message(call: Call) -> bool:
    chat = call.writable_chat()
    number = call.number("message_id", chat.pinned)
    if chat.pinned is None or number != chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned = None
    return True
