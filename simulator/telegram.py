"""The world: who exists, which chats they share, and what is said in them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from random import Random
from typing import Any

from simulator import delivery, routing, views
from simulator.accounts import Account, Bot
from simulator.bell import Bell
from simulator.chats import Chat, Message
from simulator.clock import Clock, ManualClock
from simulator.errors import Json
from simulator.events import Events
from simulator.faults import Faults
from simulator.files import Files
from simulator.inline import InlineQuery
from simulator.ledger import Ledger
from simulator.limits import Limiter, Limits
from simulator.people import Person, Tap
from simulator.polls import Poll
from simulator.updates import DAY, Pending, UpdateQueue
from simulator.webhook import Post, post

START = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
"""Monday 09:00 in Jakarta."""
TOKEN = "100:simulated"  # noqa: S105 - no secret, it opens nothing but this simulator
FIRST_PERSON = 5_000_000_000
FIRST_GROUP = 4_000_000_000


class Telegram:
    """An in-memory Telegram. With no arguments: a clock that stands still, strict limits."""

    def __init__(
        self,
        clock: Clock | None = None,
        *,
        limits: Limits | None = None,
        rng: Random | None = None,
    ) -> None:
        self.clock: Clock = clock or ManualClock(START)
        self.rng = rng or Random(1)
        self.limits = limits or Limits()
        self.limiter = Limiter(self.limits)
        self.ledger = Ledger()
        self.events = Events()
        self.files = Files(self.rng)
        self.bots: dict[str, Bot] = {}
        self.accounts: dict[int, Account] = {}
        self.groups: dict[int, Chat] = {}
        self.taps: dict[str, Tap] = {}
        self.polls: dict[str, Poll] = {}
        self.open_until: list[Poll] = []
        self.questions: dict[str, InlineQuery] = {}
        self.faults = Faults()
        self.bell = Bell()
        self.post_webhook: Post = post
        self._private: dict[tuple[int, int], Chat] = {}
        self._numbers: Iterator[int] = count(1)

    def now(self) -> datetime:
        return self.clock.now()

    @property
    def bot(self) -> Bot:
        """The first bot registered: the one people talk to when no other is named."""
        return next(iter(self.bots.values()))

    def add_bot(
        self,
        token: str = TOKEN,
        username: str = "tanggap_bot",
        name: str = "Tanggap",
        *,
        privacy: bool = True,
    ) -> Bot:
        """Register a bot, or return the one that has this token."""
        if token in self.bots:
            return self.bots[token]
        number = token.split(":")[0]
        bot_id = int(number) if number.isdecimal() else 7_000_000_000 + len(self.bots)

        def taken_over(how: str, pending: Pending) -> None:
            self.ledger.accept(self.now(), bot_id, how, pending.body)

        bot = Bot(
            token, bot_id, username, name, UpdateQueue(self.rng, self.bell, taken_over), privacy
        )
        self.bots[token] = bot
        return bot

    def add_person(self, first_name: str, **details: Any) -> Account:
        """A new account; details are the other fields of Account."""
        person_id = FIRST_PERSON + 1_000 * len(self.accounts) + self.rng.randrange(1_000)
        account = Account(person_id, first_name, **details)
        self.accounts[account.id] = account
        self.events.publish("people", person=account.id, chat_id=None)
        return account

    def person(self, first_name: str, bot: Bot | None = None, **details: Any) -> Person:
        """The person of this first name, made when new, in their chat with the bot."""
        known = (a for a in self.accounts.values() if a.first_name == first_name)
        account = next(known, None) or self.add_person(first_name, **details)
        return Person(self, account, self.private_chat(account, bot or self.bot))

    @property
    def people(self) -> dict[str, Person]:
        """Everybody by first name, each in their chat with the first bot."""
        return {a.first_name: self.person(a.first_name) for a in self.accounts.values()}

    def private_chat(self, account: Account, bot: Bot) -> Chat:
        key = (bot.id, account.id)
        if key not in self._private:
            people, bots = {account.id: account}, {bot.id: bot}
            chat = Chat(account.id, "private", self._numbers, people=people, bots=bots)
            self._private[key] = chat
        return self._private[key]

    def add_group(self, title: str, *members: Account | Person) -> Chat:
        """A basic group of people; add bots with `add_to_group`."""
        group_id = -(FIRST_GROUP + 1_000 * len(self.groups) + self.rng.randrange(1_000))
        accounts = [m.account if isinstance(m, Person) else m for m in members]
        people = {account.id: account for account in accounts}
        group = Chat(group_id, "group", self._numbers, title=title, people=people, started=True)
        self.groups[group_id] = group
        return group

    def find_chat(self, bot: Bot, chat_id: int) -> Chat | None:
        """The chat a bot means by this id; a person's private chat may not be started yet."""
        if chat_id in self.accounts:
            return self.private_chat(self.accounts[chat_id], bot)
        return self.groups.get(chat_id)

    def chats_of(self, account: Account) -> list[Chat]:
        """A person's chats: with every bot, and the groups, also those since left by bots."""
        private = [self.private_chat(account, bot) for bot in self.bots.values()]
        groups = [g for g in self.groups.values() if account.id in g.people and not g.migrated_to]
        return private + groups

    def post(self, chat: Chat, sender: Account | Bot, content: Json) -> Message:
        """Put a message into a chat; bots are told of what people write, pages of everything."""
        data = {
            "message_id": next(chat.numbers),
            "from": sender.user,
            "chat": chat.card,
            "date": int(self.now().timestamp()),
            **content,
        }
        message = Message(chat, sender, data)
        chat.messages[message.id] = message
        chat.typing_until = None
        if isinstance(sender, Account):
            chat.read[sender.id] = message.id
            routing.tell_bots(self, message)
        self.show("message", message)
        return message

    def change(self, message: Message, content: Json) -> Message:
        """Replace fields of a message; a field set to None is removed."""
        data = {**message.data, **content}
        message.data = {key: value for key, value in data.items() if value is not None}
        self.show("edit", message)
        return message

    def remove(self, message: Message) -> None:
        message.chat.messages.pop(message.id, None)
        for account in message.chat.people.values() if self.events else ():
            self.events.publish(
                "delete", person=account.id, chat_id=message.chat.id_for(account),
                message_id=message.id,
            )  # fmt: skip

    def show(self, event: str, message: Message) -> None:
        """Tell the open pages of everybody in the chat."""
        for account in message.chat.people.values() if self.events else ():
            self.events.publish(
                event, person=account.id, chat_id=message.chat.id_for(account),
                message_id=message.id, **views.shown(self, event, message, account),
            )  # fmt: skip

    def repeat(self, update: Json, bot: Bot | None = None) -> None:
        """Deliver an update once more, as Telegram does when it missed the confirmation."""
        bot = bot or self.bot
        lane = ("again", update["update_id"])
        until = self.now().timestamp() + DAY
        bot.queue.add(Pending(update["update_id"], lane, update, until))

    async def deliver_due(self) -> None:
        """Deliver by webhook all that is ready by the clock."""
        await delivery.deliver_due(self)

    def settle(self) -> None:
        """Do what the passing of time does by itself: close polls."""
        moment = self.now().timestamp()
        for poll in [poll for poll in self.open_until if poll.closes_at <= moment]:
            poll.close(self)

    def set_limits(self, **changes: Any) -> None:
        """Change the limits while running; unknown names raise TypeError."""
        self.limits = replace(self.limits, **changes)
        self.limiter.limits = self.limits
