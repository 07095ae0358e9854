"""Chats that talk to a bot one after the other's answer, as people do."""

import asyncio
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass

from simulator.people import Person
from simulator.telegram import Telegram

# A script yields after each thing a person does; it goes on when the condition holds.
Condition = Callable[[], bool]
Script = Callable[[Person], Generator[Condition, None, None]]

LOOK_EVERY = 0.001

# One for each unit that citizens write to: the cards of one chat leave one after the other, and
# with a single officer most of them would still be waiting when the figures are taken.
TROUBLES = (
    "Lampu jalan di depan balai warga RT {n} mati sudah tiga malam",
    "Tetangga di RT {n} memutar musik keras sampai larut malam, sangat mengganggu",
    "Antrean di loket pelayanan lama sekali, nomor {n} baru dipanggil siang",
    "Bansos untuk warga RT {n} belum dibagikan bulan ini",
)


@dataclass
class Talk:
    """One chat in the middle of its script; `updates` counts what the person did."""

    script: Generator[Condition, None, None]
    waiting_for: Condition = lambda: True
    updates: int = 0

    def step(self) -> None:
        if self.waiting_for():
            self.waiting_for = next(self.script)
            self.updates += 1


def echo(person: Person) -> Generator[Condition, None, None]:
    """Say something, wait for the answer, for ever."""
    while True:
        seen = len(person.messages)
        person.sends(f"Halo, ini pesan nomor {seen}")
        yield lambda seen=seen: len(person.messages) > seen  # type: ignore[misc]


def filing(person: Person) -> Generator[Condition, None, None]:
    """Report something and send the report, for ever; a tap is an update like a message."""
    number = 0
    while True:
        number += 1
        seen = len(person.messages)
        person.sends(TROUBLES[(person.id + number) % len(TROUBLES)].format(n=number))
        yield lambda seen=seen: len(person.messages) > seen and bool(person.last.buttons)  # type: ignore[misc]
        card = person.last
        person.taps("Kirim")  # the card becomes the receipt
        yield lambda card=card: not card.inline_keyboard  # type: ignore[misc]


async def first_answer(telegram: Telegram, script: Script, patience: float) -> None:
    """Wait until the program has started and answers; TimeoutError when it never does."""
    talk = Talk(script(telegram.person("Pertama")))
    async with asyncio.timeout(patience):
        while talk.updates < 2:  # the second thing is said when the first was answered
            talk.step()
            await asyncio.sleep(LOOK_EVERY)


async def drive(
    telegram: Telegram, script: Script, chats: int, seconds: float, name: str
) -> tuple[int, float]:
    """Let so many people talk for so long; how many updates went in, and the seconds it took."""
    talks = [Talk(script(telegram.person(f"{name} {n}"))) for n in range(chats)]
    start = time.monotonic()
    while time.monotonic() - start < seconds:
        for talk in talks:
            talk.step()
        await asyncio.sleep(LOOK_EVERY)
    return sum(talk.updates for talk in talks), time.monotonic() - start
