"""What a person sends into a chat."""

from collections.abc import Sequence
from typing import Any

from simulator.chats import Message
from simulator.errors import Json, NotPossible
from simulator.media import store
from simulator.reading import Reading
from simulator.text import CAPTION_LENGTH, clean, find_entities, split, units


class Sending(Reading):
    """The sending half of a Person. Each verb returns the message as it now stands."""

    def starts(self, payload: str = "") -> Message:
        """Press Start, or open the link `https://t.me/<bot>?start=payload`."""
        if self.chat.private and self.chat.blocked:
            raise NotPossible(f"{self.name} has blocked this bot")
        return self.sends(f"/start {payload}".rstrip())

    def sends(self, text: str, *, reply_to: Message | int | None = None) -> Message:
        """Write; a text over 4096 characters goes out in parts, as Telegram's apps do it."""
        words = clean(text).strip()
        if not words:
            raise NotPossible("an empty text cannot be sent")
        for part in split(words):
            entities = find_entities(part)
            content: Json = {"text": part, **({"entities": entities} if entities else {})}
            sent = self._says(content, reply_to)
        return sent

    def sends_photo(self, data: bytes, caption: str = "", **more: Any) -> Message:
        return self.sends_file("photo", data, caption=caption, **more)

    def sends_document(
        self, data: bytes, name: str = "berkas.pdf", caption: str = "", **more: Any
    ) -> Message:
        return self.sends_file("document", data, name=name, caption=caption, **more)

    def sends_voice(self, data: bytes = b"OggS", duration: int = 3, **more: Any) -> Message:
        return self.sends_file("voice", data, duration=duration, **more)

    def sends_video(self, data: bytes = b"\0\0\0\x18ftyp", **more: Any) -> Message:
        return self.sends_file("video", data, name="video.mp4", **more)

    def sends_file(
        self,
        kind: str,
        data: bytes,
        *,
        name: str = "",
        mime: str = "",
        caption: str = "",
        media_group: str | None = None,
        reply_to: Message | int | None = None,
        **details: Any,
    ) -> Message:
        """Send a file of any kind; `media_group` makes it an item of that album."""
        try:
            content = store(self.telegram.files, kind, data, name, mime, **details)
        except ValueError as error:
            raise NotPossible(str(error)) from error
        content |= _caption(caption)
        if media_group:
            content["media_group_id"] = media_group
        return self._says(content, reply_to)

    def sends_album(
        self, items: Sequence[bytes | Json], caption: str = "", media_group: str | None = None
    ) -> list[Message]:
        """Photos (bytes), or arguments of `sends_file`, one message each with a common id.

        The caption stands on the first item unless items bring their own.
        """
        group = media_group or str(self.telegram.rng.getrandbits(53))
        sent: list[Message] = []
        for number, item in enumerate(items):
            parts: Json = {"kind": "photo", "data": item} if isinstance(item, bytes) else {**item}
            if number == 0 and caption:
                parts.setdefault("caption", caption)
            sent.append(self.sends_file(media_group=group, **parts))
        return sent

    def sends_location(
        self, latitude: float, longitude: float, live_period: int | None = None
    ) -> Message:
        location: Json = {"latitude": latitude, "longitude": longitude}
        if live_period:
            location["live_period"] = live_period
        return self._says({"location": location})

    def sends_contact(self, phone_number: str = "+628111000111") -> Message:
        """Share the own telephone number."""
        own = {key: value for key, value in self.account.user.items() if key.endswith("_name")}
        return self._says(
            {"contact": {"phone_number": phone_number, "user_id": self.account.id, **own}}
        )

    def sends_sticker(self, emoji: str = "👍") -> Message:
        return self.sends_file("sticker", b"RIFF", emoji=emoji)

    def _says(self, content: Json, reply_to: Message | int | None = None) -> Message:
        if self.chat.private and self.chat.blocked:
            raise NotPossible(f"{self.name} has blocked this bot")
        if self.chat.migrated_to:
            raise NotPossible(f"{self.chat.title} has become a supergroup")
        self.chat.started = True
        if reply_to is not None:
            content["reply_to_message"] = self._replied(reply_to)
        return self.telegram.post(self.chat, self.account, content)

    def _replied(self, reply_to: Message | int) -> Json:
        number = reply_to if isinstance(reply_to, int) else reply_to.id
        if number not in self.chat.messages:
            raise NotPossible(f"no message {number} to reply to")
        data = self.chat.messages[number].data
        return {key: value for key, value in data.items() if key != "reply_to_message"}


def _caption(words: str) -> Json:
    caption = clean(words).strip()
    if units(caption) > CAPTION_LENGTH:
        raise NotPossible("a caption has at most 1024 characters")
    entities = find_entities(caption)
    content: Json = {"caption": caption} if caption else {}
    return {**content, "caption_entities": entities} if entities else content
