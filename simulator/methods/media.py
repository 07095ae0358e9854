"""Sending files: one by one, and as albums."""

from typing import Any

from simulator.call import Call, Upload
from simulator.errors import Json, bad_request
from simulator.media import KINDS, carried, show, store
from simulator.methods import method
from simulator.methods.editing import change, editable, new_keyboard
from simulator.methods.sending import post, replied
from simulator.words import caption

DETAILS = ("duration", "width", "height", "length", "performer", "title")
ALBUM = ("photo", "video", "document", "audio")
SMALLEST_ALBUM, LARGEST_ALBUM = 2, 10


def file_content(call: Call, kind: str, reference: Any = None, source: Json | None = None) -> Json:
    """The message field for a file uploaded with the call or known by its id."""
    upload = call.upload(kind, reference)
    if upload is None:
        raise bad_request(f"there is no {kind.replace('_', ' ')} in the request")
    if isinstance(upload, Upload):
        return _stored(call, kind, upload, call.params if source is None else source)
    if upload.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    file = call.telegram.files.get(upload)
    if file is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if file.kind != kind:
        raise bad_request(f"can't use file of type {file.kind.title()} as {kind.title()}")
    return show(file)


def _stored(call: Call, kind: str, upload: Upload, source: Json) -> Json:
    if not upload.data:
        raise bad_request("file must be non-empty")
    details = {key: int(source[key]) for key in DETAILS[:4] if source.get(key)}
    words = {key: source[key] for key in DETAILS[4:] if source.get(key)}
    files = call.telegram.files
    try:
        return store(files, kind, upload.data, upload.name, upload.mime, **details, **words)
    except ValueError as error:
        raise bad_request(str(error)) from error


def _send(call: Call, kind: str) -> Json:
    call.writable_chat()
    return post(call, {**caption(call), **file_content(call, kind)})


@method
def send_photo(call: Call) -> Json:
    return _send(call, "photo")


@method
def send_document(call: Call) -> Json:
    return _send(call, "document")


@method
def send_voice(call: Call) -> Json:
    return _send(call, "voice")


@method
def send_video(call: Call) -> Json:
    return _send(call, "video")


@method
def send_video_note(call: Call) -> Json:
    return _send(call, "video_note")


@method
def send_audio(call: Call) -> Json:
    return _send(call, "audio")


@method
def send_animation(call: Call) -> Json:
    return _send(call, "animation")


@method
def send_sticker(call: Call) -> Json:
    call.writable_chat()
    return post(call, file_content(call, "sticker"))


@method
def send_media_group(call: Call) -> list[Json]:
    """An album: every item is a message of its own with a common media_group_id."""
    chat = call.writable_chat()
    items = call.objects("media")
    if not SMALLEST_ALBUM <= len(items) <= LARGEST_ALBUM:
        raise bad_request("media group must include 2-10 items")
    _suit(items)
    contents = [media_item(call, item) for item in items]
    common = {"media_group_id": str(call.telegram.rng.getrandbits(53)), **replied(call)}
    call.spend(chat, len(items))
    return [call.telegram.post(chat, call.bot, {**content, **common}).data for content in contents]


def media_item(call: Call, item: Json) -> Json:
    """The content an InputMedia stands for."""
    kind = str(item.get("type"))
    if kind not in (*ALBUM, "animation"):
        raise bad_request("unknown media type")
    if not item.get("media"):
        raise bad_request("media not found")
    return {**caption(call, item), **file_content(call, kind, item["media"], item)}


def _suit(items: list[Json]) -> None:
    """Documents and audio go into albums only among themselves."""
    kinds = {item.get("type") for item in items}
    for alone in ("document", "audio"):
        if alone in kinds and len(kinds) > 1:
            raise bad_request(f"{alone} can't be mixed with other media types")


@method
def edit_message_media(call: Call) -> Json:
    """Replace the file of a message, and its caption with it."""
    message, item = editable(call), call.fields("media")
    if carried(message.data) is None and "text" not in message.data:
        raise bad_request("message can't be edited")
    old = dict.fromkeys((*KINDS, "text", "entities", "caption", "caption_entities"))
    return change(call, message, {**old, **media_item(call, item), **new_keyboard(call)})
