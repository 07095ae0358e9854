"""What a person typed, made safe to store."""

import json
import re
from typing import Any

# PostgreSQL stores no NUL and no encoding holds half a surrogate pair: both become "�".
_UNSTORABLE = {0: "\ufffd"} | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
# An emoji in escaped ASCII. After a backslash it may be written text: that is looked at closely.
_PAIR = re.compile(rb"(?<!\\)\\ud[89ab]\w\w\\ud[c-f]\w\w")

_WHERE = ("message_id", "date", "chat")


def clean(text: str) -> str:
    """The text with only what no database can hold replaced; nothing is cut."""
    return text.translate(_UNSTORABLE) if not text.isascii() or "\0" in text else text


def read(body: bytes) -> Any:
    """An update's JSON with every text in it made safe; bodies are kept in escaped ASCII."""
    raw, rest = json.loads(body), _PAIR.sub(b"", body)
    _leave_card(raw)
    return _cleaned(raw) if b"\\ud" in rest or b"\\u0000" in rest else raw


def _leave_card(raw: Any) -> None:
    """A tap brings the whole card it was made on; nobody asks more of it than where it is."""
    tap = raw.get("callback_query")
    if isinstance(tap, dict) and isinstance(card := tap.get("message"), dict):
        tap["message"] = {part: card[part] for part in _WHERE if part in card}


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_cleaned(one) for one in value]
    if isinstance(value, dict):
        return {key: _cleaned(one) for key, one in value.items()}
    return value


def has_words(text: str) -> bool:
    """Whether there is a letter or digit of any script in it."""
    return any(character.isalnum() for character in text)
