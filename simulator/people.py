"""A person with a Telegram app: what they do in a chat and what they see there."""

from dataclasses import dataclass

from simulator import routing, views
from simulator.accounts import Account, Bot
from simulator.chats import Chat, Message
from simulator.errors import Json, NotPossible
from simulator.inline import InlineQuery
from simulator.reading import Reading
from simulator.sending import Sending
from simulator.text import clean, find_entities, units


@dataclass(slots=True, eq=False)
class Tap:
    """A pressed inline button; `answer` is the bot's reply to it once it came."""

    id: str
    account: Account
    chat_id: int
    message_id: int
    pressed_at: float
    answer: Json | None = None


class Person(Sending, Reading):
    """Someone in one of their chats. Everything they do is in the bots' queues at once."""

    def inside(self, group: Chat) -> "Person":
        """The same person in a group."""
        if self.account.id not in group.people:
            raise NotPossible(f"{self.name} is not in {group.title}")
        return Person(self.telegram, self.account, group)

    def with_bot(self, bot: Bot) -> "Person":
        return Person(self.telegram, self.account, self.telegram.private_chat(self.account, bot))

    def taps(self, words: str, on: Message | None = None) -> Tap | Message:
        """Press the newest button with these words: an inline one, or one of the keyboard.

        Words that no button has exactly may be part of a button's. Raises NotPossible.
        """
        for message in [on] if on else reversed(self.messages):
            labels = [button for row in message.inline_keyboard for button in row]
            if button := _named(labels, words):
                return self.presses(message, button)
        row = [button for row in self.keyboard_buttons for button in row]
        if button := None if on else _named(row, words):
            return self._uses_keyboard(button)
        raise NotPossible(f"no button {words!r}; there are: {self.all_buttons}")

    def taps_data(self, data: str, on: Message | int | None = None) -> Tap:
        """Press a button with data of the person's own making, as a forged client can.

        A message id that no longer exists gives an inaccessible message, as after a deletion.
        """
        pressed = on if on is not None else self.last
        number = pressed if isinstance(pressed, int) else pressed.id
        moment = self.telegram.now()
        place = self.chat.id_for(self.account)
        tap = Tap(self._new_id(), self.account, place, number, moment.timestamp())
        self.telegram.taps[tap.id] = tap
        known = self.chat.messages.get(number)
        bot = self.bot if known is None or isinstance(known.sender, Account) else known.sender
        stub = {"chat": self.chat.card, "message_id": number, "date": 0}
        content = {
            "id": tap.id,
            "from": self.account.user,
            "message": known.data if known else stub,
            "chat_instance": str(self.chat.id * 7_919),
            "data": data,
        }
        routing.send(self.telegram, bot, "callback_query", content, ("taps", self.account.id))
        return tap

    def presses(self, message: Message, button: Json) -> Tap:
        if "callback_data" not in button:
            raise NotPossible(f"{button['text']!r} opens {button.get('url', 'something else')}")
        return self.taps_data(button["callback_data"], message)

    def _uses_keyboard(self, button: Json) -> Message:
        keyboard = self.chat.keyboards[self.account.id]
        if keyboard.get("one_time_keyboard"):
            self.chat.keyboards[self.account.id] = {**keyboard, "hidden": True}
        if button.get("request_contact"):
            return self.sends_contact()
        if button.get("request_location"):
            return self.sends_location(-6.2, 106.8)
        return self.sends(button["text"])

    def votes(self, *options: str | int, on: Message | None = None) -> None:
        """Answer the newest poll, by the words of options or their numbers; none withdraws."""
        polls = (m for m in reversed(self.messages) if "poll" in m.data)
        message = on or next(polls, None)
        if message is None or "poll" not in message.data:
            raise NotPossible("there is no poll")
        poll = self.telegram.polls[message.data["poll"]["id"]]
        try:
            numbers = [o if isinstance(o, int) else poll.options.index(o) for o in options]
        except ValueError as error:
            raise NotPossible(f"the options are {poll.options}") from error
        poll.vote(self.telegram, self.account, numbers)

    def reacts(self, emoji: str | None, on: Message | None = None) -> None:
        """React to the newest message, or take the reaction back with None."""
        message = on or self.last
        old = message.reactions.get(self.account.id, [])
        new = [{"type": "emoji", "emoji": emoji}] if emoji else []
        message.reactions[self.account.id] = new
        content = {
            "chat": self.chat.card,
            "message_id": message.id,
            "user": self.account.user,
            "date": int(self.telegram.now().timestamp()),
            "old_reaction": old,
            "new_reaction": new,
        }
        views.publish_reactions(self.telegram, message)
        for bot in self.chat.bots.values():
            if self.chat.private or bot.id in self.chat.admins:
                lane = ("chat", self.chat.id)
                routing.send(self.telegram, bot, "message_reaction", content, lane)

    def asks_inline(self, query: str, bot: Bot | None = None) -> InlineQuery:
        """Type `@bot query` in this chat; `results` of what is returned fill in later."""
        moment = self.telegram.now().timestamp()
        question = InlineQuery(self._new_id(), self.account, query, moment)
        self.telegram.questions[question.id] = question
        content = {
            "id": question.id,
            "from": self.account.user,
            "query": query,
            "offset": "",
            "chat_type": "sender" if self.chat.private else self.chat.kind,
        }
        lane = ("inline", self.account.id)
        routing.send(self.telegram, bot or self.telegram.bot, "inline_query", content, lane)
        return question

    def edits(self, message: Message, text: str) -> Message:
        """Change the words of an own message."""
        if message.sender is not self.account:
            raise NotPossible("only own messages can be edited")
        if not text.strip() or units(text) > 4096:
            raise NotPossible("an edited text has 1 to 4096 characters")
        field = "text" if "text" in message.data else "caption"
        prefix = "" if field == "text" else "caption_"
        words = clean(text).strip()
        entities = find_entities(words) or None
        moment = int(self.telegram.now().timestamp())
        content = {field: words, f"{prefix}entities": entities, "edit_date": moment}
        self.telegram.change(message, content)
        routing.tell_bots(self.telegram, message, edited=True)
        return message

    def deletes(self, message: Message) -> None:
        """Remove a message; no bot is told."""
        self.telegram.remove(message)

    def blocks(self) -> None:
        """Block the bot of this private chat."""
        if self.chat.private and not self.chat.blocked:
            self.chat.blocked = True
            self._changes_status("member", "kicked")

    def unblocks(self) -> None:
        if self.chat.private and self.chat.blocked:
            self.chat.blocked = False
            self._changes_status("kicked", "member")

    def _changes_status(self, old: str, new: str) -> None:
        user = self.account.user
        routing.tell_status(self.telegram, self.chat.bot, self.chat, user, old, new)

    def _new_id(self) -> str:
        return str(self.telegram.rng.getrandbits(62))


def _named(buttons: list[Json], words: str) -> Json | None:
    exact = (button for button in buttons if button["text"] == words)
    within = (button for button in buttons if words.casefold() in button["text"].casefold())
    return next(exact, None) or next(within, None)
