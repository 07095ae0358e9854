"""What a person sees in a chat."""

from typing import TYPE_CHECKING

from simulator.accounts import Account, Bot
from simulator.chats import Chat, Message
from simulator.errors import Json, NotPossible

if TYPE_CHECKING:
    from simulator.telegram import Telegram


class Reading:
    """The reading half of a Person."""

    def __init__(self, telegram: "Telegram", account: Account, chat: Chat) -> None:
        self.telegram = telegram
        self.account = account
        self.chat = chat

    @property
    def id(self) -> int:
        return self.account.id

    @property
    def name(self) -> str:
        return self.account.name

    @property
    def bot(self) -> Bot:
        return self.chat.bot

    @property
    def messages(self) -> list[Message]:
        """Everything others wrote here, oldest first, as it stands now."""
        return [m for m in self.chat.messages.values() if m.sender is not self.account]

    def reads(self) -> list[str]:
        """The words of everything others wrote here, oldest first, as they stand now."""
        return [message.text for message in self.messages]

    @property
    def last(self) -> Message:
        """The newest message of somebody else."""
        if not (messages := self.messages):
            raise NotPossible(f"{self.name} has no message yet")
        return messages[-1]

    @property
    def keyboard_buttons(self) -> list[list[Json]]:
        """The keyboard the bot put in place of the person's own, row by row."""
        shown: Json = self.chat.keyboards.get(self.account.id, {})
        rows: list[list[Json]] = [] if shown.get("hidden") else shown.get("keyboard", [])
        return rows

    @property
    def keyboard(self) -> list[list[str]]:
        return [[button["text"] for button in row] for row in self.keyboard_buttons]

    @property
    def all_buttons(self) -> list[str]:
        """The words on everything that can be pressed, newest message first, then keyboard."""
        rows = [row for message in reversed(self.messages) for row in message.buttons]
        return [words for row in rows + self.keyboard for words in row]

    def data_of(self, file_id: str) -> bytes:
        """The bytes of a file the person was sent."""
        file = self.telegram.files.get(file_id)
        if file is None:
            raise NotPossible(f"no file {file_id}")
        return file.data
