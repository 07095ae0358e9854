"""Messages and chats as the chat page shows them to one person."""

from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from simulator import texts
from simulator.accounts import Account, Bot
from simulator.chats import Chat, Message
from simulator.errors import Json
from simulator.formatting import render_html
from simulator.media import carried
from simulator.polls import Poll
from simulator.routing import CONTENT

if TYPE_CHECKING:
    from simulator.telegram import Telegram

SAME = ("text", "entities", "media_group_id", "location", "contact", "venue")


def person(account: Account) -> Json:
    fields = ["id", "first_name", "last_name", "username", "language_code", "label", "group"]
    return {name: getattr(account, name) for name in fields}


def shown(telegram: "Telegram", event: str, of: Message, viewer: Account) -> Json:
    """What an event about a message carries besides its place."""
    if event == "keyboard":
        return {"keyboard": of.chat.keyboards.get(viewer.id)}
    if event == "poll":
        return {"poll": poll(telegram.polls[of.data["poll"]["id"]], viewer)}
    return {"message": message(telegram, of, viewer)}


def message(telegram: "Telegram", message: Message, viewer: Account) -> Json:
    """One bubble, as the contract of the chat page has it."""
    data = message.data
    shown: Json = {
        "message_id": message.id,
        "chat_id": message.chat.id_for(viewer),
        "from": _sender(message.sender),
        "out": message.sender is viewer,
        "at": _iso(data["date"]),
        **{key: data[key] for key in SAME if key in data},
    }
    if "edit_date" in data:
        shown["edited_at"] = _iso(data["edit_date"])
    if message.inline_keyboard:
        shown["inline_keyboard"] = [[_button(b) for b in row] for row in message.inline_keyboard]
    if service := _service(message, viewer):
        shown["service"] = service
    if "poll" in data:
        shown["poll"] = poll(telegram.polls[data["poll"]["id"]], viewer)
    if reactions := seen_reactions(message, viewer):
        shown["reactions"] = reactions
    return shown | _written(data) | _attachment(telegram, data)


def _written(data: Json) -> Json:
    text, entities = _words(data)
    shown: Json = {}
    if text:
        shown = {"text": text, "entities": entities, "html": render_html(text, entities)}
    if "reply_to_message" in data:
        replied = data["reply_to_message"]
        shown["reply_to"] = {"message_id": replied["message_id"], "text": _words(replied)[0]}
    return shown


def _service(message: Message, viewer: Account) -> str:
    """The line that stands for an event in the chat; empty for what somebody wrote."""
    event = next((key for key in texts.TEXTS["id"] if key in message.data), None)
    if event is None:
        return ""
    users = [*message.data.get("new_chat_members", []), message.data.get("left_chat_member")]
    who = ", ".join(user["first_name"] for user in users if user) or message.sender.name
    return texts.say(event, viewer.language_code, who)


def poll(poll: Poll, viewer: Account) -> Json:
    """A poll for one viewer: what was right shows once they voted or it is closed."""
    card, chosen = poll.card, poll.votes.get(viewer.id)
    shown = {key: card[key] for key in ("id", "question", "type", "allows_multiple_answers")}
    shown["options"] = [{"text": o["text"], "votes": o["voter_count"]} for o in card["options"]]
    shown |= {"closed": poll.closed, **({"chosen": chosen} if chosen else {})}
    if chosen or poll.closed:
        shown |= {k: card[k] for k in ("correct_option_ids", "explanation") if k in card}
    return shown


def seen_reactions(message: Message, viewer: Account) -> list[Json]:
    given = [(r["emoji"], who) for who, list_ in message.reactions.items() for r in list_]
    counts = Counter(emoji for emoji, _ in given)
    mine = {emoji for emoji, who in given if who == viewer.id}
    return [{"emoji": e, "count": count, "mine": e in mine} for e, count in counts.items()]


def publish_reactions(telegram: "Telegram", message: Message) -> None:
    for viewer in message.chat.people.values() if telegram.events else ():
        telegram.events.publish(
            "reaction",
            person=viewer.id,
            chat_id=message.chat.id_for(viewer),
            message_id=message.id,
            reactions=seen_reactions(message, viewer),
        )


def _attachment(telegram: "Telegram", data: Json) -> Json:
    found = carried(data)
    if found is None:
        return {}
    kind, card = found
    stored = telegram.files.get(card["file_id"])
    name, mime = (stored.name, stored.mime) if stored else ("", "")
    sizes = {key: card[key] for key in ("width", "height", "duration", "emoji") if key in card}
    file = {"file_id": card["file_id"], "name": name, "mime": mime, "size": card["file_size"]}
    return {kind: {**file, **sizes}}


def chat(chat: Chat, viewer: Account) -> Json:
    """One line of the list of chats."""
    last = next(reversed(chat.messages.values()), None)
    seen = chat.read.get(viewer.id, 0)
    unread = [m for m in chat.messages.values() if m.id > seen and m.sender is not viewer]
    return {
        "chat_id": chat.id_for(viewer),
        "title": chat.title_for(viewer),
        "type": chat.kind,
        "unread": len(unread),
        "last": _last(last, viewer) if last else None,
        "blocked": chat.blocked,
    }


def _last(message: Message, viewer: Account) -> Json:
    kind = next((kind for kind in sorted(CONTENT - {"text"}) if kind in message.data), "text")
    at, out = _iso(message.data["date"]), message.sender is viewer
    words = message.text or _service(message, viewer)
    return {"text": words, "at": at, "out": out, "kind": kind}


def _words(data: Json) -> tuple[str, list[Json]]:
    if "text" in data:
        return data["text"], data.get("entities", [])
    return data.get("caption", ""), data.get("caption_entities", [])


def _sender(sender: Account | Bot) -> Json:
    return {"id": sender.id, "name": sender.name, "is_bot": isinstance(sender, Bot)}


def _button(button: Json) -> Json:
    if "url" in button:
        return {"text": button["text"], "kind": "url", "url": button["url"]}
    return {"text": button["text"], "kind": "callback"}


def _iso(moment: int) -> str:
    return datetime.fromtimestamp(moment, UTC).isoformat()
