"""The first words, the menu, and help."""

from bot.flow import Flow
from bot.handlers.desk.welcome import MENU, menu_staff, welcome_staff
from bot.handlers.lines import paragraphs
from bot.handlers.privacy import line
from bot.turn import Turn
from core import postoffice
from core.i18n import Text
from core.learning import services as learning
from core.outbox import Button
from core.people import phone
from core.people import services as people
from core.tickets.reporters import lanes_of

menu = Flow("menu")

BUTTONS = (
    (Button("complaint.invite"), Button("question.ask")),
    (Button("reports.page", 1), Button("contact.open")),
    (Button("language.show"), Button("privacy.show")),
)

INVITE_LENGTH = 32


@menu.command("start")
async def start(turn: Turn) -> str | None:
    """Welcome; the link of an invite brings its token along, other links mean nothing here."""
    await postoffice.reachable(turn.session, *lanes_of(turn.session, turn.person))
    if len(turn.argument) == INVITE_LENGTH:
        staff = await people.bind(turn.session, turn.person, turn.argument, now=turn.now)
        await learning.plan(turn.session, staff, now=turn.now)
        welcome_staff(turn, staff)
        phone.list_for_staff(turn.session, turn.person, now=turn.now)
    elif turn.staff is not None:
        menu_staff(turn, turn.staff)
    else:
        welcome = paragraphs(Text("menu.welcome", office=_office(turn)), line(turn))
        turn.say("common.plain", buttons=BUTTONS, text=welcome)
    return here(turn)


@menu.command("bantuan", "help")
async def help_(turn: Turn) -> str | None:
    turn.say("menu.help", buttons=BUTTONS, office=_office(turn))
    return here(turn)


async def lost(turn: Turn) -> None:
    """The button they pressed is long gone: what they can do instead."""
    turn.say("menu.lost", buttons=BUTTONS if turn.staff is None else MENU)


def here(turn: Turn) -> str | None:
    """The step the person is at, so that it is shown again; None outside a dialogue."""
    return f"{turn.flow}.{turn.step}" if turn.flow else None


def _office(turn: Turn) -> str:
    return str(turn.session.info["service"].office)
