"""Keyboards of bots: their rules and what they do to the chat."""

import re
from typing import Any

from simulator.call import Call
from simulator.chats import Chat
from simulator.errors import ApiError, Json, bad_request

DATA_BYTES = 64
MOST_BUTTONS = 100
ROW = 8
ACTIONS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query",
    "switch_inline_query_current_chat", "switch_inline_query_chosen_chat", "copy_text",
    "callback_game", "pay",
)  # fmt: skip
WEB = re.compile(r"(?:https?://|tg://|mailto:|tel:)?[^\s/?#]+\.?[^\s]*$", re.IGNORECASE)


def read_markup(call: Call) -> Json:
    """The checked `reply_markup`, or an empty dict."""
    markup = call.fields("reply_markup")
    if "inline_keyboard" in markup:
        rows = _rows(markup["inline_keyboard"])
        return {"inline_keyboard": [[_inline(button) for button in row] for row in rows if row]}
    if "keyboard" in markup:
        rows = _rows(markup["keyboard"])
        return {**markup, "keyboard": [[_reply(button) for button in row] for row in rows if row]}
    return markup


def inline_only(call: Call) -> Json:
    """The reply markup of an edit: an inline keyboard or nothing."""
    markup = read_markup(call)
    if markup and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    return {"reply_markup": markup} if markup.get("inline_keyboard") else {}


def apply(chat: Chat, markup: Json) -> Json:
    """Show a reply keyboard to the people of the chat; give back what stays on the message."""
    if "keyboard" in markup:
        chat.keyboards.update(dict.fromkeys(chat.people, markup))
    elif markup.get("remove_keyboard"):
        chat.keyboards.clear()
    return {"reply_markup": markup} if markup.get("inline_keyboard") else {}


def _rows(rows: Any) -> list[list[Any]]:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" must be of type Array of Array')
    if sum(map(len, rows)) > MOST_BUTTONS or any(len(row) > ROW for row in rows):
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    return rows


def _inline(button: Any) -> Json:
    if not isinstance(button, dict) or not str(button.get("text", "")).strip():
        raise _button_wrong('field "text" must be a non-empty string')
    actions = [key for key in ACTIONS if button.get(key) is not None]
    if not actions:
        raise _button_wrong("text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request("BUTTON_TYPE_INVALID")
    if actions[0] == "callback_data" and not 1 <= _bytes(button["callback_data"]) <= DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if actions[0] == "url" and not WEB.match(str(button["url"])):
        raise _url_wrong(str(button["url"]))
    return button


def _reply(button: Any) -> Json:
    card = {"text": button} if isinstance(button, str) else button
    if not isinstance(card, dict) or not str(card.get("text", "")).strip():
        raise bad_request("keyboard button text must be non-empty")
    return card


def _bytes(data: Any) -> int:
    return len(str(data).encode())


def _button_wrong(reason: str) -> ApiError:
    return bad_request(f"can't parse inline keyboard button: {reason}")


def _url_wrong(url: str) -> ApiError:
    return bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
