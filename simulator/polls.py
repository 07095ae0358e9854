"""Polls and quizzes: who voted what, and who is told."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from simulator import routing
from simulator.accounts import Account
from simulator.chats import Message
from simulator.errors import Json, NotPossible

if TYPE_CHECKING:
    from simulator.telegram import Telegram

NEVER = float("inf")


@dataclass(slots=True, eq=False)
class Poll:
    """A poll a bot sent; `fields` is the fixed part of the Bot API's Poll, options are texts."""

    id: str
    fields: Json
    options: list[str]
    closes_at: float = NEVER
    closed: bool = False
    message: Message | None = None
    votes: dict[int, list[int]] = field(default_factory=dict)

    @property
    def card(self) -> Json:
        """The Bot API's Poll as it stands now."""
        chosen = [option for options in self.votes.values() for option in options]
        options = [
            {"persistent_id": persistent_id(n), "text": text, "voter_count": chosen.count(n)}
            for n, text in enumerate(self.options)
        ]
        return {
            "id": self.id,
            **self.fields,
            "options": options,
            "total_voter_count": len(self.votes),
            "is_closed": self.closed,
        }

    def vote(self, telegram: "Telegram", voter: Account, options: list[int]) -> None:
        """Record a vote, or its withdrawal by no options, and tell the bot."""
        self._allow(voter, options)
        if options:
            self.votes[voter.id] = sorted(options)
        else:
            self.votes.pop(voter.id, None)
        self._changed(telegram)
        if not self.fields["is_anonymous"]:
            answer = {
                "poll_id": self.id,
                "user": voter.user,
                "option_ids": sorted(options),
                "option_persistent_ids": [persistent_id(n) for n in sorted(options)],
            }
            self._tell(telegram, "poll_answer", answer)

    def _allow(self, voter: Account, options: list[int]) -> None:
        if self.closed:
            raise NotPossible("this poll is closed")
        if not all(0 <= option < len(self.options) for option in options):
            raise NotPossible("this poll has no such option")
        if len(options) > 1 and not self.fields["allows_multiple_answers"]:
            raise NotPossible("this poll takes one answer")
        if voter.id in self.votes and not self.fields["allows_revoting"]:
            raise NotPossible("a vote in this poll cannot be changed")
        if voter.id not in self.votes and not options:
            raise NotPossible("there is no vote to take back")

    def close(self, telegram: "Telegram") -> None:
        self.closed = True
        if self in telegram.open_until:
            telegram.open_until.remove(self)
        self._changed(telegram)

    def _changed(self, telegram: "Telegram") -> None:
        if self.message:
            self.message.data = {**self.message.data, "poll": self.card}
            telegram.show("poll", self.message)
        self._tell(telegram, "poll", self.card)

    def _tell(self, telegram: "Telegram", kind: str, content: Json) -> None:
        if self.message and not isinstance(self.message.sender, Account):
            routing.send(telegram, self.message.sender, kind, content, ("poll", int(self.id)))


def persistent_id(option: int) -> str:
    """A name of an option that stays when options are shuffled."""
    return f"{option + 1:04x}"
