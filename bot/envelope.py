"""A row of the outbox as a call of the Bot API."""

import re
from html import unescape
from typing import Any

# Only these leave the service; a row cannot name any other method.
METHODS = {
    "send_message": "sendMessage",
    "send_photo": "sendPhoto",
    "send_document": "sendDocument",
    "send_voice": "sendVoice",
    "send_audio": "sendAudio",
    "send_video": "sendVideo",
    "send_video_note": "sendVideoNote",
    "upload_photo": "sendPhoto",
    "upload_document": "sendDocument",
    "upload_voice": "sendVoice",
    "upload_audio": "sendAudio",
    "upload_video": "sendVideo",
    "upload_video_note": "sendVideoNote",
    "send_location": "sendLocation",
    "send_media_group": "sendMediaGroup",
    "send_poll": "sendPoll",
    "edit_message_text": "editMessageText",
    "edit_message_reply_markup": "editMessageReplyMarkup",
    "delete_message": "deleteMessage",
    "set_my_commands": "setMyCommands",
    "delete_my_commands": "deleteMyCommands",
}
SCOPED = ("setMyCommands", "deleteMyCommands")
OURS = ("buttons", "share", "hide_keyboard", "plain", "rest", "file")
TAG = re.compile(r"</?[a-z][^<>]*>")
# In UTF-16 units, in which Telegram counts up to 4096.
PART = 3_500

Json = dict[str, Any]


class UnknownMethod(Exception):
    """A row names something we never send."""


def envelope(method: str, payload: Json) -> tuple[str, Json]:
    """The API's name of the method and its parameters, but for chat and message.

    A payload with a `rest` is the first part of a long text; its buttons come with the last.
    """
    if method not in METHODS:
        raise UnknownMethod(method)
    call = {key: value for key, value in payload.items() if key not in OURS}
    words = [field for field in ("text", "caption") if field in call]
    if payload.get("plain"):
        call |= {field: plain(call[field]) for field in words}
    elif words:
        call["parse_mode"] = "HTML"
    if method == "send_poll":
        call["options"] = [{"text": text} for text in call["options"]]
    if method == "send_media_group":
        call["media"] = [{"type": one["kind"], "media": one["file_id"]} for one in call["media"]]
    markup = None if payload.get("rest") else _markup(payload)
    if markup is not None:
        call["reply_markup"] = markup
    return METHODS[method], call


def addressed(name: str, chat_id: int) -> Json:
    """The chat as a method of the API takes it."""
    scope = {"type": "chat", "chat_id": chat_id}
    return {"scope": scope} if name in SCOPED else {"chat_id": chat_id}


def plain(html: str) -> str:
    """The words without their markup."""
    return unescape(TAG.sub("", html))


def pieces(text: str) -> list[str]:
    """A text too long for one message, cut at the ends of lines, else of words, else anywhere."""
    parts = []
    while _units(text) > PART:
        end = _cut(text)
        parts.append(text[:end])
        text = text[end:]
    return [*parts, text] if text else parts


def _cut(text: str) -> int:
    fits = text[:PART].encode("utf-16-le")[: 2 * PART].decode("utf-16-le", "ignore")
    breaks = (fits.rfind("\n") + 1, fits.rfind(" ") + 1)
    return next((end for end in breaks if end > len(fits) // 2), len(fits))


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _markup(payload: Json) -> Json | None:
    if "buttons" in payload:
        rows = [[_button(one) for one in row] for row in payload["buttons"]]
        return {"inline_keyboard": rows}
    if share := payload.get("share"):
        return _share(share)
    return {"remove_keyboard": True} if payload.get("hide_keyboard") else None


def _share(share: dict[str, str]) -> Json:
    asking = {"text": share["text"], f"request_{share['what']}": True}
    rows = [[asking], [{"text": share["cancel"]}]]
    return {"keyboard": rows, "resize_keyboard": True, "one_time_keyboard": True}


def _button(button: Json) -> Json:
    if "url" in button:
        return {"text": button["text"], "url": button["url"]}
    flow, _, step = button["do"].partition(".")
    data = f"{flow}:{step}:{button['value']}:{button['version']}"
    return {"text": button["text"], "callback_data": data}
