"""Consent for the extras: one purpose for one button, given and taken back alike."""

from bot.handlers.lines import paragraphs
from bot.handlers.my_data.menu import BACK, my_data
from bot.handlers.privacy import VERSION
from bot.turn import Turn
from core.announcements import subscribing
from core.announcements.models import PURPOSE
from core.announcements.queries import has_themes
from core.i18n import Text
from core.outbox import Button
from core.privacy import queries, services
from core.privacy.models import PURPOSES


@my_data.command("tarikpersetujuan", "consents")
@my_data.action
async def consents(turn: Turn) -> None:
    given = await queries.given(turn.session, turn.person)
    said = [_purpose(one, one in given) for one in PURPOSES]
    rows = tuple((_button(one, one in given),) for one in PURPOSES)
    words = paragraphs(Text("rights.consents"), *said)
    turn.say("common.plain", buttons=(*rows, *BACK), text=words)


@my_data.action
async def agree(turn: Turn) -> None:
    await _set(turn, agreed=True)


@my_data.action
async def withdraw(turn: Turn) -> None:
    await _set(turn, agreed=False)


async def _set(turn: Turn, *, agreed: bool) -> None:
    assert turn.tap is not None
    purpose = turn.tap.value
    await services.consent(turn.session, turn.person, purpose, agreed, VERSION, turn.now)
    more = await _about_news(turn, agreed=agreed) if purpose == PURPOSE else ()
    key = "rights.agreed" if agreed else "rights.withdrawn"
    turn.say(key, buttons=(*more, *BACK), what=Text(f"rights.purpose.{purpose}"))


async def _about_news(turn: Turn, *, agreed: bool) -> tuple[tuple[Button, ...], ...]:
    """What was chosen is given up with the consent; whoever agrees still has to choose."""
    if not agreed:
        await subscribing.end_all(turn.session, turn.person, version=VERSION, now=turn.now)
        return ()
    return ((Button("news.show"),),) if await has_themes(turn.session) else ()


def _purpose(purpose: str, agreed: bool) -> Text:
    state = Text("rights.consent_given" if agreed else "rights.consent_not_given")
    return Text("rights.consent", what=Text(f"rights.purpose.{purpose}"), state=state)


def _button(purpose: str, agreed: bool) -> Button:
    verb = "withdraw" if agreed else "agree"
    return Button(f"mydata.{verb}", purpose, label=f"button.mydata.{verb}_{purpose}")
