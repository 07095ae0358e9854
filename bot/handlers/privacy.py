"""What the office does with what people write: said once, and whenever they ask."""

from bot.flow import Flow
from bot.handlers.lines import NOTHING
from bot.turn import Turn
from core.i18n import Text
from core.people import services as people

# Goes up whenever the meaning of `privacy.notice` changes; everybody then reads it once more.
VERSION = 2

privacy = Flow("privacy")


@privacy.command("privasi", "privacy")
@privacy.action
async def show(turn: Turn) -> None:
    people.accept_notice(turn.person, VERSION, now=turn.now)
    turn.say("privacy.notice", office=turn.session.info["service"].office)


def line(turn: Turn) -> Text:
    """The notice in short, for the end of the first answer; empty for who has read it.

    Handling what people write is the office's task, so nobody has to agree to anything.
    """
    if turn.person.notice_version == VERSION:
        return NOTHING
    people.accept_notice(turn.person, VERSION, now=turn.now)
    return Text("privacy.line")
