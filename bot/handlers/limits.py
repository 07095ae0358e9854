"""What one person may newly send, and what a ban keeps back.

Neither ever keeps back an emergency, an answer to an officer, or more on a case that is there.
"""

from bot.handlers.draft import Draft
from bot.handlers.lines import NOTHING, paragraphs
from bot.library import watch
from bot.turn import Turn
from core.bans import pace
from core.bans.queries import current
from core.config import ServiceConfig
from core.i18n import Text
from core.outbox import Button


async def keeps_back(turn: Turn, draft: Draft) -> bool:
    """Whether the draft cannot become a case now, which is said; else the case is counted."""
    if turn.staff is not None:
        return False
    if turn.person.banned_at is None:
        free = pace.filing(turn.conversation, _limits(turn), now=turn.now)
        if free is None:
            return False
        why = Text("limits.cases", at=free)
    else:
        why = await ban_words(turn)
    if watch().hears(draft.text):
        return False
    turn.say("common.plain", buttons=await objection(turn), text=why)
    return True


async def ban_words(turn: Turn) -> Text:
    ban = await current(turn.session, turn.person)
    return Text("bans.still", reason=ban.reason) if ban is not None else NOTHING


async def objection(turn: Turn) -> tuple[tuple[Button, ...], ...]:
    """The button of whoever is banned."""
    ban = None if turn.person.banned_at is None else await current(turn.session, turn.person)
    return ((Button("ban.object", ban.id),),) if ban is not None else ()


async def say_why(turn: Turn, why: Text, *, kept: bool) -> None:
    """Say it with what became of the words, whose draft is before the person now."""
    words = paragraphs(why, Text("limits.kept") if kept else NOTHING)
    rows = (("resume", "drop"),) if kept else ()
    turn.say("common.plain", buttons=(*rows, *await objection(turn)), text=words)


def too_much(turn: Turn) -> Text | None:
    """Why this message has to wait, as far as it is about how many there were."""
    free = pace.writing(turn.conversation, _limits(turn), now=turn.now)
    return Text("limits.messages", at=free) if free is not None else None


def _limits(turn: Turn) -> ServiceConfig:
    service: ServiceConfig = turn.session.info["service"]
    return service
