"""The one file a message can carry, whatever Telegram calls it."""

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from telegram import Message

from core.tickets.attachments import LARGEST

# What a player shows before it plays: seconds, and pixels.
DETAILS = ("duration", "width", "height", "length")


@dataclass(frozen=True)
class File:
    """`kind` is photo, document, voice, audio, video or video_note; `size` in bytes if known.

    `details` are of what is played: duration in seconds, and width, height or length in pixels.
    """

    kind: str
    file_id: str
    unique_name: str
    size: int | None
    album: str | None
    details: dict[str, int]

    @property
    def too_large(self) -> bool:
        return (self.size or 0) > LARGEST

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def file_of(message: Message | None) -> File | None:
    """The file of a message, a photo in its largest size."""
    if message is None:
        return None
    if message.photo:
        return _file("photo", message.photo[-1], message)
    for kind in ("document", "voice", "audio", "video", "video_note"):
        found = getattr(message, kind)
        if found is not None:
            return _file(kind, found, message)
    return None


def _file(kind: str, found: Any, message: Message) -> File:
    details = {} if kind == "photo" else _details(found)
    return File(
        kind,
        found.file_id,
        found.file_unique_id,
        found.file_size,
        message.media_group_id,
        details,
    )


def _details(found: Any) -> dict[str, int]:
    known = {name: getattr(found, name, None) for name in DETAILS}
    return {name: _number(value) for name, value in known.items() if value is not None}


def _number(value: Any) -> int:
    return int(value.total_seconds() if isinstance(value, timedelta) else value)
