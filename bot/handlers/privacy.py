"""What the office does with what people write: said once, and whenever they ask."""

from bot.flow import Flow
from bot.handlers.lines import NOTHING
from bot.turn import Turn
from core.i18n import Text
from core.outbox import Button
from core.people import services as people
from core.privacy import queries
from core.privacy.models import PrivacyRule

# Goes up whenever the meaning of `privacy.notice` changes; everybody then reads it once more.
VERSION = 2

privacy = Flow("privacy")


@privacy.command("privasi", "privacy")
@privacy.action
async def show(turn: Turn) -> None:
    people.accept_notice(turn.person, VERSION, now=turn.now)
    rule = await queries.rule(turn.session, "access")
    office = turn.session.info["service"].office
    buttons = ((Button("mydata.show"),),)
    turn.say(
        "privacy.notice", buttons=buttons, office=office, hours=rule.amount, source=source(rule)
    )


def source(rule: PrivacyRule) -> Text:
    """Where the time comes from; what nobody has checked is never called the law."""
    if not rule.is_law:
        return Text("rights.source.office")
    article = rule.source_article or ""
    return Text("rights.source.law", title=rule.source_title, article=article)


def line(turn: Turn) -> Text:
    """The notice in short, for the end of the first answer; empty for who has read it.

    Handling what people write is the office's task, so nobody has to agree to anything.
    """
    if turn.person.notice_version == VERSION:
        return NOTHING
    people.accept_notice(turn.person, VERSION, now=turn.now)
    return Text("privacy.line")
