"""The one file a message can carry, whatever Telegram calls it."""

from dataclasses import asdict, dataclass
from typing import Any

from telegram import Message

# The Bot API hands out files up to 20 MB.
LARGEST = 20_000_000


@dataclass(frozen=True)
class File:
    """`kind` is photo, document, voice, audio, video or video_note; `size` in bytes if known."""

    kind: str
    file_id: str
    unique_name: str
    size: int | None
    album: str | None

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
    return File(kind, found.file_id, found.file_unique_id, found.file_size, message.media_group_id)
