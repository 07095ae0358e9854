"""What the office wants to know of a report besides: asked when the number is given, never before.

One question after the other, each may be left out. Nobody has to answer: whatever is written
instead is not lost, and becomes a report of its own with one tap.
"""

from collections.abc import Sequence

from bot.flow import DONE, STAY, Flow
from bot.handlers import addition, complaint, first_message
from bot.handlers.albums import joins_ticket
from bot.handlers.desk.door import number
from bot.handlers.detail_words import (
    asks,
    belongs_to_report,
    is_about,
    is_something_else,
    keep,
    may_be_a_report,
    quoted,
    something_new,
    stop_at,
)
from bot.handlers.draft import piece_of
from bot.handlers.lines import NOTHING, beginning, lines, paragraphs
from bot.handlers.used import take_buttons
from bot.library import watch
from bot.turn import Turn
from core.details.models import CategoryQuestion
from core.details.queries import question_by_id, questions_of
from core.details.services import answer_unknown
from core.errors import Refused
from core.i18n import Text
from core.outbox import Button
from core.tickets.models import Ticket
from core.tickets.queries import ticket_by_id, ticket_for
from core.tickets.reporters import is_theirs

details = Flow("details")


async def begin(turn: Turn, ticket: Ticket) -> str:
    """Ask what the ticket's category wants to know, now that the draft is done with.

    Whoever told of a danger is left in peace; late pieces of an album still find their ticket.
    """
    if not await asks(turn, ticket) or watch().hears(ticket.text):
        return DONE
    found = await questions_of(turn.session, ticket.category_id or 0)
    if not found:
        return DONE
    turn.leave()
    joined = turn.data.get("joined")
    await turn.session.flush()  # it was filed just now, and is looked up again like any other
    step = _enter(turn, ticket, found)
    if joined:
        turn.data["joined"] = joined
        turn.data.setdefault("paused", {"flow": None, "step": None, "data": {"joined": joined}})
    return step


@details.action
async def again(turn: Turn) -> str:
    """Answer them anew; what was answered stays until it is."""
    assert turn.tap is not None
    ticket = await ticket_for(turn.session, turn.person, number(turn.tap.value))
    found = await questions_of(turn.session, ticket.category_id or 0)
    if not found or not await asks(turn, ticket):
        raise Refused("details.refused.closed", code=ticket.code)
    if turn.flow == details.name:
        turn.leave()
    return _enter(turn, ticket, found)


def _enter(turn: Turn, ticket: Ticket, found: Sequence[CategoryQuestion]) -> str:
    facts = {"ticket": ticket.id, "code": ticket.code, "left": [one.id for one in found]}
    return turn.enter("details.reply", **facts, of=len(found), noted="")


async def _ask(turn: Turn) -> None:
    ticket, asked = await _ticket(turn), await _asked(turn)
    if ticket is None or asked is None:
        return
    at = turn.data["of"] - len(turn.data["left"]) + 1
    about = {"code": turn.data["code"], "at": at, "of": turn.data["of"]}
    key = "details.one_of_required" if asked.required else "details.one_of"
    wording = Text("common.plain", text=asked.wording_in(turn.person.language))
    whole = paragraphs(
        Text("details.noted", said=turn.data["noted"]) if turn.data["noted"] else NOTHING,
        Text(key, **about, wording=wording, how=Text(f"details.how.{asked.kind}")),
    )
    choices = [(turn.choice(f"c{n}", _plain(one)),) for n, one in enumerate(asked.choices)]
    turn.data["offered"] = asked.choices
    # As the ticket's own message, a reply finds it; and whoever hides their name reads it in the
    # second queue.
    turn.say("common.plain", buttons=(*choices, _ways_out(asked)), own=ticket, text=whole)


def _ways_out(asked: CategoryQuestion) -> tuple[str, ...]:
    """Whoever does not know what has to be known says so."""
    return ("unknown",) if asked.required else ("skip", "enough")


def _plain(text: str) -> Text:
    return Text("common.plain", text=text)


@details.step(_ask)
async def reply(turn: Turn) -> str | None:
    if await joins_ticket(turn):
        return STAY
    ticket, asked = await _ticket(turn, lock=True), await _asked(turn)
    if turn.tapped == "new":
        return await _report_instead(turn)
    if ticket is None or asked is None or not await asks(turn, ticket):
        return await _over(turn, ticket)
    if turn.tapped == "enough" and not asked.required:
        return await _enough(turn, ticket)
    if turn.tapped in ("skip", "enough", "unknown"):
        return await _left_out(turn, ticket, asked)
    return await (_take if turn.tapped else _written)(turn, ticket, asked)


async def _enough(turn: Turn, ticket: Ticket) -> str | None:
    """Only what has to be known is still asked."""
    found = await questions_of(turn.session, ticket.category_id or 0)
    wanted = [one.id for one in found if one.required and one.id in turn.data["left"]]
    turn.data["left"], turn.data["noted"] = wanted, ""
    return "reply" if wanted else _finish(turn, ticket)


async def _left_out(turn: Turn, ticket: Ticket, asked: CategoryQuestion) -> str | None:
    if asked.required:
        await answer_unknown(
            turn.session, ticket, turn.person, asked, now=turn.now, source=turn.source
        )
    return await _next(turn, ticket, asked)


