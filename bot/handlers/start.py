"""/start: the first words, or what the link leads to that brought somebody here."""

from bot.flow import Flow
from bot.handlers import groups, receipt
from bot.handlers.desk.welcome import menu_staff, welcome_staff
from bot.handlers.lines import paragraphs
from bot.handlers.menu import buttons, here, off, office
from bot.handlers.privacy import line
from bot.handlers.survey.counter import opened as opened_survey
from bot.turn import Turn
from core import postoffice
from core.i18n import Text
from core.learning import services as learning
from core.people import phone
from core.people import services as people
from core.survey.counter import PAYLOAD as SURVEY
from core.tickets.receipts import PAYLOAD
from core.tickets.reporters import lanes_of

start = Flow("start")

INVITE_LENGTH = 32


@start.command("start")
async def begin(turn: Turn) -> str | None:
    """Welcome; a link brings an invite, a receipt or a survey along, others mean nothing."""
    await postoffice.reachable(turn.session, *lanes_of(turn.session, turn.person))
    if PAYLOAD.fullmatch(turn.argument):
        await receipt.opened(turn, turn.argument)
    elif SURVEY.fullmatch(turn.argument) and not turn.features.on("survey"):
        await off(turn)
    elif SURVEY.fullmatch(turn.argument):
        return await opened_survey(turn)
    elif len(turn.argument) == INVITE_LENGTH:
        await _bind(turn)
    elif turn.argument and await groups.opened(turn):
        pass
    elif turn.staff is not None:
        menu_staff(turn, turn.staff)
    else:
        welcome = paragraphs(Text("menu.welcome", office=office(turn)), line(turn))
        turn.say("common.plain", buttons=await buttons(turn), text=welcome)
    return here(turn)


async def _bind(turn: Turn) -> None:
    """The link of an invite: whoever opens it is a member of staff from now on."""
    staff = await people.bind(turn.session, turn.person, turn.argument, now=turn.now)
    await learning.plan(turn.session, staff, now=turn.now)
    welcome_staff(turn, staff)
    phone.list_for_staff(turn.session, turn.person, now=turn.now)
