"""People who keep reporting while the service dies and comes back.

Each report is written in three messages sent in one go, so that the order of a chat shows in the
text of the ticket, and is sent with a tap as soon as the card holds all three.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from simulator.errors import NotPossible
from simulator.people import Person

WORDS = (
    "Lampu jalan mati di depan balai warga",
    "sudah tiga malam gelap sekali",
    "anak-anak takut pulang mengaji 🙏",
)


@dataclass
class Reporter:
    """One person; `sent` are the texts whose report was sent off with a tap."""

    person: Person
    dice: random.Random
    sent: list[str] = field(default_factory=list)
    _steps: Iterator[bool] | None = None

    def step(self, go_on: bool) -> bool:
        """Do what can be done now; False once there is nothing more to do."""
        if self._steps is None:
            if not go_on:
                return False
            self._steps = self._report(len(self.sent) + 1)
        if next(self._steps):
            self._steps = None
        return True

    def _report(self, number: int) -> Iterator[bool]:
        """Yields False while waiting, True at the end."""
        mark = f"#{self.person.id}-{number}"
        parts = [f"{words} {mark}/{part}" for part, words in enumerate(WORDS, start=1)]
        for part in parts:
            self.person.sends(part)
        while not self._card_with(f"{mark}/{len(parts)}"):
            yield False
        seen = self._numbers()
        text = "\n".join(parts)
        self.sent.append(text)
        self._tap()
        while self._numbers() == seen:
            yield False
        yield True

    def _card_with(self, mark: str) -> bool:
        return any(mark in m.text and m.buttons for m in self.person.messages[-6:])

    def _tap(self) -> None:
        try:
            self.person.taps("Kirim")
        except NotPossible:
            self.sent.pop()

    def _numbers(self) -> int:
        return sum("LP-" in text for text in self.person.reads())
