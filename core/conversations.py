"""Where each person is in a dialogue: one row, so that it survives a restart and a week's pause."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from core.secrets import Keyring


class Conversation(Base):
    """`flow` and `step` say where; `data` seals the draft; `version` dates every button.

    `pace` is when the person lately wrote and filed, for the limits of `core.bans.pace`.
    """

    __tablename__ = "conversations"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    flow: Mapped[str | None]
    step: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=0)
    data: Mapped[bytes | None]
    changed_at: Mapped[datetime | None]
    pace: Mapped[dict[str, list[int]] | None] = mapped_column(JSON)

    def read(self, keys: Keyring) -> dict[str, Any]:
        """The draft, empty outside a dialogue."""
        draft: dict[str, Any] = keys.open_json(self.data) if self.data else {}
        return draft

    def write(
        self, keys: Keyring, flow: str | None, step: str | None, data: dict[str, Any], now: datetime
    ) -> None:
        """Move to a step with its draft; `flow` None ends the dialogue."""
        self.flow, self.step = flow, step
        self.data = keys.seal_json(data) if data else None
        self.changed_at = now
