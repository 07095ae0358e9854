"""One update, one transaction: everything a handler sees and says."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from telegram import Message, Update

from bot.files import File, file_of
from bot.words import clean
from core import outbox
from core.conversations import Conversation
from core.emergencies.rules import NO_ALARM, Alarm
from core.features.queries import current
from core.features.rules import Features
from core.outbox import Button, Link, Outgoing, Share
from core.people.models import Person, Staff
from core.secrets import keys_of
from core.tickets import reporters
from core.tickets.models import Ticket


@dataclass
class Tap:
    """A pressed button: `flow:step:value:version`. Whoever taps chose these bytes."""

    flow: str
    step: str
    value: str
    version: int


@dataclass
class Turn:
    """What a handler works with. `tapped` is the value of a button of the current step; `alarm`
    what the message tells of danger.
    """

    session: AsyncSession
    now: datetime
    update: Update
    source: str
    person: Person
    staff: Staff | None
    conversation: Conversation
    data: dict[str, Any]
    flow: str | None
    step: str | None
    tap: Tap | None = None
    tapped: str | None = None
    argument: str = ""
    moved: bool = False
    alarm: Alarm = NO_ALARM
    files: list[File] = field(default_factory=list)

    @classmethod
    def of(
        cls,
        session: AsyncSession,
        now: datetime,
        update: Update,
        source: str,
        person: Person,
        staff: Staff | None,
        conversation: Conversation,
    ) -> "Turn":
        file = file_of(update.effective_message) if update.callback_query is None else None
        return cls(
            session=session,
            now=now,
            update=update,
            source=source,
            person=person,
            staff=staff,
            conversation=conversation,
            data=conversation.read(keys_of(session)),
            flow=conversation.flow,
            step=conversation.step,
            files=[file] if file else [],
        )

    @property
    def features(self) -> Features:
        """What the office has switched on."""
        return current(self.session)

    @property
    def message(self) -> Message | None:
        """The message the person wrote or edited; None for taps and answers."""
        return self.update.message or self.update.edited_message

    @property
    def text(self) -> str:
        """What the person wrote, or wrote under a photo; empty when nothing."""
        message = self.message
        return clean(message.text or message.caption or "") if message else ""

    @property
    def is_reply(self) -> bool:
        return self.message is not None and self.message.reply_to_message is not None

    def is_current(self, tap: Tap) -> bool:
        """Whether the button belongs to the step the person is at, as it was last shown."""
        here = (self.flow, self.step, self.conversation.version)
        return (tap.flow, tap.step, tap.version) == here

    @property
    def version(self) -> int:
        """The version that buttons said in this turn carry."""
        return self.conversation.version + 1

    def say(
        self,
        key: str,
        *,
        buttons: tuple[tuple[Button | Link | str, ...], ...] = (),
        kind: outbox.Kind = "interactive",
        about: int | None = None,
        edits: int | None = None,
        share: Share | None = None,
        own: Ticket | None = None,
        **params: object,
    ) -> Outgoing:
        """Answer the person. A button given as a word belongs to the current step.

        `about` is the ticket that staff work on, `own` one the person reported or follows.
        """
        rows = [[self._button(one) for one in row] for row in buttons]
        return outbox.tell(
            self.session,
            reporters.own_reader(self.session, self.person, own) if own else self.person,
            key,
            now=self.now,
            kind=kind,
            about=own.id if own else about,
            buttons=rows,
            edits=edits,
            share=share,
            **params,
        )

    def choice(self, value: str | int, label: Any = None) -> Button:
        """A button of the current step."""
        return Button(f"{self.flow}.{self.step}", value, self.version, label)

    def _button(self, button: Button | Link | str) -> Button | Link:
        if not isinstance(button, str):
            return button
        return self.choice(button, f"button.{self.flow}.{button}")

    def enter(self, target: str, **data: Any) -> str:
        """Start another dialogue with its own data; a draft under way waits until it ends."""
        if self.data and self.flow is not None:
            data["paused"] = {"flow": self.flow, "step": self.step, "data": self.data}
        self.data = data
        return target

    def go(self, flow: str, step: str) -> None:
        """Be at a step from now on."""
        self.flow, self.step, self.moved = flow, step, True

    def leave(self) -> None:
        """End the dialogue, and return to the one it interrupted."""
        paused = self.data.get("paused") or {"flow": None, "step": None, "data": {}}
        self.flow, self.step, self.data = paused["flow"], paused["step"], paused["data"]
        self.moved = True

    def save(self) -> None:
        """Write the conversation if the turn changed it; buttons shown before are then old."""
        keys = keys_of(self.session)
        if self.moved:
            self.conversation.version += 1
        elif self.data == self.conversation.read(keys):
            return
        self.conversation.write(keys, self.flow, self.step, self.data, self.now)
