"""The language the bot speaks with somebody."""

from bot.flow import Flow
from bot.handlers.menu import BUTTONS
from bot.turn import Turn
from core.outbox import Button
from core.people import phone
from core.people import services as people
from core.tickets import reporters

language = Flow("language")

CHOICES = (
    (Button("language.choose", "id", label="button.language.id"),),
    (Button("language.choose", "en", label="button.language.en"),),
)


@language.command("bahasa", "language")
@language.action
async def show(turn: Turn) -> None:
    turn.say("language.which", buttons=CHOICES)


@language.action
async def choose(turn: Turn) -> None:
    assert turn.tap is not None
    people.set_language(turn.person, turn.tap.value)
    await reporters.speak(turn.session, turn.person)
    turn.say("language.chosen", buttons=BUTTONS)
    if turn.staff is not None:
        phone.list_for_staff(turn.session, turn.person, now=turn.now)
