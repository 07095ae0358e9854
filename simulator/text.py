"""Text as Telegram counts and cleans it, and the entities it finds by itself."""

import re

from simulator.errors import Json

MESSAGE_LENGTH = 4096
CAPTION_LENGTH = 1024

# Directional overrides and line separators are dropped; other control characters become spaces.
DROPPED = re.compile("[\r\u2028-\u202e]")
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")

FOUND = re.compile(
    r"(?P<url>https?://[^\s<>]+[^\s<>.,;:!?)\]])"
    r"|(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?<![\w/@])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?)(?![\w/])"
    r"|(?<![\w@/])(?P<mention>@[A-Za-z]\w{3,31})"
    r"|(?<![\w#])(?P<hashtag>#(?=\w*[^\W\d])\w+)"
)


def units(text: str) -> int:
    """Length in UTF-16 code units, the unit of entity offsets and, strictly, of the limits."""
    return len(text) + sum(char > "\uffff" for char in text)


def clean(text: str) -> str:
    return CONTROL.sub(" ", DROPPED.sub("", text))


def find_entities(text: str) -> list[Json]:
    """Commands, links, mentions, hashtags and addresses; offsets in UTF-16 code units."""
    return [
        {
            "type": match.lastgroup,
            "offset": units(text[: match.start()]),
            "length": units(match.group()),
        }
        for match in FOUND.finditer(text)
    ]


def split(text: str, size: int = MESSAGE_LENGTH) -> list[str]:
    """The parts a Telegram app makes of a text that is too long for one message."""
    parts: list[str] = []
    start = used = 0
    for position, char in enumerate(text):
        width = units(char)
        if used + width > size:
            parts.append(text[start:position])
            start, used = position, 0
        used += width
    return [*parts, text[start:]]
