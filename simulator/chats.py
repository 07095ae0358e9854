"""Chats and the messages in them, with the content exactly as the Bot API shows it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from simulator.accounts import Account, Bot
from simulator.errors import Json


@dataclass(slots=True, eq=False)
class Message:
    """One message; `data` is never changed in place, an edit replaces it."""

    chat: "Chat"
    sender: Account | Bot
    data: Json
    reactions: dict[int, list[Json]] = field(default_factory=dict)

    @property
    def id(self) -> int:
        return int(self.data["message_id"])

    @property
    def text(self) -> str:
        """Its text, or the caption of its picture or file, or the question of its poll."""
        poll = self.data.get("poll", {})
        return str(self.data.get("text") or self.data.get("caption") or poll.get("question", ""))

    @property
    def inline_keyboard(self) -> list[list[Json]]:
        rows: list[list[Json]] = self.data.get("reply_markup", {}).get("inline_keyboard", [])
        return rows

    @property
    def buttons(self) -> list[list[str]]:
        """The words on its inline buttons, row by row."""
        return [[button["text"] for button in row] for row in self.inline_keyboard]

    @property
    def photo(self) -> Json | None:
        """The largest size of its picture."""
        sizes = self.data.get("photo")
        return sizes[-1] if sizes else None


@dataclass(slots=True, eq=False)
class Chat:
    """A private chat of a person with a bot, or a group. Its id is the one bots use."""

    id: int
    kind: str
    numbers: Iterator[int]
    title: str = ""
    people: dict[int, Account] = field(default_factory=dict)
    bots: dict[int, Bot] = field(default_factory=dict)
    gone_bots: dict[int, str] = field(default_factory=dict)
    admins: set[int] = field(default_factory=set)
    messages: dict[int, Message] = field(default_factory=dict)
    keyboards: dict[int, Json] = field(default_factory=dict)
    read: dict[int, int] = field(default_factory=dict)
    pinned: int | None = None
    typing_until: datetime | None = None
    migrated_to: "Chat | None" = None
    started: bool = False
    blocked: bool = False

    @property
    def private(self) -> bool:
        return self.kind == "private"

    @property
    def card(self) -> Json:
        """The Bot API's Chat."""
        if not self.private:
            return {"id": self.id, "type": self.kind, "title": self.title}
        hidden = ("is_bot", "language_code")
        names = {key: value for key, value in self.person.user.items() if key not in hidden}
        return {**names, "type": "private"}

    @property
    def person(self) -> Account:
        return next(iter(self.people.values()))

    @property
    def bot(self) -> Bot:
        return next(iter(self.bots.values()))

    def member(self, user_id: int) -> Account | Bot | None:
        return self.people.get(user_id) or self.bots.get(user_id)

    def id_for(self, account: Account) -> int:
        """The id under which a person has this chat: in a private chat, the bot's."""
        return self.bot.id if self.private else self.id

    def title_for(self, account: Account) -> str:
        return self.bot.name if self.private else self.title
