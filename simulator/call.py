"""One call of a bot: its parameters, however they were sent, and what they refer to."""

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from simulator.accounts import Bot
from simulator.chats import Chat, Message
from simulator.errors import ApiError, Json, bad_request, forbidden
from simulator.files import UPLOAD_BYTES

if TYPE_CHECKING:
    from simulator.telegram import Telegram

TRUE = {"true", "1", "yes", "True"}


@dataclass(slots=True)
class Upload:
    """A file that came with the call."""

    name: str
    data: bytes
    mime: str = ""


@dataclass(slots=True)
class Call:
    """Parameters are JSON values, or strings of a form; files are by their field's name."""

    telegram: "Telegram"
    bot: Bot
    method: str
    params: Json
    files: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str | None:
        value = self.params.get(name)
        if value is None:
            return None
        return value if isinstance(value, str) else json.dumps(value)

    def number(self, name: str, default: int | None = None) -> int | None:
        value = self.params.get(name)
        if value is None or value == "":
            return default
        try:
            return int(value)
        except (TypeError, ValueError) as error:
            raise bad_request(f'field "{name}" must be a number') from error

    def decimal(self, name: str) -> float | None:
        value = self.params.get(name)
        try:
            return None if value is None else float(value)
        except (TypeError, ValueError) as error:
            raise bad_request(f'field "{name}" must be a number') from error

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.params.get(name)
        if isinstance(value, bool):
            return value
        return default if value is None else str(value) in TRUE

    def value(self, name: str) -> Any:
        """A structured parameter: already parsed, or JSON in a string; None when absent."""
        value = self.params.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError as error:
            raise bad_request(f"can't parse {name} JSON object") from error

    def fields(self, name: str) -> Json:
        """A structured parameter that is an object; empty when absent."""
        value = self.value(name)
        if value is not None and not isinstance(value, dict):
            raise bad_request(f"object expected as {name}")
        return value or {}

    def objects(self, name: str) -> list[Json]:
        """A structured parameter that is a list of objects; empty when absent."""
        value = self.value(name)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise bad_request(f"array of objects expected as {name}")
        return value

    def numbers(self, name: str) -> list[int]:
        """A structured parameter that is a list of numbers; empty when absent."""
        value = self.value(name)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, int) for item in value):
            raise bad_request(f"array of numbers expected as {name}")
        return value

    def upload(self, name: str, value: object = None) -> Upload | str | None:
        """A file sent with the call, or the id of one that Telegram already has."""
        reference = self.params.get(name) if value is None else value
        if isinstance(reference, str) and reference.startswith("attach://"):
            found = self.files.get(reference.removeprefix("attach://"))
        else:
            found = self.files.get(name) if value is None else None
        if found and len(found.data) > UPLOAD_BYTES:
            raise ApiError(413, "Request Entity Too Large")
        return found or (str(reference) if reference else None)

    def chat(self) -> Chat:
        """The chat of `chat_id`, whether or not the bot may write there."""
        value = self.params.get("chat_id")
        if value is None or value == "":
            raise bad_request("chat_id is empty")
        text = str(value)
        number = int(text) if text.lstrip("-").isdecimal() else 0
        chat = self.telegram.find_chat(self.bot, number)
        if chat is None or not self._met(chat):
            raise bad_request("chat not found")
        if chat.migrated_to:
            reason = "group chat was upgraded to a supergroup chat"
            raise bad_request(reason, migrate_to_chat_id=chat.migrated_to.id)
        return chat

    def _met(self, chat: Chat) -> bool:
        """A bot knows groups it is or was in, who wrote to it, and who shares a group with it."""
        if not chat.private:
            return self.bot.id in chat.bots or self.bot.id in chat.gone_bots
        groups = self.telegram.groups.values()
        shared = (g for g in groups if self.bot.id in g.bots and chat.id in g.people)
        return chat.started or next(shared, None) is not None

    def writable_chat(self) -> Chat:
        chat = self.chat()
        if chat.private and chat.person.deactivated:
            raise forbidden("user is deactivated")
        if chat.private and not chat.started:
            raise forbidden("bot can't initiate conversation with a user")
        if chat.private and chat.blocked:
            raise forbidden("bot was blocked by the user")
        if self.bot.id not in chat.bots:
            kicked = chat.gone_bots.get(self.bot.id) == "kicked"
            verb = "bot was kicked from" if kicked else "bot is not a member of"
            raise forbidden(f"{verb} the {chat.kind} chat")
        return chat

    def message(self, chat: Chat, purpose: str) -> Message:
        """The message of `message_id`, or 400 "message to <purpose> not found"."""
        number = self.number("message_id")
        if number is None or number not in chat.messages:
            raise bad_request(f"message to {purpose} not found")
        return chat.messages[number]

    def spend(self, chat: Chat, count: int = 1) -> None:
        """Count against the limits, or 429."""
        now = self.telegram.now()
        self.telegram.limiter.spend(chat.id, group=not chat.private, now=now, count=count)
