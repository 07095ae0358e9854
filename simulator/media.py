"""The fields of a message that carry a file: photo, document, voice, video and their kin."""

from mimetypes import guess_type
from typing import Any

from simulator.errors import Json
from simulator.files import File, Files
from simulator.pictures import sizes

PHOTO_BYTES = 10 * 2**20
MIMES = {
    "voice": "audio/ogg", "video": "video/mp4", "audio": "audio/mpeg", "animation": "video/mp4",
    "sticker": "image/webp", "video_note": "video/mp4", "document": "application/octet-stream",
}  # fmt: skip
KINDS = ("photo", *MIMES)
DEFAULTS: dict[str, Json] = {
    "voice": {"duration": 1},
    "audio": {"duration": 1},
    "video": {"width": 640, "height": 360, "duration": 1},
    "animation": {"width": 320, "height": 240, "duration": 1},
    "video_note": {"length": 240, "duration": 1},
    "sticker": {"type": "regular", "width": 512, "height": 512, "is_animated": False,
                "is_video": False},
}  # fmt: skip
NAMED = ("document", "video", "audio", "animation")


def store(
    files: Files, kind: str, data: bytes, name: str = "", mime: str = "", **details: Any
) -> Json:
    """Keep a new file and return the message field for it; ValueError for a bad photo."""
    if kind == "photo":
        return {"photo": _store_photo(files, data)}
    mime = mime or guess_type(name)[0] or MIMES[kind]
    known = {key: value for key, value in details.items() if value is not None}
    file = files.add(kind, data, name, mime)
    file.details = {**DEFAULTS.get(kind, {}), **known}
    return show(file)


def _store_photo(files: Files, data: bytes) -> list[Json]:
    if len(data) > PHOTO_BYTES:
        raise ValueError("file is too big for a photo")
    shown: list[Json] = []
    for jpeg, width, height in sizes(data):
        file = files.add("photo", jpeg, mime="image/jpeg")
        shown.append({**file.card, "width": width, "height": height})
    for size in shown:
        stored = files.get(size["file_id"])
        assert stored
        stored.details = {"sizes": shown}
    return shown


def show(file: File) -> Json:
    """The message field for a file already stored."""
    if file.kind == "photo":
        return {"photo": file.details["sizes"]}
    card = {**file.card, **file.details}
    if file.kind != "sticker" and file.kind != "video_note":
        card["mime_type"] = file.mime
    if file.kind in NAMED and file.name:
        card["file_name"] = file.name
    content: Json = {file.kind: card}
    if file.kind == "animation":
        content["document"] = {**file.card, "mime_type": file.mime}
    return content


def carried(data: Json) -> tuple[str, Json] | None:
    """The kind and the card of the file a message carries; for a photo its largest size."""
    for kind in KINDS:
        if kind in data:
            return kind, data[kind][-1] if kind == "photo" else data[kind]
    return None
