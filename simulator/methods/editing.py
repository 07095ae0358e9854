"""Changing and removing messages."""

from datetime import timedelta

from simulator.accounts import Account
from simulator.call import Call
from simulator.chats import Message
from simulator.errors import Json, bad_request
from simulator.markup import inline_only
from simulator.methods import method
from simulator.words import caption, message_text

DELETE_WITHIN = timedelta(hours=48)
SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)
MOST_DELETED = 100


def editable(call: Call) -> Message:
    """The bot's own message that an edit is about."""
    if call.params.get("inline_message_id"):
        raise bad_request("message to edit not found")
    message = call.message(call.writable_chat(), "edit")
    if message.sender is not call.bot:
        raise bad_request("message can't be edited")
    return message


def change(call: Call, message: Message, content: Json) -> Json:
    """Apply an edit, or 400 when it would change nothing."""
    new = {key: value for key, value in {**message.data, **content}.items() if value is not None}
    if all(message.data.get(key) == new.get(key) for key in content):
        raise bad_request(SAME)
    moment = int(call.telegram.now().timestamp())
    return call.telegram.change(message, {**content, "edit_date": moment}).data


def new_keyboard(call: Call) -> Json:
    """An edit without an inline keyboard takes the old one away."""
    return {"reply_markup": None, **inline_only(call)}


@method
def edit_message_text(call: Call) -> Json:
    message = editable(call)
    content = message_text(call)
    if "text" not in message.data:
        raise bad_request("there is no text in the message to edit")
    return change(call, message, {"entities": None, **content, **new_keyboard(call)})


@method
def edit_message_caption(call: Call) -> Json:
    message = editable(call)
    if "text" in message.data or "location" in message.data or "poll" in message.data:
        raise bad_request("there is no caption in the message to edit")
    cleared: Json = {"caption": None, "caption_entities": None}
    return change(call, message, {**cleared, **caption(call), **new_keyboard(call)})


@method
def edit_message_reply_markup(call: Call) -> Json:
    return change(call, editable(call), new_keyboard(call))


@method
def delete_message(call: Call) -> bool:
    message = call.message(call.writable_chat(), "delete")
    if not _deletable(call, message):
        raise bad_request("message can't be deleted for everyone")
    call.telegram.remove(message)
    return True


@method
def delete_messages(call: Call) -> bool:
    """Messages that are not there or too old are passed over, as Telegram does."""
    chat = call.writable_chat()
    numbers = call.numbers("message_ids")
    if not 1 <= len(numbers) <= MOST_DELETED:
        raise bad_request("message identifiers are not specified")
    for message in [chat.messages[n] for n in numbers if n in chat.messages]:
        if _deletable(call, message):
            call.telegram.remove(message)
    return True


def _deletable(call: Call, message: Message) -> bool:
    chat = message.chat
    age = call.telegram.now().timestamp() - message.data["date"]
    if call.bot.id in chat.admins:
        return True
    if isinstance(message.sender, Account) and not chat.private:
        return False
    return bool(age < DELETE_WITHIN.total_seconds())
