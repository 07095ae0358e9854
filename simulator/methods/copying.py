"""copyMessage and forwardMessage."""

from simulator.call import Call
from simulator.chats import Message
from simulator.errors import Json, bad_request
from simulator.methods import method
from simulator.methods.sending import post
from simulator.routing import CONTENT
from simulator.words import caption

KEPT = CONTENT | {"entities", "caption", "caption_entities"}


def _original(call: Call, purpose: str) -> Message:
    """The message to repeat, from a chat the bot is in."""
    place = {
        "chat_id": call.params.get("from_chat_id"),
        "message_id": call.params.get("message_id"),
    }
    source = Call(call.telegram, call.bot, call.method, place)
    message = source.message(source.chat(), purpose)
    protected = message.data.get("has_protected_content")
    if protected or "poll" in message.data or not CONTENT & message.data.keys():
        raise bad_request(f"message can't be {'copied' if purpose == 'copy' else 'forwarded'}")
    return message


@method
def copy_message(call: Call) -> Json:
    """The content without a word of where it comes from; a caption may be replaced."""
    original = _original(call, "copy")
    content = {key: value for key, value in original.data.items() if key in KEPT}
    if call.params.get("caption") is not None:
        content = {key: value for key, value in content.items() if not key.startswith("caption")}
        content |= caption(call)
    return {"message_id": post(call, content)["message_id"]}


@method
def forward_message(call: Call) -> Json:
    original = _original(call, "forward")
    content = {key: value for key, value in original.data.items() if key in KEPT}
    origin = {"type": "user", "sender_user": original.sender.user, "date": original.data["date"]}
    return post(call, {**content, "forward_origin": origin})
