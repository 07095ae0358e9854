"""What the office wants to know of a report besides: asked when the number is given, never before.

One question after the other, each may be left out. Nobody has to answer: whatever is written
instead is not lost, and becomes a report of its own with one tap.
"""

from datetime import date

from bot.flow import DONE, STAY, Flow
from bot.handlers import addition, complaint
from bot.handlers.desk.door import number
from bot.handlers.draft import piece_of
from bot.handlers.lines import NOTHING, lines, paragraphs
from bot.handlers.used import take_buttons
from bot.turn import Turn
from core.details.models import CategoryQuestion
from core.details.queries import question_by_id, questions_of
from core.details.services import answer
from core.errors import Refused
from core.i18n import Text
from core.outbox import Button
from core.routing.queries import directory
from core.tickets.models import Ticket
from core.tickets.queries import ticket_for
from core.tickets.reporters import is_hidden

details = Flow("details")


async def begin(turn: Turn, ticket: Ticket) -> str:
    """Ask what the ticket's category wants to know, now that the draft is done with."""
    known = await directory(turn.session, now=turn.now)
    choice = known.choices.get(ticket.category_id or 0)
    if choice is None or not choice.asks:
        return DONE
    turn.leave()
    await turn.session.flush()  # it was filed just now, and is looked up again like any other
    return await _ask_all(turn, ticket)


@details.action
async def again(turn: Turn) -> str:
    """Answer them anew; what was answered stays until it is."""
    assert turn.tap is not None
    ticket = await ticket_for(turn.session, turn.person, number(turn.tap.value))
    return await _ask_all(turn, ticket)


async def _ask_all(turn: Turn, ticket: Ticket) -> str:
    found = await questions_of(turn.session, ticket.category_id or 0)
    if not found:
        return DONE
    facts = {"ticket": ticket.id, "code": ticket.code, "left": [one.id for one in found]}
    return turn.enter("details.reply", **facts, of=len(found), noted="")


async def _ask(turn: Turn) -> None:
    ticket, asked = await _ticket(turn), await _asked(turn)
    if asked is None:
        return
    at = turn.data["of"] - len(turn.data["left"]) + 1
    about = {"code": turn.data["code"], "at": at, "of": turn.data["of"]}
    wording = Text("common.plain", text=asked.wording_in(turn.person.language))
    whole = paragraphs(
        Text("details.noted", said=turn.data["noted"]) if turn.data["noted"] else NOTHING,
        Text("details.one_of", **about, wording=wording, how=Text(f"details.how.{asked.kind}")),
    )
    choices = [(turn.choice(f"c{n}", _plain(one)),) for n, one in enumerate(asked.choices)]
    # In the second queue of whoever hides their name: the question names the report.
    own = ticket if is_hidden(turn.session, turn.person, ticket) else None
    turn.say("common.plain", buttons=(*choices, ("skip", "enough")), own=own, text=whole)


def _plain(text: str) -> Text:
    return Text("common.plain", text=text)


@details.step(_ask)
async def reply(turn: Turn) -> str | None:
    asked = await _asked(turn)
    if turn.tapped == "new":
        return await _report_instead(turn)
    if turn.tapped == "enough" or asked is None:
        return await _finish(turn)
    if turn.tapped == "skip":
        return await _next(turn, "")
    return await _take(turn, asked)


async def _take(turn: Turn, asked: CategoryQuestion) -> str | None:
    ticket = await _ticket(turn, lock=True)
    if turn.files:
        await addition.replied(turn, ticket)
        return STAY
    typed = _chosen(turn, asked) if turn.tapped else turn.text
    try:
        said = await answer(
            turn.session,
            ticket,
            turn.person,
            asked,
            typed,
            now=turn.now,
            today=_today(turn),
            source=turn.source,
        )
    except Refused as refusal:
        return _not_understood(turn, refusal)
    return await _next(turn, said or "")


def _chosen(turn: Turn, asked: CategoryQuestion) -> str:
    at = (turn.tapped or "")[1:]
    known = at.isdecimal() and len(at) < 3 and int(at) < len(asked.choices)
    return asked.choices[int(at)] if known else ""


def _not_understood(turn: Turn, refusal: Refused) -> str | None:
    """Say what would be understood; what was typed may be something else altogether."""
    words = piece_of(turn).text
    turn.data["typed"] = words
    turn.moved = True
    why = Text(refusal.key, **refusal.params)
    rows = ((("new",),) if words else ()) + (("skip", "enough"),)
    turn.say("details.not_understood", buttons=rows, why=why)
    return STAY


async def _report_instead(turn: Turn) -> str | None:
    typed = turn.data.get("typed", "")
    turn.leave()
    return await complaint.begin(turn, text=typed)


async def _next(turn: Turn, said: str) -> str | None:
    turn.data["left"] = turn.data["left"][1:]
    turn.data["noted"] = said
    return "reply" if await _asked(turn) is not None else await _finish(turn)


async def _finish(turn: Turn) -> str:
    """Show what is noted now, to change or to leave so."""
    take_buttons(turn)
    ticket = await _ticket(turn)
    given = [
        Text("details.line", wording=one["wording"], answer=one["answer"])
        for one in ticket.details or []
    ]
    if not given:
        turn.say("details.none", own=ticket, code=ticket.code)
        return DONE
    rows = ((Button("details.again", ticket.id, 0),),)
    turn.say("details.thanks", buttons=rows, own=ticket, code=ticket.code, lines=lines(given))
    return DONE


async def _ticket(turn: Turn, *, lock: bool = False) -> Ticket:
    return await ticket_for(turn.session, turn.person, turn.data["ticket"], lock=lock)


async def _asked(turn: Turn) -> CategoryQuestion | None:
    """The question the person is at; one that was withdrawn in the meantime is passed over."""
    while turn.data["left"]:
        found = await question_by_id(turn.session, turn.data["left"][0])
        if found is not None:
            return found
        turn.data["left"] = turn.data["left"][1:]
    return None


def _today(turn: Turn) -> date:
    return turn.now.astimezone(turn.session.info["service"].zone).date()
