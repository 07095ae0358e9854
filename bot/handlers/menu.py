"""The menu, and help; `start` says the first words."""

from bot.flow import Flow
from bot.handlers.desk.welcome import MENU
from bot.turn import Turn
from core.announcements.queries import has_themes
from core.forums.queries import is_any_open
from core.improvements.queries import is_any_published
from core.outbox import Button

menu = Flow("menu")

BUTTONS = (
    (Button("complaint.invite"), Button("question.ask")),
    (Button("reports.page", 1), Button("contact.open")),
    (Button("language.show"), Button("privacy.show")),
)


async def buttons(turn: Turn) -> tuple[tuple[Button, ...], ...]:
    """The menu, with news, the forum and what was mended where there is any of it."""
    more = [Button("suggestion.start")]
    if await is_any_published(turn.session):
        more.insert(0, Button("improvement.list"))
    if await is_any_open(turn.session, now=turn.now):
        more.insert(0, Button("forum.list"))
    if await has_themes(turn.session):
        more.insert(0, Button("news.show"))
    return (*BUTTONS, *((one,) for one in more))


@menu.command("bantuan", "help")
async def help_(turn: Turn) -> str | None:
    turn.say("menu.help", buttons=await buttons(turn), office=office(turn))
    return here(turn)


async def lost(turn: Turn) -> None:
    """The button they pressed is long gone: what they can do instead."""
    turn.say("menu.lost", buttons=BUTTONS if turn.staff is None else MENU)


async def off(turn: Turn) -> None:
    """What this office does not have: what they can do instead."""
    side = "off" if turn.staff is None else "off_staff"
    turn.say(f"features.{side}", buttons=BUTTONS if turn.staff is None else MENU)


def here(turn: Turn) -> str | None:
    """The step the person is at, so that it is shown again; None outside a dialogue."""
    return f"{turn.flow}.{turn.step}" if turn.flow else None


def office(turn: Turn) -> str:
    """What the office is called."""
    return str(turn.session.info["service"].office)