async def _over(turn: Turn, ticket: Ticket | None) -> str | None:
    """There is nothing to answer any more; whatever was written is something new."""
    if ticket is not None:
        _finish(turn, ticket)
    if turn.tapped is not None:
        return DONE
    turn.leave()
    return await something_new(turn)


async def _written(turn: Turn, ticket: Ticket, asked: CategoryQuestion) -> str | None:
    about = await is_about(turn, ticket)
    meant = await quoted(turn, ticket) if about else None
    if belongs_to_report(turn) or (about and meant is None):
        await addition.replied(turn, ticket)
        return STAY
    if first_message.holds_nothing(turn, piece_of(turn)):
        return first_message.nothing(turn)
    return await _take(turn, ticket, meant or asked, sure=meant is not None)


async def _take(
    turn: Turn, ticket: Ticket, asked: CategoryQuestion, *, sure: bool = False
) -> str | None:
    """The answer, unless what was written is clearly something else, or may be."""
    if turn.tapped and turn.data.get("offered", asked.choices) != asked.choices:
        return "reply"  # the office changed the choices in the meantime
    typed = _chosen(turn, asked) if turn.tapped else turn.text
    free = asked.kind == "text" and not turn.tapped and not sure
    if free and is_something_else(turn):
        return await something_new(turn)
    if free and await may_be_a_report(turn):
        return _in_doubt(turn, asked)
    try:
        said = await keep(turn, ticket, asked, typed)
    except Refused as refusal:
        if not turn.tapped and not sure and is_something_else(turn, a_try=True):
            return await something_new(turn)
        return _not_understood(turn, asked, refusal)
    return await _next(turn, ticket, asked, said or "")


def _chosen(turn: Turn, asked: CategoryQuestion) -> str:
    if turn.tapped == "answer" and asked.kind == "text":
        return str(turn.data.get("typed", ""))
    at = (turn.tapped or "")[1:]
    known = at.isdecimal() and len(at) < 3 and int(at) < len(asked.choices)
    return asked.choices[int(at)] if known else ""


def _not_understood(turn: Turn, asked: CategoryQuestion, refusal: Refused) -> str | None:
    """Say what would be understood; what was typed may be something else altogether."""
    words = piece_of(turn).text
    turn.data["typed"] = words
    turn.moved = True
    why = Text(refusal.key, **refusal.params)
    rows = ((("new",),) if words else ()) + (_ways_out(asked),)
    turn.say("details.not_understood", buttons=rows, why=why)
    return STAY


def _in_doubt(turn: Turn, asked: CategoryQuestion) -> str | None:
    """It would do as an answer, and as a report: whoever wrote it knows."""
    turn.data["typed"] = turn.text
    turn.moved = True
    rows = (("new",), ("answer",), _ways_out(asked))
    wording = asked.wording_in(turn.person.language)
    turn.say("details.doubt", buttons=rows, said=beginning(turn.text), wording=wording)
    return STAY


async def _report_instead(turn: Turn) -> str | None:
    """The question waits until the report is sent or put away."""
    typed = turn.data.pop("typed", "")
    return await complaint.begin(turn, text=typed)


async def _next(turn: Turn, ticket: Ticket, done: CategoryQuestion, said: str = "") -> str | None:
    turn.data["left"] = [one for one in turn.data["left"] if one != done.id]
    turn.data["noted"] = said
    if await stop_at(turn, done, said) is None:
        return await _onward(turn, ticket)
    turn.data["stop"] = {"question": done.id, "choice": said}
    return "stopped"


async def _onward(turn: Turn, ticket: Ticket) -> str | None:
    return "reply" if await _asked(turn) is not None else _finish(turn, ticket)


async def _stop(turn: Turn) -> None:
    """Who takes care of this instead; the report has its number and stays."""
    ticket = await _ticket(turn)
    stop = turn.data["stop"]
    asked = await question_by_id(turn.session, stop["question"])
    said = await stop_at(turn, asked, stop["choice"]) if asked else None
    if ticket is not None and said is not None:
        rows = (("onward",), ("elsewhere",))
        turn.say("details.stop", buttons=rows, own=ticket, choice=stop["choice"], words=said)


@details.step(_stop)
async def stopped(turn: Turn) -> str | None:
    if await joins_ticket(turn):
        return STAY
    ticket = await _ticket(turn, lock=True)
    if ticket is None or not await asks(turn, ticket):
        return await _over(turn, ticket)
    if turn.tapped == "elsewhere":
        return _finish(turn, ticket)
    if turn.tapped:
        turn.data["noted"] = ""
        return await _onward(turn, ticket)
    if belongs_to_report(turn) or await is_about(turn, ticket):
        await addition.replied(turn, ticket)
        return STAY
    return await something_new(turn)


def _finish(turn: Turn, ticket: Ticket) -> str:
    """Show what is noted now, to change or to leave so."""
    take_buttons(turn)
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


async def _ticket(turn: Turn, *, lock: bool = False) -> Ticket | None:
    """The ticket of this dialogue, unless it is no longer theirs."""
    found = await ticket_by_id(turn.session, turn.data["ticket"], lock=lock)
    return found if found and is_theirs(turn.session, turn.person, found) else None


async def _asked(turn: Turn) -> CategoryQuestion | None:
    """The question the person is at; one that was withdrawn in the meantime is passed over."""
    while turn.data["left"]:
        found = await question_by_id(turn.session, turn.data["left"][0])
        if found is not None:
            return found
        turn.data["left"] = turn.data["left"][1:]
    return None
