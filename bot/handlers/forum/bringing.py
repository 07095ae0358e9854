"""An aspiration goes to the forum: an officer plans it, the citizen is asked, a head opens it.

The steps in which the topic is planned are those of `opening`.
"""

from bot.flow import DONE
from bot.handlers.desk.door import attempt_on, officer, ticket
from bot.handlers.desk.door import tapped as tapped_ticket
from bot.handlers.forum.door import begin, forum, tapped
from bot.handlers.used import take_buttons
from bot.turn import Turn
from core.forums import bringing
from core.outbox import Button
from core.tickets.queries import ticket_for


@ticket.action
async def bring(turn: Turn) -> str:
    found = await tapped_ticket(turn, "bring")
    await bringing.check(turn.session, found)
    assert turn.tap is not None
    return begin(turn, "kind", case=found.id, version=turn.tap.version, code=found.code)


async def ask(turn: Turn) -> str:
    """The last step of planning: ask whoever told it."""
    facts = turn.data
    plan = bringing.Plan(
        facts["kind"], facts["title"], facts["text"], facts["days"], facts.get("area")
    )
    found = await attempt_on(
        turn, facts["case"], facts["version"], facts["text"], bringing.ask, plan
    )
    if found is not None:
        turn.say("forum.case.sent", code=found.code)
    return DONE


@forum.action
async def allow(turn: Turn) -> None:
    await _answer(turn, allowed=True)


@forum.action
async def keep_back(turn: Turn) -> None:
    await _answer(turn, allowed=False)


async def _answer(turn: Turn, *, allowed: bool) -> None:
    found = await ticket_for(turn.session, turn.person, tapped(turn), lock=True)
    topic = await bringing.answer(
        turn.session, found, turn.person, allowed=allowed, now=turn.now, source=turn.source
    )
    take_buttons(turn)
    if topic is None:
        key = "forum.case.thanks" if allowed else "forum.case.kept"
        turn.say(key, own=found, code=found.code)


@forum.action
async def launch(turn: Turn) -> None:
    staff = officer(turn)
    found = await ticket_for(turn.session, staff, tapped(turn), lock=True)
    topic = await bringing.launch(turn.session, found, staff, now=turn.now)
    take_buttons(turn)
    rows = ((Button("forum.open", topic.id, label="button.forum.topic"),),)
    turn.say("forum.new.opened", buttons=rows, title=topic.title)
